/** GeoTIFF rasters of one band: bytes or 32-bit floats, in deflated tiles, on a grid's own cells. */
import { breathe, type JobContext } from '../../base/job.ts';
import { describeCrs } from '../../geo/crs.ts';
import type { Grid } from '../../geo/grid.ts';
import { deflateZlib } from '../zip.ts';

/** A raster to be written; cells row by row, as many as width × height. */
export interface GeoTiffRaster {
  readonly cells: Uint8Array | Float32Array;
  readonly width: number;
  readonly height: number;
  /** As `Grid.toModel`: positions of cell centres. */
  readonly toModel: Grid['toModel'];
  /** `EPSG:n`; a system without a code is written as a text that only people understand. */
  readonly crs: string;
  /** The value that means nothing; absent where every cell holds something. */
  readonly nodata?: number;
}

const TILE = 256;
const TILES_PER_BREATH = 64;

type Kind = 'short' | 'long' | 'double' | 'text';
type Tag = readonly [number: number, kind: Kind, values: readonly number[] | string];
const KINDS: Readonly<Record<Kind, readonly [type: number, bytes: number]>> = {
  short: [3, 2],
  long: [4, 4],
  double: [12, 8],
  text: [2, 1],
};

/** Writes a raster (TIFF 6.0, OGC GeoTIFF 1.1). The same raster gives the same bytes. @throws AppError crs/… for a system that is not known */
export async function writeGeoTiff(raster: GeoTiffRaster, job: JobContext): Promise<Uint8Array> {
  const tiles = await packTiles(raster, job);
  const bits = raster.cells instanceof Float32Array ? 32 : 8;
  const tags: Tag[] = [
    [256, 'long', [raster.width]],
    [257, 'long', [raster.height]],
    [258, 'short', [bits]],
    [259, 'short', [8]],
    [262, 'short', [1]],
    [277, 'short', [1]],
    [284, 'short', [1]],
    [322, 'short', [TILE]],
    [323, 'short', [TILE]],
    [324, 'long', tiles.map(() => 0)],
    [325, 'long', tiles.map((tile) => tile.length)],
    [339, 'short', [bits === 32 ? 3 : 1]],
    ...placeTags(raster.toModel),
    ...(await systemTags(raster.crs)),
    ...(raster.nodata === undefined ? [] : [[42113, 'text', String(raster.nodata).toLowerCase()] as const]),
  ];
  return assemble(tags, tiles);
}

async function packTiles({ cells, width, height }: GeoTiffRaster, job: JobContext): Promise<Uint8Array[]> {
  const [across, down] = [Math.ceil(width / TILE), Math.ceil(height / TILE)];
  const size = cells.BYTES_PER_ELEMENT;
  const tiles: Uint8Array[] = [];
  for (let index = 0; index < across * down; index++) {
    if (index % TILES_PER_BREATH === TILES_PER_BREATH - 1) {
      job.progress('Writing the raster', index / (across * down));
      await breathe(job);
    }
    const [left, top] = [(index % across) * TILE, Math.floor(index / across) * TILE];
    const content = new Uint8Array(TILE * TILE * size);
    const view = new DataView(content.buffer);
    for (let row = top; row < Math.min(top + TILE, height); row++) {
      const line = cells.subarray(row * width + left, row * width + Math.min(left + TILE, width));
      const at = (row - top) * TILE * size;
      if (line instanceof Uint8Array) content.set(line, at);
      else for (let column = 0; column < line.length; column++) view.setFloat32(at + column * 4, line[column] ?? NaN, true);
    }
    tiles.push(deflateZlib(content));
  }
  return tiles;
}

/** Where the cells lie: the file counts from the outer corner of the first cell. */
function placeTags([x, xc, xr, y, yc, yr]: Grid['toModel']): Tag[] {
  const [cornerX, cornerY] = [x - (xc + xr) / 2, y - (yc + yr) / 2];
  if (xr !== 0 || yc !== 0 || xc < 0 || yr > 0) {
    return [[34264, 'double', [xc, xr, 0, cornerX, yc, yr, 0, cornerY, 0, 0, 0, 0, 0, 0, 0, 1]]];
  }
  return [
    [33550, 'double', [xc, -yr, 0]],
    [33922, 'double', [0, 0, 0, cornerX, cornerY, 0]],
  ];
}

const USER_DEFINED = 32767;

/** The GeoTIFF keys: model (1 projected, 2 geographic), cells are areas, the system's code or its text. */
async function systemTags(crs: string): Promise<Tag[]> {
  const { unit } = await describeCrs(crs);
  const isProjected = unit !== null;
  const code = Number(/^EPSG:(\d+)$/.exec(crs)?.[1] ?? USER_DEFINED);
  const citation = code === USER_DEFINED ? `${crs}|` : '';
  const keys: (readonly [key: number, place: number, count: number, value: number])[] = [
    [1024, 0, 1, isProjected ? 1 : 2],
    [1025, 0, 1, 1],
    ...(citation === '' ? [] : [[1026, 34737, citation.length, 0] as const]),
    [isProjected ? 3072 : 2048, 0, 1, code],
  ];
  return [
    [34735, 'short', [1, 1, 1, keys.length, ...keys.flat()]],
    ...(citation === '' ? [] : [[34737, 'text', citation] as const]),
  ];
}

/** Header, directory, the values that do not fit into it, the tiles. */
function assemble(tags: readonly Tag[], tiles: readonly Uint8Array[]): Uint8Array {
  const sorted = [...tags].sort((a, b) => a[0] - b[0]);
  const valuesAt = 8 + 2 + sorted.length * 12 + 4;
  const tilesAt = valuesAt + sorted.reduce((sum, tag) => sum + outsideBytes(tag), 0);
  const bytes = new Uint8Array(tilesAt + tiles.reduce((sum, tile) => sum + tile.length, 0));
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  view.setUint16(8, sorted.length, true);
  let outside = valuesAt;
  let at = tilesAt;
  const offsets = tiles.map((tile) => {
    bytes.set(tile, at);
    at += tile.length;
    return at - tile.length;
  });
  sorted.forEach((tag, index) => {
    const entry = 10 + index * 12;
    const values = valuesOf(tag[0] === 324 ? [tag[0], tag[1], offsets] : tag);
    const [type] = KINDS[tag[1]];
    view.setUint16(entry, tag[0], true);
    view.setUint16(entry + 2, type, true);
    view.setUint32(entry + 4, values.length, true);
    const beyond = outsideBytes(tag);
    if (beyond > 0) view.setUint32(entry + 8, outside, true);
    writeValues(view, beyond > 0 ? outside : entry + 8, tag[1], values);
    outside += beyond;
  });
  return bytes;
}

function valuesOf([, , values]: Tag): readonly number[] {
  return typeof values === 'string' ? [...new TextEncoder().encode(`${values}\0`)] : values;
}

/** Bytes of a tag's values outside the directory, even in number; 0 where they fit inside. */
function outsideBytes(tag: Tag): number {
  const bytes = valuesOf(tag).length * KINDS[tag[1]][1];
  return bytes <= 4 ? 0 : bytes + (bytes % 2);
}

function writeValues(view: DataView, at: number, kind: Kind, values: readonly number[]): void {
  const [, size] = KINDS[kind];
  values.forEach((value, index) => {
    const to = at + index * size;
    if (kind === 'short') view.setUint16(to, value, true);
    else if (kind === 'long') view.setUint32(to, value, true);
    else if (kind === 'double') view.setFloat64(to, value, true);
    else view.setUint8(to, value);
  });
}
