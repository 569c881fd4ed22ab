import { rainAttenuationDbPerKm, rainCoefficients, type RainCoefficients, type RainRay } from './rain-coefficients.ts';
import { outsideModel, requireValid } from './validity.ts';

/** A terrestrial path in rain. */
export interface RainPath extends RainRay {
  /** Over 0 to 60 km. */
  readonly distanceM: number;
  /** Rain rate that is exceeded 0.01 % of an average year, one-minute mean, mm/h; local (ITU-R P.837 has maps of it). */
  readonly rainRateMmPerH: number;
  /** Share of an average year that the loss may be exceeded, 0.001 … 1 %. */
  readonly timePercent: number;
  /** True limits the distance factor r to 2.5, as P.530 recommends; false leaves very short paths unlimited. */
  readonly isDistanceFactorLimited: boolean;
}

/** Rain loss and its steps, by the Recommendation's names. */
export interface RainLoss extends RainCoefficients {
  /** Attenuation at the rain rate, dB/km. */
  readonly gammaR: number;
  /** Distance factor. */
  readonly r: number;
  /** Loss exceeded 0.01 % of the time, dB. */
  readonly a001Db: number;
  /** Loss exceeded the asked share of the time, dB, on top of free space. */
  readonly lossDb: number;
}

/** Largest distance factor that ITU-R P.530-18 recommends. */
const MOST_DISTANCE_FACTOR = 2.5;

const MODEL = 'ITU-R P.530-18';
const RANGES = {
  frequencyGhz: { min: 1, max: 100, unit: 'GHz' },
  distanceM: { min: 1, max: 60_000, unit: 'm' },
  rainRateMmPerH: { min: 0, max: 300, unit: 'mm/h' },
  timePercent: { min: 0.001, max: 1, unit: '%' },
};

/**
 * Loss by rain that is exceeded a share of an average year. Source: ITU-R P.530-18 section 2.4.1, equations (31) to (34).
 * @throws AppError study/model-range outside 1–100 GHz, 60 km, 0.001–1 % of the time
 */
export function rainLoss(path: RainPath): RainLoss {
  requireValid(MODEL, path, RANGES);
  const coefficients = rainCoefficients(path);
  const gammaR = rainAttenuationDbPerKm(coefficients, path.rainRateMmPerH);
  const r = distanceFactor(path, coefficients.alpha);
  const a001Db = gammaR * r * (path.distanceM / 1000);
  return { ...coefficients, gammaR, r, a001Db, lossDb: a001Db * shareOfA001(path.frequencyGhz, path.timePercent) };
}

/** Ratio of the effective to the true length of the path, equation (32). */
function distanceFactor(path: RainPath, alpha: number): number {
  const dKm = path.distanceM / 1000;
  const inverse =
    0.477 * dKm ** 0.633 * path.rainRateMmPerH ** (0.073 * alpha) * path.frequencyGhz ** 0.123 -
    10.579 * (1 - Math.exp(-0.024 * dKm));
  if (path.isDistanceFactorLimited) return inverse < 1 / MOST_DISTANCE_FACTOR ? MOST_DISTANCE_FACTOR : 1 / inverse;
  if (inverse > 0) return 1 / inverse;
  throw outsideModel(MODEL, 'distanceM', 'Without its limit the distance factor is not defined for this path.');
}

/** Loss at a share of the time over the loss at 0.01 %, equations (33) and (34). */
function shareOfA001(frequencyGhz: number, timePercent: number): number {
  const c0 = frequencyGhz >= 10 ? 0.12 + 0.4 * Math.log10((frequencyGhz / 10) ** 0.8) : 0.12;
  const c1 = 0.07 ** c0 * 0.12 ** (1 - c0);
  const c2 = 0.855 * c0 + 0.546 * (1 - c0);
  const c3 = 0.139 * c0 + 0.043 * (1 - c0);
  return c1 * timePercent ** -(c2 + c3 * Math.log10(timePercent));
}
