import type { Complex } from './ground-impedance.ts';

/** Frequency, ground and air of a path. */
export interface Medium {
  readonly frequencyMhz: number;
  /** Ground over free space. */
  readonly impedance: Complex;
  /** Refractivity at the height of the path, N-units. */
  readonly surfaceRefractivity: number;
}

/** Wave number as the model rounds it, per metre. */
export function waveNumberPerM(frequencyMhz: number): number {
  return frequencyMhz / 47.7;
}
