import { AppError } from '../base/app-error.ts';

/** What heights of a kind of source are usually wrong by. */
export interface UsualHeightError {
  readonly id: string;
  /** The source in words. */
  readonly source: string;
  /** One standard deviation, metres. */
  readonly errorM: number;
  /** Where the figure is from. */
  readonly from: string;
}

/** A figure that nine of ten errors are below (LE90), as one standard deviation of a normal distribution. */
const le90 = (metres: number): number => Math.round((metres / 1.6449) * 10) / 10;

/** Usual errors, exact ones first. Bare ground that a survey says more of is better told by that survey. */
export const USUAL_HEIGHT_ERRORS: readonly UsualHeightError[] = [
  {
    id: 'lidar',
    source: 'lidar of our days (USGS 3DEP quality level 2 and better, most national surveys)',
    errorM: 0.1,
    from: 'RMSEz of at most 0.10 m on open ground: USGS Lidar Base Specification',
  },
  {
    id: 'old-lidar',
    source: 'older or thin lidar (quality level 3)',
    errorM: 0.2,
    from: 'RMSEz of at most 0.20 m: USGS Lidar Base Specification',
  },
  {
    id: 'national',
    source: 'national model of 10 m or 30 m cells from contours and mixed sources (USGS NED)',
    errorM: 1.6,
    from: 'RMSE 1.55 m: Gesch, Oimoen & Evans 2014, USGS Open-File Report 2014–1008',
  },
  {
    id: 'copernicus',
    source: 'Copernicus DEM, 30 m cells, from radar satellites',
    errorM: le90(4),
    from: 'LE90 below 4 m: Copernicus DEM Product Handbook',
  },
  {
    id: 'srtm',
    source: 'SRTM, 30 m or 90 m cells, from the space shuttle',
    errorM: le90(9),
    from: 'LE90 of 5.6 m to 9.0 m by continent: Rodríguez, Morris & Belz 2006',
  },
  {
    id: 'aster',
    source: 'ASTER GDEM, 30 m cells, from stereo pictures',
    errorM: 8.7,
    from: 'RMSE 8.68 m: Gesch, Oimoen & Evans 2014',
  },
];

const MOST_M = 100;

/** @throws AppError terrain/height-error for a value that is none */
export function checkHeightError(errorM: number | undefined): void {
  if (errorM === undefined || (errorM > 0 && errorM <= MOST_M)) return;
  throw new AppError('terrain/height-error', {
    what: `${errorM} m is not an error of heights: it lies above 0 and not above ${MOST_M} m.`,
    remedy: `Give one standard deviation (RMSE) in metres. Usual: ${USUAL_HEIGHT_ERRORS.map(({ id, errorM: usual }) => `${id} ${usual}`).join(', ')}.`,
  });
}
