import { earthBulgeM } from '../../radio/fresnel.ts';
import type { PathProfile } from '../../radio/path-profile.ts';
import type { Sightline } from '../../radio/sightline.ts';
import type { ObstacleKind } from './result.ts';

/** Ground that stands this much above the ground on both sides of it, towards either end, is called a ridge. */
const RIDGE_RISE_M = 5;

/** Names what limits a link: something on the ground, the curve of the Earth alone, a ridge, or just the ground. */
export function obstacleKind(
  profile: PathProfile,
  limiting: Sightline['limiting'],
  earth: { readonly kFactor: number; readonly earthRadiusM: number },
): ObstacleKind {
  if (limiting.cause === 'surface') return 'surface';
  const here = profile.groundM[limiting.index] ?? NaN;
  if (here - lowest(profile.groundM, 0, limiting.index) >= RIDGE_RISE_M) {
    if (here - lowest(profile.groundM, limiting.index, profile.groundM.length) >= RIDGE_RISE_M) return 'ridge';
  }
  const bulgeM = earthBulgeM(limiting.distanceM, profile.lengthM - limiting.distanceM, earth.earthRadiusM, earth.kFactor);
  return limiting.clearanceM < 0 && limiting.clearanceM + bulgeM >= 0 ? 'earth' : 'ground';
}

function lowest(heightsM: Float64Array, from: number, to: number): number {
  let least = Infinity;
  for (let i = from; i < to; i++) least = Math.min(least, heightsM[i] ?? Infinity);
  return least;
}
