import { writeCsv } from '../../io/write/csv.ts';
import type { WorkItem } from '../../studies/worklist/run.ts';

/** Judged requests as a table, in the columns of the command line's worklist; distances and heights in metres. */
export function requestsCsv(items: readonly WorkItem[], nameOf: (id: string) => string): Uint8Array {
  const columns = ['name', 'outcome', 'reason', 'via', 'chain', 'unlocks', 'mast_m', 'distance_m', 'azimuth_deg'];
  return writeCsv({
    columns: columns.map((title) => ({ title })),
    rows: items.map((item) => [
      ...[nameOf(item.id), item.outcome, item.reason, item.via === null ? null : nameOf(item.via)],
      ...[item.chain.map(nameOf).join(' > '), item.unlocks, item.mastM, item.distanceM, item.azimuthDeg],
    ]),
  });
}
