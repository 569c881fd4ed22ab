/** What an LAS or LAZ file says about itself (ASPRS LAS 1.0 to 1.4), compared with its bytes. */
import { AppError } from '../base/app-error.ts';
import { describeCrs, type CrsDescription } from '../geo/crs.ts';
import type { LengthUnit } from '../base/units.ts';
import { crsOfKeys, readGeoKeys, verticalOfKeys } from './geo-keys.ts';
import type { TiffDirectory } from './tiff-directory.ts';

export interface LasHeader {
  readonly version: string;
  readonly isPacked: boolean;
  readonly pointsAt: number;
  /** Where the table of packed pieces lies; null where the points are not packed. */
  readonly tableAt: number | null;
  /** 0 to 10: which values a record has. */
  readonly pointFormat: number;
  readonly recordBytes: number;
  readonly count: number;
  readonly scale: readonly [number, number, number];
  readonly offset: readonly [number, number, number];
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
  readonly crs: CrsDescription | null;
  readonly verticalUnit: LengthUnit | null;
  readonly verticalDatum: string | null;
}

/** Bytes of the records of each point format, without what a producer may add. */
const RECORD_BYTES = [20, 28, 26, 34, 57, 63, 30, 36, 38, 59, 67];
/** Formats of points whose packing is read; the others hold waveforms. */
const PACKED_FORMATS = [0, 1, 2, 3, 6, 7, 8];
/** How LASzip says that it packs: in pieces, and since LAS 1.4 in layers within them. */
const IN_PIECES = 2;
const IN_LAYERS = 3;
/** More points than these would take minutes and gigabytes. */
const MOST_POINTS = 2 ** 28;

/** True where the bytes begin as those of a point cloud do. */
export function isLas(bytes: Uint8Array): boolean {
  return bytes[0] === 0x4c && bytes[1] === 0x41 && bytes[2] === 0x53 && bytes[3] === 0x46;
}

/** An error for a point cloud that is not what it says. */
export function damagedCloud(name: string, detail: string, cause?: unknown): AppError {
  return new AppError(
    'file/damaged',
    { what: `The point cloud is damaged or cut short: ${detail}.`, where: name, remedy: 'Fetch the file again.' },
    cause,
  );
}

