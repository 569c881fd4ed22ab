import { earthBulgeM } from '../../radio/fresnel.ts';
import type { PathProfile } from '../../radio/path-profile.ts';
import type { Sightline } from '../../radio/sightline.ts';
import { fieldsAt, idAt } from '../../plan/feature-table.ts';
import type { LinkInput } from './input.ts';
import type { LimitingPoint, ObstacleKind } from './result.ts';

/** Ground that stands this much above the ground on both sides of it, towards either end, is called a ridge. */
const RIDGE_RISE_M = 5;

/** Names what limits a link: something on the ground, the curve of the Earth alone, a ridge, or just the ground. */
export function obstacleKind(
  profile: PathProfile,
  limiting: Sightline['limiting'],
  earth: { readonly kFactor: number; readonly earthRadiusM: number },
): ObstacleKind {
  if (limiting.cause !== 'ground') return limiting.cause;
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

/** Id and name, or else address, of a building; null for trees, buildings of a raster and where none is known. */
export function buildingName({ standing }: Pick<LinkInput, 'standing'>, building: number | undefined): LimitingPoint['building'] {
  const table = standing?.obstacles.buildings ?? null;
  const id = building === undefined || table === null ? undefined : idAt(table, building);
  if (id === undefined || building === undefined || table === null) return null;
  const { name, street, housenumber } = fieldsAt(table, building);
  const address = [street, housenumber].filter((part) => part !== undefined).join(' ');
  return { id, name: name !== undefined ? String(name) : address === '' ? null : address };
}
