import { smoothHorizonsM, type PathGeometry } from './path-geometry.ts';

/** The model's own names of what is near or beyond its limits, and what they mean. */
export const ITM_WARNINGS = {
  TX_TERMINAL_HEIGHT: 'The transmitter is lower than 1 m or higher than 1000 m, near the limits of the model.',
  RX_TERMINAL_HEIGHT: 'The receiver is lower than 1 m or higher than 1000 m, near the limits of the model.',
  FREQUENCY: 'The frequency is below 40 MHz or above 10 GHz, near the limits of the model.',
  PATH_DISTANCE_TOO_BIG_1: 'The path is longer than 1000 km, near the upper limit of the model.',
  PATH_DISTANCE_TOO_BIG_2: 'The path is longer than 2000 km: take the loss with care.',
  PATH_DISTANCE_TOO_SMALL_1: 'The path is steep for its length, near the lower limit of the model.',
  PATH_DISTANCE_TOO_SMALL_2: 'The path is shorter than 1 km, outside what the model was made for: take the loss with care.',
  TX_HORIZON_ANGLE: 'The horizon of the transmitter is more than 11° up or down; the model counts with small angles.',
  RX_HORIZON_ANGLE: 'The horizon of the receiver is more than 11° up or down; the model counts with small angles.',
  TX_HORIZON_DISTANCE_1: 'The horizon of the transmitter is nearer than a tenth of that over a smooth Earth.',
  RX_HORIZON_DISTANCE_1: 'The horizon of the receiver is nearer than a tenth of that over a smooth Earth.',
  TX_HORIZON_DISTANCE_2: 'The horizon of the transmitter is farther than three times that over a smooth Earth.',
  RX_HORIZON_DISTANCE_2: 'The horizon of the receiver is farther than three times that over a smooth Earth.',
  EXTREME_VARIABILITIES: 'A share of time, locations or situations lies far in the tail (beyond 0.1 % or 99.9 %).',
  SURFACE_REFRACTIVITY: 'The refractivity at the height of the path is below 250 N-units: take the loss with care.',
} as const;

export type ItmWarning = keyof typeof ITM_WARNINGS;

/** What is near the model's limits, in the order of its list. */
export function itmWarnings(
  path: PathGeometry,
  rest: { readonly frequencyMhz: number; readonly surfaceRefractivity: number; readonly extremestDeviate: number },
): ItmWarning[] {
  const { antennasM, anglesRad, horizonsM, effectiveM, lengthM } = path;
  const smoothM = smoothHorizonsM(path);
  const steepM = Math.abs(effectiveM[0] - effectiveM[1]) / 0.2;
  const isHighOrLow = (heightM: number): boolean => heightM < 1 || heightM > 1000;
  const raised: Readonly<Record<ItmWarning, boolean>> = {
    TX_TERMINAL_HEIGHT: isHighOrLow(antennasM[0]),
    RX_TERMINAL_HEIGHT: isHighOrLow(antennasM[1]),
    FREQUENCY: rest.frequencyMhz < 40 || rest.frequencyMhz > 10_000,
    PATH_DISTANCE_TOO_BIG_1: lengthM > 1000e3,
    PATH_DISTANCE_TOO_BIG_2: lengthM > 2000e3,
    PATH_DISTANCE_TOO_SMALL_1: lengthM < steepM,
    PATH_DISTANCE_TOO_SMALL_2: lengthM < 1000,
    TX_HORIZON_ANGLE: Math.abs(anglesRad[0]) > 0.2,
    RX_HORIZON_ANGLE: Math.abs(anglesRad[1]) > 0.2,
    TX_HORIZON_DISTANCE_1: horizonsM[0] < 0.1 * smoothM[0],
    RX_HORIZON_DISTANCE_1: horizonsM[1] < 0.1 * smoothM[1],
    TX_HORIZON_DISTANCE_2: horizonsM[0] > 3 * smoothM[0],
    RX_HORIZON_DISTANCE_2: horizonsM[1] > 3 * smoothM[1],
    EXTREME_VARIABILITIES: rest.extremestDeviate > 3.1,
    SURFACE_REFRACTIVITY: rest.surfaceRefractivity < 250,
  };
  // The keys are those of the record above.
  return (Object.keys(raised) as ItmWarning[]).filter((warning) => raised[warning]);
}
