import type { Reach } from '../../studies/reach/rank-nodes.ts';

/** Nodes in reach as a table, best first; heights and distances in metres. */
export function reachCsv(reaches: readonly Reach[], names: ReadonlyMap<string, string>): Uint8Array<ArrayBuffer> {
  const head = 'name,verdict,sure,distance_m,azimuth_deg,clearance_m,raise_here_m,level_dbm,margin_db,modulation,throughput_mbps';
  const rows = reaches.map((one) =>
    [
      quoted(names.get(one.to.id) ?? one.to.id),
      one.verdict,
      one.confident ? 'yes' : 'no',
      one.distanceM.toFixed(1),
      one.azimuthDeg.toFixed(1),
      one.clearanceM.toFixed(2),
      one.raiseM ?? '',
      one.level?.levelDbm.toFixed(1) ?? '',
      one.level?.marginDb?.toFixed(1) ?? '',
      quoted(one.level?.modulation ?? ''),
      one.level?.throughputMbps ?? '',
    ].join(','),
  );
  return new TextEncoder().encode(`${[head, ...rows].join('\r\n')}\r\n`);
}

/** Quoted; a name that a spreadsheet would take for a formula is made a text. */
export function quoted(text: string): string {
  return `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
