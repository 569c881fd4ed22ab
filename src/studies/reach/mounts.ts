import type { LngLat } from '../../geo/position.ts';
import type { Terrain } from '../../geo/terrain.ts';
import type { Feature } from '../../plan/feature-table.ts';
import type { SightlineGround } from '../sightlines/run.ts';

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
}

/** A site that cannot be judged, and why. */
export interface LeftOut {
  readonly id: string;
  readonly reason: string;
}

/**
 * The radio sites that can be judged: with a position, over known ground, at or above it. The height is `heightAglM`, else `heightAslM` less
 * the ground, else `defaultHeightM`.
 */
export function mountsOf(
  features: readonly Feature[],
  terrain: Terrain,
  defaultHeightM: number,
): { mounts: Mount[]; leftOut: LeftOut[] } {
  const mounts: Mount[] = [];
  const leftOut: LeftOut[] = [];
  for (const { id, geometry, fields } of features) {
    if (geometry?.type !== 'Point') {
      leftOut.push({ id, reason: 'It is not one point.' });
      continue;
    }
    const position = geometry.coordinates;
    const groundM = terrain.elevationM(position);
    const heightM = heightOf(fields, groundM, defaultHeightM);
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

function heightOf(fields: Feature['fields'], groundM: number, defaultHeightM: number): number {
  const [aboveGroundM, aboveSeaM] = [fields['heightAglM'], fields['heightAslM']];
  if (typeof aboveGroundM === 'number') return aboveGroundM;
  return typeof aboveSeaM === 'number' ? aboveSeaM - groundM : defaultHeightM;
}

function textOf(value: unknown): string {
  return value === undefined ? '' : String(value).trim();
}
