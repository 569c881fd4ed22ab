/** A run of this many equal bytes is worth a token of its own; longest run and longest stretch of unlike bytes in one token. */
const LEAST_RUN = 3;
const MOST = 128;

/**
 * Packs rows of bytes as runs. Source: TIFF 6.0 section 9 (PackBits): n ≤ 127, then n + 1 bytes as they are; or 257 − n, then one byte n times.
 * @param width bytes of a row, each of which is packed for itself
 */
export function packBits(bytes: Uint8Array, width: number): Uint8Array {
  // At worst one more byte for each 128.
  const packed = new Uint8Array(bytes.length + Math.ceil(width / MOST) * Math.ceil(bytes.length / width));
  let end = 0;
  for (let row = 0; row < bytes.length; row += width) {
    const last = Math.min(row + width, bytes.length);
    let from = row;
    for (let at = row; at < last;) {
      const run = runAt(bytes, at, Math.min(at + MOST, last));
      if (run < LEAST_RUN) {
        at += run;
        continue;
      }
      end = takeUnlike(bytes, from, at, packed, end);
      packed[end++] = 257 - run;
      packed[end++] = bytes[at] ?? 0;
      at += run;
      from = at;
    }
    end = takeUnlike(bytes, from, last, packed, end);
  }
  return packed.slice(0, end);
}

function runAt(bytes: Uint8Array, at: number, last: number): number {
  const value = bytes[at];
  let next = at + 1;
  while (next < last && bytes[next] === value) next++;
  return next - at;
}

/** @returns where the packed bytes end */
function takeUnlike(bytes: Uint8Array, from: number, until: number, packed: Uint8Array, end: number): number {
  for (let at = from; at < until; at += MOST) {
    const count = Math.min(MOST, until - at);
    packed[end] = count - 1;
    end++;
    // Mostly a few bytes: a loop is quicker than a view of them.
    for (let i = at; i < at + count; i++) packed[end++] = bytes[i] ?? 0;
  }
  return end;
}
