import { exceededDeviate } from '../normal-quantile.ts';
import { CLIMATE_CURVES, type Climate, type ClimateCurves, type DistanceCurve, type FrequencyCurve } from './climate.ts';
import { waveNumberPerM } from './medium.ts';
import type { PathGeometry } from './path-geometry.ts';
import { irregularityOverM } from './terrain.ts';

/** For how much of what the loss shall hold. Percentages between 0 and 100, both excluded. */
export interface VariabilityInput {
  readonly climate: Climate;
  /** Time, locations and situations: share that has this loss or less. */
  readonly timePercent: number;
  readonly locationPercent: number;
  readonly situationPercent: number;
  /**
   * The model's mode of variability: 0 single message, 1 accidental, 2 mobile, 3 broadcast; 10 more leaves out the variability of
   * locations (point to point), 20 more that of situations.
   */
  readonly mdvar: number;
}

/** The loss on top of free space with its variability, dB, and the extremest deviate in use. */
export interface VariedLoss {
  readonly lossDb: number;
  readonly extremestDeviate: number;
}

/** The shares as standard normal deviates. */
interface Deviates {
  readonly time: number;
  readonly location: number;
  readonly situation: number;
}

/** Source: Hufford, The ITS Irregular Terrain Model: the algorithm, section 5. @param referenceDb reference attenuation */
export function withVariability(
  referenceDb: number,
  path: PathGeometry,
  frequencyMhz: number,
  input: VariabilityInput,
): VariedLoss {
  const curves = CLIMATE_CURVES[input.climate];
  const mode = input.mdvar % 10;
  const tens = Math.trunc(input.mdvar / 10);
  const deviates = deviatesOf(input, mode);
  const distanceKm = effectiveDistanceKm(path, frequencyMhz);
  const roughness = waveNumberPerM(frequencyMhz) * irregularityOverM(path.irregularityM, path.lengthM);
  const sigma = {
    time: timeSigmaDb(curves, distanceKm, frequencyMhz, deviates.time),
    location: tens % 2 === 1 ? 0 : (10 * roughness) / (roughness + 13),
    situation: tens >= 2 ? 0 : 5 + 3 * Math.exp(-distanceKm / 100),
  };
  const lossDb = referenceDb - curveAt(curves.median, distanceKm) - deviationDb(mode, deviates, sigma);
  return {
    lossDb: lossDb < 0 ? (lossDb * (29 - lossDb)) / (29 - 10 * lossDb) : lossDb,
    extremestDeviate: Math.max(...Object.values(deviates).map(Math.abs)),
  };
}

function deviatesOf(input: VariabilityInput, mode: number): Deviates {
  const situation = exceededDeviate(input.situationPercent / 100);
  const time = mode === 0 ? situation : exceededDeviate(input.timePercent / 100);
  if (mode <= 1) return { time, location: situation, situation };
  return { time, location: mode === 2 ? time : exceededDeviate(input.locationPercent / 100), situation };
}

/** Distance that allows for antenna heights and frequency, km; equation (5.3). */
function effectiveDistanceKm({ effectiveM, lengthM }: PathGeometry, frequencyMhz: number): number {
  const [a, b] = effectiveM;
  const reachM = Math.sqrt(2 * 9e6 * a) + Math.sqrt(2 * 9e6 * b) + Math.cbrt(575.7e12 / waveNumberPerM(frequencyMhz));
  return lengthM < reachM ? (130 * lengthM) / reachM : 130 + (lengthM - reachM) / 1000;
}

/** Standard deviation over time on the side of the deviate, dB. */
function timeSigmaDb(curves: ClimateCurves, distanceKm: number, frequencyMhz: number, deviate: number): number {
  if (deviate < 0) return curveAt(curves.weaker, distanceKm) * frequencyFactor(curves.weakerByFrequency, frequencyMhz);
  const sigmaDb = curveAt(curves.stronger, distanceKm) * frequencyFactor(curves.strongerByFrequency, frequencyMhz);
  if (deviate <= curves.tailStart) return sigmaDb;
  const tailDb = curves.tailSlope * sigmaDb;
  return tailDb + ((sigmaDb - tailDb) * curves.tailStart) / deviate;
}

/** How far the loss lies from its median, dB, positive for stronger signals; equation (5.11). */
function deviationDb(mode: number, z: Deviates, sigma: { time: number; location: number; situation: number }): number {
  const timeDb = sigma.time * z.time;
  const locationDb = sigma.location * z.location;
  const rest = sigma.situation ** 2 + timeDb ** 2 / (7.8 + z.situation ** 2) + locationDb ** 2 / (24 + z.situation ** 2);
  if (mode === 0) return Math.sqrt(sigma.time ** 2 + sigma.location ** 2 + rest) * z.situation;
  if (mode === 1) return timeDb + Math.sqrt(sigma.location ** 2 + rest) * z.situation;
  if (mode === 2) return Math.hypot(sigma.time, sigma.location) * z.time + Math.sqrt(rest) * z.situation;
  return timeDb + locationDb + Math.sqrt(rest) * z.situation;
}

function curveAt([c1, c2, x1Km, x2Km, x3Km]: DistanceCurve, distanceKm: number): number {
  const rise = (distanceKm / x1Km) ** 2;
  return ((c1 + c2 / (1 + ((distanceKm - x2Km) / x3Km) ** 2)) * rise) / (1 + rise);
}

function frequencyFactor([b1, b2, b3]: FrequencyCurve, frequencyMhz: number): number {
  return b1 + b2 / ((b3 * Math.log(0.133 * waveNumberPerM(frequencyMhz))) ** 2 + 1);
}
