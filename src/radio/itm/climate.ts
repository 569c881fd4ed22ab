/** The radio climates of the Irregular Terrain Model, in the order of its numbers 1 to 7. */
export const CLIMATES = [
  'equatorial',
  'continental-subtropical',
  'maritime-subtropical',
  'desert',
  'continental-temperate',
  'maritime-temperate-over-land',
  'maritime-temperate-over-sea',
] as const;

export type Climate = (typeof CLIMATES)[number];

/** c₁ and c₂ in dB, x₁ to x₃ in km: (c₁ + c₂/(1 + ((d − x₂)/x₃)²)) · (d/x₁)²/(1 + (d/x₁)²). */
export type DistanceCurve = readonly [c1: number, c2: number, x1Km: number, x2Km: number, x3Km: number];

/** b₁ + b₂/(1 + (b₃·ln(0.133·k))²), k the wave number per metre. */
export type FrequencyCurve = readonly [b1: number, b2: number, b3: number];

/** How the loss of a climate spreads over the year. */
export interface ClimateCurves {
  /** Shift of the median. */
  readonly median: DistanceCurve;
  /** Standard deviation on the side of weaker signals. */
  readonly weaker: DistanceCurve;
  /** And of stronger ones. */
  readonly stronger: DistanceCurve;
  readonly weakerByFrequency: FrequencyCurve;
  readonly strongerByFrequency: FrequencyCurve;
  /** Slope of the tail of very strong signals, as a share of `stronger`. */
  readonly tailSlope: number;
  /** Standard normal deviate at which that tail begins. */
  readonly tailStart: number;
}

/** Fits to the curves of NBS Technical Note 101, volume 2, as NTIA's ITM 1.3 has them (figure 10.13, equations III.69 and III.70). */
export const CLIMATE_CURVES: Readonly<Record<Climate, ClimateCurves>> = {
  equatorial: {
    median: [-9.67, 12.7, 144.9, 190.3, 133.8],
    weaker: [2.13, 159.5, 762.2, 123.6, 94.5],
    stronger: [2.11, 102.3, 636.9, 134.8, 95.6],
    weakerByFrequency: [1, 0, 0],
    strongerByFrequency: [1, 0, 0],
    tailSlope: 1.224,
    tailStart: 1.282,
  },
  'continental-subtropical': {
    median: [-0.62, 9.19, 228.9, 205.2, 143.6],
    weaker: [2.66, 7.67, 100.4, 172.5, 136.4],
    stronger: [6.87, 15.53, 138.7, 143.7, 98.6],
    weakerByFrequency: [1, 0, 0],
    strongerByFrequency: [0.93, 0.31, 2],
    tailSlope: 0.801,
    tailStart: 2.161,
  },
  'maritime-subtropical': {
    median: [1.26, 15.5, 262.6, 185.2, 99.8],
    weaker: [6.11, 6.65, 138.2, 242.2, 178.6],
    stronger: [10.08, 9.6, 165.3, 225.7, 129.7],
    weakerByFrequency: [1, 0, 0],
    strongerByFrequency: [1, 0, 0],
    tailSlope: 1.38,
    tailStart: 1.282,
  },
  desert: {
    median: [-9.21, 9.05, 84.1, 101.1, 98.6],
    weaker: [1.98, 13.11, 139.1, 132.7, 193.5],
    stronger: [3.68, 159.3, 464.4, 93.1, 94.2],
    weakerByFrequency: [1, 0, 0],
    strongerByFrequency: [0.93, 0.19, 1.79],
    tailSlope: 1,
    tailStart: 20,
  },
  'continental-temperate': {
    median: [-0.62, 9.19, 228.9, 205.2, 143.6],
    weaker: [2.68, 7.16, 93.7, 186.8, 133.5],
    stronger: [4.75, 8.12, 93.2, 135.9, 113.4],
    weakerByFrequency: [0.92, 0.25, 1.77],
    strongerByFrequency: [0.93, 0.31, 2],
    tailSlope: 1.224,
    tailStart: 1.282,
  },
  'maritime-temperate-over-land': {
    median: [-0.39, 2.86, 141.7, 315.9, 167.4],
    weaker: [6.86, 10.38, 187.8, 169.6, 108.9],
    stronger: [8.58, 13.97, 216, 152, 122.7],
    weakerByFrequency: [1, 0, 0],
    strongerByFrequency: [1, 0, 0],
    tailSlope: 1.518,
    tailStart: 1.282,
  },
  'maritime-temperate-over-sea': {
    median: [3.15, 857.9, 2222, 164.8, 116.3],
    weaker: [8.51, 169.8, 609.8, 119.9, 106.6],
    stronger: [8.43, 8.19, 136.2, 188.5, 122.9],
    weakerByFrequency: [1, 0, 0],
    strongerByFrequency: [1, 0, 0],
    tailSlope: 1.518,
    tailStart: 1.282,
  },
};
