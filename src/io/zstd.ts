/** Unpacks Zstandard into a buffer of a known length, no more. The only file that knows fzstd, loaded when first needed. */
export async function zstdUnpacker(): Promise<(packed: Uint8Array, length: number) => Uint8Array> {
  const { decompress } = await import('fzstd');
  return (packed, length) => decompress(packed, new Uint8Array(length));
}
