import { diffractionDb } from './diffraction.ts';
import { lineOfSightDb, type LossLine } from './line-of-sight.ts';
import type { Medium } from './medium.ts';
import { smoothHorizonsM, type PathGeometry } from './path-geometry.ts';
import { scatterLoss } from './troposcatter.ts';

/** How the wave mainly gets there. */
export type PropagationMode = 'line-of-sight' | 'diffraction' | 'troposcatter';

/** Median loss on top of free space before variability, dB, ≥ 0. */
export interface ReferenceAttenuation {
  readonly lossDb: number;
  readonly mode: PropagationMode;
}

/**
 * The reference attenuation: curves within sight, by diffraction and by scatter, joined. Source: ESSA Technical Report ERL 79-ITS 67
 * section 3; Hufford, The ITS Irregular Terrain Model: the algorithm, section 4.
 */
export function referenceAttenuation(path: PathGeometry, medium: Medium): ReferenceAttenuation {
  const diffraction = diffractionLine(path, medium);
  const [smoothA, smoothB] = smoothHorizonsM(path);
  if (path.lengthM < smoothA + smoothB) {
    return { lossDb: Math.max(withinSightDb(path, medium, diffraction), 0), mode: 'line-of-sight' };
  }
  const { line, mode } = beyondHorizon(path, medium, diffraction);
  return { lossDb: Math.max(lossAt(line, path.lengthM), 0), mode };
}

function lossAt(line: LossLine, distanceM: number): number {
  return line.slopeDbPerM * distanceM + line.atZeroDb;
}

/** Length over which diffraction settles, metres. */
function diffractionScaleM({ radiusM }: PathGeometry, { frequencyMhz }: Medium): number {
  return Math.cbrt(radiusM ** 2 / frequencyMhz);
}

/** The line through the diffraction loss at two distances far beyond the horizon. */
function diffractionLine(path: PathGeometry, medium: Medium): LossLine {
  const scaleM = diffractionScaleM(path, medium);
  const [smoothA, smoothB] = smoothHorizonsM(path);
  const nearM = Math.max(smoothA + smoothB, path.horizonsM[0] + path.horizonsM[1] + 5 * scaleM);
  const farM = nearM + 10 * scaleM;
  const nearDb = diffractionDb(nearM, path, medium);
  const slopeDbPerM = (diffractionDb(farM, path, medium) - nearDb) / (farM - nearM);
  return { slopeDbPerM, atZeroDb: nearDb - slopeDbPerM * nearM };
}

/** A₀ + k₁·d + k₂·ln d through two losses within sight and the diffraction at the smooth horizon: equations (3.16a) to (3.21). */
function withinSightDb(path: PathGeometry, medium: Medium, diffraction: LossLine): number {
  const [smoothA, smoothB] = smoothHorizonsM(path);
  const edgeM = smoothA + smoothB;
  const edgeDb = lossAt(diffraction, edgeM);
  const { nearM, middleM } = pointsWithinSight(path, medium, diffraction);
  const middleDb = lineOfSightDb(middleM, path, medium, diffraction);
  const fit = { k1: Math.max(edgeDb - middleDb, 0) / (edgeM - middleM), k2: 0 };
  if (fit.k1 === 0) fit.k1 = diffraction.slopeDbPerM;
  if (nearM < middleM) {
    const nearDb = lineOfSightDb(nearM, path, medium, diffraction);
    const decades = Math.log(edgeM / nearM);
    const bendDb = (edgeM - nearM) * (middleDb - nearDb) - (middleM - nearM) * (edgeDb - nearDb);
    const k2 = Math.max(0, bendDb / ((edgeM - nearM) * Math.log(middleM / nearM) - (middleM - nearM) * decades));
    if (diffraction.atZeroDb > 0 || k2 > 0) {
      fit.k1 = (edgeDb - nearDb - k2 * decades) / (edgeM - nearM);
      fit.k2 = k2;
      if (fit.k1 < 0) {
        fit.k2 = Math.max(edgeDb - nearDb, 0) / decades;
        fit.k1 = fit.k2 === 0 ? diffraction.slopeDbPerM : 0;
      }
    }
  }
  return edgeDb + fit.k1 * (path.lengthM - edgeM) + fit.k2 * Math.log(path.lengthM / edgeM);
}

/** The two distances at which the loss within sight is computed, equations (3.16a) and (3.16d). */
function pointsWithinSight(
  path: PathGeometry,
  { frequencyMhz }: Medium,
  diffraction: LossLine,
): { nearM: number; middleM: number } {
  const { effectiveM, horizonsM } = path;
  const sightM = horizonsM[0] + horizonsM[1];
  const nearM = 0.04 * frequencyMhz * effectiveM[0] * effectiveM[1];
  if (diffraction.atZeroDb < 0) {
    return { nearM, middleM: Math.max(-diffraction.atZeroDb / diffraction.slopeDbPerM, 0.25 * sightM) };
  }
  const boundedM = Math.min(nearM, 0.5 * sightM);
  return { nearM: boundedM, middleM: boundedM + 0.25 * (sightM - boundedM) };
}

/** Beyond the horizon: diffraction up to where scatter is the stronger, then scatter. */
function beyondHorizon(
  path: PathGeometry,
  medium: Medium,
  diffraction: LossLine,
): { line: LossLine; mode: 'diffraction' | 'troposcatter' } {
  const sightM = path.horizonsM[0] + path.horizonsM[1];
  const [nearM, farM] = [sightM + 200e3, sightM + 400e3];
  const scatter = scatterLoss(nearM, farM, path, medium);
  if (scatter === null || scatter.nearDb >= 1000) return { line: diffraction, mode: 'diffraction' };
  const slopeDbPerM = (scatter.farDb - scatter.nearDb) / (farM - nearM);
  const [smoothA, smoothB] = smoothHorizonsM(path);
  const crossingM = Math.max(
    smoothA + smoothB,
    sightM + 1.088 * diffractionScaleM(path, medium) * Math.log(medium.frequencyMhz),
    (scatter.nearDb - diffraction.atZeroDb - slopeDbPerM * nearM) / (diffraction.slopeDbPerM - slopeDbPerM),
  );
  if (path.lengthM <= crossingM) return { line: diffraction, mode: 'diffraction' };
  const atZeroDb = (diffraction.slopeDbPerM - slopeDbPerM) * crossingM + diffraction.atZeroDb;
  return { line: { slopeDbPerM, atZeroDb }, mode: 'troposcatter' };
}
