/**
 * Unpacks Zstandard into `needed` bytes, no more. With `most` it is told what is unpacked beyond them, up to so many bytes, which takes a few milliseconds longer.
 * The only file that knows fzstd, loaded when first needed.
 */
export async function zstdUnpacker(): Promise<(packed: Uint8Array, needed: number, most?: number) => Uint8Array> {
  const { decompress, Decompress } = await import('fzstd');
  return (packed, needed, most) => {
    if (most === undefined || windowOf(packed) > MOST_WINDOW_BYTES) return decompress(packed, new Uint8Array(needed));
    // In one go the package does not say how much it has unpacked.
    const content = new Uint8Array(most);
    let at = 0;
    const stream = new Decompress((piece) => {
      const part = piece.subarray(0, most - at);
      content.set(part, at);
      at += part.length;
    });
    stream.push(packed, true);
    return content.subarray(0, at);
  };
}

const MOST_WINDOW_BYTES = 2 ** 25;

/** How much memory a frame asks for to look back in. Source: RFC 8878, section 3.1.1.1. */
function windowOf(packed: Uint8Array): number {
  const [flags, window] = [packed[4] ?? 0, packed[5] ?? 0];
  const base = 2 ** (10 + (window >> 3));
  if ((flags & 32) === 0) return base + (base / 8) * (window & 7);
  // It looks back at all of its content, whose length stands behind the number of a dictionary.
  const at = 5 + ([0, 1, 2, 4][flags & 3] ?? 0);
  const length = packed.subarray(at, at + 2 ** (flags >> 6)).reduceRight((sum, byte) => 256 * sum + byte, 0);
  return flags >> 6 === 1 ? length + 256 : length;
}
