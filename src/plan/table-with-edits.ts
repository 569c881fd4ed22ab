import { compareText } from '../base/compare.ts';
import { idAt, tableOf, valueAt, type Column, type Feature, type FeatureTable } from './feature-table.ts';
import { packTexts, type PackedTexts } from './packed-texts.ts';

/** Rows of one of two tables that stay together. */
interface Run {
  readonly of: FeatureTable;
  readonly from: number;
  /** Behind the last. */
  readonly to: number;
}

/**
 * A table with features put (changed or new) and removed (null), without making objects of the rows that stay: one edit in a county's parcels takes
 * as long as copying their columns. Null where a column would become another kind of column: such a table has to be made from its features.
 */
export function tableWithEdits(table: FeatureTable, edits: ReadonlyMap<string, Feature | null>): FeatureTable | null {
  const over = tableOf([...edits.values()].filter((feature) => feature !== null));
  const runs = runsOf(table, edits, over);
  const columns = new Map<string, Column>();
  for (const name of [...new Set([...table.columns.keys(), ...over.columns.keys()])].sort(compareText)) {
    const column = joinedColumn(table.columns.get(name), over.columns.get(name), runs, table, over);
    if (column === null) return null;
    if (!isEmpty(column)) columns.set(name, column);
  }
  return {
    count: countOf(runs),
    ids: joinedTexts(runs, (of) => of.ids),
    ...joinedGeometries(runs),
    columns,
  };
}

function runsOf(table: FeatureTable, edits: ReadonlyMap<string, Feature | null>, over: FeatureTable): Run[] {
  const runs: Run[] = [];
  let [row, next] = [0, 0];
  for (const id of [...edits.keys()].sort(compareText)) {
    const at = firstNotBefore(table, id, row);
    if (at > row) runs.push({ of: table, from: row, to: at });
    row = at < table.count && idAt(table, at) === id ? at + 1 : at;
    if (edits.get(id) !== null) runs.push({ of: over, from: next, to: ++next });
  }
  if (row < table.count) runs.push({ of: table, from: row, to: table.count });
  return runs;
}

function firstNotBefore(table: FeatureTable, id: string, from: number): number {
  let [low, high] = [from, table.count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(idAt(table, middle), id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const countOf = (runs: readonly Run[]): number => runs.reduce((sum, { from, to }) => sum + to - from, 0);

function joinedGeometries(
  runs: readonly Run[],
): Pick<FeatureTable, 'types' | 'coordinates' | 'featureParts' | 'partPaths' | 'pathPoints'> {
  const pieces = runs.map(({ of, from, to }) => {
    const [firstPart = 0, lastPart = 0] = [of.featureParts[from], of.featureParts[to]];
    const [firstPath = 0, lastPath = 0] = [of.partPaths[firstPart], of.partPaths[lastPart]];
    const [firstPoint = 0, lastPoint = 0] = [of.pathPoints[firstPath], of.pathPoints[lastPath]];
    return { of, from, to, firstPart, lastPart, firstPath, lastPath, firstPoint, lastPoint };
  });
  const sum = (length: (piece: (typeof pieces)[number]) => number): number =>
    pieces.reduce((all, piece) => all + length(piece), 0);
  const types = new Uint8Array(countOf(runs));
  const coordinates = new Float64Array(2 * sum((piece) => piece.lastPoint - piece.firstPoint));
  const featureParts = new Uint32Array(types.length + 1);
  const partPaths = new Uint32Array(sum((piece) => piece.lastPart - piece.firstPart) + 1);
  const pathPoints = new Uint32Array(sum((piece) => piece.lastPath - piece.firstPath) + 1);
  let [row, part, path, point] = [0, 0, 0, 0];
  for (const { of, from, to, firstPart, lastPart, firstPath, lastPath, firstPoint, lastPoint } of pieces) {
    types.set(of.types.subarray(from, to), row);
    coordinates.set(of.coordinates.subarray(2 * firstPoint, 2 * lastPoint), 2 * point);
    shiftInto(featureParts, row, of.featureParts, from, to, part - firstPart);
    shiftInto(partPaths, part, of.partPaths, firstPart, lastPart, path - firstPath);
    shiftInto(pathPoints, path, of.pathPoints, firstPath, lastPath, point - firstPoint);
    row += to - from;
    part += lastPart - firstPart;
    path += lastPath - firstPath;
    point += lastPoint - firstPoint;
  }
  return { types, coordinates, featureParts, partPaths, pathPoints };
}

/** Copies the ends of the things `from` … `to` behind those of the `at` things that are there, moved by `by`. */
function shiftInto(ends: Uint32Array, at: number, source: Uint32Array, from: number, to: number, by: number): void {
  for (let i = from + 1; i <= to; i++) ends[at + i - from] = (source[i] ?? 0) + by;
}

function joinedColumn(
  base: Column | undefined,
  edited: Column | undefined,
  runs: readonly Run[],
  table: FeatureTable,
  over: FeatureTable,
): Column | null {
  const kind = base?.kind ?? edited?.kind;
  if (base !== undefined && edited !== undefined && base.kind !== edited.kind && base.kind !== 'text') return null;
  if (kind === 'text') {
    const of = new Map([
      [table, textsOf(base, table.count)],
      [over, textsOf(edited, over.count)],
    ]);
    return { kind, texts: joinedTexts(runs, (one) => of.get(one) ?? packTexts([])) };
  }
  const length = countOf(runs);
  const values = kind === 'number' ? new Float64Array(length).fill(NaN) : new Uint8Array(length).fill(2);
  let at = 0;
  for (const { of, from, to } of runs) {
    const column = of === table ? base : edited;
    if (column !== undefined && column.kind !== 'text') values.set(column.values.subarray(from, to), at);
    at += to - from;
  }
  return values instanceof Float64Array ? { kind: 'number', values } : { kind: 'boolean', values };
}

/** The values of a column as texts. */
function textsOf(column: Column | undefined, count: number): PackedTexts {
  if (column?.kind === 'text') return column.texts;
  return packTexts(
    Array.from({ length: count }, (_, row) => {
      const value = valueAt(column, row);
      return value === undefined ? null : String(value);
    }),
  );
}

function joinedTexts(runs: readonly Run[], textsIn: (of: FeatureTable) => PackedTexts): PackedTexts {
  const ends = new Uint32Array(countOf(runs) + 1);
  const pieces: string[] = [];
  let [row, length] = [0, 0];
  for (const { of, from, to } of runs) {
    const texts = textsIn(of);
    const [first = 0, last = 0] = [texts.ends[from], texts.ends[to]];
    pieces.push(texts.joined.slice(first, last));
    shiftInto(ends, row, texts.ends, from, to, length - first);
    row += to - from;
    length += last - first;
  }
  return { joined: pieces.join(''), ends };
}

/** A column that no feature has a value of is none. */
function isEmpty(column: Column): boolean {
  switch (column.kind) {
    case 'text':
      return column.texts.joined.length === 0;
    case 'number':
      return column.values.every(Number.isNaN);
    case 'boolean':
      return column.values.every((value) => value === 2);
  }
}
