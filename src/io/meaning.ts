import type { Feature, FieldValue } from '../plan/feature-table.ts';
import type { FeatureLayerName } from '../plan/layers.ts';

type Fields = Readonly<Record<string, FieldValue>>;

/** Makes fields that Weft understands out of the columns of common sources. */
type Rule = (fields: Fields) => Fields;

/** What the columns of OpenStreetMap and of utilities mean for Weft's own fields. Each rule sees what the rules before it made. */
const RULES: Readonly<Partial<Record<FeatureLayerName, readonly Rule[]>>> = {
  barriers: [barrierKind],
  poles: [poleKind],
};

/** The fields of an imported feature with those that follow from its other columns. */
export function withMeaning(layer: FeatureLayerName, fields: Feature['fields']): Feature['fields'] {
  return (RULES[layer] ?? []).reduce<Fields>((result, rule) => rule(result), fields);
}

const OWN_BARRIER_KINDS = ['rail', 'water', 'stream', 'highway', 'other'];
/** Values of `railway` under which no rails lie (any more), or that are no line of rails. */
const NO_RAILS = [
  'abandoned',
  'razed',
  'dismantled',
  'proposed',
  'construction',
  'platform',
  'station',
  'halt',
  'stop',
  'turntable',
  'signal_box',
];
/** Values of `waterway` that a road crosses in a culvert and a drop may cross. */
const SMALL_WATERS = ['stream', 'ditch', 'drain', 'brook'];
const HIGHWAYS = ['motorway', 'motorway_link', 'trunk', 'trunk_link'];

function barrierKind(fields: Fields): Fields {
  const stated = fields['kind'];
  if (typeof stated === 'string' && OWN_BARRIER_KINDS.includes(stated)) return fields;
  return { ...fields, ...(stated === undefined ? {} : { kindInSource: stated }), kind: barrierKindOf(fields) };
}

function barrierKindOf(fields: Fields): string {
  const railway = fields['railway'];
  if (railway !== undefined) return NO_RAILS.includes(String(railway)) ? 'other' : 'rail';
  // Basins of a wastewater plant are fenced ground: nobody crosses them, and no permit is asked for.
  if (fields['man_made'] === 'wastewater_plant') return 'other';
  if (SMALL_WATERS.includes(String(fields['waterway']))) return 'stream';
  if (fields['waterway'] !== undefined || fields['natural'] === 'water' || fields['water'] !== undefined) return 'water';
  if (HIGHWAYS.includes(String(fields['highway']))) return 'highway';
  return barrierKindInWords(fields['kind'] ?? fields['TYPE'] ?? fields['type']);
}

/** Cities write RAIL-ACTIVE, Railroad, River, Lake/Pond, INTERSTATE HIGHWAY … */
function barrierKindInWords(stated: FieldValue | undefined): string {
  const words = String(stated ?? '');
  if (/rail/i.test(words)) return /abandon|remov|trail/i.test(words) ? 'other' : 'rail';
  if (/\b(stream|brook|ditch|drain|creek)\b/i.test(words)) return 'stream';
  if (/\b(water|river|lake|pond|canal|bay|harbor|reservoir)\b/i.test(words)) return 'water';
  return /\b(highway|motorway|freeway|interstate|expressway)\b/i.test(words) ? 'highway' : 'other';
}

/** Utilities write UTILITY-POLE, Wood pole, LATTICE TOWER …; a kind called "unknown" is a missing one. */
function poleKind(fields: Fields): Fields {
  const { kind, ...others } = fields;
  if (typeof kind !== 'string' || kind === 'pole' || kind === 'tower') return fields;
  if (/^(unknown|unk|n\/?a|none)$/i.test(kind)) return { ...others, kindInSource: kind };
  if (/tower|pylon|lattice/i.test(kind)) return { ...others, kind: 'tower', kindInSource: kind };
  return /pole/i.test(kind) ? { ...others, kind: 'pole', kindInSource: kind } : fields;
}
