import { OXYGEN_LINES, WATER_LINES, type OxygenLine, type WaterLine } from './gas-lines.ts';
import { requireValid } from './validity.ts';

/** Air at one place. */
export interface Air {
  /** Pressure of the dry air (the barometer's less the vapour's), hPa; 1013.25 in the reference atmosphere at sea level. */
  readonly dryPressureHpa: number;
  /** 288.15 in the reference atmosphere at sea level. */
  readonly temperatureK: number;
  /** Water vapour, g/m³; 7.5 in the reference atmosphere at sea level. */
  readonly vapourDensityGPerM3: number;
}

/** Attenuation by gases per length, dB/km. */
export interface GasAttenuation {
  /** By oxygen, with the nitrogen of dry air. */
  readonly oxygenDbPerKm: number;
  readonly waterDbPerKm: number;
}

const RANGES = {
  frequencyGhz: { min: 1, max: 1000, unit: 'GHz' },
  dryPressureHpa: { min: 1, max: 1100, unit: 'hPa' },
  temperatureK: { min: 180, max: 330, unit: 'K' },
  vapourDensityGPerM3: { min: 0, max: 60, unit: 'g/m³' },
};

/** What the lines depend on: partial pressures in hPa, θ = 300/T. */
interface State {
  readonly f: number;
  readonly dry: number;
  readonly vapour: number;
  readonly theta: number;
}

/**
 * Attenuation by oxygen and water vapour, line by line. Source: ITU-R P.676-13 Annex 1 equations (1) to (9).
 * @param frequencyGhz 1 … 1000
 * @throws AppError study/model-range
 */
export function gasAttenuation(frequencyGhz: number, air: Air): GasAttenuation {
  requireValid('ITU-R P.676-13', { frequencyGhz, ...air }, RANGES);
  const state: State = {
    f: frequencyGhz,
    dry: air.dryPressureHpa,
    vapour: (air.vapourDensityGPerM3 * air.temperatureK) / 216.7,
    theta: 300 / air.temperatureK,
  };
  const oxygen = OXYGEN_LINES.reduce((sum, line) => sum + oxygenTerm(line, state), dryContinuum(state));
  const water = WATER_LINES.reduce((sum, line) => sum + waterTerm(line, state), 0);
  return { oxygenDbPerKm: 0.182 * frequencyGhz * oxygen, waterDbPerKm: 0.182 * frequencyGhz * water };
}

/** Strength times shape of one oxygen line: equations (3), (5), (6a), (6b) and (7). */
function oxygenTerm([f0, a1, a2, a3, a5, a6]: OxygenLine, { f, dry, vapour, theta }: State): number {
  const strength = a1 * 1e-7 * dry * theta ** 3 * Math.exp(a2 * (1 - theta));
  const widthByPressure = a3 * 1e-4 * (dry * theta ** 0.8 + 1.1 * vapour * theta);
  const width = Math.sqrt(widthByPressure ** 2 + 2.25e-6);
  const mixing = (a5 + a6 * theta) * 1e-4 * (dry + vapour) * theta ** 0.8;
  return strength * lineShape(f, f0, width, mixing);
}

/** Strength times shape of one water line: equations (3), (5), (6a) and (6b). */
function waterTerm([f0, b1, b2, b3, b4, b5, b6]: WaterLine, { f, dry, vapour, theta }: State): number {
  const strength = b1 * 0.1 * vapour * theta ** 3.5 * Math.exp(b2 * (1 - theta));
  const widthByPressure = b3 * 1e-4 * (dry * theta ** b4 + b5 * vapour * theta ** b6);
  const width = 0.535 * widthByPressure + Math.sqrt(0.217 * widthByPressure ** 2 + (2.1316e-12 * f0 ** 2) / theta);
  return strength * lineShape(f, f0, width, 0);
}

/** Equation (5). @param width GHz; @param mixing interference correction δ */
function lineShape(f: number, f0: number, width: number, mixing: number): number {
  const side = (distance: number): number => (width - mixing * distance) / (distance ** 2 + width ** 2);
  return (f / f0) * (side(f0 - f) + side(f0 + f));
}

/** The Debye spectrum of oxygen below 10 GHz and nitrogen above 100 GHz: equations (8) and (9). */
function dryContinuum({ f, dry, vapour, theta }: State): number {
  const width = 5.6e-4 * (dry + vapour) * theta ** 0.8;
  const debye = 6.14e-5 / (width * (1 + (f / width) ** 2));
  const nitrogen = (1.4e-12 * dry * theta ** 1.5) / (1 + 1.9e-5 * f ** 1.5);
  return f * dry * theta ** 2 * (debye + nitrogen);
}
