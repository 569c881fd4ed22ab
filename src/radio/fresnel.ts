import { SPEED_OF_LIGHT_M_PER_S } from '../base/units.ts';

/** Share of the first Fresnel zone's radius that must be free for a link to count as clear (the clearance rule of ITU-R P.530 section 2.2.2). */
export const CLEAR_FRESNEL_FRACTION = 0.6;

/** Wavelength in metres of a frequency in GHz (> 0), in vacuum. */
export function wavelengthM(frequencyGhz: number): number {
  return SPEED_OF_LIGHT_M_PER_S / (frequencyGhz * 1e9);
}

/**
 * Radius of the first Fresnel zone, metres, at a point of a path. Source: ITU-R P.526-15 equation (2), n = 1. Holds where both
 * distances are many wavelengths.
 * @param d1M distance to one end, metres, ≥ 0
 * @param d2M distance to the other end, metres, ≥ 0; d1M + d2M > 0
 */
export function fresnelRadiusM(frequencyGhz: number, d1M: number, d2M: number): number {
  return Math.sqrt((wavelengthM(frequencyGhz) * d1M * d2M) / (d1M + d2M));
}

/**
 * How far the curved ground rises above the straight chord between two ends, metres, once the bending of the ray is given to the
 * Earth's radius (k times larger). The usual parabola d1·d2/(2·k·R); under 2 mm from the circle on 100 km.
 * @param d1M distance to one end, metres; @param d2M to the other; @param earthRadiusM true radius, metres; @param kFactor > 0
 */
export function earthBulgeM(d1M: number, d2M: number, earthRadiusM: number, kFactor: number): number {
  return (d1M * d2M) / (2 * kFactor * earthRadiusM);
}

/**
 * Share of the first Fresnel zone's circle below an edge that the axis clears by a fraction of the radius (−1 … 1 matter):
 * the segment of the circle that the edge cuts off, 0 … 1.
 */
export function fresnelObstructedShare(fresnelFraction: number): number {
  const x = Math.min(1, Math.max(-1, fresnelFraction));
  return (Math.acos(x) - x * Math.sqrt(1 - x * x)) / Math.PI;
}
