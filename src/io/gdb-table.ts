/** A table of an Esri File Geodatabase (version 9 or 10): its fields and rows, by the publicly described layout of `.gdbtable` and `.gdbtablx`. */
import { AppError } from '../base/app-error.ts';
import { GdbBytes } from './gdb-bytes.ts';
import type { GdbGrid } from './gdb-geometry.ts';

/** Kinds of fields by their number. */
const KINDS = [
  'int16',
  'int32',
  'float32',
  'float64',
  'text',
  'date',
  'oid',
  'geometry',
  'binary',
  'raster',
  'uuid',
  'uuid',
  'xml',
  'int64',
  'day',
  'time',
  'zoned-date',
] as const;

export type GdbKind = (typeof KINDS)[number];

/** A field; a geometry has its system (well-known text) and grid. */
export interface GdbField {
  readonly name: string;
  readonly kind: GdbKind;
  readonly canBeNull: boolean;
  readonly system?: string;
  readonly grid?: GdbGrid;
}

export interface GdbTable {
  readonly fields: readonly GdbField[];
  /** Rows that the table says it has. */
  readonly count: number;
  /** Object ids and where their rows begin, in order. */
  readonly rows: readonly (readonly [id: number, at: number])[];
  readonly isUtf8: boolean;
  readonly bytes: Uint8Array;
}

const UTF8 = 0x100;
const [HAS_M, HAS_Z] = [0x4000_0000, 0x8000_0000];
const MOST_FIELDS = 5000;

/** An error for a table that is not what it says. */
export function damagedTable(where: string, detail: string, cause?: unknown): AppError {
  return new AppError(
    'import/damaged',
    { what: `The geodatabase is damaged: ${detail}. Nothing was added.`, where, remedy: 'Fetch or export it again.' },
    cause,
  );
}

/** Reads the fields of a table and where its rows are: header, index and bytes must agree. @throws AppError import/damaged, import/unsupported-format */
export function readGdbTable(where: string, table: Uint8Array, index: Uint8Array): GdbTable {
  try {
    const head = new GdbBytes(table);
    const version = head.int32();
    if (version !== 3)
      throw new AppError('import/unsupported-format', {
        what: version === 4 ? 'Object ids of 64 bits are not read here.' : `Tables of version ${version} are not read here.`,
        where,
        remedy: 'Export it as GeoPackage, or with object ids of 32 bits.',
      });
    const count = head.int32();
    head.at = 24;
    const size = Number(head.int64());
    if (size !== table.length) throw damagedTable(where, `a table has ${table.length} bytes where its header says ${size}`);
    const { fields, isUtf8 } = readFields(new GdbBytes(table, Number(head.int64())), where);
    const rows = readOffsets(where, index);
    if (rows.length !== count) throw damagedTable(where, `its header counts ${count} rows, its index ${rows.length}`);
    return { fields, count, rows, isUtf8, bytes: table };
  } catch (error) {
    if (error instanceof RangeError) throw damagedTable(where, 'a table ends too early', error);
    throw error;
  }
}

function readFields(bytes: GdbBytes, where: string): { fields: GdbField[]; isUtf8: boolean } {
  bytes.skip(8);
  const flags = bytes.uint32();
  const count = bytes.int16();
  if (count < 0 || count > MOST_FIELDS) throw damagedTable(where, `it states ${count} fields`);
  return { fields: Array.from({ length: count }, () => readField(bytes, flags, where)), isUtf8: (flags & UTF8) !== 0 };
}

