import type { LngLat } from '../../geo/position.ts';
import type { Feature } from '../../plan/feature-table.ts';
import type { RadioChoice } from '../link/budget.ts';
import type { SightlineGround } from '../sightlines/run.ts';
import { siteHeight, type AntennaHeight } from './site-height.ts';

/** A place on a roof where an antenna is or may be. */
export interface Mount {
  readonly id: string;
  /** What people call it; the roof where it has no name. */
  readonly name: string;
  /** The roof that it is on; several mounts may share it. */
  readonly roof: string;
  readonly position: LngLat;
  /** Antenna above ground, metres. */
  readonly heightM: number;
  /** installed, planned, request, or another word of the source. */
  readonly status: string;
  /** yes, asked, no; empty where it is not known. */
  readonly consent: string;
}

/** What every question about who sees whom rests on. */
export interface ReachScene {
  readonly ground: SightlineGround;
  /** Roofs and trees above the same datum. */
  readonly surface: SightlineGround | null;
  /** Longer links are not looked at, metres. */
  readonly maxDistanceM: number;
  readonly frequencyGhz: number;
  readonly kFactor: number;
  /** The radios at this end (A) and at all others (B): the ranking then goes by the margin that they leave. */
  readonly radios?: RadioChoice;
}

/** A site that cannot be judged, and why. */
export interface LeftOut {
  readonly id: string;
  readonly reason: string;
}

/**
 * The radio sites that can be judged: with a position, over known ground, at or above it. Heights as `siteHeight` reads them; one above the
 * roof is counted from the surface or the building under it, or from the ground where nothing stands there.
 * @param usualHeightM antenna above ground of sites that state no height, metres
 */
export function mountsOf(
  features: readonly Feature[],
  scene: Pick<ReachScene, 'ground' | 'surface'>,
  usualHeightM: number,
): { mounts: Mount[]; leftOut: LeftOut[] } {
  const mounts: Mount[] = [];
  const leftOut: LeftOut[] = [];
  for (const { id, geometry, fields } of features) {
    if (geometry?.type !== 'Point') {
      leftOut.push({ id, reason: 'It is not one point.' });
      continue;
    }
    const position = geometry.coordinates;
    const groundM = scene.ground.terrain.elevationM(position);
    const heightM = aboveGroundM(scene, position, siteHeight(fields, usualHeightM));
    if (Number.isNaN(groundM)) leftOut.push({ id, reason: 'The terrain knows no height there.' });
    else if (heightM < 0)
      leftOut.push({ id, reason: `Its antenna is ${(-heightM).toFixed(1)} m below ground: is its altitude above sea right?` });
    else if (!(heightM <= 2000)) leftOut.push({ id, reason: `${heightM} m above ground is no height of an antenna.` });
    else {
      const roof = textOf(fields['roof']) || id;
      mounts.push({
        id,
        name: textOf(fields['name']) || roof,
        roof,
        position,
        heightM,
        status: statusOf(fields),
        consent: textOf(fields['consent']).toLowerCase(),
      });
    }
  }
  return { mounts, leftOut };
}

/** What stands, is decided or asks to join, in lower case; empty where nothing is said. */
export function statusOf(fields: Feature['fields']): string {
  return textOf(fields['status']).toLowerCase();
}

/** An antenna's height above the ground under it, metres; negative below it, NaN where no ground is known. */
export function aboveGroundM(
  { ground, surface }: Pick<ReachScene, 'ground' | 'surface'>,
  position: LngLat,
  { heightM, heightAbove }: AntennaHeight,
): number {
  if (heightAbove === 'ground') return heightM;
  const groundM = ground.terrain.elevationM(position);
  if (heightAbove === 'sea') return heightM - groundM;
  const roofM = surface?.terrain.elevationM(position) ?? NaN;
  return heightM + (Number.isNaN(roofM) ? 0 : Math.max(0, roofM - groundM));
}

function textOf(value: unknown): string {
  return value === undefined ? '' : String(value).trim();
}
