import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { describeCrs } from '../geo/crs.ts';
import type { PmtilesArchive } from './pmtiles.ts';
import { isPng, pngSize, readPng, type Picture } from './png.ts';
import type { RasterContent, RasterHeader } from './raster-file.ts';
import { damagedRaster } from './tiff-directory.ts';
import { isWebp, LossyPicture, readLosslessWebp } from './webp-lossless.ts';

/** Half the length of the equator in web Mercator, metres (6378137 π). */
const HALF_WORLD_M = Math.PI * 6_378_137;
/** No more cells than this are laid out at once. */
const MOST_CELLS = 2 ** 26;
/** How heights are coded in colours: terrarium (Tilezen), and Mapbox' terrain-rgb. */
const CODINGS = {
  terrarium: (r: number, g: number, b: number): number => r * 256 + g + b / 256 - 32768,
  mapbox: (r: number, g: number, b: number): number => -10000 + (r * 65536 + g * 256 + b) * 0.1,
} as const;
type Coding = keyof typeof CODINGS;
/** The deepest and highest ground, with room (metres). */
const POSSIBLE_M = [-11_500, 9000] as const;

/**
 * Heights in an archive of tiles of a map (PMTiles, MBTiles): pictures whose colours are metres, PNG or lossless WebP. The finest zoom is taken whose cells can be read;
 * tiles that are not there, and cells of nothing, are unknown. The heights above which datum, no archive says.
 * @throws AppError file/unsupported for tiles of another kind, file/damaged
 */
export async function openTileHeights(archive: PmtilesArchive, format: string): Promise<RasterHeader> {
  if (archive.tileKind !== 'png' && archive.tileKind !== 'webp')
    throw new AppError('file/unsupported', {
      what: `Its tiles are ${archive.tileKind === 'mvt' ? 'drawings (vector tiles)' : archive.tileKind}, not heights.`,
      where: archive.name,
      remedy: 'Give an archive of heights (terrarium), or add this one as a basemap.',
    });
  const side = await tileSide(archive);
  const window = windowOf(archive, side);
  const coding = await codingOf(archive, window);
  const { zoom, left, top, across, down } = window;
  const cellM = (2 * HALF_WORLD_M) / (2 ** zoom * side);
  const [west, north] = [left * side * cellM - HALF_WORLD_M, HALF_WORLD_M - top * side * cellM];
  return {
    format,
    width: across * side,
    height: down * side,
    toModel: [west + cellM / 2, cellM, 0, north - cellM / 2, 0, -cellM],
    crs: await describeCrs('EPSG:3857'),
    verticalUnit: 'm',
    verticalDatum: null,
    nodata: null,
    numbers: coding,
    errorM: null,
    fixed: true,
    warnings:
      zoom < archive.maxZoom
        ? [`${archive.name}: zoom ${zoom} of ${archive.maxZoom} was read; finer, it has more than ${MOST_CELLS} cells`]
        : [],
    read: (job) => readTiles(archive, window, side, coding, job),
  };
}

interface TileWindow {
  readonly zoom: number;
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly down: number;
}

/** The tiles of a zoom in which the archive's bounds lie. */
function tilesOf({ bounds: [west, south, east, north] }: PmtilesArchive, zoom: number): TileWindow {
  const count = 2 ** zoom;
  const within = (value: number): number => Math.max(0, Math.min(count - 1, Math.floor(value)));
  const column = (lng: number): number => ((lng + 180) / 360) * count;
  const row = (lat: number): number => {
    const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
    return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * count;
  };
  const [left, top] = [within(column(west)), within(row(north))];
  return { zoom, left, top, across: within(column(east)) - left + 1, down: within(row(south)) - top + 1 };
}

function windowOf(archive: PmtilesArchive, side: number): TileWindow {
  for (let zoom = archive.maxZoom; zoom >= archive.minZoom; zoom--) {
    const window = tilesOf(archive, zoom);
    if (window.across * window.down * side * side <= MOST_CELLS) return window;
  }
  throw new AppError('file/too-large', {
    what: `The archive has more than ${MOST_CELLS} cells even where it is coarsest.`,
    where: archive.name,
    remedy: 'Cut it to the area that is needed (pmtiles extract --bbox).',
  });
}

/** The first tile that is there, row by row from the coarsest zoom. */
async function anyTile(archive: PmtilesArchive, window: TileWindow): Promise<Uint8Array | null> {
  for (let row = window.top; row < window.top + window.down; row++)
    for (let column = window.left; column < window.left + window.across; column++) {
      const tile = await archive.tile(window.zoom, column, row);
      if (tile !== null) return tile;
    }
  return null;
}

async function tileSide(archive: PmtilesArchive): Promise<number> {
  const tile = await anyTile(archive, tilesOf(archive, archive.minZoom));
  if (tile === null) throw noTiles(archive.name);
  const { width, height } = isPng(tile) ? pngSize(archive.name, tile) : pictureOf(archive.name, tile);
  if (width !== height || width < 64 || width > 1024)
    throw damagedRaster(archive.name, `its tiles are ${width} × ${height} cells`);
  return width;
}

