import { bitsOf, highestOf } from '../base/float-range.ts';
import type { FieldWindow, ViewshedInput } from './viewshed-field.ts';

export const TILE_BITS = 5;
/** Cells on a side of a tile; tiles are counted from the raster's first cell. */
export const TILE = 1 << TILE_BITS;

/** How many cells of its tile, this one among them, a walk in a direction passes. */
export function cellsToEdge(cell: number, direction: 1 | -1): number {
  const within = cell & (TILE - 1);
  return direction > 0 ? TILE - within : within + 1;
}

/** What is known of a window's tiles before any ray is cast. */
export interface Tiles {
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly down: number;
  /** The highest obstacle or target of a tile and of the cells around it, metres over the datum; −Infinity where nothing is known. */
  readonly topM: Float64Array;
  /** m² per squared cell: no distance is shorter. */
  readonly leastPerCell2: number;
}

/** Finds the tops of a window's tiles. */
export function tilesOf(input: ViewshedInput, window: FieldWindow): Tiles {
  const [left, top] = [window.left >> TILE_BITS, window.top >> TILE_BITS];
  const across = ((window.left + window.width - 1) >> TILE_BITS) - left + 1;
  const down = ((window.top + window.height - 1) >> TILE_BITS) - top + 1;
  const tiles = { left, top, across, down, topM: new Float64Array(across * down).fill(-Infinity) };
  raiseTiles(tiles, window, input.width, bitsOf(input.targetBaseM), input.targetHeightM);
  if (input.obstacleM !== input.targetBaseM) raiseTiles(tiles, window, input.width, bitsOf(input.obstacleM), 0);
  return { ...tiles, leastPerCell2: leastPerCell2(input, window) };
}

/** The shorter axis of the ellipse that a metric's circle is in cells. */
function leastPerCell2({ metric }: ViewshedInput, { top, height }: FieldWindow): number {
  let least = Infinity;
  for (let r = top; r < top + height; r++) {
    const [e, f, g] = [metric.across[r] ?? NaN, metric.skew[r] ?? NaN, metric.down[r] ?? NaN];
    least = Math.min(least, (e + g) / 2 - Math.hypot((e - g) / 2, f));
  }
  return least;
}

type Tops = Omit<Tiles, 'leastPerCell2'>;

function raiseTiles(tiles: Tops, window: FieldWindow, rasterWidth: number, heightBits: Int32Array, moreM: number): void {
  const right = window.left + window.width;
  const bottom = window.top + window.height;
  const rowTops = new Float64Array(tiles.across);
  for (let row = window.top; row < bottom; row++) {
    const base = row * rasterWidth;
    for (let tile = 0; tile < tiles.across; tile++) {
      const first = (tiles.left + tile) << TILE_BITS;
      const from = base + Math.max(window.left, first - 1);
      rowTops[tile] = highestOf(heightBits, from, base + Math.min(right, first + TILE + 1)) + moreM;
    }
    const tileRow = row >> TILE_BITS;
    raiseRow(tiles, tileRow, rowTops);
    // A tile's first and last row are beside the next tile.
    if (row % TILE === 0 && row > window.top) raiseRow(tiles, tileRow - 1, rowTops);
    if (row % TILE === TILE - 1 && row + 1 < bottom) raiseRow(tiles, tileRow + 1, rowTops);
  }
}

function raiseRow({ top, across, topM }: Tops, tileRow: number, rowTops: Float64Array): void {
  const base = (tileRow - top) * across;
  for (let tile = 0; tile < across; tile++) {
    const most = rowTops[tile] ?? NaN;
    if (most > (topM[base + tile] ?? NaN)) topM[base + tile] = most;
  }
}
