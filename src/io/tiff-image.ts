/** What a TIFF file's first image is: its size, kind of numbers and blocks, checked before memory is taken for any of it. */
import { AppError } from '../base/app-error.ts';
import { damagedRaster, type TiffDirectory } from './tiff-directory.ts';

/** More cells than these, and blocks of more bytes, are refused: one grid would take more than 1 GiB. */
export const MAX_CELLS = 2 ** 28;
const MAX_BLOCK_BYTES = 2 ** 29;

/** A place in the file that holds one block of cells, packed. Nothing is stored where `byteCount` is 0. */
export interface TiffBlock {
  readonly offset: number;
  readonly byteCount: number;
}

/** The image as its directory describes it. */
export interface TiffImage {
  readonly width: number;
  readonly height: number;
  /** 1 unsigned, 2 signed, 3 floating point. */
  readonly sampleFormat: number;
  readonly bitsPerSample: number;
  readonly samplesPerPixel: number;
  /** 1: the samples of a cell lie together; 2: each band on its own. */
  readonly planarConfiguration: number;
  readonly compression: number;
  readonly predictor: number;
  readonly blockWidth: number;
  readonly blockHeight: number;
  /** Strips end with the image; tiles are always whole. */
  readonly tiled: boolean;
  /** Rows of one strip as it is stored; several of them may be one block here. */
  readonly stripRows: number;
  readonly blocksAcross: number;
  /** Blocks of the first band, row by row. */
  readonly blocks: readonly TiffBlock[];
}

/** The most bytes that one packed byte can become, by compression; those that are not here are not read. */
const EXPANSION: Readonly<Record<number, number>> = {
  1: 1,
  5: 4096,
  8: 1032,
  32946: 1032,
  32773: 64,
  34887: 2 ** 20,
  50000: 2 ** 20,
};

function refused(code: 'file/too-large' | 'file/unsupported', name: string, what: string, remedy: string): AppError {
  return new AppError(code, { what, where: name, remedy });
}

/** Describes and checks the first image. @throws AppError file/damaged, file/too-large, file/unsupported */
export function readTiffImage(name: string, directory: TiffDirectory, fileBytes: number): TiffImage {
  const width = directory.number(256, 0);
  const height = directory.number(257, 0);
  if (width < 1 || height < 1) throw damagedRaster(name, 'it states no width or height');
  if (width * height > MAX_CELLS) {
    const what = `The raster states ${width} × ${height} cells; at most ${MAX_CELLS} can be read.`;
    throw refused('file/too-large', name, what, 'Cut it to the area that is needed, or use larger cells.');
  }
  const kind = readKind(name, directory);
  const tiled = directory.numbers(324).length > 0;
  const blockWidth = tiled ? directory.number(322, 0) : width;
  const blockHeight = tiled ? directory.number(323, 0) : Math.min(directory.number(278, height) || height, height);
  if (blockWidth < 1 || blockHeight < 1) throw damagedRaster(name, 'it states no size for its tiles');
  const pixelBytes = ((kind.planarConfiguration === 1 ? kind.samplesPerPixel : 1) * kind.bitsPerSample) / 8;
  if (blockWidth * blockHeight * pixelBytes > MAX_BLOCK_BYTES) {
    throw refused(
      'file/too-large',
      name,
      'One block of the raster states more than 512 MiB.',
      'Save it in tiles (gdal_translate -co TILED=YES).',
    );
  }
  const blocksAcross = Math.ceil(width / blockWidth);
  const count = blocksAcross * Math.ceil(height / blockHeight);
  const bands = kind.planarConfiguration === 1 ? 1 : kind.samplesPerPixel;
  const blocks = readBlocks(name, directory, { tiled, count, bands, fileBytes });
  checkContent(name, blocks, { ...kind, needed: Math.min(blockWidth * blockHeight * count, width * height) * pixelBytes });
  const image = { width, height, ...kind, tiled, stripRows: blockHeight, blockWidth, blockHeight, blocksAcross, blocks };
  return tiled || kind.compression !== 1 ? image : joinStrips(image, blockWidth * pixelBytes);
}

type Kind = Pick<
  TiffImage,
  'sampleFormat' | 'bitsPerSample' | 'samplesPerPixel' | 'planarConfiguration' | 'compression' | 'predictor'
>;

