import type { Feature } from '../../plan/feature-table.ts';
import type { HeightAbove } from '../obstacles/obstacles.ts';

/** What an antenna's height may be counted from: the ground, the roof under it (of a building or the surface model), the sea. */
export type AntennaBase = Exclude<HeightAbove, 'surface'>;

/** An antenna's height, metres above `heightAbove`. */
export interface AntennaHeight {
  readonly heightM: number;
  readonly heightAbove: AntennaBase;
}

const FIELDS: readonly (readonly [string, AntennaBase])[] = [
  ['heightAglM', 'ground'],
  ['heightRoofM', 'roof'],
  ['heightAslM', 'sea'],
];

/** The height that a radio site states: above ground, else above the roof, else above the sea; else `usualM` above ground. */
export function siteHeight(fields: Feature['fields'], usualM: number): AntennaHeight {
  for (const [field, heightAbove] of FIELDS) {
    const heightM = fields[field];
    if (typeof heightM === 'number') return { heightM, heightAbove };
  }
  return { heightM: usualM, heightAbove: 'ground' };
}
