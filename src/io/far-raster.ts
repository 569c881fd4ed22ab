/**
 * A GeoTIFF at an address: what it is, before anything of it is fetched, and a piece of it as a file of its own. Of a raster with smaller copies of itself
 * (a COG) the piece is taken from the copy that is fine enough; blocks are copied as they are packed, so that nothing is computed twice.
 */
import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { describeCrs, fromWgs84, type CrsDescription } from '../geo/crs.ts';
import type { Grid } from '../geo/grid.ts';
import type { LngLatBounds } from '../geo/position.ts';
import { joinedPieces, pagedSource, type ByteSource, type Piece } from './byte-source.ts';
import { directoryOf, readFarTiff, tagOf, writeFarTiff, type RawDirectory } from './far-tiff.ts';
import { crsOfKeys, placeOfCells, readGeoKeys } from './geo-keys.ts';
import { damagedRaster } from './tiff-directory.ts';
import { MAX_CELLS } from './tiff-image.ts';

/** A raster or one of its smaller copies. */
export interface FarLevel {
  readonly width: number;
  readonly height: number;
  /** Metres from one cell to the next, about; null where the place is not known. */
  readonly cellM: number | null;
  readonly tiled: boolean;
  readonly blockWidth: number;
  readonly blockHeight: number;
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
  readonly tags: RawDirectory;
}

/** A raster far away, as its directories describe it. */
export interface FarRaster {
  readonly source: ByteSource;
  readonly littleEndian: boolean;
  readonly crs: CrsDescription | null;
  readonly toModel: Grid['toModel'] | null;
  readonly isPoint: boolean;
  /** From the finest to the coarsest; there is at least one. */
  readonly levels: readonly [FarLevel, ...FarLevel[]];
}

/** Blocks of a level, and what they are together. `right` and `bottom` are the first ones beyond. */
export interface FarWindow {
  readonly level: FarLevel;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
  /** Bytes that have to be fetched. */
  readonly bytes: number;
}

const TAG = {
  subfile: 254,
  width: 256,
  height: 257,
  rows: 278,
  tileWidth: 322,
  tileHeight: 323,
  scale: 33550,
  ties: 33922,
  matrix: 34264,
};
/** What smaller copies do not say again: the keys of the system, GDAL's notes, nothing. */
const SHARED_TAGS = [34735, 34736, 34737, 42112, 42113];
/** Lists of blocks and of other directories, and those of the place, which are written anew. */
const REPLACED_TAGS = [TAG.subfile, 273, 279, 324, 325, 330, TAG.scale, TAG.ties, TAG.matrix];
const METRES_PER_DEGREE = 111_320;

/** Reads what a raster is. @param crs the user's word about its system @throws AppError file/damaged, remote/…, crs/… */
export async function openFarRaster(far: ByteSource, crs?: string): Promise<FarRaster> {
  const source = pagedSource(far);
  const { littleEndian, directories } = await readFarTiff(source);
  const [main] = directories;
  if (main === undefined) throw damagedRaster(source.name, 'it has no directory');
  const directory = directoryOf(main, littleEndian);
  const keys = readGeoKeys(directory);
  const system = crs === undefined ? await crsOfKeys(keys) : await describeCrs(crs);
  const toModel = placeOfCells(directory, keys);
  const first = levelOf(source.name, main, littleEndian, cellSize(toModel, system));
  const copies = directories.slice(1).flatMap((tags): FarLevel[] => {
    // Bit 0: a smaller copy; bit 2: a mask.
    const kind = directoryOf(tags, littleEndian).number(TAG.subfile, 0);
    if ((kind & 1) === 0 || (kind & 4) !== 0) return [];
    const copy = levelOf(source.name, tags, littleEndian, null);
    return [{ ...copy, cellM: first.cellM === null ? null : (first.cellM * first.width) / copy.width }];
  });
  copies.sort((a, b) => b.width - a.width);
  return { source, littleEndian, crs: system, toModel, isPoint: keys.get(1025) === 2, levels: [first, ...copies] };
}

