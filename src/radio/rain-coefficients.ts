import { requireValid } from './validity.ts';

/** k and α of γ = k·Rᵅ for one frequency, path and polarisation. */
export interface RainCoefficients {
  readonly kH: number;
  readonly alphaH: number;
  readonly kV: number;
  readonly alphaV: number;
  /** For the actual path and polarisation. */
  readonly k: number;
  readonly alpha: number;
}

/** Frequency and geometry of a ray through rain. */
export interface RainRay {
  /** 1 … 1000. */
  readonly frequencyGhz: number;
  /** Elevation of the path, degrees, −90 … 90; 0 on the ground. */
  readonly elevationDeg: number;
  /** Tilt of the polarisation from horizontal, degrees: 0 horizontal, 90 vertical, 45 circular. */
  readonly polarisationTiltDeg: number;
}

/** Σ aⱼ·exp(−((log f − bⱼ)/cⱼ)²) + m·log f + c of equations (2) and (3). */
interface Curve {
  readonly bells: readonly (readonly [a: number, b: number, c: number])[];
  readonly slope: number;
  readonly offset: number;
}

/** Table 1 of ITU-R P.838-3. */
const LOG_KH: Curve = {
  bells: [
    [-5.3398, -0.10008, 1.13098],
    [-0.35351, 1.2697, 0.454],
    [-0.23789, 0.86036, 0.15354],
    [-0.94158, 0.64552, 0.16817],
  ],
  slope: -0.18961,
  offset: 0.71147,
};

/** Table 2. */
const LOG_KV: Curve = {
  bells: [
    [-3.80595, 0.56934, 0.81061],
    [-3.44965, -0.22911, 0.51059],
    [-0.39902, 0.73042, 0.11899],
    [0.50167, 1.07319, 0.27195],
  ],
  slope: -0.16398,
  offset: 0.63297,
};

/** Table 3. */
const ALPHA_H: Curve = {
  bells: [
    [-0.14318, 1.82442, -0.55187],
    [0.29591, 0.77564, 0.19822],
    [0.32177, 0.63773, 0.13164],
    [-5.3761, -0.9623, 1.47828],
    [16.1721, -3.2998, 3.4399],
  ],
  slope: 0.67849,
  offset: -1.95537,
};

/** Table 4. */
const ALPHA_V: Curve = {
  bells: [
    [-0.07771, 2.3384, -0.76284],
    [0.56727, 0.95545, 0.54039],
    [-0.20238, 1.1452, 0.26809],
    [-48.2991, 0.791669, 0.116226],
    [48.5833, 0.791459, 0.116479],
  ],
  slope: -0.053739,
  offset: 0.83433,
};

const RANGES = {
  frequencyGhz: { min: 1, max: 1000, unit: 'GHz' },
  elevationDeg: { min: -90, max: 90, unit: '°' },
  polarisationTiltDeg: { min: -180, max: 180, unit: '°' },
};

/**
 * How rain weakens a ray, as coefficients of the rain rate. Source: ITU-R P.838-3 equations (2) to (5).
 * @throws AppError study/model-range below 1 GHz or above 1000 GHz
 */
export function rainCoefficients(ray: RainRay): RainCoefficients {
  requireValid('ITU-R P.838-3', ray, RANGES);
  const logFrequency = Math.log10(ray.frequencyGhz);
  const kH = 10 ** curveAt(LOG_KH, logFrequency);
  const kV = 10 ** curveAt(LOG_KV, logFrequency);
  const alphaH = curveAt(ALPHA_H, logFrequency);
  const alphaV = curveAt(ALPHA_V, logFrequency);
  const turn = Math.cos(radians(ray.elevationDeg)) ** 2 * Math.cos(2 * radians(ray.polarisationTiltDeg));
  const k = (kH + kV + (kH - kV) * turn) / 2;
  const alpha = (kH * alphaH + kV * alphaV + (kH * alphaH - kV * alphaV) * turn) / (2 * k);
  return { kH, alphaH, kV, alphaV, k, alpha };
}

/** Attenuation by rain per length, dB/km. Source: ITU-R P.838-3 equation (1). @param rainRateMmPerH ≥ 0 */
export function rainAttenuationDbPerKm({ k, alpha }: Pick<RainCoefficients, 'k' | 'alpha'>, rainRateMmPerH: number): number {
  return k * rainRateMmPerH ** alpha;
}

function curveAt({ bells, slope, offset }: Curve, logFrequency: number): number {
  const sum = bells.reduce((total, [a, b, c]) => total + a * Math.exp(-(((logFrequency - b) / c) ** 2)), 0);
  return sum + slope * logFrequency + offset;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
