import type { ProblemList } from './source-layer.ts';

/** Longitude, latitude and, where it is not zero, a height. */
type KmlPosition = readonly number[];

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/**
 * The positions of a `<coordinates>` element: tuples with commas, apart by white space. White space around commas, which is common
 * though not allowed, is overlooked; a tuple that is none is a bad row, told by its place.
 */
export function kmlCoordinates(text: string, where: string, problems: ProblemList): KmlPosition[] {
  const tuples = text
    .replace(/\s*,\s*/g, ',')
    .trim()
    .split(/\s+/)
    .filter((tuple) => tuple !== '');
  return tuples.flatMap((tuple, index) => {
    const position = positionOf(tuple.split(','));
    if (position !== null) return [position];
    const shown = tuple.length > 40 ? `${tuple.slice(0, 39)}…` : tuple;
    problems.add('row', 'import/coordinates', where, `Position ${index + 1}, "${shown}", is not longitude,latitude.`);
    return [];
  });
}

function positionOf(parts: readonly string[]): KmlPosition | null {
  if (parts.length < 2 || parts.length > 3 || !parts.every((part) => NUMBER.test(part))) return null;
  const [x = NaN, y = NaN, height = 0] = parts.map(Number);
  return height === 0 ? [x, y] : [x, y, height];
}
