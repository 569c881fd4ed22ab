import type * as H3 from 'h3-js';
import type { Geometry } from '../geo/geometry.ts';

let library: Promise<typeof H3> | undefined;

/** The outline of a cell of the H3 grid, longitude and latitude, closed; null where the text is no cell. The only file that knows h3-js. */
export async function hexagonOf(cell: string): Promise<Geometry | null> {
  library ??= import('h3-js');
  const { cellToBoundary, isValidCell } = await library;
  if (!isValidCell(cell)) return null;
  const ring = cellToBoundary(cell, true).map(([lng, lat]): [number, number] => [lng, lat]);
  return { type: 'Polygon', coordinates: [ring] };
}
