import { gainDbi, type AntennaPattern } from '../../radio/antenna-pattern.ts';
import { knifeEdgeLossDb } from '../../radio/diffraction-loss.ts';
import type { Equipment } from '../../base/equipment.ts';
import { patternOf } from '../../radio/equipment.ts';
import { freeSpaceLossDb } from '../../radio/free-space-loss.ts';
import { fresnelRadiusM } from '../../radio/fresnel.ts';
import { gasAttenuation } from '../../radio/gas-attenuation.ts';

/** What sends and receives. */
export interface CoverageRadio {
  /** Into the antenna, dBm. */
  readonly powerDbm: number;
  readonly pattern: AntennaPattern;
  /** Of the receiver, aimed at its site, dBi. */
  readonly receiverGainDbi: number;
  /** Cable and connectors at each end, dB. */
  readonly cableLossDb: number;
  /** By air, dB/km. */
  readonly gasDbPerKm: number;
}

/**
 * A site's radio and what is taken for granted of the receiver. The air is that of the reference atmosphere (ITU-R P.676), 288 K,
 * 7.5 g/m³; below 1 GHz it takes next to nothing.
 */
export function coverageRadio(
  equipment: Equipment,
  frequencyGhz: number,
  receiver: Pick<CoverageRadio, 'receiverGainDbi' | 'cableLossDb'>,
): CoverageRadio {
  const air =
    frequencyGhz < 1
      ? { oxygenDbPerKm: 0, waterDbPerKm: 0 }
      : gasAttenuation(frequencyGhz, { dryPressureHpa: 1013.25, temperatureK: 288.15, vapourDensityGPerM3: 7.5 });
  const gasDbPerKm = air.oxygenDbPerKm + air.waterDbPerKm;
  return { powerDbm: equipment.powerDbm, pattern: patternOf(equipment), gasDbPerKm, ...receiver };
}

/** A path as a ray found it (radio/coverage-rays.ts). */
export interface CellPath {
  readonly frequencyGhz: number;
  /** Over the ground, metres. */
  readonly lengthM: number;
  /** Target over antenna, metres. */
  readonly riseM: number;
  readonly fresnelFraction: number;
  readonly slopeFromAntenna: number;
  readonly slopeFromTarget: number;
}

/** Nearer than this free space is not what the formula says, metres. */
const NEAREST_M = 1;

/**
 * Loss to a cell, dB: free space over the slant length and the diffraction of the real profile as one equivalent edge
 * (Bullington, ITU-R P.526-15 section 4.5.1). The smooth Earth's part of the delta method is left out.
 */
export function cellLoss(path: CellPath): number {
  const { frequencyGhz, lengthM, riseM } = path;
  return freeSpaceLossDb(frequencyGhz, Math.max(NEAREST_M, Math.hypot(lengthM, riseM))) + bullingtonDb(path);
}

function bullingtonDb({ frequencyGhz, lengthM, riseM, fresnelFraction, slopeFromAntenna, slopeFromTarget }: CellPath): number {
  if (slopeFromAntenna === -Infinity) return 0;
  let edge = -Math.SQRT2 * fresnelFraction;
  if (slopeFromAntenna >= riseM / lengthM) {
    const d1M = (riseM + slopeFromTarget * lengthM) / (slopeFromAntenna + slopeFromTarget);
    const heightM = slopeFromAntenna * d1M - (riseM * d1M) / lengthM;
    edge = (Math.SQRT2 * heightM) / fresnelRadiusM(frequencyGhz, d1M, lengthM - d1M);
  }
  const edgeDb = knifeEdgeLossDb(edge);
  return edgeDb + (1 - Math.exp(-edgeDb / 6)) * (10 + (0.02 * lengthM) / 1000);
}

/** Level at the receiver, dBm. @param offset of the cell from the antenna's main direction; null: it points there */
export function levelDbm(
  radio: CoverageRadio,
  { lossDb, lengthM }: { readonly lossDb: number; readonly lengthM: number },
  offset: { readonly azimuthDeg: number; readonly elevationDeg: number } | null,
): number {
  const gain = offset === null ? radio.pattern.gainDbi : gainDbi(radio.pattern, offset.azimuthDeg, offset.elevationDeg);
  const onTheWayDb = lossDb + (radio.gasDbPerKm * lengthM) / 1000;
  return radio.powerDbm + gain - onTheWayDb + radio.receiverGainDbi - 2 * radio.cableLossDb;
}
