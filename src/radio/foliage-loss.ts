/** Weissberger's range: frequencies in GHz, depths in metres. */
const LEAST_GHZ = 0.23;
const MOST_GHZ = 95;
const MOST_DEPTH_M = 400;
/** Leaves add 35 % to the dB of the bare wood at 870 MHz (Goldhirsh and Vogel, NASA RP-1274); more at higher frequencies. */
const LEAVES_FACTOR = 1.35;

/**
 * Loss of a ray through trees, dB, on top of free space. In leaf: Weissberger's modified exponential decay (1982, ESD-TR-81-101);
 * bare: that divided by 1.35.
 * @param depthM metres of foliage in all, ≥ 0; beyond 400 m the loss at 400 m, a lower bound
 * @returns null outside 0.23–95 GHz
 */
export function foliageLossDb(frequencyGhz: number, depthM: number, inLeaf: boolean): number | null {
  if (!(frequencyGhz >= LEAST_GHZ && frequencyGhz <= MOST_GHZ)) return null;
  const depth = Math.min(depthM, MOST_DEPTH_M);
  const grown = Math.pow(frequencyGhz, 0.284);
  const inLeafDb = depth <= 14 ? 0.45 * grown * depth : 1.33 * grown * Math.pow(depth, 0.588);
  return inLeaf ? inLeafDb : inLeafDb / LEAVES_FACTOR;
}
