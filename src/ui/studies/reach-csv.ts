import { writeCsv } from '../../io/write/csv.ts';
import type { Reach } from '../../studies/reach/rank-nodes.ts';

const COLUMNS =
  'name verdict sure distance_m azimuth_deg clearance_m raise_here_m level_dbm margin_db modulation throughput_mbps'.split(' ');

/** Nodes in reach as a table, best first; heights and distances in metres. */
export function reachCsv(reaches: readonly Reach[], names: ReadonlyMap<string, string>): Uint8Array {
  return writeCsv({
    columns: COLUMNS.map((title) => ({ title })),
    rows: reaches.map((one) => [
      names.get(one.to.id) ?? one.to.id,
      one.verdict,
      one.confident ? 'yes' : 'no',
      rounded(one.distanceM, 1),
      rounded(one.azimuthDeg, 1),
      rounded(one.clearanceM, 2),
      one.raiseM,
      rounded(one.level?.levelDbm, 1),
      rounded(one.level?.marginDb, 1),
      one.level?.modulation ?? null,
      one.level?.throughputMbps ?? null,
    ]),
  });
}

/** A number with so many decimals at most; null for none. */
export function rounded(value: number | null | undefined, decimals: number): number | null {
  return value === null || value === undefined ? null : Number(value.toFixed(decimals));
}
