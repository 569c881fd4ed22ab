import { BDC_COLUMNS } from '../../io/bdc-columns.ts';
import { writeCsv } from '../../io/write/csv.ts';
import type { ServiceRow } from './service-rows.ts';

const COLUMNS =
  'premises_id location_id longitude latitude units service_level known_from technology download_mbps upload_mbps low_latency offers funded_by passed rule'.split(
    ' ',
  );

/** What the levels rest on; a rule of another year gives others. */
export const SERVICE_RULE = 'NTIA BEAD NOFO 2022';

const KNOWN_FROM: Readonly<Record<NonNullable<ServiceRow['from']>, string>> = {
  own: 'field serviceLevel of the premises',
  list: 'best offer in the availability list',
  'no-record': 'no record in the availability list',
  area: 'area of the grant layers',
};

/** Each premises with its level and what that rests on, so that every count can be counted again. `passed` is 1 where the design passes it. */
export function serviceCsv(rows: readonly ServiceRow[], passedIds: ReadonlySet<string>): Uint8Array {
  return writeCsv({
    columns: COLUMNS.map((title) => ({ title })),
    rows: rows.map(({ premises, level, from, locationId, record, fundedBy }) => {
      const [lng, lat] = premises.geometry?.type === 'Point' ? premises.geometry.coordinates : [null, null];
      const offer = (columns: readonly string[]) => columns.map((name) => record?.fields[name]).find((one) => one !== undefined);
      return [
        ...[premises.id, locationId, lng, lat, Number(premises.fields['units'] ?? 1)],
        ...[level, from === null ? null : KNOWN_FROM[from], offer(BDC_COLUMNS.technology) ?? null],
        ...[BDC_COLUMNS.max_advertised_download_speed, BDC_COLUMNS.max_advertised_upload_speed].map((one) => offer(one) ?? null),
        ...[offer(BDC_COLUMNS.low_latency) ?? null, record?.fields['offers'] ?? null, fundedBy],
        ...[passedIds.has(premises.id) ? 1 : 0, SERVICE_RULE],
      ];
    }),
  });
}
