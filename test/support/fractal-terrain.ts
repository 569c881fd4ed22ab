/** A number 0 … 1 from three whole ones, the same everywhere. */
function scatter(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * Rough hills, size² heights in metres: values at the nodes of ever finer grids, joined smoothly, each octave half as high (fractal dimension 2.0 to 2.1).
 * @param reliefM height of the coarsest octave, metres
 */
export function fractalTerrain(size: number, seed: number, reliefM = 600, roughness = 0.5): Float32Array {
  const heights = new Float32Array(size * size);
  const smooth = (t: number): number => t * t * (3 - 2 * t);
  for (let cell = size / 4, amplitude = reliefM, octave = 0; cell >= 1; cell /= 2, amplitude *= roughness, octave++) {
    for (let r = 0; r < size; r++) {
      const [y, v] = [Math.floor(r / cell), smooth((r / cell) % 1)];
      for (let c = 0; c < size; c++) {
        const [x, u] = [Math.floor(c / cell), smooth((c / cell) % 1)];
        const s = seed + octave;
        const upper = scatter(x, y, s) * (1 - u) + scatter(x + 1, y, s) * u;
        const lower = scatter(x, y + 1, s) * (1 - u) + scatter(x + 1, y + 1, s) * u;
        heights[r * size + c]! += amplitude * (upper * (1 - v) + lower * v);
      }
    }
  }
  return heights;
}