function levelOf(name: string, tags: RawDirectory, littleEndian: boolean, cellM: number | null): FarLevel {
  const directory = directoryOf(tags, littleEndian);
  const [width, height] = [directory.number(TAG.width, 0), directory.number(TAG.height, 0)];
  const tiled = tags.has(324);
  const blockWidth = tiled ? directory.number(TAG.tileWidth, 0) : width;
  const blockHeight = tiled
    ? directory.number(TAG.tileHeight, 0)
    : Math.min(directory.number(TAG.rows, height) || height, height);
  if (!(width >= 1 && height >= 1 && blockWidth >= 1 && blockHeight >= 1)) throw damagedRaster(name, 'it states no size');
  const count = Math.ceil(width / blockWidth) * Math.ceil(height / blockHeight);
  const [offsets, byteCounts] = [directory.numbers(tiled ? 324 : 273), directory.numbers(tiled ? 325 : 279)];
  if (offsets.length < count || byteCounts.length < count)
    throw damagedRaster(name, `it needs ${count} blocks and lists ${Math.min(offsets.length, byteCounts.length)}`);
  return { width, height, cellM, tiled, blockWidth, blockHeight, offsets, byteCounts, tags };
}

function cellSize(toModel: Grid['toModel'] | null, crs: CrsDescription | null): number | null {
  if (toModel === null || crs === null) return null;
  const [, xc, , , yc] = toModel;
  return Math.hypot(xc, yc) * (crs.unit ?? METRES_PER_DEGREE);
}

/**
 * The blocks of a level that an area needs; all of them without an area. Null where the raster does not reach there.
 * @throws AppError import/no-crs, import/no-place where an area is asked for and the raster does not say where it lies; file/too-large
 */
export async function farWindow(raster: FarRaster, level: FarLevel, area: LngLatBounds | null): Promise<FarWindow | null> {
  const [across, down] = [Math.ceil(level.width / level.blockWidth), Math.ceil(level.height / level.blockHeight)];
  let [left, top, right, bottom] = [0, 0, across, down];
  if (area !== null) {
    const [west, north, east, south] = await cellsOf(raster, level, area);
    if (east < 0 || south < 0 || west > level.width - 1 || north > level.height - 1) return null;
    left = Math.max(0, Math.floor(west / level.blockWidth));
    right = Math.min(across, Math.floor(east / level.blockWidth) + 1);
    top = Math.max(0, Math.floor(north / level.blockHeight));
    bottom = Math.min(down, Math.floor(south / level.blockHeight) + 1);
  }
  const width = Math.min(right * level.blockWidth, level.width) - left * level.blockWidth;
  const height = Math.min(bottom * level.blockHeight, level.height) - top * level.blockHeight;
  let bytes = 0;
  for (const block of blocksIn({ level, left, top, right, bottom })) bytes += level.byteCounts[block] ?? 0;
  return { level, left, top, right, bottom, width, height, bytes };
}

/** The finest level in which an area has no more cells than can be read, and no finer cells than wanted. @param cellM the cells that are fine enough */
export async function chosenWindow(raster: FarRaster, area: LngLatBounds | null, cellM: number): Promise<FarWindow | null> {
  // The next coarser level would have cells of more than the wanted size.
  const fine = raster.levels.filter((level) => level.cellM === null || level.cellM <= cellM * 1.01);
  const coarsestFine = fine.at(-1) ?? raster.levels[0];
  for (const level of raster.levels.slice(raster.levels.indexOf(coarsestFine))) {
    const window = await farWindow(raster, level, area);
    if (window === null || window.width * window.height <= MAX_CELLS) return window;
  }
  throw new AppError('file/too-large', {
    what: `The area has more than ${MAX_CELLS} cells of this raster, which has no coarser copy of itself.`,
    where: raster.source.name,
    remedy: 'Choose a smaller area.',
  });
}

