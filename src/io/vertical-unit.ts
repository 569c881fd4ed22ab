import { AppError } from '../base/app-error.ts';
import type { RasterFile, RasterInfo } from './raster-file.ts';

function refused(name: string): AppError {
  return new AppError('terrain/no-vertical-unit', {
    what: 'The file does not say whether heights are metres or feet.',
    where: name,
    remedy: 'Say it with --vertical-unit m, ft or us-ft.',
  });
}

/** For imports, which last: heights of an unstated unit are refused. @throws AppError terrain/no-vertical-unit */
export function requireVerticalUnit(name: string, file: RasterFile): void {
  if (file.info.some((info) => info.verticalUnit === null)) throw refused(name);
}

/**
 * For single questions (elevation, link, viewshed, sightlines): heights of an unstated unit are taken as metres with a
 * warning, and refused where the horizontal unit is a foot. @returns the warnings @throws AppError terrain/no-vertical-unit
 */
export function assumeVerticalUnit(name: string, file: RasterFile): string[] {
  const unstated = file.info.filter((info) => info.verticalUnit === null);
  if (unstated.some(isInFeet)) throw refused(name);
  return unstated.length === 0
    ? []
    : [`${name}: the file does not say whether heights are metres or feet; metres are assumed (--vertical-unit says otherwise)`];
}

function isInFeet(info: RasterInfo): boolean {
  return info.horizontalUnitM !== null && Math.abs(info.horizontalUnitM - 0.3048) < 0.001;
}
