import { AppError } from '../../base/app-error.ts';
import type { HeightError } from '../../radio/height-error.ts';
import { unknownLengthM } from '../../radio/path-profile.ts';
import type { LinkInput } from './input.ts';
import type { LinkEndResult, LinkProfile, LinkWarning } from './result.ts';
import type { TerrainSource } from './terrain-source.ts';

/** Where a source states no error, this share of its cell is assumed, and said: 1 m for 10 m cells, 3 m for 30 m. */
const ASSUMED_ERROR_PER_CELL = 0.1;
const LEAST_ASSUMED_ERROR_M = 0.1;
/** Heights are taken to be wrong together over this many cells. */
const CORRELATION_CELLS = 3;

/**
 * Puts an antenna on the terrain or the surface.
 * @throws AppError terrain/outside-coverage where the height under it is unknown
 */
export function antennaAt(input: LinkInput, which: 'from' | 'to'): LinkEndResult {
  const end = input[which];
  const groundM = input.terrain.elevationM(end.position);
  const baseM = input.heightAbove === 'surface' ? (input.surface?.elevationM(end.position) ?? NaN) : groundM;
  if (Number.isNaN(groundM) || Number.isNaN(baseM)) {
    const layer = Number.isNaN(groundM) ? 'terrain' : 'surface';
    throw new AppError('terrain/outside-coverage', {
      what: `The ${layer} knows no height under end ${which === 'from' ? 'A' : 'B'}.`,
      where: `${end.position[0]},${end.position[1]}`,
      remedy: `Move that end or add a ${layer} model that covers it.`,
    });
  }
  return { position: end.position, heightM: end.heightM, groundM, altitudeM: baseM + end.heightM };
}

/** The heights' error as stated by the sources, or assumed where they state none. */
export function errorOf({ terrain, surface }: Pick<LinkInput, 'terrain' | 'surface'>): HeightError {
  return {
    groundM: terrain.errorM ?? assumedErrorM(terrain),
    surfaceM: surface ? (surface.errorM ?? assumedErrorM(surface)) : 0,
    correlationM: CORRELATION_CELLS * Math.max(terrain.cellM, surface?.cellM ?? 0),
  };
}

/** What must be said beside the verdict. */
export function findWarnings(link: {
  readonly from: LinkEndResult;
  readonly to: LinkEndResult;
  readonly profile: LinkProfile;
}): LinkWarning[] {
  const { distanceM, groundM, surfaceM } = link.profile;
  const warnings: LinkWarning[] = [...gapWarning('terrain-unknown', groundM, distanceM)];
  if (surfaceM !== null) warnings.push(...gapWarning('surface-unknown', surfaceM, distanceM));
  if (surfaceM !== null) {
    warnings.push(...inSurface('A', link.from.altitudeM, surfaceM[0]), ...inSurface('B', link.to.altitudeM, surfaceM.at(-1)));
  }
  return warnings;
}

function assumedErrorM(source: TerrainSource): number {
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

function inSurface(end: 'A' | 'B', altitudeM: number, surfaceM: number | undefined): LinkWarning[] {
  const depthM = Math.round(((surfaceM ?? NaN) - altitudeM) * 10) / 10;
  return depthM > 0 ? [{ code: 'antenna-in-surface', end, depthM }] : [];
}