/** Columns and rows that enclose an area, one more on each side: left, top, right, bottom. */
async function cellsOf(
  { source, crs, toModel, levels }: FarRaster,
  level: FarLevel,
  area: LngLatBounds,
): Promise<readonly [number, number, number, number]> {
  if (crs === null)
    throw new AppError('import/no-crs', {
      what: 'The raster does not say which coordinate system it is in, so that an area of it cannot be found.',
      where: source.name,
      remedy: 'Name it with --crs EPSG:n.',
    });
  if (toModel === null)
    throw new AppError('import/no-place', {
      what: 'The raster does not say where its cells lie, so that an area of it cannot be found.',
      where: source.name,
      remedy: 'Fetch it whole, with the world file that belongs to it.',
    });
  const convert = await fromWgs84(crs.crs);
  const [x0, xc, xr, y0, yc, yr] = toModel;
  const determinant = xc * yr - xr * yc;
  const [fx, fy] = [level.width / levels[0].width, level.height / levels[0].height];
  const [west, south, east, north] = area;
  const [columns, rows]: [number[], number[]] = [[], []];
  // Straight sides are curved in most systems: points along them.
  for (let i = 0; i <= 16; i++) {
    const [lng, lat] = [west + ((east - west) * i) / 16, south + ((north - south) * i) / 16];
    for (const [a, b] of [
      [lng, south],
      [lng, north],
      [west, lat],
      [east, lat],
    ] as const) {
      // prettier-ignore
      const [x, y] = convert(a, b);
      const [dx, dy] = [x - x0, y - y0];
      const [column, row] = [(dx * yr - dy * xr) / determinant, (dy * xc - dx * yc) / determinant];
      if (Number.isFinite(column) && Number.isFinite(row)) {
        columns.push((column + 0.5) * fx - 0.5);
        rows.push((row + 0.5) * fy - 0.5);
      }
    }
  }
  if (columns.length === 0) return [-2, -2, -2, -2];
  return [Math.min(...columns) - 1, Math.min(...rows) - 1, Math.max(...columns) + 1, Math.max(...rows) + 1];
}

/** Numbers of the blocks of a window, row by row. */
function* blocksIn({
  level,
  left,
  top,
  right,
  bottom,
}: Pick<FarWindow, 'level' | 'left' | 'top' | 'right' | 'bottom'>): Generator<number> {
  const across = Math.ceil(level.width / level.blockWidth);
  for (let row = top; row < bottom; row++) for (let column = left; column < right; column++) yield row * across + column;
}

/** Requests that are under way at once. */
const AT_ONCE = 4;

/** Fetches a window and gives it as a GeoTIFF of its own. @throws AppError remote/…, file/damaged */
export async function fetchWindow(raster: FarRaster, window: FarWindow, job: JobContext): Promise<Uint8Array> {
  const { level } = window;
  const numbers = [...blocksIn(window)];
  const blocks: Uint8Array[] = numbers.map(() => new Uint8Array());
  const pieces = numbers.flatMap((number, at): (Piece & { at: number })[] => {
    const length = level.byteCounts[number] ?? 0;
    return length === 0 ? [] : [{ from: level.offsets[number] ?? 0, length, at }];
  });
  const groups = joinedPieces(pieces);
  let fetched = 0;
  const fetchNext = async (): Promise<void> => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      job.signal.throwIfAborted();
      const bytes = await raster.source.read(group.from, group.length);
      for (const { from, length, at } of group.pieces) blocks[at] = bytes.subarray(from - group.from, from - group.from + length);
      fetched += group.pieces.reduce((sum, { length }) => sum + length, 0);
      job.progress('Fetching the raster', fetched / Math.max(1, window.bytes));
      await breathe(job);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
  return writeFarTiff(windowTags(raster, window), level.tiled, blocks, raster.littleEndian);
}

/** The tags of a level as those of a window of it. */
function windowTags({ levels, toModel, isPoint, littleEndian }: FarRaster, window: FarWindow): RawDirectory {
  const { level } = window;
  const tags = new Map(level.tags);
  for (const tag of SHARED_TAGS) {
    const shared = levels[0].tags.get(tag);
    if (shared !== undefined && !tags.has(tag)) tags.set(tag, shared);
  }
  for (const tag of REPLACED_TAGS) tags.delete(tag);
  // Numbers of 64 bits have no place in a file of 32.
  for (const [tag, { type }] of tags) if (type >= 16) tags.delete(tag);
  tags.set(TAG.width, tagOf('long', [window.width], littleEndian));
  tags.set(TAG.height, tagOf('long', [window.height], littleEndian));
  if (toModel !== null) {
    const [x0, xc, xr, y0, yc, yr] = toModel;
    const [fx, fy] = [levels[0].width / level.width, levels[0].height / level.height];
    const step = [xc * fx, xr * fy, yc * fx, yr * fy] as const;
    const [left, top] = [window.left * level.blockWidth * fx, window.top * level.blockHeight * fy];
    const half = isPoint ? 0.5 : 0;
    const x = x0 - (xc + xr) / 2 + xc * left + xr * top + half * (step[0] + step[1]);
    const y = y0 - (yc + yr) / 2 + yc * left + yr * top + half * (step[2] + step[3]);
    tags.set(TAG.matrix, tagOf('double', [step[0], step[1], 0, x, step[2], step[3], 0, y, 0, 0, 0, 0, 0, 0, 0, 1], littleEndian));
  }
  return tags;
}
