import { reflection } from './ground-impedance.ts';
import { waveNumberPerM, type Medium } from './medium.ts';
import { smoothHorizonsM, type PathGeometry } from './path-geometry.ts';
import { heightSpreadM, irregularityOverM } from './terrain.ts';

/** Loss over distance as a straight line. */
export interface LossLine {
  readonly slopeDbPerM: number;
  readonly atZeroDb: number;
}

/**
 * Loss within sight, dB: direct and reflected ray, mixed with the diffraction line the rougher the ground. Source: Hufford, The
 * ITS Irregular Terrain Model: the algorithm, equations (4.46) to (4.50).
 */
export function lineOfSightDb(distanceM: number, path: PathGeometry, medium: Medium, diffraction: LossLine): number {
  const [smoothA, smoothB] = smoothHorizonsM(path);
  const weight = 1 / (1 + (medium.frequencyMhz * path.irregularityM) / Math.max(10e3, smoothA + smoothB));
  const extendedDb = diffraction.slopeDbPerM * distanceM + diffraction.atZeroDb;
  return weight * twoRaysDb(distanceM, path, medium) + (1 - weight) * extendedDb;
}

function twoRaysDb(distanceM: number, { effectiveM, irregularityM }: PathGeometry, medium: Medium): number {
  const perM = waveNumberPerM(medium.frequencyMhz);
  const bothM = effectiveM[0] + effectiveM[1];
  const sine = bothM / Math.hypot(distanceM, bothM);
  const spreadM = heightSpreadM(irregularityOverM(irregularityM, distanceM));
  const smooth = reflection(sine, medium.impedance);
  const scatter = Math.exp(-Math.min(10, perM * spreadM * sine));
  const power = (smooth.re ** 2 + smooth.im ** 2) * scatter ** 2;
  const factor = power < 0.25 || power < sine ? scatter * Math.sqrt(sine / power) : scatter;
  let phase = (perM * 2 * effectiveM[0] * effectiveM[1]) / distanceM;
  if (phase > Math.PI / 2) phase = Math.PI - (Math.PI / 2) ** 2 / phase;
  const re = Math.cos(phase) + smooth.re * factor;
  const im = -Math.sin(phase) + smooth.im * factor;
  return -10 * Math.log10(re ** 2 + im ** 2);
}
