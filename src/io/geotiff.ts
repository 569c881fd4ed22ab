/**
 * GeoTIFF rasters of heights. The only file that knows `geotiff`, of which the decompressors are used: what the file
 * says about itself is read and checked by our own code first, since hostile counts would otherwise become memory.
 */
import { getDecoder } from 'geotiff';
import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { damagedRaster, readTiffDirectory, type TiffDirectory } from './tiff-directory.ts';
import { lercUnpacker } from './lerc-block.ts';
import { readTiffImage, type TiffImage } from './tiff-image.ts';
import { isLittleEndian } from './byte-order.ts';
import { crsOfKeys, placeOfCells, readGeoKeys, verticalOfKeys } from './geo-keys.ts';
import { inflateZlib } from './zip.ts';
import { zstdUnpacker } from './zstd.ts';
import { areAllHeights } from './raster-cells.ts';
import { undoPredictor } from './tiff-predictor.ts';
import type { RasterContent, RasterHeader } from './raster-file.ts';

const GDAL_METADATA = 42112;
const GDAL_NODATA = 42113;
const LERC_PARAMETERS = 50674;
const [LERC, ZSTD] = [34887, 50000];

/** What the file says about itself, without its cells. `read` gives those, as stored but with scale and offset applied. */
export async function openGeoTiff(name: string, bytes: Uint8Array): Promise<RasterHeader> {
  const directory = readTiffDirectory(name, bytes);
  const image = readTiffImage(name, directory, bytes.length);
  const keys = readGeoKeys(directory);
  const crs = await crsOfKeys(keys);
  const vertical = await verticalOfKeys(keys, crs);
  const metadata = readMetadata(directory);
  const nodataText = directory.text(GDAL_NODATA)?.trim() ?? '';
  const nodata =
    nodataText === ''
      ? null
      : Number(nodataText.replace(/^([-+]?)(1\.#)?(nan|qnan|ind).*$/i, 'NaN').replace(/^([-+]?)inf.*$/i, '$1Infinity'));
  const warnings =
    image.samplesPerPixel > 1 ? [`${name}: it has ${image.samplesPerPixel} bands; heights are taken from the first`] : [];
  return {
    format: 'GeoTIFF',
    width: image.width,
    height: image.height,
    toModel: placeOfCells(directory, keys),
    crs,
    verticalUnit: metadata.unit ?? vertical.unit,
    verticalDatum: vertical.datum,
    nodata,
    numbers: numbersOf(image),
    errorM: null,
    warnings,
    read: (job) => readCells(name, bytes, { directory, image, metadata, nodata }, job),
  };
}

function numbersOf(image: TiffImage): string {
  return `${['uint', 'int', 'float'][image.sampleFormat - 1] ?? ''}${image.bitsPerSample}`;
}

interface Metadata {
  readonly scale: number;
  readonly offset: number;
  readonly unit: 'm' | 'ft' | 'us-ft' | null;
}

/** GDAL's own notes: scale, offset and unit of the first band. */
function readMetadata(directory: TiffDirectory): Metadata {
  const xml = directory.text(GDAL_METADATA) ?? '';
  const item = (role: string): string | undefined => {
    for (const found of xml.matchAll(/<Item\s([^>]*)>([^<]*)<\/Item>/g)) {
      const attributes = found[1] ?? '';
      if (new RegExp(`role="${role}"`).test(attributes) && !/sample="[1-9]/.test(attributes)) return found[2]?.trim();
    }
    return undefined;
  };
  const number = (role: string, fallback: number): number => {
    const value = Number(item(role) ?? fallback);
    return Number.isFinite(value) ? value : fallback;
  };
  return { scale: number('scale', 1) || 1, offset: number('offset', 0), unit: unitNamed(item('unittype') ?? '') };
}

function unitNamed(text: string): Metadata['unit'] {
  const name = text.toLowerCase().replace(/[^a-z]/g, '');
  if (/^(m|metre|meter|metres|meters)$/.test(name)) return 'm';
  if (/^(ft|foot|feet|internationalfoot)$/.test(name)) return 'ft';
  return /^(usft|ftus|ussurveyfoot|ussurveyfeet|usfoot|footus|surveyfoot)$/.test(name) ? 'us-ft' : null;
}

interface Opened {
  readonly directory: TiffDirectory;
  readonly image: TiffImage;
  readonly metadata: Metadata;
  readonly nodata: number | null;
}

async function readCells(
  name: string,
  bytes: Uint8Array,
  { directory, image, metadata, nodata }: Opened,
  job: JobContext,
): Promise<RasterContent> {
  const asStored = valuesAsStored(bytes, { directory, image, metadata, nodata });
  if (asStored !== null) return { values: asStored, areFileBytes: true };
  const decode = await decoderFor(name, image, directory);
  const values = new Float32Array(image.width * image.height);
  const written = {
    image,
    values,
    nodata,
    ...metadata,
    littleEndian: image.compression === LERC ? isLittleEndian : directory.littleEndian,
  };
  let last = performance.now();
  for (const [index, block] of image.blocks.entries()) {
    if (performance.now() - last > 50) {
      job.progress('Reading terrain', index / image.blocks.length);
      await breathe(job);
      last = performance.now();
    }
    const [left, top] = [
      (index % image.blocksAcross) * image.blockWidth,
      Math.floor(index / image.blocksAcross) * image.blockHeight,
    ];
    const rows = image.tiled ? image.blockHeight : Math.min(image.blockHeight, image.height - top);
    if (block.byteCount === 0) fillUnknown(written, left, top);
    else {
      const content = await decodeBlock(
        name,
        `block ${index + 1} of ${image.blocks.length}`,
        decode,
        bytes.subarray(block.offset, block.offset + block.byteCount),
        {
          needed: blockBytes(image, rows),
          // Some writers store the last strip as long as the others.
          most: blockBytes(image, Math.ceil(rows / image.stripRows) * image.stripRows),
          isAtEnd: index === 0 || index === image.blocks.length - 1,
        },
      );
      undoPredictor(content.cells, image, rows, directory.littleEndian);
      copyBlock(written, content, left, top);
    }
  }
  return { values };
}

/** The cells of 32-bit floats that lie in the file one after the other, all of them heights, as this machine reads them: no copy is needed. Null for all others. */
function valuesAsStored(bytes: Uint8Array, { directory, image, metadata, nodata }: Opened): Float32Array | null {
  const { width, height, blocks } = image;
  if (image.compression !== 1 || image.predictor !== 1 || image.tiled || image.samplesPerPixel !== 1) return null;
  if (!isSingle(image) || directory.littleEndian !== isLittleEndian || metadata.scale !== 1 || metadata.offset !== 0) return null;
  const offset = blocks[0]?.offset ?? 0;
  if ((bytes.byteOffset + offset) % 4 !== 0) return null;
  for (const [index, block] of blocks.entries()) {
    const row = index * image.blockHeight;
    const isNext = block.offset === offset + 4 * width * row;
    if (!isNext || block.byteCount !== blockBytes(image, Math.min(image.blockHeight, height - row))) return null;
  }
  const values = new Float32Array(bytes.buffer, bytes.byteOffset + offset, width * height);
  return areAllHeights(values, nodataOf(image, nodata)) ? values : null;
}

function isSingle({ sampleFormat, bitsPerSample }: TiffImage): boolean {
  return sampleFormat === 3 && bitsPerSample === 32;
}

/** Cells of 32-bit floats are compared with the nodata value as such a float holds it; nothing equals NaN. */
function nodataOf(image: TiffImage, nodata: number | null): number {
  return isSingle(image) ? Math.fround(nodata ?? NaN) : (nodata ?? NaN);
}

/** A copy with a buffer of its own: `slice` of Node's own byte arrays is no copy. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}

function blockBytes(image: TiffImage, rows: number): number {
  const samples = image.planarConfiguration === 1 ? image.samplesPerPixel : 1;
  return (image.blockWidth * rows * samples * image.bitsPerSample) / 8;
}

/** The cells of a block, and where not all of them have a value, which do (1). */
interface Block {
  readonly cells: Uint8Array;
  readonly mask: Uint8Array | null;
}

/** Unpacks a block that needs so many bytes, and goes on to `most` where there are more; where that takes long, only the first and the last block. */
type Decode = (packed: Uint8Array, needed: number, most: number, isAtEnd: boolean) => Promise<Uint8Array> | Uint8Array | Block;

async function decoderFor(name: string, image: TiffImage, directory: TiffDirectory): Promise<Decode> {
  // A predictor is undone in place.
  if (image.compression === 1) return image.predictor === 1 ? (packed) => packed : copyOf;
  if (image.compression === 8 || image.compression === 32946) return (packed, _, most) => inflateZlib(packed, most);
  if (image.compression === ZSTD) {
    const unpack = await zstdUnpacker();
    return (packed, needed, most, isAtEnd) => unpack(packed, needed, isAtEnd ? most : undefined);
  }
  if (image.compression === LERC) {
    const unpack = await lercUnpacker(directory.numbers(LERC_PARAMETERS)[1] ?? 0);
    const cellBytes = blockBytes({ ...image, blockWidth: 1 }, 1);
    return (packed, expectedBytes) => unpack(packed, expectedBytes / cellBytes, cellBytes);
  }
  try {
    // The predictor is undone here, for files of either byte order.
    const parameters = {
      tileWidth: image.blockWidth,
      tileHeight: image.blockHeight,
      predictor: 1,
      bitsPerSample: image.bitsPerSample,
      planarConfiguration: image.planarConfiguration,
      samplesPerPixel: image.samplesPerPixel,
    };
    const decoder = await getDecoder(image.compression, parameters);
    return async (packed) => new Uint8Array(await decoder.decode(copyOf(packed).buffer));
  } catch (error) {
    throw new AppError(
      'file/unsupported',
      { what: 'The way the raster is packed cannot be read here.', where: name, remedy: 'Save it with DEFLATE compression.' },
      error,
    );
  }
}

async function decodeBlock(
  name: string,
  which: string,
  decode: Decode,
  packed: Uint8Array,
  { needed, most, isAtEnd }: { needed: number; most: number; isAtEnd: boolean },
): Promise<Block> {
  let content: Uint8Array | Block;
  try {
    content = await decode(packed, needed, most + SPARE_BYTES + 1, isAtEnd);
  } catch (error) {
    // The decompressors throw texts and errors of many kinds; all mean the same.
    throw damagedRaster(name, `${which} cannot be unpacked`, error);
  }
  const block = content instanceof Uint8Array ? { cells: content, mask: null } : content;
  if (block.cells.length < needed) throw damagedRaster(name, `${which} is shorter than its cells need`);
  if (block.cells.length > needed + SPARE_BYTES && Math.abs(block.cells.length - most) > SPARE_BYTES)
    throw damagedRaster(name, `${which} holds more than the width and height that are stated`);
  return block;
}

/** What may stand behind the cells of a block: bytes up to the next place that can be divided by four. */
const SPARE_BYTES = 3;

interface Written {
  readonly image: TiffImage;
  readonly values: Float32Array;
  readonly nodata: number | null;
  readonly scale: number;
  readonly offset: number;
  readonly littleEndian: boolean;
}

function fillUnknown(written: Written, left: number, top: number): void {
  const { image, values } = written;
  const right = Math.min(left + image.blockWidth, image.width);
  for (let row = top; row < Math.min(top + image.blockHeight, image.height); row++)
    values.fill(NaN, row * image.width + left, row * image.width + right);
}

function copyBlock(written: Written, { cells, mask }: Block, left: number, top: number): void {
  const { image, values, scale, offset, littleEndian } = written;
  const nodata = nodataOf(image, written.nodata);
  const step = image.planarConfiguration === 1 ? image.samplesPerPixel : 1;
  const columns = Math.min(image.blockWidth, image.width - left);
  const rows = Math.min(image.blockHeight, image.height - top);
  const numbers = numbersIn(cells, image, littleEndian);
  if (isSingle(image) && step === 1 && mask === null && scale === 1 && offset === 0 && numbers instanceof Float32Array) {
    for (let row = 0; row < rows; row++)
      copyRow(numbers, row * image.blockWidth, values, (top + row) * image.width + left, columns, nodata);
    return;
  }
  for (let row = 0; row < rows; row++) {
    const from = row * image.blockWidth * step;
    const to = (top + row) * image.width + left;
    for (let column = 0; column < columns; column++) {
      const value = numbers[from + column * step] ?? NaN;
      // What is not finite less itself is not nought.
      const isKnown = value !== nodata && value - value === 0 && mask?.[row * image.blockWidth + column] !== 0;
      values[to + column] = isKnown ? value * scale + offset : NaN;
    }
  }
}

/** A row of floats as they are, the undefined ones as NaN. */
function copyRow(numbers: Float32Array, from: number, values: Float32Array, to: number, columns: number, nodata: number): void {
  values.set(numbers.subarray(from, from + columns), to);
  for (let at = to; at < to + columns; at++) {
    const value = values[at] ?? NaN;
    if (!(value !== nodata && value - value === 0)) values[at] = NaN;
  }
}

/** A block's bytes as numbers; where this machine cannot look at them as they lie, a copy. */
function numbersIn(content: Uint8Array, { sampleFormat, bitsPerSample }: TiffImage, littleEndian: boolean): ArrayLike<number> {
  const size = bitsPerSample / 8;
  const count = Math.floor(content.length / size);
  let bytes = content;
  if (content.byteOffset % size !== 0 || (size > 1 && littleEndian !== isLittleEndian)) {
    bytes = new Uint8Array(count * size);
    bytes.set(content.subarray(0, bytes.length));
    if (littleEndian !== isLittleEndian) for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  }
  const place = [bytes.buffer, bytes.byteOffset, count] as const;
  if (sampleFormat === 3) return size === 4 ? new Float32Array(...place) : new Float64Array(...place);
  if (size === 1) return sampleFormat === 2 ? new Int8Array(...place) : new Uint8Array(...place);
  if (size === 2) return sampleFormat === 2 ? new Int16Array(...place) : new Uint16Array(...place);
  return sampleFormat === 2 ? new Int32Array(...place) : new Uint32Array(...place);
}
