/** Eight tables of 256 entries, one behind the other: entry k of table n is the checksum of byte k followed by n zeros. */
type Tables = Int32Array;

const CASTAGNOLI = tablesOf(0x82f63b78);
const ETHERNET = tablesOf(0xedb88320);

/** CRC-32C of bytes (Castagnoli; RFC 3720, section 12.1). @returns 0 … 2³² − 1 */
export function crc32c(bytes: Uint8Array): number {
  return checksum(CASTAGNOLI, bytes);
}

/** CRC-32 as zip, gzip and PNG use it (RFC 1952, section 8). @returns 0 … 2³² − 1 */
export function crc32(bytes: Uint8Array): number {
  return checksum(ETHERNET, bytes);
}

/** Eight bytes at a time. */
function checksum(tables: Tables, bytes: Uint8Array): number {
  const entry = (index: number): number => tables[index] ?? 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let crc = -1;
  let at = 0;
  for (const last = bytes.length - 8; at <= last; at += 8) {
    const low = crc ^ view.getInt32(at, true);
    const high = view.getInt32(at + 4, true);
    crc =
      entry(1792 + (low & 255)) ^
      entry(1536 + ((low >>> 8) & 255)) ^
      entry(1280 + ((low >>> 16) & 255)) ^
      entry(1024 + (low >>> 24)) ^
      entry(768 + (high & 255)) ^
      entry(512 + ((high >>> 8) & 255)) ^
      entry(256 + ((high >>> 16) & 255)) ^
      entry(high >>> 24);
  }
  for (; at < bytes.length; at++) crc = entry((crc ^ view.getUint8(at)) & 255) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function tablesOf(polynomial: number): Tables {
  const all = new Int32Array(8 * 256);
  for (let i = 0; i < 256; i++) {
    let value = i;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) !== 0 ? polynomial ^ (value >>> 1) : value >>> 1;
    all[i] = value;
  }
  for (let i = 256; i < all.length; i++) {
    const before = all[i - 256] ?? 0;
    all[i] = (all[before & 255] ?? 0) ^ (before >>> 8);
  }
  return all;
}
