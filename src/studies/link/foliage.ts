import { earthBulgeM } from '../../radio/fresnel.ts';
import { foliageLossDb } from '../../radio/foliage-loss.ts';
import type { Season } from '../obstacles/obstacles.ts';
import type { Foliage } from './result.ts';
import type { StandingProfile } from './standing-column.ts';

/** What the straight ray loses in the trees that it passes through, between ground and tree tops; null where there are none. */
export function foliageOf(
  { distanceM, groundM, surfaceM, canopyM, lengthM }: StandingProfile,
  link: {
    readonly altitudeAM: number;
    readonly altitudeBM: number;
    readonly frequencyGhz: number;
    readonly kFactor: number;
    readonly earthRadiusM: number;
  },
  season: Season,
): Foliage | null {
  if (canopyM === null) return null;
  let depthM = 0;
  let [fromM, fromBelow] = [0, 0];
  let wasIn = false;
  for (let i = 0; i < distanceM.length; i++) {
    const atM = distanceM[i] ?? NaN;
    const rayM = link.altitudeAM * (1 - atM / lengthM) + link.altitudeBM * (atM / lengthM);
    const heightM = rayM - earthBulgeM(atM, lengthM - atM, link.earthRadiusM, link.kFactor) - (groundM[i] ?? NaN);
    const treesM = Math.min(canopyM[i] ?? 0, (surfaceM?.[i] ?? NaN) - (groundM[i] ?? NaN));
    const isIn = treesM > 0;
    const below = treesM - heightM;
    if (isIn && wasIn && heightM > 0) depthM += (atM - fromM) * shareAbove0(fromBelow, below);
    [fromM, fromBelow, wasIn] = [atM, below, isIn];
  }
  const rounded = Math.round(depthM * 10) / 10;
  if (!(rounded > 0)) return null;
  const lossDb = foliageLossDb(link.frequencyGhz, rounded, season === 'leaf-on');
  return { depthM: rounded, season, lossDb: lossDb === null ? null : Math.round(lossDb * 10) / 10 };
}

/** The share of a straight piece between two values that is above 0. */
function shareAbove0(a: number, b: number): number {
  if (a > 0 && b > 0) return 1;
  if (a <= 0 && b <= 0) return 0;
  return Math.max(a, b) / Math.abs(a - b);
}