function readField(bytes: GdbBytes, flags: number, where: string): GdbField {
  const name = bytes.utf16(bytes.uint8());
  bytes.utf16(bytes.uint8()); // the name that people see
  const number = bytes.uint8();
  const kind = KINDS[number];
  if (kind === undefined) throw damagedTable(where, `field ${name} is of the unknown kind ${number}`);
  switch (kind) {
    case 'raster':
      throw new AppError('import/unsupported-format', {
        what: `The table has a field of rasters, ${name}, which is not read here.`,
        where,
        remedy: 'Export the layer without it.',
      });
    case 'geometry':
      return { name, kind, ...readGeometryField(bytes, flags) };
    case 'text': {
      bytes.skip(4);
      const flag = bytes.uint8();
      const length = bytes.varUint();
      if ((flag & 4) !== 0) bytes.skip(length);
      return { name, kind, canBeNull: (flag & 1) !== 0 };
    }
    case 'oid':
      bytes.skip(2);
      return { name, kind, canBeNull: false };
    case 'binary':
    case 'uuid':
    case 'xml': {
      bytes.skip(1);
      return { name, kind, canBeNull: (bytes.uint8() & 1) !== 0 };
    }
    default: {
      bytes.skip(1);
      const flag = bytes.uint8();
      const length = bytes.uint8();
      if ((flag & 4) !== 0) bytes.skip(length);
      return { name, kind, canBeNull: (flag & 1) !== 0 };
    }
  }
}

function readGeometryField(bytes: GdbBytes, flags: number): Omit<GdbField, 'name' | 'kind'> {
  bytes.skip(1);
  const canBeNull = (bytes.uint8() & 1) !== 0;
  const system = bytes.utf16(bytes.uint16() / 2);
  const more = bytes.uint8();
  const [hasM, hasZ] = [(more & 2) !== 0, (more & 4) !== 0];
  const grid = { originX: bytes.float64(), originY: bytes.float64(), scale: bytes.float64() };
  if (!(grid.scale > 0) || !Number.isFinite(grid.originX + grid.originY)) throw new RangeError('it has no grid');
  const doubles =
    (hasM ? 2 : 0) +
    (hasZ ? 2 : 0) +
    1 +
    (hasM ? 1 : 0) +
    (hasZ ? 1 : 0) +
    4 +
    ((flags & HAS_Z) !== 0 ? 2 : 0) +
    ((flags & HAS_M) !== 0 ? 2 : 0);
  bytes.skip(doubles * 8 + 1);
  bytes.skip(bytes.int32() * 8);
  return { canBeNull, system, grid };
}

/** Rows come in blocks of so many offsets; blocks without a row are left out. */
const BLOCK = 1024;

function readOffsets(where: string, index: Uint8Array): [number, number][] {
  const bytes = new GdbBytes(index);
  if (bytes.int32() !== 3) throw damagedTable(where, 'its index is of an unknown version');
  const [blocks, count, width] = [bytes.int32(), bytes.int32(), bytes.int32()];
  if (width < 4 || width > 6 || blocks < 0 || count < 0) throw damagedTable(where, 'its index states what cannot be');
  const offsets = new GdbBytes(index, 16, 16 + blocks * BLOCK * width);
  if (blocks > 0 && offsets.end > index.length) throw damagedTable(where, 'its index is cut short');
  const present = presentBlocks(new GdbBytes(index, blocks > 0 ? offsets.end : index.length), blocks, count);
  const rows: [number, number][] = [];
  for (const block of present) {
    for (let i = 0; i < BLOCK; i++) {
      const at = offsets.uint32() + (width > 4 ? offsets.uint8() * 2 ** 32 : 0) + (width > 5 ? offsets.uint8() * 2 ** 40 : 0);
      const row = block * BLOCK + i;
      if (at > 0 && row < count) rows.push([row + 1, at]);
    }
  }
  return rows;
}

/** The numbers of the blocks that are there: all, or those that a bitmap behind them names. */
function presentBlocks(trailer: GdbBytes, blocks: number, count: number): number[] {
  const all = Array.from({ length: blocks }, (_, i) => i);
  if (blocks === 0) return all;
  const words = trailer.int32();
  if (words === 0) {
    if (Math.ceil(count / BLOCK) !== blocks) throw new RangeError('blocks are missing');
    return all;
  }
  trailer.skip(12);
  const named: number[] = [];
  for (let word = 0; word < words && named.length <= blocks; word++) {
    const bits = trailer.uint32();
    for (let bit = 0; bit < 32; bit++) if (((bits >>> bit) & 1) !== 0) named.push(word * 32 + bit);
  }
  if (named.length !== blocks) throw new RangeError('blocks are missing');
  return named;
}
