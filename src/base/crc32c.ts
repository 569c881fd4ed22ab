const POLYNOMIAL = 0x82f63b78;

/** Eight tables of 256 entries, one behind the other: entry k of table n is the checksum of byte k followed by n zeros. */
const TABLES = tables();

/** CRC-32C of bytes (Castagnoli; RFC 3720, section 12.1), eight bytes at a time. @returns 0 … 2³² − 1 */
export function crc32c(bytes: Uint8Array): number {
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

function entry(index: number): number {
  return TABLES[index] ?? 0;
}

function tables(): Int32Array {
  const all = new Int32Array(8 * 256);
  for (let i = 0; i < 256; i++) {
    let value = i;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) !== 0 ? POLYNOMIAL ^ (value >>> 1) : value >>> 1;
    all[i] = value;
  }
  for (let i = 256; i < all.length; i++) {
    const before = all[i - 256] ?? 0;
    all[i] = (all[before & 255] ?? 0) ^ (before >>> 8);
  }
  return all;
}
