import { packedBoxIndex, type BoxIndex } from './spatial-index.ts';

/** Side of a vector tile in its own whole units. */
export const TILE_EXTENT = 4096;
/** How far beyond its edges a tile holds lines and areas, so that broad lines and outlines meet without a seam. */
const BUFFER = 256;
/** Side of the world in the units that shapes are kept in: 3.7 cm at the equator. */
const WORLD = 2 ** 30;
/** Units of a tile to a pixel on screen, at the zoom that a tile is made for. */
const UNITS_PER_PIXEL = 8;
/** Corners nearer than this to the line between their neighbours are left out, units. */
const TOLERANCE = 3;
/** Shapes smaller than this are drawn one to a cell of this size: more would only cover each other. */
const CELL = 2 * UNITS_PER_PIXEL;
/** From farther away than this zoom a layer is a shade that says where it is: one mark to a cell of four pixels. */
const NEAR_ZOOM = 11;
const FAR_CELL = 4 * UNITS_PER_PIXEL;
/** An area smaller than this is a shade, where shades are wanted, below the zoom at which towns fill the picture. */
const SHADE_UNITS = 4 * UNITS_PER_PIXEL;
const TOWN_ZOOM = 14;
/** The group of cells that are shaded. */
const SHADE = 7;
const MOST_LATITUDE = 85.0511;

/** Where things are, nested as in a table of features; see plan/feature-table.ts. */
export interface NestedShapes {
  readonly count: number;
  /** Longitude, latitude, … degrees. */
  readonly coordinates: Float64Array;
  readonly featureParts: Uint32Array;
  readonly partPaths: Uint32Array;
  readonly pathPoints: Uint32Array;
}

/** The three kinds of shape that a vector tile knows. */
export type TileKind = 1 | 2 | 3;
export const [POINT, LINE, AREA] = [1, 2, 3] as const;

/** A shape in a tile's units: paths one after the other, each `x, y, x, y, …`; rings are not closed, outer ones run clockwise on screen. */
export interface TileShape {
  readonly kind: TileKind;
  readonly paths: readonly (readonly number[])[];
}

/** Shapes in web Mercator with an index, ready to be cut into tiles. */
export class TileShapes {
  readonly #xy: Int32Array;
  readonly #nested: Omit<NestedShapes, 'coordinates'>;
  readonly #kindOf: (row: number) => TileKind | null;
  readonly #index: BoxIndex;

