/**
 * Fills unknown values (NaN) of a square raster smoothly from what is known around them, in place: each coarser raster holds the
 * means of what is known, and unknown cells are read from it between its centres. For pictures only: no number comes from it.
 * @param size edge in cells, a power of two
 */
export function fillUnknown(values: Float32Array, size: number): void {
  if (size === 1 || !values.some(Number.isNaN)) return;
  const half = size / 2;
  const coarse = halved(values, half);
  fillUnknown(coarse, half);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (Number.isNaN(values[row * size + column]))
        values[row * size + column] = between(coarse, half, column / 2 - 0.25, row / 2 - 0.25);
    }
  }
}

function halved(values: Float32Array, half: number): Float32Array {
  const size = half * 2;
  return Float32Array.from({ length: half * half }, (_, i) => {
    const at = Math.floor(i / half) * 2 * size + (i % half) * 2;
    const known = [at, at + 1, at + size, at + size + 1]
      .map((cell) => values[cell] ?? NaN)
      .filter((value) => !Number.isNaN(value));
    return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}

function between(values: Float32Array, size: number, x: number, y: number): number {
  const clamp = (value: number): number => Math.min(Math.max(value, 0), size - 1);
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number): number => values[clamp(row) * size + clamp(column)] ?? NaN;
  const upper = at(left, top) * (1 - (x - left)) + at(left + 1, top) * (x - left);
  const lower = at(left, top + 1) * (1 - (x - left)) + at(left + 1, top + 1) * (x - left);
  return upper * (1 - (y - top)) + lower * (y - top);
}
