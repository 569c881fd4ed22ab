import { localFrame } from '../../../geo/local-frame.ts';
import type { LngLat, LngLatBounds } from '../../../geo/position.ts';
import type { FiberNetwork } from '../../../plan/network.ts';
import { clipLine, type PageBox } from './clip.ts';
import { mapFrame, scalesOf, type MapFrame } from './map-frame.ts';

/** The share of a sheet that its neighbour shows again. */
const OVERLAP = 0.06;
/** A crew reads numbers of poles down to about this scale. */
const READABLE = { from: 1000, to: 5000, coarse: 10_000 } as const;
export const MOST_SHEETS = 12;

/** The detail sheets of a neighbourhood: frames on one grid, in rows from the north-west; those without anything on them are left out. */
export function detailSheets(box: PageBox, bounds: LngLatBounds, network: FiberNetwork, units: 'us' | 'metric'): MapFrame[] {
  let sheets: MapFrame[] = [];
  for (const scale of scalesOf(units)) {
    if (scale < READABLE.from) continue;
    sheets = sheetsAt(box, bounds, network, scale);
    const enough = sheets.length <= (scale < 2000 ? 4 : MOST_SHEETS);
    if (enough || (scale >= READABLE.coarse && sheets.length <= 2 * MOST_SHEETS)) break;
  }
  return sheets;
}

function sheetsAt(box: PageBox, bounds: LngLatBounds, network: FiberNetwork, scale: number): MapFrame[] {
  const middle: LngLat = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
  const local = localFrame(middle);
  const corner = local.toLocal([bounds[2], bounds[3]]);
  const stepX = (box.width * (1 - OVERLAP) * scale) / 1000;
  const stepY = (box.height * (1 - OVERLAP) * scale) / 1000;
  const columns = Math.max(1, Math.ceil((2 * corner.x) / stepX));
  const rows = Math.max(1, Math.ceil((2 * corner.y) / stepY));
  if (columns * rows > 400) return Array.from({ length: 401 }, () => mapFrame(box, middle, scale));
  const frames: MapFrame[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const centre = local.toLngLat({ x: (column - (columns - 1) / 2) * stepX, y: ((rows - 1) / 2 - row) * stepY });
      const frame = mapFrame(box, centre, scale);
      if (showsSomething(frame, network)) frames.push(frame);
    }
  }
  return frames;
}

/** True where a route, a drop or a pole comes inside the frame by more than the overlap that a neighbour shows anyway. */
function showsSomething(frame: MapFrame, network: FiberNetwork): boolean {
  const { box } = frame;
  const rim = OVERLAP / 2;
  const core = { x: box.x + box.width * rim, y: box.y + box.height * rim, width: box.width * (1 - 2 * rim), height: box.height * (1 - 2 * rim) };
  const shows = (path: readonly LngLat[]): boolean => clipLine(path.map(frame.toPage), core).length > 0;
  return network.stretches.some(({ path }) => shows(path)) || network.drops.some(({ path }) => shows(path));
}
