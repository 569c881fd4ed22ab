import { valueAt, type FeatureTable } from './feature-table.ts';

/** True where two rows hold the same geometry and the same fields. Ids are not looked at, and no feature is made. */
export function sameRow(a: FeatureTable, rowA: number, b: FeatureTable, rowB: number): boolean {
  if (a.types[rowA] !== b.types[rowB]) return false;
  for (const [name, column] of a.columns) if (valueAt(column, rowA) !== valueAt(b.columns.get(name), rowB)) return false;
  for (const [name, column] of b.columns) if (!a.columns.has(name) && valueAt(column, rowB) !== undefined) return false;
  const parts = sameSpans(a.featureParts, [rowA, rowA + 1], b.featureParts, [rowB, rowB + 1]);
  const paths = parts && sameSpans(a.partPaths, parts[0], b.partPaths, parts[1]);
  const points = paths && sameSpans(a.pathPoints, paths[0], b.pathPoints, paths[1]);
  if (!points) return false;
  const [[from, to], [other]] = points;
  for (let at = 2 * from, there = 2 * other; at < 2 * to; at++, there++)
    if (a.coordinates[at] !== b.coordinates[there]) return false;
  return true;
}

type Span = readonly [from: number, to: number];

/** The spans one level below two spans, where those are divided alike. */
function sameSpans(a: Uint32Array, [fromA, toA]: Span, b: Uint32Array, [fromB, toB]: Span): readonly [Span, Span] | null {
  if (toA - fromA !== toB - fromB) return null;
  const [startA, startB] = [a[fromA] ?? 0, b[fromB] ?? 0];
  for (let i = 1; i <= toA - fromA; i++) if ((a[fromA + i] ?? 0) - startA !== (b[fromB + i] ?? 0) - startB) return null;
  return [
    [startA, a[toA] ?? startA],
    [startB, b[toB] ?? startB],
  ];
}
