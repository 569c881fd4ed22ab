import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { unpackerOf, type Unpack } from './parquet-codec.ts';
import { PARQUET_TYPES, readPlain, readRuns, type ParquetType, type ParquetValue } from './parquet-page.ts';
import { readThrift, thriftNumber, thriftStruct, thriftStructs, thriftText, type ThriftStruct } from './thrift.ts';

/** A column that is no part of a structure or list. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: ParquetType;
  readonly fixedBytes: number;
  readonly isOptional: boolean;
  /** The number of the converted type in the format, null where there is none. */
  readonly converted: number | null;
  readonly scale: number;
  /** What the values mean, where the newer way of saying so is used. */
  readonly logical: ThriftStruct | null;
}

interface RowGroup {
  readonly rows: number;
  readonly chunks: readonly ThriftStruct[];
}

/** A Parquet file whose list of contents has been read and checked. */
export interface ParquetFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly columns: readonly ParquetColumn[];
  /** Columns that are structures or lists, which are not read. */
  readonly nested: readonly string[];
  readonly groups: readonly RowGroup[];
  /** What the writer noted beside the data. */
  readonly metadata: ReadonlyMap<string, string>;
}

const MAGIC = 0x31524150;
const MOST_ROWS = 20_000_000;
const MOST_UNPACKED_BYTES = 2 ** 30;
/** A writer may pack a column of nothing but one value into a few bytes, but not a whole file. */
const MOST_RATIO = 200;
const RATIO_FREE_BYTES = 32 * 2 ** 20;

/**
 * Reads the list of contents at the end of a Parquet file. Rows of the file, of its groups and of their columns must agree.
 * @throws AppError import/damaged, import/too-large
 */
export function openParquet(name: string, bytes: Uint8Array): ParquetFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0, true) !== MAGIC || view.getUint32(bytes.length - 4, true) !== MAGIC)
    throw damaged(name, 'its list of contents is missing, as in a file that was cut short');
  const start = bytes.length - 8 - view.getUint32(bytes.length - 8, true);
  if (start < 4) throw damaged(name, 'its list of contents is larger than the file');
  return guarded(name, 'its list of contents is broken', () => {
    const { struct: footer } = readThrift(bytes.subarray(0, bytes.length - 8), start);
    const groups = thriftStructs(footer, 4).map((group) => ({ rows: thriftNumber(group, 3), chunks: thriftStructs(group, 1) }));
    const rows = thriftNumber(footer, 3);
    if (groups.reduce((sum, group) => sum + group.rows, 0) !== rows) throw damaged(name, 'its groups of rows do not add up');
    checkSizes(name, bytes.length, rows, groups);
    return {
      name,
      bytes,
      rows,
      ...columnsOf(thriftStructs(footer, 2)),
      groups,
      metadata: new Map(thriftStructs(footer, 5).map((entry) => [thriftText(entry, 1), thriftText(entry, 2)])),
    };
  });
}

function checkSizes(name: string, fileBytes: number, rows: number, groups: readonly RowGroup[]): void {
  const unpacked = groups
    .flatMap(({ chunks }) => chunks)
    .reduce((sum, chunk) => sum + thriftNumber(thriftStruct(chunk, 3) ?? new Map(), 6, 0), 0);
  if (
    !(rows <= MOST_ROWS) ||
    unpacked > MOST_UNPACKED_BYTES ||
    (unpacked > RATIO_FREE_BYTES && unpacked > fileBytes * MOST_RATIO)
  )
    throw new AppError('import/too-large', {
      what: `The Parquet file has ${rows} rows that unpack to ${Math.round(unpacked / 1e6)} MB, which is too much.`,
      where: name,
      remedy: 'Export the part that is wanted into a file of its own.',
    });
}

/** The leaves of the schema that stand by themselves; the root comes first, children behind their parents. */
function columnsOf(schema: readonly ThriftStruct[]): Pick<ParquetFile, 'columns' | 'nested'> {
  const columns: ParquetColumn[] = [];
  const nested: string[] = [];
  for (let at = 1; at < schema.length; at++) {
    const element = schema[at] ?? new Map();
    const name = thriftText(element, 4);
    if (thriftNumber(element, 5, 0) > 0 || thriftNumber(element, 3, 0) === 2) {
      nested.push(name);
      for (let left = thriftNumber(element, 5, 0); left > 0 && at + 1 < schema.length; left--)
        left += thriftNumber(schema[++at] ?? new Map(), 5, 0);
      continue;
    }
    const type = PARQUET_TYPES[thriftNumber(element, 1)];
    if (type === undefined) throw new RangeError('a type that is not known');
    columns.push({
      name,
      type,
      fixedBytes: thriftNumber(element, 2, 0),
      isOptional: thriftNumber(element, 3, 0) === 1,
      converted: element.has(6) ? thriftNumber(element, 6) : null,
      scale: thriftNumber(element, 7, 0),
      logical: thriftStruct(element, 10) ?? null,
    });
  }
  return { columns, nested };
}

/**
 * Reads all values of a column, null where one is missing.
 * @throws AppError import/damaged where pages, sizes and counts do not agree; import/unsupported-encoding
 */
