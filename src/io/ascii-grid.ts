/** Esri ASCII grids: a header of words and numbers, then the heights row by row from the north. */
import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { MAX_CELLS } from './tiff-image.ts';
import type { RasterContent, RasterHeader } from './raster-file.ts';
import { damagedRaster } from './tiff-directory.ts';

/** True where the bytes begin as an ASCII grid does. */
export function isAsciiGrid(bytes: Uint8Array): boolean {
  return /^\s*n(cols|rows)\s+\d/i.test(new TextDecoder('latin1').decode(bytes.subarray(0, 100)));
}

/** Opens a grid; the format says neither coordinate system nor unit of heights. @throws AppError file/… */
export function openAsciiGrid(name: string, bytes: Uint8Array): RasterHeader {
  const { header, bodyAt } = readHeader(bytes);
  const [width, height] = [header.get('ncols') ?? 0, header.get('nrows') ?? 0];
  const dx = header.get('cellsize') ?? header.get('dx') ?? 0;
  const dy = header.get('cellsize') ?? header.get('dy') ?? 0;
  const whole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (!whole || !(dx > 0 && dy > 0)) throw damagedRaster(name, 'its header lacks ncols, nrows or cellsize');
  if (width * height > MAX_CELLS) {
    throw new AppError('file/too-large', {
      what: `The raster states ${width} × ${height} cells; at most ${MAX_CELLS} can be read.`,
      where: name,
      remedy: 'Cut it to the area that is needed.',
    });
  }
  // Each cell takes a digit and a space at least.
  if (width * height * 2 - 1 > bytes.length)
    throw damagedRaster(name, `it states ${width} × ${height} cells and is too short for them`);
  const west = header.get('xllcenter') ?? (header.get('xllcorner') ?? NaN) + dx / 2;
  const south = header.get('yllcenter') ?? (header.get('yllcorner') ?? NaN) + dy / 2;
  const nodata = header.get('nodata_value') ?? null;
  return {
    format: 'Esri ASCII grid',
    width,
    height,
    toModel: Number.isFinite(west + south) ? [west, dx, 0, south + dy * (height - 1), 0, -dy] : null,
    crs: null,
    verticalUnit: null,
    verticalDatum: null,
    nodata,
    numbers: 'text',
    errorM: null,
    warnings: [],
    read: (job) => readCells(name, bytes.subarray(bodyAt), { count: width * height, nodata }, job),
  };
}

function readHeader(bytes: Uint8Array): { header: Map<string, number>; bodyAt: number } {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 4000));
  const header = new Map<string, number>();
  const line = /\s*([A-Za-z_]+)\s+(\S+)[^\S\n]*\r?\n/y;
  let bodyAt = 0;
  for (let found = line.exec(text); found !== null && header.size < 12; found = line.exec(text)) {
    header.set((found[1] ?? '').toLowerCase(), Number(found[2]));
    bodyAt = line.lastIndex;
  }
  return { header, bodyAt };
}

const CHUNK_BYTES = 2 ** 20;

async function readCells(
  name: string,
  body: Uint8Array,
  { count, nodata }: { count: number; nodata: number | null },
  job: JobContext,
): Promise<RasterContent> {
  const values = new Float32Array(count);
  let [cells, rest] = [0, ''];
  for (let at = 0; at < body.length; at += CHUNK_BYTES) {
    job.progress('Reading terrain', at / body.length);
    await breathe(job);
    const words = (rest + new TextDecoder('latin1').decode(body.subarray(at, at + CHUNK_BYTES))).split(/\s+/);
    // The last word of a chunk may go on in the next.
    rest = at + CHUNK_BYTES < body.length ? (words.pop() ?? '') : '';
    for (const word of words) {
      if (word === '') continue;
      const value = Number(word);
      // What is no number at all is unknown, whatever else the header calls nothing: GDAL writes it so.
      if (cells >= count || (Number.isNaN(value) && !/^[-+]?nan$/i.test(word)))
        throw damagedRaster(
          name,
          cells >= count ? 'it holds more cells than it states' : `cell ${cells + 1} is "${word.slice(0, 20)}"`,
        );
      values[cells++] = value === nodata ? NaN : value;
    }
  }
  if (cells < count) throw damagedRaster(name, `it states ${count} cells and holds ${cells}`);
  return { values };
}
