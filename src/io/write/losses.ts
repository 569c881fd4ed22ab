import { type Feature, type FieldValue } from '../../plan/feature-table.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import type { TypedColumn } from './columns.ts';

/** Something of a layer that a format does not hold as it is, as the writer found it in these features. */
export interface Loss {
  /**
   * `renamed`, `text` (kinds mixed become text), `cut`, `spaces`, `characters`, `apostrophe`, `kind` (a kind of values that the format does not
   * have), `comment` (fields that become words), `field` (a field that goes), `shape`, `left-out`, `place` (another system or unit).
   */
  readonly kind:
    'renamed' | 'text' | 'cut' | 'spaces' | 'characters' | 'apostrophe' | 'kind' | 'comment' | 'field' | 'shape' | 'left-out' | 'place'; // prettier-ignore
  /** The layer, as it is called in the file. */
  readonly layer: string;
  /** The fields that it is about; empty for shapes and whole features. */
  readonly fields: readonly string[];
  /** A sentence for people. */
  readonly message: string;
}

/** Features under the name of their layer. */
interface Named {
  readonly name: string;
  readonly features: readonly Feature[];
}

/** A pattern, or a test as simple. */
interface Finds {
  test(text: string): boolean;
}

type Texts = Iterable<readonly [field: string, values: readonly (FieldValue | null)[]]>;

/** Columns that are called otherwise than their fields, and fields whose kinds of values are mixed. */
export function columnLosses(layer: string, columns: readonly TypedColumn[]): Loss[] {
  return [...renameLosses(layer, columns), ...mixedLosses(layer, columns)];
}

/** Columns that are called otherwise than their fields. */
export function renameLosses(layer: string, columns: readonly Pick<TypedColumn, 'name' | 'field'>[]): Loss[] {
  const renamed = columns.filter(({ name, field }) => name !== field);
  const pairs = renamed.map(({ name, field }) => `${field} → ${name}`).join(', ');
  return lossOf('renamed', layer, renamed.map(({ field }) => field), `Columns of ${layer} were renamed: ${pairs}.`); // prettier-ignore
}

function mixedLosses(layer: string, columns: readonly TypedColumn[]): Loss[] {
  const fields = columns.filter(({ isMixed }) => isMixed).map(({ field }) => field);
  return lossOf('text', layer, fields, `Numbers or yes and no among texts become texts in ${layer}: ${fields.join(', ')}.`);
}

/** Texts that a pattern finds something in that the format does not keep. */
export function textLosses(kind: Loss['kind'], layer: string, texts: Texts, pattern: Finds, what: string): Loss[] {
  const found: [string, number][] = [];
  for (const [field, values] of texts) {
    const count = values.filter((value) => typeof value === 'string' && pattern.test(value)).length;
    if (count > 0) found.push([field, count]);
  }
  const counts = found.map(([field, count]) => `${field} (${count})`).join(', ');
  return lossOf(kind, layer, found.map(([field]) => field), `${what} in ${layer}: ${counts}.`); // prettier-ignore
}

/** Spaces, line ends and the like around texts, which some formats drop. */
export const AROUND = /^\s|\s$/;
/** Characters that XML cannot hold, and carriage returns, which its readers make line feeds. */
export const NOT_IN_XML = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/;

/** The fields of typed columns as `textLosses` takes them. */
export function* textsOf(columns: readonly TypedColumn[]): Generator<readonly [string, readonly (FieldValue | null)[]]> {
  for (const { field, kind, values } of columns) if (kind === 'text') yield [field, values];
}

/** A loss of fields, none where there are no fields. */
export function lossOf(kind: Loss['kind'], layer: string, fields: readonly string[], message: string): Loss[] {
  return fields.length === 0 ? [] : [{ kind, layer, fields, message }];
}

/** A loss of shapes or features of a layer, none where their number is nought. */
export function countLoss(kind: Loss['kind'], layer: string, count: number, what: string): Loss[] {
  return count === 0 ? [] : [{ kind, layer, fields: [], message: `${count} ${what}.` }];
}

/** Single shapes that become multiple ones of one part, since a column holds one type. @param type the type that all are written as */
export function groupLosses({ name, features }: Named, type: string | null): Loss[] {
  const count = features.filter(({ geometry }) => geometry !== null && type !== null && geometry.type !== type).length;
  return countLoss('shape', name, count, 'single shapes are stored as multiple ones of one part, as the others are');
}

/** Features without a place, which a format has no room for. */
export function placelessLosses({ name, features }: Named): Loss[] {
  const count = features.filter(({ geometry }) => geometry === null).length;
  return countLoss('left-out', name, count, 'features without a place were left out');
}

/** How many of the features have holes. */
export function holeCount(features: readonly Feature[]): number {
  return features.filter(
    ({ geometry }) => geometry?.type.endsWith('Polygon') === true && partsOf(geometry).some((part) => part.length > 1),
  ).length;
}
