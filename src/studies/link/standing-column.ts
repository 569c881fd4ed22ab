import type { PathProfile, ObstructionCause } from '../../radio/path-profile.ts';
import { STANDING_CAUSES } from '../../radio/path-profile.ts';
import { spanClearanceM, TREES, type Standing, type StandingSpan } from '../obstacles/standing.ts';

/** Just outside a wall, metres. */
const BESIDE_WALL_M = 0.001;
/** A sample this near a wall is on it, metres. */
const ON_WALL_M = 1e-5;
/** Thickness of a parapet, metres. */
const PARAPET_M = 0.2;

/** Buildings at the two ends of the path, in its own order; null where an antenna stands on none. */
export type OwnBuildings = readonly [first: number | null, second: number | null];

/** A profile with what stands on it. */
export interface StandingProfile extends PathProfile {
  /** By sample: the building that is the obstruction there, as in `StandingSpan`; trees and nothing are `TREES`. */
  readonly buildings: Int32Array | null;
  /** By sample: height of trees above ground as surveyed, metres, 0 where there is none. */
  readonly canopyM: Float64Array | null;
}

/** The distances at which a path must be sampled so that no wall is missed: both sides of every wall. */
export function wallDistances(spans: readonly StandingSpan[], lengthM: number): number[] {
  const edges = spans.flatMap(({ startM, endM }) => [startM - BESIDE_WALL_M, startM, endM, endM + BESIDE_WALL_M]);
  return edges.filter((edge) => edge > 0 && edge < lengthM);
}

/** The own roof's edge where the path leaves the own building. */
export function parapets(spans: readonly StandingSpan[], own: OwnBuildings, lengthM: number, parapetM: number): StandingSpan[] {
  if (!(parapetM > 0)) return [];
  return spans.flatMap((span) => {
    const edge = { ...span, heightM: span.heightM + parapetM };
    if (span.building >= 0 && span.building === own[0] && span.startM <= ON_WALL_M) {
      return [{ ...edge, startM: Math.max(span.startM, span.endM - PARAPET_M) }];
    }
    if (span.building >= 0 && span.building === own[1] && span.endM >= lengthM - ON_WALL_M) {
      return [{ ...edge, endM: Math.min(span.endM, span.startM + PARAPET_M) }];
    }
    return [];
  });
}

/**
 * Puts what stands on the ground over a profile. Where the profile has a surface its altitudes stay and are only named; otherwise
 * the highest span under a sample counts, walls included.
 * @param fromRoof for each end whether its height is counted from its own roof, whose error then is the antenna's too
 */
export function withStanding(
  profile: PathProfile,
  spans: readonly StandingSpan[],
  own: OwnBuildings,
  { standing, fromRoof }: { readonly standing: Standing; readonly fromRoof: readonly [boolean, boolean] },
): StandingProfile {
  const { distanceM, groundM, lengthM } = profile;
  const heightsM = new Float64Array(distanceM.length);
  const canopyM = new Float64Array(distanceM.length);
  const buildings = new Int32Array(distanceM.length).fill(TREES);
  const causes = new Uint8Array(distanceM.length);
  for (const span of spans) {
    const topM = span.heightM + spanClearanceM(span, standing.obstacles);
    const cause = STANDING_CAUSES.indexOf(causeOf(span, own, lengthM, fromRoof) as 'building'); // never the ground
    for (let i = firstFrom(distanceM, span.startM - ON_WALL_M); (distanceM[i] ?? Infinity) <= span.endM + ON_WALL_M; i++) {
      if (span.building === TREES) canopyM[i] = Math.max(canopyM[i] ?? 0, span.heightM);
      if (topM <= (heightsM[i] ?? 0)) continue;
      heightsM[i] = topM;
      causes[i] = cause;
      buildings[i] = span.building;
    }
  }
  const surfaceM = profile.surfaceM ?? groundM.map((heightM, i) => heightM + (heightsM[i] ?? 0));
  return { ...profile, surfaceM, causes, buildings, canopyM };
}

function causeOf(
  { building, startM, endM }: StandingSpan,
  own: OwnBuildings,
  lengthM: number,
  fromRoof: readonly [boolean, boolean],
): ObstructionCause {
  if (building === TREES) return 'trees';
  // An outline is known wherever it stands; of a raster only what touches the end is the end's own.
  const isOwn = ([first, second]: readonly [boolean, boolean]): boolean =>
    (fromRoof[0] && building === own[0] && first) || (fromRoof[1] && building === own[1] && second);
  const isOutline = building >= 0;
  return isOwn([isOutline || startM <= ON_WALL_M, isOutline || endM >= lengthM - ON_WALL_M]) ? 'own-roof' : 'building';
}

function firstFrom(distanceM: Float64Array, fromM: number): number {
  let low = 0;
  let high = distanceM.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((distanceM[middle] ?? NaN) < fromM) low = middle + 1;
    else high = middle;
  }
  return low;
}
