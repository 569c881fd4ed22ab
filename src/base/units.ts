/** International foot, metres. Exact. */
export const METRES_PER_FOOT = 0.3048;
/** US survey foot, metres. Exact: 1200/3937. */
export const METRES_PER_US_SURVEY_FOOT = 1200 / 3937;
/** International mile, metres. Exact. */
export const METRES_PER_MILE = 1609.344;
/** Speed of light in vacuum, metres per second. Exact (SI). */
export const SPEED_OF_LIGHT_M_PER_S = 299_792_458;

/** A vertical or horizontal length unit as files and users name it. */
export type LengthUnit = 'm' | 'ft' | 'us-ft';

/** Metres in one of the unit. */
export function metresPer(unit: LengthUnit): number {
  switch (unit) {
    case 'm':
      return 1;
    case 'ft':
      return METRES_PER_FOOT;
    case 'us-ft':
      return METRES_PER_US_SURVEY_FOOT;
  }
}
