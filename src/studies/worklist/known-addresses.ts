import { breathe, type JobContext } from '../../base/job.ts';
import { representativePoint } from '../../geo/polygon.ts';
import type { Geometry } from '../../geo/geometry.ts';
import type { FieldValue } from '../../plan/feature-table.ts';
import { addressKey, addressKeyOf } from './address-key.ts';
import type { KnownAddress } from './join-addresses.ts';

/** A row of a table or a feature of the plan: what it is called, and its fields under the names of the layer or of the file. */
export interface AddressRow {
  readonly id: string;
  readonly geometry: Geometry | null;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** Rows between two breaths. */
const ROWS_PER_BREATH = 2000;

/** The addresses that some rows hold, each once: one address may have a row for each of its units. Rows without a place or a street are passed over. */
export async function knownAddresses(rows: Iterable<AddressRow>, job: JobContext): Promise<KnownAddress[]> {
  const known = new Map<string, KnownAddress>();
  let count = 0;
  for (const row of rows) {
    if (++count % ROWS_PER_BREATH === 0) await breathe(job);
    const address = knownAddress(row);
    if (address !== null) known.set(`${address.text}@${address.position.join()}`, address);
  }
  return [...known.values()];
}

function knownAddress({ id, geometry, fields }: AddressRow): KnownAddress | null {
  if (geometry === null) return null;
  const street = cellOf(fields, ['addr:street', 'street']);
  const number = cellOf(fields, ['addr:housenumber', 'housenumber', 'number']);
  const full = cellOf(fields, ['full_address', 'address', 'full_addr']);
  if (street === '' && full === '') return null;
  const place = cellOf(fields, ['addr:city', 'place', 'city']);
  return {
    id,
    text: full || [`${street} ${number}`.trim(), place].filter(Boolean).join(', '),
    key: street === '' ? addressKey(full) : addressKeyOf(street, number),
    place,
    position: geometry.type === 'Point' ? geometry.coordinates : representativePoint(geometry),
  };
}

/** The first of some columns that a row has, names compared without case; an empty text where it has none. */
export function cellOf(fields: AddressRow['fields'], names: readonly string[]): string {
  for (const name of names)
    for (const [column, value] of Object.entries(fields)) if (column.toLowerCase() === name) return String(value).trim();
  return '';
}
