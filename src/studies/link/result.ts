import type { LngLat } from '../../geo/position.ts';
import type { ObstructionCause } from '../../radio/path-profile.ts';
import type { HeightAbove, Season } from '../obstacles/obstacles.ts';
import type { Verdict } from '../../radio/sightline.ts';

/** How the loss is computed; `sightline` computes geometry only. */
export type LinkModel = 'sightline' | 'p526' | 'itm' | 'p1812';

/** One end of a link as asked for. */
export interface LinkEnd {
  readonly position: LngLat;
  /** Antenna above what `heightAbove` says, metres. */
  readonly heightM: number;
  /** What this end's height is counted from, where it is not what the link's are. */
  readonly heightAbove?: HeightAbove;
}

/** One end of a link as it came out. */
export interface LinkEndResult extends LinkEnd {
  readonly heightAbove: HeightAbove;
  /** Ground above the terrain's datum, metres. */
  readonly groundM: number;
  /** Antenna above the same datum, metres. */
  readonly altitudeM: number;
}

/** How high the antenna stands over what it stands on, metres: over the ground where its height is counted from the sea. */
export function mastHeightM({ heightAbove, heightM, altitudeM, groundM }: LinkEndResult): number {
  return heightAbove === 'sea' ? altitudeM - groundM : heightM;
}

/** What stands in the way, in kind: words are made from it. */
export type ObstacleKind = 'ridge' | 'ground' | 'earth' | 'surface' | 'building' | 'trees' | 'own-roof';

/** Where the link is tightest. */
export interface LimitingPoint {
  readonly lon: number;
  readonly lat: number;
  /** From the first end, metres. */
  readonly distanceM: number;
  readonly cause: ObstructionCause;
  readonly kind: ObstacleKind;
  /** The building that it is, where that is known. */
  readonly building: { readonly id: string; readonly name: string | null } | null;
  /** Ray over obstruction there, curvature included, metres; negative where the ray runs below. */
  readonly clearanceM: number;
  /** How far that clearance may be wrong in nine cases of ten, metres (radio/height-error.ts). */
  readonly errorAllowanceM: number;
  /** First Fresnel radius there, metres. */
  readonly fresnelRadiusM: number;
}

/** Something the user must know beside the verdict. Lengths in metres; `end` names one of the two ends. */
export type LinkWarning =
  | {
      readonly code: 'terrain-unknown' | 'surface-unknown';
      readonly lengthM: number;
      readonly fromM: number;
      readonly toM: number;
    }
  | {
      readonly code: 'antenna-in-surface' | 'antenna-in-building' | 'antenna-below-ground';
      readonly end: 'A' | 'B';
      readonly depthM: number;
    }
  /** Buildings under the path's region that have no height and so do not count. */
  | { readonly code: 'buildings-without-height'; readonly count: number }
  /** What a model of loss says of its own limits, a sentence. */
  | { readonly code: 'loss-model'; readonly text: string };

/** One standard deviation of heights, metres, and whether it was assumed because the source states none. */
export interface StatedError {
  readonly sigmaM: number;
  readonly isAssumed: boolean;
}

/** The ray's way through trees. */
export interface Foliage {
  readonly depthM: number;
  readonly season: Season;
  /** Null outside the model's 0.23–95 GHz. */
  readonly lossDb: number | null;
}

/** Columns for a chart, sample by sample from the first end to the second. All metres; altitudes above the terrain's datum. */
export interface LinkProfile {
  readonly distanceM: Float64Array;
  /** Ground as surveyed; NaN where nothing is known. */
  readonly groundM: Float64Array;
  /** Roofs and trees; null without such data. */
  readonly surfaceM: Float64Array | null;
  /** Rise of the curved Earth over the chord: add it to ground and surface to draw the ray straight. */
  readonly bulgeM: Float64Array;
  readonly rayM: Float64Array;
  /** First Fresnel radius; 0 at the ends. */
  readonly fresnelRadiusM: Float64Array;
}

/** The answer of a link study with everything that explains it; distances are counted from `from`. */
export interface LinkResult {
  readonly verdict: Verdict;
  /** False: too close to call with these heights. */
  readonly confident: boolean;
  /** Geodesic, metres, to the millimetre. */
  readonly distanceM: number;
  /** True bearing at `from`, degrees. */
  readonly azimuthDeg: number;
  readonly minClearanceM: number;
  /** Least of clearance over first Fresnel radius; signed, for machines only. */
  readonly fresnelFraction: number;
  readonly limitingPoint: LimitingPoint;
  /** What the first end alone must gain to be clear, metres; 0 where clear, null where more than 60 m. */
  readonly raiseAM: number | null;
  readonly raiseBM: number | null;
  /** What both ends must gain alike, metres; null where more than 60 m. */
  readonly raiseBothM: number | null;
  /** Share of the first Fresnel zone's cross-section that is obstructed at the tightest place, 0 … 1. */
  readonly fresnelObstructed: number;
  /** What the ray loses in foliage; null where it passes through none that is known. */
  readonly foliage: Foliage | null;
  readonly freeSpaceLossDb: number;
  /** Loss of the chosen model, dB; null for `sightline`, which computes none. */
  readonly lossDb: number | null;
  readonly warnings: readonly LinkWarning[];
  readonly from: LinkEndResult;
  readonly to: LinkEndResult;
  readonly model: LinkModel;
  readonly heightAbove: HeightAbove;
  readonly frequencyGhz: number;
  readonly kFactor: number;
  /** The heights' error that the confidence rests on. */
  readonly groundError: StatedError;
  readonly surfaceError: StatedError | null;
  readonly profile: LinkProfile;
}
