import { writeCsv } from '../../io/write/csv.ts';
import type { RoofSights } from '../../studies/sightlines/roof-summary.ts';
import { pairAt, type Sightlines } from '../../studies/sightlines/site-pairs.ts';
import { rounded } from './reach-csv.ts';

const COLUMNS = 'name sees to_check blocked joined best_partner best_partner_m'.split(' ');

/** Who sees whom, a row a roof, those that see most first, with the best partner of each. */
export function roofSightsCsv(sightlines: Sightlines, roofs: readonly RoofSights[], nameOf: (id: string) => string): Uint8Array {
  return writeCsv({
    columns: COLUMNS.map((title) => ({ title })),
    rows: roofs.map(({ roof, clear, unsure, blocked, joined, best: [pair] }) => {
      const counts = [nameOf(roof), clear, unsure, blocked, joined];
      if (pair === undefined) return [...counts, null, null];
      const { a, b, distanceM } = pairAt(sightlines, pair);
      const partner = (a.roof ?? a.id) === roof ? b : a;
      return [...counts, nameOf(partner.id), rounded(distanceM, 1)];
    }),
  });
}