function readKind(name: string, directory: TiffDirectory): Kind {
  const bits = directory.numbers(258);
  const kind: Kind = {
    sampleFormat: directory.number(339, 1),
    bitsPerSample: bits[0] ?? 1,
    samplesPerPixel: directory.number(277, 1),
    planarConfiguration: directory.number(284, 1),
    compression: directory.number(259, 1),
    predictor: directory.number(317, 1),
  };
  const other = 'Save it as an ordinary GeoTIFF of heights (gdal_translate -ot Float32 -co COMPRESS=DEFLATE).';
  const photometric = directory.number(262, 1);
  if (photometric === 2 || photometric === 6 || kind.compression === 6 || kind.compression === 7 || kind.compression === 50001) {
    throw refused(
      'file/unsupported',
      name,
      'The file is a picture (colours or JPEG), not a raster of heights.',
      'Choose the elevation model itself.',
    );
  }
  const known = kind.sampleFormat === 3 ? [32, 64] : kind.sampleFormat === 1 || kind.sampleFormat === 2 ? [8, 16, 32] : [];
  if (!known.includes(kind.bitsPerSample) || bits.some((value) => value !== bits[0])) {
    throw refused(
      'file/unsupported',
      name,
      `Cells of ${kind.bitsPerSample} bits (format ${kind.sampleFormat}) are not read here.`,
      other,
    );
  }
  if (EXPANSION[kind.compression] === undefined)
    throw refused('file/unsupported', name, `Compression ${kind.compression} is not read here.`, other);
  if (
    kind.samplesPerPixel < 1 ||
    kind.samplesPerPixel > 64 ||
    (kind.planarConfiguration !== 1 && kind.planarConfiguration !== 2)
  ) {
    throw damagedRaster(name, `it states ${kind.samplesPerPixel} values per cell`);
  }
  if (![1, 2, 3].includes(kind.predictor) || (kind.predictor === 3 && kind.sampleFormat !== 3))
    throw damagedRaster(name, `it states predictor ${kind.predictor}`);
  return kind;
}

function readBlocks(
  name: string,
  directory: TiffDirectory,
  { tiled, count, bands, fileBytes }: { tiled: boolean; count: number; bands: number; fileBytes: number },
): TiffBlock[] {
  const offsets = directory.numbers(tiled ? 324 : 273);
  const byteCounts = directory.numbers(tiled ? 325 : 279);
  if (offsets.length < count || byteCounts.length < count || offsets.length > count * bands)
    throw damagedRaster(name, `it needs ${count * bands} blocks and lists ${Math.min(offsets.length, byteCounts.length)}`);
  return Array.from({ length: count }, (_, i) => {
    const block = { offset: offsets[i] ?? 0, byteCount: byteCounts[i] ?? 0 };
    if (block.offset + block.byteCount > fileBytes) throw damagedRaster(name, `block ${i + 1} of ${count} lies beyond its end`);
    return block;
  });
}

/** Bytes of strips that are read at once. */
const JOINED_BYTES = 2 ** 23;

/** Unpacked strips, often of one row each, that lie one after another are read together: some megabytes instead of some rows. */
function joinStrips(image: TiffImage, rowBytes: number): TiffImage {
  const stripBytes = image.blockHeight * rowBytes;
  const together = Math.floor(JOINED_BYTES / stripBytes);
  const isJoint = image.blocks.every(({ offset }, i) => {
    const before = image.blocks[i - 1];
    return before === undefined || (offset === before.offset + before.byteCount && before.byteCount === stripBytes);
  });
  if (!isJoint || together < 2) return image;
  const blocks: TiffBlock[] = [];
  for (let i = 0; i < image.blocks.length; i += together) {
    const strips = image.blocks.slice(i, i + together);
    blocks.push({ offset: strips[0]?.offset ?? 0, byteCount: strips.reduce((sum, { byteCount }) => sum + byteCount, 0) });
  }
  return { ...image, blockHeight: image.blockHeight * together, blocks };
}

/** A few hundred bytes that state a hundred million cells are refused before those are laid out in memory. */
function checkContent(name: string, blocks: readonly TiffBlock[], kind: { compression: number; needed: number }): void {
  const packed = blocks.reduce((sum, block) => sum + block.byteCount, 0);
  const sparse = blocks.filter((block) => block.byteCount === 0).length / blocks.length;
  const possible = packed * (EXPANSION[kind.compression] ?? 1) + 1024;
  if (possible < kind.needed * (1 - sparse) || packed === 0)
    throw damagedRaster(name, 'it holds far fewer bytes than the cells that it states');
}
