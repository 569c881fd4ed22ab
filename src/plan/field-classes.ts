import type { FeatureLayerName } from './layers.ts';

/** Who may see what a field holds: everybody, the members of the network, or nobody outside the people who plan it. */
export const FIELD_CLASSES = ['public', 'member', 'restricted'] as const;
export type FieldClass = (typeof FIELD_CLASSES)[number];

/** By layer and field, only what differs from the usual. Layers and fields that a program does not know are kept. */
export type FieldClasses = Readonly<Record<string, Readonly<Record<string, FieldClass>>>>;

/** Layers whose rows are people's homes, lots and roofs; everything else is taken from maps and is public unless somebody says otherwise. */
const ABOUT_PEOPLE: readonly FeatureLayerName[] = ['premises', 'parcels', 'sites'];

/** Words in the names of columns, in lower case; `sites` have names of their own that stand on the network's map. */
const RESTRICTED_WORDS =
  /^(pass(word|code|phrase)?|pin|secret|alarm|key|lock|ssn|iban|birth|birthday|birthdate|dob|income|salary|medical|credit|account)$/;
const MEMBER_WORDS =
  /^(phones?|tel|telephone|telefon|mobile|cell|handy|fax|e?mails?|contact|kontakt|owner|owners|eigentümer|tenant|resident|occupant|member|mitglied|customer|subscriber|applicant|surname|firstname|lastname|fullname|vorname|nachname|notes?|notiz|bemerkung|comments?|remarks?)$/;
const RESTRICTED_PHRASES = /\b(gate|door|access) code\b/;
const MEMBER_PHRASES = /\b((first|last|full) name|e mail)\b/;
const MEMBER_FIELDS: Readonly<Partial<Record<FeatureLayerName, readonly string[]>>> = {
  premises: ['name'],
  parcels: ['name'],
  sites: ['address'],
};

/** The class of a field of which nobody has said anything: by its name, and only in layers about people. */
export function usualClass(layer: FeatureLayerName, field: string): FieldClass {
  if (!ABOUT_PEOPLE.includes(layer)) return 'public';
  const words = wordsOf(field);
  const phrase = words.join(' ');
  if (RESTRICTED_PHRASES.test(phrase) || words.some((word) => RESTRICTED_WORDS.test(word))) return 'restricted';
  const isMember = MEMBER_PHRASES.test(phrase) || words.some((word) => MEMBER_WORDS.test(word));
  return isMember || MEMBER_FIELDS[layer]?.includes(field) === true ? 'member' : 'public';
}

/** `ownerPhone_2` is owner, phone and 2. */
function wordsOf(field: string): string[] {
  return field
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}

/** The class of a field as the plan has it. */
export function classOf(classes: FieldClasses, layer: FeatureLayerName, field: string): FieldClass {
  const own = classes[layer];
  return own !== undefined && Object.hasOwn(own, field) ? (own[field] ?? 'public') : usualClass(layer, field);
}

/** The classes with one field set; what is as usual is left out, so that equal classes are equal values. */
export function withClass(classes: FieldClasses, layer: FeatureLayerName, field: string, of: FieldClass): FieldClasses {
  const { [layer]: own = {}, ...others } = classes;
  const { [field]: _, ...rest } = own;
  const next = of === usualClass(layer, field) ? rest : { ...rest, [field]: of };
  return Object.keys(next).length === 0 ? others : { ...others, [layer]: next };
}

/** A field that was copied or derived from another one, which may be less public than its new name says. */
export interface InheritedField {
  readonly from: readonly [layer: FeatureLayerName, field: string];
  readonly to: readonly [layer: FeatureLayerName, field: string];
}

/** The classes with derived fields no more public than what they were made from. */
export function withInherited(classes: FieldClasses, fields: readonly InheritedField[]): FieldClasses {
  return fields.reduce((next, { from, to }) => {
    const [source, derived] = [classOf(classes, ...from), classOf(next, ...to)];
    return FIELD_CLASSES.indexOf(source) > FIELD_CLASSES.indexOf(derived) ? withClass(next, ...to, source) : next;
  }, classes);
}
