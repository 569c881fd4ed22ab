import { plainSpaces } from '../../base/quantity-text.ts';
import { writeCsv } from '../../io/write/csv.ts';
import { explainRequest, requestOutcome } from '../../studies/worklist/explain.ts';
import type { JudgedRequest } from '../../studies/worklist/judge-requests.ts';

const COLUMNS = 'name address join joined_to candidates outcome reason via chain unlocks mast_m distance_m azimuth_deg'.split(
  ' ',
);

/** Judged requests as a table, in the columns of the command line's worklist; distances and heights in metres. */
export function requestsCsv(requests: readonly JudgedRequest[], nameOf: (id: string) => string): Uint8Array {
  return writeCsv({
    columns: COLUMNS.map((title) => ({ title })),
    rows: requests.map((one) => {
      const { row, line, joined, item } = one;
      const goal = item?.goal;
      const address = joined !== null && 'address' in joined ? joined.address.text : null;
      const candidates = joined !== null && 'candidates' in joined ? joined.candidates.map(({ text }) => text).join(' | ') : null;
      return [
        ...[nameOf(row.id), line || null, joined?.how ?? 'position', address, candidates || null],
        ...[
          requestOutcome(one),
          plainSpaces(explainRequest(one, 'metric')),
          goal?.to.name ?? null,
          item?.chain.map(nameOf).join(' > ') ?? null,
        ],
        ...[item?.unlocks ?? null, item?.mastM ?? null, goal?.distanceM ?? null, goal?.azimuthDeg ?? null],
      ];
    }),
  });
}