export async function readParquetColumn(
  file: ParquetFile,
  column: ParquetColumn,
  job: JobContext,
): Promise<(ParquetValue | null)[]> {
  const values: (ParquetValue | null)[] = [];
  for (const { rows, chunks } of file.groups) {
    await breathe(job);
    const found = chunks
      .map((chunk) => thriftStruct(chunk, 3))
      .find((about) => about !== undefined && pathOf(about) === column.name);
    if (found === undefined) throw damaged(file.name, `a group of rows has no column ${column.name}`);
    const codec = thriftNumber(found, 4, 0);
    const unpack = await unpackerOf(codec);
    if (unpack === null) throw unsupported(file.name, `packs its columns in a way that is not read here (codec ${codec})`);
    const part = guarded(file.name, `its column ${column.name} is broken`, () => chunkValues(file, column, found, unpack, rows));
    for (const value of part) values.push(value);
  }
  return values;
}

function pathOf(about: ThriftStruct): string {
  const path = about.get(3);
  const [name, ...inner] = Array.isArray(path) ? path : [];
  return name instanceof Uint8Array && inner.length === 0 ? new TextDecoder().decode(name) : '';
}

function chunkValues(
  file: ParquetFile,
  column: ParquetColumn,
  about: ThriftStruct,
  unpack: Unpack,
  rows: number,
): (ParquetValue | null)[] {
  const first = Math.min(thriftNumber(about, 9), thriftNumber(about, 11, Infinity) || Infinity);
  const chunk = file.bytes.subarray(first, first + thriftNumber(about, 7));
  const values: (ParquetValue | null)[] = [];
  let dictionary: ParquetValue[] | null = null;
  let [at, left] = [0, Math.max(thriftNumber(about, 6), 64) + 64 * 1024];
  while (values.length < rows) {
    const { struct: header, end } = readThrift(chunk, at);
    const [unpacked, packed] = [thriftNumber(header, 2), thriftNumber(header, 3)];
    left -= unpacked;
    if (packed < 0 || unpacked < 0 || end + packed > chunk.length || left < 0) throw new RangeError('a page does not fit');
    const page = chunk.subarray(end, end + packed);
    at = end + packed;
    const plain = thriftStruct(header, 7);
    if (plain !== undefined) {
      dictionary = readPlain(whole(unpack(page, unpacked), unpacked), column.type, thriftNumber(plain, 1), column.fixedBytes);
      continue;
    }
    const part = pageValues(file.name, column, header, page, unpack, dictionary, rows - values.length);
    for (const value of part) values.push(value);
  }
  return values;
}

/** The values of one page of data, of the first or the second form. */
function pageValues(
  file: string,
  column: ParquetColumn,
  header: ThriftStruct,
  page: Uint8Array,
  unpack: Unpack,
  dictionary: readonly ParquetValue[] | null,
  most: number,
): (ParquetValue | null)[] {
  const second = thriftStruct(header, 8);
  const about = second ?? thriftStruct(header, 5);
  if (about === undefined) return []; // an index page
  const count = thriftNumber(about, 1);
  if (count <= 0 || count > most) throw new RangeError(`${count} values in a page`);
  const size = thriftNumber(header, 2);
  let [levels, levelsAt, body]: [Uint8Array, number, Uint8Array] = [page, 0, page];
  if (second === undefined) {
    levels = whole(unpack(page, size), size);
    levelsAt = column.isOptional ? 4 : 0;
    const length = column.isOptional ? new DataView(levels.buffer, levels.byteOffset, levels.byteLength).getUint32(0, true) : 0;
    body = levels.subarray(levelsAt + length);
  } else {
    levelsAt = thriftNumber(second, 6);
    const start = levelsAt + thriftNumber(second, 5);
    const packed = page.subarray(start);
    body = second.get(7) === false ? packed : whole(unpack(packed, size - start), size - start);
  }
  const present = column.isOptional ? readRuns(levels, levelsAt, 1, count).values : new Uint32Array(count).fill(1);
  const values = encodedValues(file, column, thriftNumber(about, second === undefined ? 2 : 4), body, sumOf(present), dictionary);
  let next = 0;
  return Array.from(present, (has) => (has === 1 ? (values[next++] ?? null) : null));
}

function encodedValues(
  file: string,
  column: ParquetColumn,
  encoding: number,
  body: Uint8Array,
  count: number,
  dictionary: readonly ParquetValue[] | null,
): ParquetValue[] {
  if (encoding === 0) return readPlain(body, column.type, count, column.fixedBytes);
  if ((encoding === 2 || encoding === 8) && dictionary !== null) {
    if (count === 0) return [];
    return Array.from(readRuns(body, 1, body[0] ?? 0, count).values, (index) => {
      const value = dictionary[index];
      if (value === undefined) throw new RangeError('a value that is not in the dictionary');
      return value;
    });
  }
  if (encoding === 3 && column.type === 'boolean') return Array.from(readRuns(body, 4, 1, count).values, (value) => value === 1);
  throw unsupported(file, `writes ${column.name} in a way that is not read here (encoding ${encoding})`);
}

function sumOf(values: Uint32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function whole(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes where ${length} are stated`);
  return bytes;
}

/** Runs a step; whatever else it throws than a refusal means that the bytes are broken. */
function guarded<T>(name: string, what: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw error instanceof AppError && error.code.startsWith('import/') ? error : damaged(name, what, error);
  }
}

function damaged(where: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'import/damaged',
    { what: `The Parquet file is damaged: ${what}. Nothing was added.`, where, remedy: 'Fetch or export it again.' },
    cause,
  );
}

function unsupported(where: string, what: string): AppError {
  return new AppError('import/unsupported-encoding', {
    what: `The Parquet file ${what}.`,
    where,
    remedy: 'Write it again with plain or dictionary encoding, packed with Snappy, gzip or Zstandard.',
  });
}
