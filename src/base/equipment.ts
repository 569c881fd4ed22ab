/** Gain along one great circle through the main direction. */
export interface PatternCut {
  /** Offsets from the main direction, degrees, rising from −180 to 180. */
  readonly angleDeg: readonly number[];
  /** Loss against the greatest gain at each, dB, ≥ 0. */
  readonly lossDb: readonly number[];
}

/** What an antenna does, as far as its pattern goes. */
export type AntennaShape = 'dish' | 'sector' | 'omni';

/** One modulation that a radio can fall back to. */
export interface RateStep {
  /** As the datasheet calls it: `MCS9`, `SF12`, `256QAM`. */
  readonly modulation: string;
  /** Weakest level at which it holds, dBm at the antenna's connector. */
  readonly sensitivityDbm: number;
  /** On the air, Mbps; null where the source states none. */
  readonly rateMbps: number | null;
  /** What users get of it, both directions together, Mbps; null where the source states none. */
  readonly throughputMbps: number | null;
  /** Power at this modulation, dBm; null where it is that of the equipment. */
  readonly powerDbm: number | null;
}

/** A radio with its antenna, as a line of a catalogue. */
export interface Equipment {
  readonly id: string;
  readonly name: string;
  readonly shape: AntennaShape;
  /** Frequencies it can be set to, GHz. */
  readonly frequencyMinGhz: number;
  readonly frequencyMaxGhz: number;
  /** Channel that power, sensitivity and rates are stated for, MHz. */
  readonly channelMhz: number;
  /** Greatest power into the antenna, all chains together, dBm. */
  readonly powerDbm: number;
  readonly gainDbi: number;
  /** Where the gain has fallen by half, whole angle, degrees; 360 for all round. */
  readonly azimuthBeamwidthDeg: number;
  readonly elevationBeamwidthDeg: number;
  /** The antenna as it was measured; without it its pattern is that of its beamwidths. */
  readonly cuts?: { readonly azimuth: PatternCut; readonly elevation: PatternCut };
  /** By rising sensitivity (weakest level first); empty where none is known. */
  readonly rates: readonly RateStep[];
  /** Most that its router forwards, Mbps; null where unknown. */
  readonly forwardingLimitMbps: number | null;
  /** True for a class of equipment whose figures are nobody's datasheet. */
  readonly isGeneric: boolean;
  /** Where the figures come from, and when: datasheet with its date. */
  readonly source: string;
}
