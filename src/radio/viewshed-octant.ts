import type { FieldWindow, ViewshedInput } from './viewshed-field.ts';

/** An eighth of a window as the antenna sees it: lines (rows or columns) counted away from it, places on them counted to one side. */
export interface Octant {
  readonly linesAreRows: boolean;
  readonly lineDirection: 1 | -1;
  readonly placeDirection: 1 | -1;
  /** The first line away from the antenna, and the place under it or just before it, as row and column of the raster. */
  readonly firstLine: number;
  readonly firstPlace: number;
  readonly lineCount: number;
  readonly placeCount: number;
  /** Lines from the antenna to the first, more than 0 and up to 1. */
  readonly firstAway: number;
  /** Places from the first to the antenna, 0 and up to 1. */
  readonly offset: number;
}

/** The eight; cells on their borders are in two. */
export function octantsOf({ column, row }: ViewshedInput, { left, top, width, height }: FieldWindow): Octant[] {
  const columns = { at: column, least: left, most: left + width - 1 };
  const rows = { at: row, least: top, most: top + height - 1 };
  const octants: Octant[] = [];
  for (const linesAreRows of [true, false]) {
    const [lines, places] = linesAreRows ? [rows, columns] : [columns, rows];
    for (const lineDirection of [1, -1] as const) {
      const firstLine = lineDirection > 0 ? Math.floor(lines.at) + 1 : Math.ceil(lines.at) - 1;
      const firstAway = Math.abs(firstLine - lines.at);
      const lineCount = (lineDirection > 0 ? lines.most - firstLine : firstLine - lines.least) + 1;
      for (const placeDirection of [1, -1] as const) {
        const firstPlace = placeDirection > 0 ? Math.floor(places.at) : Math.ceil(places.at);
        const placeCount = (placeDirection > 0 ? places.most - firstPlace : firstPlace - places.least) + 1;
        const offset = Math.abs(firstPlace - places.at);
        octants.push({
          ...{ linesAreRows, lineDirection, placeDirection },
          ...{ firstLine, firstPlace, lineCount, placeCount, firstAway, offset },
        });
      }
    }
  }
  return octants;
}

/** Places of the octant that rays meet between the antenna and a line so far away, and one beyond. */
export function placesWithin({ offset, placeCount }: Octant, away: number): number {
  return Math.min(placeCount, Math.floor(offset + away) + 2);
}
