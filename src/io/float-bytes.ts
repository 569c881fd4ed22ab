const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Values as little-endian bytes. Every NaN gets one bit pattern, so that equal grids give equal bytes. */
export function floatBytes(values: Float32Array): Uint8Array {
  const copy = values.map((value) => (Number.isNaN(value) ? NaN : value));
  const bytes = new Uint8Array(copy.buffer);
  return HOST_IS_LITTLE_ENDIAN ? bytes : swapped(bytes);
}

/** The values of little-endian bytes. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  const copy = bytes.slice();
  return new Float32Array((HOST_IS_LITTLE_ENDIAN ? copy : swapped(copy)).buffer);
}

function swapped(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[i] = bytes[i ^ 3] ?? 0;
  return out;
}
