import { AppError } from '../base/app-error.ts';

const SHP_MAGIC = 9994;
const HEADER_BYTES = 100;

/**
 * Walks the records of a `.shp` by their own lengths. @returns how many there are
 * @throws AppError import/damaged, saying how many are whole, when lengths and bytes do not agree
 */
export function checkShp(where: string, shp: Uint8Array): number {
  const view = new DataView(shp.buffer, shp.byteOffset, shp.byteLength);
  if (shp.length < HEADER_BYTES || view.getInt32(0) !== SHP_MAGIC) throw damaged(where, 'its .shp does not begin as one.');
  const stated = view.getInt32(24) * 2;
  let at = HEADER_BYTES;
  let count = 0;
  while (at + 8 <= shp.length) {
    const next = at + 8 + view.getInt32(at + 4) * 2;
    if (next <= at + 8 || next > shp.length) break;
    at = next;
    count++;
  }
  if (at !== shp.length || stated !== shp.length) {
    throw damaged(
      where,
      `its .shp has ${shp.length} bytes where its header says ${stated}; ${count} records are whole, none was added.`,
    );
  }
  return count;
}

/** @throws AppError import/damaged when the index has another number of records */
export function checkShx(where: string, shx: Uint8Array, records: number): void {
  const count = (shx.length - HEADER_BYTES) / 8;
  if (count !== records) throw damaged(where, `its index (.shx) has ${count} records, its .shp ${records}.`);
}

/**
 * Compares a table of attributes with the shapes. @returns the records that are marked as deleted
 * @throws AppError import/damaged when it is cut or has another number of records
 */
export function checkDbf(where: string, dbf: Uint8Array, records: number): Set<number> {
  const view = new DataView(dbf.buffer, dbf.byteOffset, dbf.byteLength);
  if (dbf.length < 32) throw damaged(where, 'its table (.dbf) is cut.');
  const count = view.getUint32(4, true);
  const headerBytes = view.getUint16(8, true);
  const recordBytes = view.getUint16(10, true);
  if (headerBytes < 32 || recordBytes < 1 || dbf.length < headerBytes + count * recordBytes) {
    throw damaged(
      where,
      `its table (.dbf) has room for ${Math.max(0, Math.floor((dbf.length - headerBytes) / Math.max(1, recordBytes)))} records where its header says ${count}.`,
    );
  }
  if (count !== records) throw damaged(where, `its table (.dbf) has ${count} records, its .shp ${records}.`);
  const deleted = new Set<number>();
  for (let row = 0; row < count; row++) if (dbf[headerBytes + row * recordBytes] === 0x2a) deleted.add(row);
  return deleted;
}

function damaged(where: string, what: string): AppError {
  return new AppError('import/damaged', {
    what: `The shapefile is damaged: ${what}`,
    where,
    remedy: 'Fetch or export it again.',
  });
}
