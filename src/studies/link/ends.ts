import { AppError } from '../../base/app-error.ts';
import type { LngLat } from '../../geo/position.ts';
import type { HeightAbove } from '../obstacles/obstacles.ts';
import type { HeightError } from '../../radio/height-error.ts';
import { unknownLengthM } from '../../radio/path-profile.ts';
import type { LinkInput } from './input.ts';
import type { LinkEndResult, LinkProfile, LinkWarning } from './result.ts';
import type { TerrainSource } from './terrain-source.ts';

/** Where a source states no error, this share of its cell is assumed, and said: 1 m for 10 m cells, 3 m for 30 m. */
const ASSUMED_ERROR_PER_CELL = 0.1;
const LEAST_ASSUMED_ERROR_M = 0.1;
/** Heights of buildings and trees above their ground seldom come with an error: these are assumed, and said. Metres. */
export const ASSUMED_BUILDING_ERROR_M = 1.5;
export const ASSUMED_TREES_ERROR_M = 3;
/** Heights are taken to be wrong together over this many cells. */
const CORRELATION_CELLS = 3;

/**
 * Puts an antenna on the terrain or the surface.
 * @throws AppError terrain/outside-coverage where the height under it is unknown
 */
export function antennaAt(input: LinkInput, which: 'from' | 'to'): LinkEndResult {
  const end = input[which];
  const groundM = input.terrain.elevationM(end.position);
  const heightAbove = end.heightAbove ?? input.heightAbove;
  const baseM = baseOf(input, heightAbove, end.position, groundM);
  if (Number.isNaN(groundM) || Number.isNaN(baseM)) {
    const layer = Number.isNaN(groundM) ? 'terrain' : 'surface';
    throw new AppError('terrain/outside-coverage', {
      what: `The ${layer} knows no height under end ${which === 'from' ? 'A' : 'B'}.`,
      where: `${end.position[0]},${end.position[1]}`,
      remedy: `Move that end or add a ${layer} model that covers it.`,
    });
  }
  if (baseM === NO_ROOF) {
    throw new AppError('study/link-input', {
      what: `No building with a height stands under end ${which === 'from' ? 'A' : 'B'}.`,
      where: `${end.position[0]},${end.position[1]}`,
      remedy: 'Move that end onto the roof, or give its height above the ground.',
    });
  }
  return { position: end.position, heightM: end.heightM, heightAbove, groundM, altitudeM: baseM + end.heightM };
}

const NO_ROOF = Infinity;

/** Altitude that an antenna's height is counted from; `NO_ROOF` where that is a roof and there is none. */
function baseOf({ surface, standing }: LinkInput, heightAbove: HeightAbove, position: LngLat, groundM: number): number {
  switch (heightAbove) {
    case 'ground':
      return groundM;
    case 'sea':
      return 0;
    case 'surface':
      return surface?.elevationM(position) ?? NaN;
    case 'roof':
      return surface ? surface.elevationM(position) : groundM + (standing?.buildingAt(position)?.heightM ?? NO_ROOF);
  }
}

/** The heights' error as stated by the sources, or assumed where they state none. */
export function errorOf({ terrain, surface, standing }: Pick<LinkInput, 'terrain' | 'surface' | 'standing'>): HeightError {
  return {
    groundM: terrain.errorM ?? assumedErrorM(terrain),
    surfaceM: surface ? (surface.errorM ?? assumedErrorM(surface)) : 0,
    ...(standing && !surface ? { buildingM: ASSUMED_BUILDING_ERROR_M, treesM: ASSUMED_TREES_ERROR_M } : {}),
    correlationM: CORRELATION_CELLS * Math.max(terrain.cellM, surface?.cellM ?? 0),
  };
}

/** What must be said beside the verdict. */
export function findWarnings(link: {
  readonly input: LinkInput;
  readonly from: LinkEndResult;
  readonly to: LinkEndResult;
  readonly profile: LinkProfile;
}): LinkWarning[] {
  const { distanceM, groundM, surfaceM } = link.profile;
  const warnings: LinkWarning[] = [...gapWarning('terrain-unknown', groundM, distanceM)];
  const { input } = link;
  if (input.surface && surfaceM !== null) warnings.push(...gapWarning('surface-unknown', surfaceM, distanceM));
  for (const [end, { position, groundM: underM, altitudeM }] of [
    ['A', link.from],
    ['B', link.to],
  ] as const) {
    const onGround = depth('antenna-below-ground', end, underM - altitudeM);
    const roofM = underM + (input.standing?.buildingAt(position)?.heightM ?? NaN);
    const inside = input.surface
      ? depth('antenna-in-surface', end, input.surface.elevationM(position) - altitudeM)
      : depth('antenna-in-building', end, roofM - altitudeM);
    warnings.push(...(onGround.length > 0 ? onGround : inside));
  }
  const count = input.surface ? 0 : (input.standing?.withoutHeight ?? 0);
  if (count > 0) warnings.push({ code: 'buildings-without-height', count });
  return warnings;
}

/** What a source that states no error is taken to be wrong by, one standard deviation, metres. */
export function assumedErrorM(source: Pick<TerrainSource, 'cellM'>): number {
  return Math.max(LEAST_ASSUMED_ERROR_M, Math.round(source.cellM * ASSUMED_ERROR_PER_CELL * 10) / 10);
}

function gapWarning(code: 'terrain-unknown' | 'surface-unknown', heightsM: Float64Array, distanceM: Float64Array): LinkWarning[] {
  const lengthM = unknownLengthM(heightsM, distanceM);
  if (lengthM === 0) return [];
  const first = heightsM.findIndex(Number.isNaN);
  const last = heightsM.findLastIndex(Number.isNaN);
  return [
    {
      code,
      lengthM: Math.round(lengthM),
      fromM: Math.round(distanceM[Math.max(0, first - 1)] ?? 0),
      toM: Math.round(distanceM[Math.min(heightsM.length - 1, last + 1)] ?? 0),
    },
  ];
}

function depth(
  code: 'antenna-in-surface' | 'antenna-in-building' | 'antenna-below-ground',
  end: 'A' | 'B',
  belowM: number,
): LinkWarning[] {
  const depthM = Math.round(belowM * 10) / 10;
  return depthM > 0 ? [{ code, end, depthM }] : [];
}
