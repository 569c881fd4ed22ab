import type { RoofSights } from '../../studies/sightlines/roof-summary.ts';
import { pairAt, type Sightlines } from '../../studies/sightlines/site-pairs.ts';
import { quoted } from './reach-csv.ts';

/** Who sees whom, a row a roof, those that see most first, with the best partner of each. */
export function roofSightsCsv(
  sightlines: Sightlines,
  roofs: readonly RoofSights[],
  nameOf: (id: string) => string,
): Uint8Array<ArrayBuffer> {
  const head = 'name,sees,to_check,blocked,joined,best_partner,best_partner_m';
  const rows = roofs.map(({ roof, clear, unsure, blocked, joined, best: [pair] }) => {
    const counts = [quoted(nameOf(roof)), clear, unsure, blocked, joined];
    if (pair === undefined) return [...counts, '', ''].join(',');
    const { a, b, distanceM } = pairAt(sightlines, pair);
    const partner = (a.roof ?? a.id) === roof ? b : a;
    return [...counts, quoted(nameOf(partner.id)), distanceM.toFixed(1)].join(',');
  });
  return new TextEncoder().encode(`${[head, ...rows].join('\r\n')}\r\n`);
}
