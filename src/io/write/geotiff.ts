/** GeoTIFF rasters of one band: bytes, packed as runs, or 32-bit floats, deflated; in tiles with overviews, laid out to be read from afar (cloud-optimised). */
import { breathe, type JobContext } from '../../base/job.ts';
import { halfOfBits, spreadBits, type CellBits } from '../../geo/cell-bits.ts';
import type { Grid } from '../../geo/grid.ts';
import { isLittleEndian } from '../byte-order.ts';
import { deflateZlib } from '../zip.ts';
import { packBits } from './pack-bits.ts';
import { placeTags, systemTags, valueTags } from './geotiff-tags.ts';
import { layOutTiff, type Tag, type TiffLevel } from './tiff-layout.ts';

/** A raster to be written; cells row by row, as many as width × height; bits become bytes, 255 where they are set. */
export interface GeoTiffRaster {
  readonly cells: Uint8Array | Float32Array | CellBits;
  readonly width: number;
  readonly height: number;
  /** As `Grid.toModel`: positions of cell centres. */
  readonly toModel: Grid['toModel'];
  /** `EPSG:n`; a system without a code is written as a text that only people understand. */
  readonly crs: string;
  /** The value that means nothing; absent where every cell holds something. */
  readonly nodata?: number;
  /** What the values are, for people: `Received level`. */
  readonly description?: string;
  /** Unit of the values as written: `m`, `dBm`. */
  readonly unit?: string;
}

const TILE = 256;
/** Compressions by their TIFF numbers. Bytes here are classes, seen or not, best server: long runs, which take next to no time to pack. */
const DEFLATE = 8;
const PACK_BITS = 32773;
/** Milliseconds of work between two breaths. */
const BREATH_MS = 50;

/**
 * Writes a raster (TIFF 6.0, OGC GeoTIFF 1.1, OGC Cloud Optimized GeoTIFF 1.0). Overviews halve it until it fits one tile; each of
 * their cells is one of the four under it, so that no value is made up. The same raster gives the same bytes.
 * @throws AppError crs/… for a system that is not known
 */
export async function writeGeoTiff(raster: GeoTiffRaster, job: JobContext): Promise<Uint8Array> {
  const ground = [...placeTags(raster.toModel), ...(await systemTags(raster.crs))];
  const images = pyramidOf(raster);
  const whole = images.reduce((sum, { width, height }) => sum + width * height, 0);
  const pack = tilePacker(job, whole);
  const levels: TiffLevel[] = [];
  for (const [index, image] of images.entries())
    levels.push({
      tags: [...imageTags(image, index > 0), ...valueTags(raster, index > 0), ...(index > 0 ? [] : ground)],
      tiles: await pack(image),
    });
  return layOutTiff(levels);
}

type Image = Pick<GeoTiffRaster, 'cells' | 'width' | 'height'>;

function pyramidOf({ cells, width, height }: GeoTiffRaster): Image[] {
  const images: Image[] = [{ cells, width, height }];
  for (let last = images[0]; last !== undefined && Math.max(last.width, last.height) > TILE; last = images.at(-1))
    images.push(halfOf(last));
  return images;
}

function halfOf({ cells, width, height }: Image): Image {
  const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  if ('words' in cells) return { cells: halfOfBits(cells), width: columns, height: rows };
  const half = cells instanceof Uint8Array ? new Uint8Array(columns * rows) : new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const from = 2 * row * width;
    const to = row * columns;
    for (let column = 0; column < columns; column++) half[to + column] = cells[from + 2 * column] ?? 0;
  }
  return { cells: half, width: columns, height: rows };
}

function imageTags({ cells, width, height }: Image, isOverview: boolean): Tag[] {
  const isFloat = cells instanceof Float32Array;
  return [
    [254, 'long', [isOverview ? 1 : 0]],
    [256, 'long', [width]],
    [257, 'long', [height]],
    [258, 'short', [isFloat ? 32 : 8]],
    [259, 'short', [isFloat ? DEFLATE : PACK_BITS]],
    [262, 'short', [1]],
    [277, 'short', [1]],
    [284, 'short', [1]],
    [322, 'short', [TILE]],
    [323, 'short', [TILE]],
    [339, 'short', [isFloat ? 3 : 1]],
  ];
}

/** Packs images tile by tile; tiles that hold one value throughout are packed once. */
function tilePacker(job: JobContext, wholeCells: number): (image: Image) => Promise<Uint8Array[]> {
  const even = new Map<number, Uint8Array>();
  let packedCells = 0;
  let last = performance.now();
  return async (image) => {
    const tiles: Uint8Array[] = [];
    const tile = image.cells instanceof Float32Array ? new Float32Array(TILE * TILE) : new Uint8Array(TILE * TILE);
    for (let top = 0; top < image.height; top += TILE) {
      for (let left = 0; left < image.width; left += TILE) {
        fillTile(tile, image, left, top);
        const bits = onlyBits(tile);
        const content = (bits === null ? undefined : even.get(bits)) ?? packTile(tile);
        if (bits !== null) even.set(bits, content);
        tiles.push(content);
        if (performance.now() - last < BREATH_MS) continue;
        job.progress('Writing the raster', (packedCells + top * image.width) / wholeCells);
        await breathe(job);
        last = performance.now();
      }
    }
    packedCells += image.width * image.height;
    return tiles;
  };
}

function packTile(tile: Uint8Array | Float32Array): Uint8Array {
  return tile instanceof Uint8Array ? packBits(tile, TILE) : deflateZlib(bytesOf(tile));
}

function fillTile(tile: Uint8Array | Float32Array, { cells, width, height }: Image, left: number, top: number): void {
  if ('words' in cells) {
    // Bits are written as bytes.
    if (tile instanceof Uint8Array) spreadBits(cells, left, top, TILE, tile);
    return;
  }
  const right = Math.min(left + TILE, width);
  if (right < left + TILE || height < top + TILE) tile.fill(0);
  for (let row = top; row < Math.min(top + TILE, height); row++)
    tile.set(cells.subarray(row * width + left, row * width + right), (row - top) * TILE);
}

/** The bits of four bytes or one float throughout a tile; null where they differ. */
function onlyBits(tile: Uint8Array | Float32Array): number | null {
  const words = new Uint32Array(tile.buffer);
  const first = words[0] ?? 0;
  for (let i = 1; i < words.length; i++) if (words[i] !== first) return null;
  return first;
}

function bytesOf(tile: Uint8Array | Float32Array): Uint8Array {
  const bytes = new Uint8Array(tile.buffer);
  if (tile instanceof Float32Array && !isLittleEndian)
    for (let at = 0; at < bytes.length; at += 4) bytes.subarray(at, at + 4).reverse();
  return bytes;
}