/** Tiles that are looked at for their coding: the first may lie in the sea. */
const TILES_TRIED = 64;

/** What the archive says, or else the one coding by which the heights of a tile are possible; cells of nothing have none. */
async function codingOf(archive: PmtilesArchive, window: TileWindow): Promise<Coding> {
  const stated = String(archive.metadata['encoding'] ?? '').toLowerCase();
  if (stated === 'terrarium' || stated === 'mapbox') return stated;
  const count = { cells: 0, terrarium: 0, mapbox: 0 };
  let tried = 0;
  for (let at = 0; at < window.across * window.down && tried < TILES_TRIED && count.cells === 0; at++) {
    const tile = await archive.tile(window.zoom, window.left + (at % window.across), window.top + Math.floor(at / window.across));
    if (tile === null) continue;
    tried++;
    const { data, channels } = pictureOf(archive.name, tile);
    for (let from = 0; from + 2 < data.length; from += channels * 7) {
      const [r, g, b] = [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0];
      if (isNothing(r, g, b, channels === 4 ? data[from + 3] : 255)) continue;
      count.cells++;
      for (const coding of ['terrarium', 'mapbox'] as const) {
        const height = CODINGS[coding](r, g, b);
        if (height >= POSSIBLE_M[0] && height <= POSSIBLE_M[1]) count[coding]++;
      }
    }
  }
  if (count.cells === 0) throw noTiles(archive.name);
  if (count.terrarium > count.cells / 2) return 'terrarium';
  if (count.mapbox > count.cells / 2) return 'mapbox';
  throw new AppError('file/unsupported', {
    what: 'The colours of its tiles are no heights in a coding that is known (terrarium, Mapbox).',
    where: archive.name,
    remedy: 'Give an archive of heights, or add this one as a basemap.',
  });
}

async function readTiles(
  archive: PmtilesArchive,
  { zoom, left, top, across, down }: TileWindow,
  side: number,
  coding: Coding,
  job: JobContext,
): Promise<RasterContent> {
  const values = new Float32Array(across * down * side * side).fill(NaN);
  const toHeight = CODINGS[coding];
  let known = 0;
  let last = performance.now();
  for (let at = 0; at < across * down; at++) {
    const [column, row] = [at % across, Math.floor(at / across)];
    const tile = await archive.tile(zoom, left + column, top + row);
    if (performance.now() - last > 50) {
      job.progress('Reading terrain', at / (across * down));
      await breathe(job);
      last = performance.now();
    }
    if (tile === null) continue;
    const { width, height, channels, data } = pictureOf(archive.name, tile);
    if (width !== side || height !== side) throw damagedRaster(archive.name, `a tile is ${width} × ${height} cells, not ${side}`);
    for (let y = 0; y < side; y++) {
      const to = (row * side + y) * across * side + column * side;
      for (let x = 0; x < side; x++) {
        const from = (y * side + x) * channels;
        const [r, g, b] = [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0];
        if (isNothing(r, g, b, channels === 4 ? data[from + 3] : 255)) continue;
        values[to + x] = toHeight(r, g, b);
        known++;
      }
    }
  }
  if (known === 0) throw noTiles(archive.name);
  return { values };
}

/** Black is nothing, and so is a cell that cannot be seen. */
function isNothing(r: number, g: number, b: number, alpha: number | undefined): boolean {
  return (r === 0 && g === 0 && b === 0) || alpha === 0;
}

/** A tile's colours. @throws AppError file/damaged */
function pictureOf(name: string, tile: Uint8Array): Picture {
  if (isPng(tile)) {
    const { width, height, depth } = pngSize(name, tile);
    if (width > 1024 || height > 1024 || depth > 8) throw damagedRaster(name, `a tile states ${width} × ${height} cells`);
    const picture = readPng(name, tile);
    if (picture.channels < 3) throw damagedRaster(name, 'a tile is no picture of colours');
    return picture;
  }
  if (!isWebp(tile)) throw damagedRaster(name, 'a tile is neither PNG nor WebP');
  try {
    return readLosslessWebp(tile);
  } catch (error) {
    if (error instanceof LossyPicture)
      throw new AppError(
        'file/unsupported',
        {
          what: 'Its tiles are pictures packed with losses (lossy WebP): their colours, and so the heights, are no longer those that were measured.',
          where: name,
          remedy: 'Give an archive of lossless WebP or PNG, or a GeoTIFF.',
        },
        error,
      );
    throw damagedRaster(name, `a tile cannot be unpacked: ${error instanceof Error ? error.message : ''}`, error);
  }
}

function noTiles(name: string): AppError {
  return new AppError('terrain/no-heights', {
    what: 'The archive holds no tile of heights where it says that it lies.',
    where: name,
    remedy: 'Choose another archive.',
  });
}
