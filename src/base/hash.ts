import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of bytes or of a text's UTF-8 form, as 64 lower-case hexadecimal digits. */
export function sha256Hex(data: Uint8Array | string): string {
  return bytesToHex(sha256(typeof data === 'string' ? utf8ToBytes(data) : data));
}

/** SHA-256 of many bytes as `sha256Hex`, by the platform's own means where it offers them (a page that came by https, a worker, Node). */
export async function sha256HexOfFile(bytes: Uint8Array): Promise<string> {
  const subtle = (crypto as Partial<typeof crypto>).subtle;
  if (subtle === undefined) return sha256Hex(bytes);
  // Files are read into memory that nobody shares.
  return bytesToHex(new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)));
}
