import { waveNumberPerM, type Medium } from './medium.ts';
import { sightAngleRad, type PathGeometry } from './path-geometry.ts';

/** Loss by scatter at two distances, dB. */
export interface ScatterLoss {
  readonly nearDb: number;
  readonly farDb: number;
}

/**
 * Loss by scatter in the troposphere at two distances far beyond the horizon. Null where antennas are so low that the method
 * gives none. Source: Hufford, The ITS Irregular Terrain Model: the algorithm, equations (4.63) to (4.67) and (6.8) to (6.13);
 * NBS Technical Note 101 chapter 9.
 */
export function scatterLoss(nearM: number, farM: number, path: PathGeometry, medium: Medium): ScatterLoss | null {
  const farGainDb = frequencyGainDb(farM, path, medium);
  if (farGainDb === null) return null;
  // Above 15 dB the gain at the far distance stands for both.
  const nearGainDb = farGainDb > 15 ? farGainDb : frequencyGainDb(nearM, path, medium);
  if (nearGainDb === null) return null;
  const boundedDb = nearGainDb > 15 ? farGainDb : nearGainDb;
  return { nearDb: scatterDb(nearM, path, medium) + boundedDb, farDb: scatterDb(farM, path, medium) + farGainDb };
}

/** The loss without the frequency gain, equation (4.63). */
function scatterDb(distanceM: number, path: PathGeometry, medium: Medium): number {
  const angleRad = distanceM / path.radiusM - sightAngleRad(path);
  const airDb = 0.1 * (medium.surfaceRefractivity - 301) * Math.exp((-angleRad * distanceM) / 40e3);
  const angleDb = 10 * Math.log10(waveNumberPerM(medium.frequencyMhz) * 47.7 * angleRad ** 4);
  return attenuationFunctionDb(angleRad * distanceM) + angleDb - airDb;
}

/** F(θd), equation (6.9). */
function attenuationFunctionDb(angleTimesM: number): number {
  const [a, b, c] =
    angleTimesM <= 10e3 ? [133.4, 0.332e-3, -10] : angleTimesM <= 70e3 ? [104.6, 0.212e-3, -2.5] : [71.8, 0.157e-3, 5];
  return a + b * angleTimesM + c * Math.log10(angleTimesM);
}

/** The frequency gain H₀, dB; null where it is not defined. Technical Note 101 equations (9.3a) to (9.5). */
function frequencyGainDb(distanceM: number, path: PathGeometry, { frequencyMhz, surfaceRefractivity }: Medium): number | null {
  const { horizonsM, effectiveM, anglesRad, radiusM } = path;
  const angleRad = anglesRad[0] + anglesRad[1] + distanceM / radiusM;
  const r1 = 2 * waveNumberPerM(frequencyMhz) * angleRad * effectiveM[0];
  const r2 = 2 * waveNumberPerM(frequencyMhz) * angleRad * effectiveM[1];
  if (r1 < 0.2 && r2 < 0.2) return null;
  const differenceM = Math.abs(horizonsM[0] - horizonsM[1]);
  const ratio = horizonsM[0] < horizonsM[1] ? effectiveM[0] / effectiveM[1] : effectiveM[1] / effectiveM[0];
  const asymmetry = (distanceM - differenceM) / (distanceM + differenceM);
  const q = Math.min(Math.max(0.1, ratio / asymmetry), 10);
  const s = Math.max(0.1, asymmetry);
  const crossingM = ((distanceM - differenceM) * (distanceM + differenceM) * angleRad * 0.25) / distanceM;
  const air = 0.031 - 2.32e-3 * surfaceRefractivity + 5.67e-6 * surfaceRefractivity ** 2;
  const efficiency = (crossingM / 1755.6) * (1 + air * Math.exp(-(Math.min(1.7, crossingM / 8000) ** 6)));
  const meanDb = (gainCurveDb(r1, efficiency) + gainCurveDb(r2, efficiency)) / 2;
  const correctionDb = 6 * (0.6 - Math.log10(Math.max(efficiency, 1))) * Math.log10(s) * Math.log10(q);
  const gainDb = Math.max(meanDb + Math.min(meanDb, correctionDb), 0);
  if (efficiency >= 1) return gainDb;
  const root2 = Math.SQRT2;
  const low = ((1 + root2 / r1) * (1 + root2 / r2)) ** 2 * ((r1 + r2) / (r1 + r2 + 2 * root2));
  return efficiency * gainDb + (1 - efficiency) * 10 * Math.log10(low);
}

/** H₀(r) for scatter efficiencies 1 to 5, equation (6.13): 10·log(1 + a/r⁴ + b/r²). */
const GAIN_CURVES: readonly (readonly [a: number, b: number])[] = [
  [25, 24],
  [80, 45],
  [177, 68],
  [395, 80],
  [705, 105],
];

/** H₀ between two of the curves. */
function gainCurveDb(r: number, efficiency: number): number {
  const bounded = Math.min(Math.max(efficiency, 1), 5);
  const below = Math.trunc(bounded);
  const curveDb = (number: number): number => {
    const [a, b] = GAIN_CURVES[number - 1] ?? [NaN, NaN];
    return 10 * Math.log10(1 + a / r ** 4 + b / r ** 2);
  };
  const share = bounded - below;
  return share === 0 ? curveDb(below) : (1 - share) * curveDb(below) + share * curveDb(below + 1);
}
