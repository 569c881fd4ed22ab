import { wavelengthM } from './fresnel.ts';

/**
 * Loss between two isotropic antennas in free space, dB. Source: ITU-R P.525-4 equation (3), 20·log10(4πd/λ).
 * @param frequencyGhz > 0
 * @param distanceM straight distance between the antennas, metres, > 0 and many wavelengths
 */
export function freeSpaceLossDb(frequencyGhz: number, distanceM: number): number {
  return 20 * Math.log10((4 * Math.PI * distanceM) / wavelengthM(frequencyGhz));
}