  constructor({ coordinates, ...nested }: NestedShapes, kindOf: (row: number) => TileKind | null) {
    this.#nested = nested;
    this.#kindOf = kindOf;
    this.#xy = mercator(coordinates);
    const boxes = new Int32Array(4 * nested.count);
    for (let row = 0; row < nested.count; row++) boxes.set(this.#boxOf(row), 4 * row);
    this.#index = packedBoxIndex(boxes);
  }

  /**
   * Calls `found` for every shape of a tile, in order of rows. Corners that nobody could see are left out below `finestZoom`, and of shapes smaller
   * than two pixels one is kept to a place. @param groupOf keeps shapes of different groups, 0 … 6, from covering each other so
   * @param shade takes, where it is given, the ground under areas of that size as boxes, once and last, in place of the areas themselves
   */
  cut(
    { z, x, y }: { readonly z: number; readonly x: number; readonly y: number },
    finestZoom: number,
    groupOf: (row: number) => number,
    found: (row: number, shape: TileShape) => void,
    shade?: (shape: TileShape) => void,
  ): void {
    const side = WORLD / 2 ** z;
    const scale = TILE_EXTENT / side;
    const [west, north] = [x * side, y * side];
    const margin = BUFFER / scale;
    const isFinest = z >= finestZoom;
    const cell = z < NEAR_ZOOM ? FAR_CELL : CELL;
    const cells = new Uint8Array((TILE_EXTENT / cell) ** 2);
    const shadeUnits = shade !== undefined && z < TOWN_ZOOM ? SHADE_UNITS : cell;
    for (const row of this.#index.search(west - margin, north - margin, west + side + margin, north + side + margin)) {
      const kind = this.#kindOf(row);
      if (kind === null) continue;
      if (!isFinest) {
        const box = this.#boxOf(row);
        const [width, height] = [(box[2] - box[0]) * scale, (box[3] - box[1]) * scale];
        if (shade !== undefined && kind === AREA && width < shadeUnits && height < shadeUnits) {
          shadeCells(cells, cell, (box[0] - west) * scale, (box[1] - north) * scale, width, height);
          continue;
        }
        if (width < cell && height < cell) {
          const middle: readonly [number, number] = [
            ((box[0] + box[2]) / 2 - west) * scale,
            ((box[1] + box[3]) / 2 - north) * scale,
          ];
          if (!takes(cells, cell, middle, groupOf(row))) continue;
          const least = cell === FAR_CELL ? FAR_CELL / 2 : 1;
          const small = smallShape(kind, middle, Math.max(width, least), Math.max(height, least));
          if (small !== null) found(row, small);
          continue;
        }
      }
      const shape = this.#shapeOf(row, kind, west, north, scale, isFinest ? 0 : TOLERANCE);
      if (shape.paths.length > 0) found(row, shape);
    }
    const paths = shade === undefined ? [] : shadedBoxes(cells, cell);
    if (paths.length > 0) shade?.({ kind: AREA, paths });
  }

  #shapeOf(row: number, kind: TileKind, west: number, north: number, scale: number, tolerance: number): TileShape {
    const { featureParts, partPaths, pathPoints } = this.#nested;
    const paths: number[][] = [];
    for (let part = featureParts[row] ?? 0; part < (featureParts[row + 1] ?? 0); part++) {
      const first = partPaths[part] ?? 0;
      for (let path = first; path < (partPaths[part + 1] ?? 0); path++) {
        const points: number[] = [];
        for (let point = pathPoints[path] ?? 0; point < (pathPoints[path + 1] ?? 0); point++)
          points.push(((this.#xy[2 * point] ?? 0) - west) * scale, ((this.#xy[2 * point + 1] ?? 0) - north) * scale);
        if (kind === POINT) {
          if (isIn(points[0] ?? NaN) && isIn(points[1] ?? NaN)) paths.push(rounded(points));
        } else if (kind === LINE) paths.push(...clippedLine(simplified(points, tolerance)));
        else {
          const ring = clippedRing(simplified(points, tolerance));
          // A hole without its outline would be an area of its own.
          if (ring === null && path === first) break;
          if (ring !== null) paths.push(turned(ring, path === first));
        }
      }
    }
    return { kind, paths };
  }

  #boxOf(row: number): [number, number, number, number] {
    const { featureParts, partPaths, pathPoints } = this.#nested;
    const from = pathPoints[partPaths[featureParts[row] ?? 0] ?? 0] ?? 0;
    const to = pathPoints[partPaths[featureParts[row + 1] ?? 0] ?? 0] ?? 0;
    // What has no place gets a box that no tile touches.
    if (from === to) return [-WORLD, -WORLD, -WORLD, -WORLD];
    let [minX, minY, maxX, maxY] = [WORLD, WORLD, 0, 0];
    for (let point = from; point < to; point++) {
      const [x, y] = [this.#xy[2 * point] ?? 0, this.#xy[2 * point + 1] ?? 0];
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
    return [minX, minY, maxX, maxY];
  }
}

function mercator(coordinates: Float64Array): Int32Array {
  const xy = new Int32Array(coordinates.length);
  for (let at = 0; at < coordinates.length; at += 2) {
    const lat = Math.min(MOST_LATITUDE, Math.max(-MOST_LATITUDE, coordinates[at + 1] ?? 0));
    const sine = Math.sin((lat * Math.PI) / 180);
    xy[at] = Math.round(((coordinates[at] ?? 0) / 360 + 0.5) * WORLD);
    xy[at + 1] = Math.round((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD);
  }
  return xy;
}

/** Takes the cell around a place for a group; false where it is taken, or beyond the tile. */
function takes(cells: Uint8Array, size: number, [x, y]: readonly [number, number], group: number): boolean {
  if (!isIn(x) || !isIn(y)) return false;
  const cell = Math.floor(y / size) * (TILE_EXTENT / size) + Math.floor(x / size);
  const taken = cells[cell] ?? 0;
  if ((taken >> group) & 1) return false;
  cells[cell] = taken | (1 << group);
  return true;
}

/** Shades the cells whose middles a box covers, and the one of its own middle. */
function shadeCells(cells: Uint8Array, size: number, x: number, y: number, width: number, height: number): void {
  const side = TILE_EXTENT / size;
  const span = (from: number, length: number): [number, number] => {
    const [first, last] = [Math.round(from / size), Math.round((from + length) / size) - 1];
    const middle = Math.floor((from + length / 2) / size);
    return first <= last ? [Math.max(0, first), Math.min(side - 1, last)] : [middle, middle];
  };
  const [[west, east], [north, south]] = [span(x, width), span(y, height)];
  for (let row = north; row <= south; row++)
    for (let column = west; column <= east; column++)
      if (row >= 0 && row < side && column >= 0 && column < side)
        cells[row * side + column] = (cells[row * side + column] ?? 0) | (1 << SHADE);
}

/** The cells that are shaded, as few boxes: neighbours in a row, and equal rows, are one. */
function shadedBoxes(cells: Uint8Array, size: number): number[][] {
  const side = TILE_EXTENT / size;
  const boxes: number[][] = [];
  /** Boxes that reach down to the row before, by the cell that they begin with. */
  let above = new Map<number, number[]>();
  for (let y = 0; y < side; y++) {
    const here = new Map<number, number[]>();
    for (let x = 0; x < side; x++) {
      const from = x;
      while (x < side && ((cells[y * side + x] ?? 0) >> SHADE) & 1) x++;
      if (x === from) continue;
      const [west, east, bottom] = [from * size, x * size, (y + 1) * size];
      let box = above.get(from);
      if (box === undefined || box[2] !== east) boxes.push((box = [west, y * size, east, y * size, east, bottom, west, bottom]));
      else box[5] = box[7] = bottom;
      here.set(from, box);
    }
    above = here;
  }
  return boxes;
}

/** What stands for a shape of a few pixels at most: its point, a stroke or a box of a size. */
function smallShape(kind: TileKind, [x, y]: readonly [number, number], width: number, height: number): TileShape | null {
  if (kind === POINT) return { kind, paths: [rounded([x, y])] };
  const [w, h] = [width / 2, height / 2];
  if (kind === LINE) return { kind, paths: [rounded([x - w, y - h, x + w, y + h])] };
  const ring = clippedRing([x - w, y - h, x + w, y - h, x + w, y + h, x - w, y + h]);
  return ring === null ? null : { kind, paths: [ring] };
}

const isIn = (value: number): boolean => value >= 0 && value < TILE_EXTENT;
const rounded = (points: readonly number[]): number[] => points.map(Math.round);

/** Douglas and Peucker's line: corners farther than the tolerance from the line between those that are kept. Ends stay. */
function simplified(points: number[], tolerance: number): number[] {
  const last = points.length / 2 - 1;
  if (tolerance === 0 || last < 2) return points;
  const keep = new Uint8Array(last + 1);
  keep[0] = keep[last] = 1;
  const spans: number[] = [0, last];
  while (spans.length > 0) {
    const to = spans.pop() ?? 0;
    const from = spans.pop() ?? 0;
    let [farthest, distance] = [-1, tolerance * tolerance];
    for (let i = from + 1; i < to; i++) {
      const d = squaredDistance(points, i, from, to);
      if (d > distance) [farthest, distance] = [i, d];
    }
    if (farthest < 0) continue;
    keep[farthest] = 1;
    spans.push(from, farthest, farthest, to);
  }
  const kept: number[] = [];
  for (let i = 0; i <= last; i++) if (keep[i] === 1) kept.push(points[2 * i] ?? 0, points[2 * i + 1] ?? 0);
  return kept;
}

/** Square of the distance of a point from the stretch between two others. */
function squaredDistance(points: readonly number[], at: number, from: number, to: number): number {
  const [x, y] = [points[2 * at] ?? 0, points[2 * at + 1] ?? 0];
  let [px, py] = [points[2 * from] ?? 0, points[2 * from + 1] ?? 0];
  const [dx, dy] = [(points[2 * to] ?? 0) - px, (points[2 * to + 1] ?? 0) - py];
  const length = dx * dx + dy * dy;
  if (length > 0) {
    const share = Math.min(1, Math.max(0, ((x - px) * dx + (y - py) * dy) / length));
    px += share * dx;
    py += share * dy;
  }
  return (x - px) ** 2 + (y - py) ** 2;
}

const [LOW, HIGH] = [-BUFFER, TILE_EXTENT + BUFFER];

/** The pieces of a line inside the tile and its margin (Liang and Barsky's clipping, side by side). */
function clippedLine(points: readonly number[]): number[][] {
  const pieces: number[][] = [];
  let piece: number[] = [];
  for (let i = 2; i < points.length; i += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(i - 2, i + 2);
    let [enter, leave] = [0, 1];
    for (const [start, step] of [
      [x0, x1 - x0],
      [y0, y1 - y0],
    ] as const) {
      // prettier-ignore
      if (step === 0) {
        if (start < LOW || start > HIGH) leave = -1;
      } else {
        const [low, high] = [(LOW - start) / step, (HIGH - start) / step];
        enter = Math.max(enter, Math.min(low, high));
        leave = Math.min(leave, Math.max(low, high));
      }
    }
    if (enter > leave) continue;
    if (piece.length === 0) piece.push(x0 + enter * (x1 - x0), y0 + enter * (y1 - y0));
    piece.push(x0 + leave * (x1 - x0), y0 + leave * (y1 - y0));
    if (leave < 1) {
      pieces.push(piece);
      piece = [];
    }
  }
  if (piece.length > 0) pieces.push(piece);
  return pieces.map((one) => withoutRepeats(rounded(one))).filter((one) => one.length >= 4);
}

/** A ring inside the tile and its margin (Sutherland and Hodgman's clipping); null where nothing is left. Closed or not, it comes back open. */
function clippedRing(points: readonly number[]): number[] | null {
  let ring: readonly number[] = points;
  const isInside = ring.every((value) => value >= LOW && value <= HIGH);
  for (const [axis, edge, way] of isInside
    ? []
    : ([
        [0, LOW, 1],
        [0, HIGH, -1],
        [1, LOW, 1],
        [1, HIGH, -1],
      ] as const))
    // prettier-ignore
    ring = cutAt(ring, axis, edge, way);
  const open = withoutRepeats(rounded(ring));
  const last = open.length - 2;
  if (last > 0 && open[0] === open[last] && open[1] === open[last + 1]) open.length = last;
  return open.length >= 6 && areaOf(open) !== 0 ? open : null;
}

function cutAt(ring: readonly number[], axis: 0 | 1, edge: number, way: 1 | -1): number[] {
  const kept: number[] = [];
  const depth = (at: number): number => ((ring[at + axis] ?? 0) - edge) * way;
  for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2) {
    const [a, b] = [depth(before), depth(at)];
    if (a >= 0 !== b >= 0) {
      const share = a / (a - b);
      for (const k of [0, 1]) kept.push((ring[before + k] ?? 0) + share * ((ring[at + k] ?? 0) - (ring[before + k] ?? 0)));
    }
    if (b >= 0) kept.push(ring[at] ?? 0, ring[at + 1] ?? 0);
  }
  return kept;
}

function withoutRepeats(points: readonly number[]): number[] {
  const kept: number[] = [];
  for (let at = 0; at < points.length; at += 2) {
    const [x = 0, y = 0] = [points[at], points[at + 1]];
    if (at === 0 || x !== kept.at(-2) || y !== kept.at(-1)) kept.push(x, y);
  }
  return kept;
}

/** Twice the area; positive where the ring runs clockwise on screen, whose y counts downwards. */
function areaOf(ring: readonly number[]): number {
  let sum = 0;
  for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2)
    sum += (ring[before] ?? 0) * (ring[at + 1] ?? 0) - (ring[at] ?? 0) * (ring[before + 1] ?? 0);
  return sum;
}

/** The ring in the direction that vector tiles want: outer ones clockwise, holes the other way. */
function turned(ring: number[], isOuter: boolean): number[] {
  if (areaOf(ring) > 0 === isOuter) return ring;
  const back: number[] = [];
  for (let at = ring.length - 2; at >= 0; at -= 2) back.push(ring[at] ?? 0, ring[at + 1] ?? 0);
  return back;
}