/** Reads and checks the header. @throws AppError file/damaged, file/too-large, file/unsupported, crs/… */
export async function readLasHeader(name: string, bytes: Uint8Array): Promise<LasHeader> {
  try {
    return await headerOf(name, bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    if (error instanceof RangeError) throw damagedCloud(name, 'its header lies beyond its end', error);
    throw error;
  }
}

async function headerOf(name: string, bytes: Uint8Array, view: DataView): Promise<LasHeader> {
  const [major, minor] = [view.getUint8(24), view.getUint8(25)];
  const kind = view.getUint8(104);
  const pointFormat = kind & 63;
  const recordBytes = view.getUint16(105, true);
  const [headerBytes, pointsAt] = [view.getUint16(94, true), view.getUint32(96, true)];
  if (major !== 1 || minor > 4 || pointFormat > 10)
    throw new AppError('file/unsupported', {
      what: `LAS ${major}.${minor} with points of format ${pointFormat} is not read here.`,
      where: name,
      remedy: 'Convert it to LAS 1.2 or 1.4.',
    });
  const legacy = view.getUint32(107, true);
  const count = minor >= 4 && legacy === 0 ? Number(view.getBigUint64(247, true)) : legacy;
  if (count > MOST_POINTS)
    throw new AppError('file/too-large', {
      what: `The file has ${count} points; at most ${MOST_POINTS} can be read.`,
      where: name,
      remedy: 'Cut it to the area that is needed.',
    });
  if (headerBytes < 227 || pointsAt < headerBytes || pointsAt > bytes.length)
    throw damagedCloud(name, 'its points lie beyond its end');
  if (recordBytes < (RECORD_BYTES[pointFormat] ?? Infinity))
    throw damagedCloud(name, 'its records are too short for their points');
  // Either of the two: the second one was that of a packing before LASzip 1.
  const isPacked = (kind & 192) !== 0;
  const records = recordsBehindHeader(bytes, view, headerBytes);
  if (isPacked) checkPacking(name, view, { kind, pointFormat, packing: records.get('laszip encoded 22204') });
  const tableAt = isPacked ? tableOf(view, pointsAt) : null;
  checkBytes(name, view, { tableAt, pointsAt, recordBytes, count });
  const triple = (at: number, step: number): [number, number, number] => [
    view.getFloat64(at, true),
    view.getFloat64(at + step, true),
    view.getFloat64(at + 2 * step, true),
  ];
  const [scale, offset, max, min] = [triple(131, 8), triple(155, 8), triple(179, 16), triple(187, 16)];
  const isSound = [...scale, ...offset, ...max, ...min].every(Number.isFinite) && scale.every((value) => value !== 0);
  if (!isSound || min.some((value, axis) => value > (max[axis] ?? NaN))) throw damagedCloud(name, 'its bounds are none');
  const system = await systemOf(bytes, view, records);
  return {
    version: `${major}.${minor}`,
    isPacked,
    pointsAt,
    tableAt,
    pointFormat,
    recordBytes,
    count,
    scale,
    offset,
    min,
    max,
    ...system,
  };
}

/** Says by name which packings are not read. */
function checkPacking(
  name: string,
  view: DataView,
  { kind, pointFormat, packing }: { kind: number; pointFormat: number; packing: Piece | undefined },
): void {
  const refuse = (what: string): never => {
    throw new AppError('file/unsupported', {
      what,
      where: name,
      remedy: 'Unpack it to LAS (laszip, las2las, PDAL), or pack it anew with a present LASzip.',
    });
  };
  if (!PACKED_FORMATS.includes(pointFormat))
    refuse(`Packed points of format ${pointFormat}, which hold waveforms, are not read here.`);
  const how = packing === undefined ? 0 : view.getUint16(packing.at, true);
  if ((kind & 64) !== 0 || how !== (pointFormat < 6 ? IN_PIECES : IN_LAYERS))
    refuse(`Points of format ${pointFormat} that are packed in this way (LASzip compressor ${how}) are not read here.`);
}

/** Where the table of packed pieces lies: before the points, or where that was not known yet when they were written, at the end. */
function tableOf(view: DataView, pointsAt: number): number {
  const said = Number(view.getBigInt64(pointsAt, true));
  return said === -1 ? Number(view.getBigInt64(view.byteLength - 8, true)) : said;
}

/** As many bytes as points: records as they are, or chunks that the table behind them counts. */
function checkBytes(
  name: string,
  view: DataView,
  { tableAt: table, pointsAt, recordBytes, count }: Pick<LasHeader, 'tableAt' | 'pointsAt' | 'recordBytes' | 'count'>,
): void {
  if (table === null) {
    if (pointsAt + count * recordBytes > view.byteLength)
      throw damagedCloud(name, `it has room for ${Math.floor((view.byteLength - pointsAt) / recordBytes)} of ${count} points`);
    return;
  }
  if (!(table >= pointsAt + 8) || table + 8 > view.byteLength || view.getUint32(table, true) !== 0)
    throw damagedCloud(name, 'the table of its packed pieces is missing');
  const chunks = view.getUint32(table + 4, true);
  if (count > 0 && (chunks === 0 || chunks > count)) throw damagedCloud(name, `it states ${chunks} pieces for ${count} points`);
}

interface Piece {
  readonly at: number;
  readonly length: number;
}

/** The contents of the records behind the header, by user and number: "LASF_Projection 2112". */
function recordsBehindHeader(bytes: Uint8Array, view: DataView, headerBytes: number): ReadonlyMap<string, Piece> {
  const records = new Map<string, Piece>();
  let at = headerBytes;
  for (let i = Math.min(view.getUint32(100, true), 10_000); i > 0; i--) {
    const user = new TextDecoder('latin1').decode(bytes.subarray(at + 2, at + 18)).replace(/\0[^]*$/, '');
    const [id, length] = [view.getUint16(at + 18, true), view.getUint16(at + 20, true)];
    if (at + 54 + length > bytes.length) throw new RangeError('a record behind the header is cut');
    records.set(`${user} ${id}`, { at: at + 54, length });
    at += 54 + length;
  }
  return records;
}

type System = Pick<LasHeader, 'crs' | 'verticalUnit' | 'verticalDatum'>;

/** The system in the records behind the header: well-known text, or the keys of GeoTIFF. */
async function systemOf(bytes: Uint8Array, view: DataView, records: ReadonlyMap<string, Piece>): Promise<System> {
  const pieceOf = (tag: number): Piece | undefined => records.get(`LASF_Projection ${tag}`);
  const textOf = (tag: number): string | null => {
    const found = pieceOf(tag);
    return found === undefined
      ? null
      : new TextDecoder().decode(bytes.subarray(found.at, found.at + found.length)).replace(/\0[^]*$/, '');
  };
  const wkt = textOf(2112)?.trim() ?? '';
  if (wkt !== '') {
    const crs = await describeCrs(wkt);
    return { crs, verticalUnit: crs.verticalUnit, verticalDatum: null };
  }
  const keys = readGeoKeys(asDirectory(view, pieceOf, textOf));
  const crs = await crsOfKeys(keys);
  const vertical = await verticalOfKeys(keys, crs);
  return { crs, verticalUnit: vertical.unit, verticalDatum: vertical.datum };
}

/** The records as the tags of a TIFF file, which have the same numbers. */
function asDirectory(
  view: DataView,
  pieceOf: (tag: number) => Piece | undefined,
  text: (tag: number) => string | null,
): TiffDirectory {
  const numbers = (tag: number): number[] => {
    const { at, length } = pieceOf(tag) ?? { at: 0, length: 0 };
    if (tag === 34736) return Array.from({ length: Math.floor(length / 8) }, (_, i) => view.getFloat64(at + 8 * i, true));
    return Array.from({ length: Math.floor(length / 2) }, (_, i) => view.getUint16(at + 2 * i, true));
  };
  return { littleEndian: true, numbers, number: (tag, fallback) => numbers(tag)[0] ?? fallback, text };
}
