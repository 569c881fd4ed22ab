import { plainSpaces } from '../../base/quantity-text.ts';
import { writeCsv } from '../../io/write/csv.ts';
import { explainItem, explainRequest, requestOutcome } from '../../studies/worklist/explain.ts';
import type { JudgedRequest } from '../../studies/worklist/judge-requests.ts';

const COLUMNS = 'name address join joined_to candidates outcome reason via chain unlocks mast_m distance_m azimuth_deg'.split(
  ' ',
);
const PUBLIC_COLUMNS = 'id join outcome reason via chain unlocks mast_m distance_m azimuth_deg'.split(' ');

/** Judged requests as a table, in the columns of the command line's worklist; distances and heights in metres. */
export function requestsCsv(requests: readonly JudgedRequest[], nameOf: (id: string) => string): Uint8Array {
  return writeCsv({
    columns: COLUMNS.map((title) => ({ title })),
    rows: requests.map((one) => {
      const { row, line, joined, item } = one;
      const address = joined !== null && 'address' in joined ? joined.address.text : null;
      const candidates = joined !== null && 'candidates' in joined ? joined.candidates.map(({ text }) => text).join(' | ') : null;
      const reason = plainSpaces(explainRequest(one, 'metric'));
      return [
        ...[nameOf(row.id), line || null, joined?.how ?? 'position', address, candidates || null],
        ...[requestOutcome(one), reason, item?.goal?.to.name ?? null, ...wayOf(one, nameOf)],
      ];
    }),
  });
}

/** Likewise for everybody: who asks stands there by id, without a name or an address, as in `weft worklist --public`. */
export function publicRequestsCsv(requests: readonly JudgedRequest[]): Uint8Array {
  return writeCsv({
    columns: PUBLIC_COLUMNS.map((title) => ({ title })),
    rows: requests.map((one) => {
      const { row, joined, item, reason } = one;
      // What an address was joined to is the member's own.
      const why = item !== null ? plainSpaces(explainItem(item, 'metric')) : joined === null ? reason : null;
      const how = [row.id, joined?.how ?? 'position', requestOutcome(one), why];
      return [...how, item?.goal?.to.roof ?? null, ...wayOf(one, (id) => id)];
    }),
  });
}

function wayOf({ item }: JudgedRequest, nameOf: (id: string) => string): (string | number | null)[] {
  const goal = item?.goal;
  return [
    item?.chain.map(nameOf).join(' > ') ?? null,
    ...[item?.unlocks ?? null, item?.mastM ?? null, goal?.distanceM ?? null, goal?.azimuthDeg ?? null],
  ];
}
