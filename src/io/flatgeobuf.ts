import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { checkedFeatures, fieldsFrom } from './checked-features.ts';
import { FlatTable } from './flatbuffer.ts';
import { FEATURE, fgbGeometry, GEOMETRY_KINDS, HEADER, propertiesOf, columnsOf, type FgbColumn } from './flatgeobuf-parts.ts';
import { indexBytes, leafOffsets } from './flatgeobuf-index.ts';
import { ProblemList, type SourceFeature, type SourceLayer } from './source-layer.ts';
import { statedCrs } from './stated-crs.ts';

const MAGIC_BYTES = 8;

/**
 * Reads FlatGeobuf 3: a header, an index where there is one, then the features one after the other. Header, index and
 * features must agree on how many there are, and the last one must end with the file.
 * @throws AppError import/damaged
 */
export async function readFlatGeobuf(name: string, bytes: Uint8Array, job: JobContext): Promise<SourceLayer> {
  const problems = new ProblemList();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = bytes.length < MAGIC_BYTES + 4 ? Infinity : view.getUint32(MAGIC_BYTES, true);
  const headerEnd = MAGIC_BYTES + 4 + headerBytes;
  if (headerEnd > bytes.length) throw damaged(name, 'it ends within its header');
  const header = headerOf(name, bytes.subarray(MAGIC_BYTES + 4, headerEnd));
  const start = headerEnd + indexBytes(header.count, header.nodeSize);
  if (start > bytes.length) throw damaged(name, `it ends before the first of ${header.count} features`);
  const crs = await crsOf(header.crs, problems);
  if (header.count === 0)
    problems.add('note', 'import/no-count', '', 'The file does not say how many features it has; all that are there were read.');
  const features: SourceFeature[] = [];
  const starts = new Set<number>();
  let at = start;
  while (at < bytes.length) {
    const size = at + 4 > bytes.length ? Infinity : view.getUint32(at, true);
    if (at + 4 + size > bytes.length)
      throw damaged(name, `it ends within feature ${starts.size + 1}${header.count > 0 ? ` of ${header.count}` : ''}`);
    starts.add(at - start);
    features.push(...featureOf(bytes.subarray(at + 4, at + 4 + size), starts.size, header, problems));
    at += 4 + size;
    if (starts.size % 5000 === 0) await breathe(job);
  }
  if (header.count > 0 && starts.size !== header.count)
    throw damaged(name, `it has ${starts.size} features where its header says ${header.count}`);
  const index = bytes.subarray(headerEnd, start);
  if (index.length > 0 && !sameOffsets(leafOffsets(index, header.count), starts))
    throw damaged(name, 'its index does not agree with its features');
  return {
    name: header.name ?? stemOf(name),
    crs,
    unstated: 'question',
    total: starts.size,
    features,
    problems: problems.list(),
  };
}

interface Header {
  readonly name: string | null;
  readonly geometryKind: number;
  readonly columns: readonly FgbColumn[];
  readonly count: number;
  readonly nodeSize: number;
  readonly crs: { readonly authority: string; readonly code: number; readonly text: string | null } | null;
}

function headerOf(file: string, bytes: Uint8Array): Header {
  try {
    const table = FlatTable.root(bytes);
    const crs = table.table(HEADER.crs);
    return {
      name: table.text(HEADER.name),
      geometryKind: table.uint8(HEADER.geometryKind, 0),
      columns: columnsOf(table, HEADER.columns) ?? [],
      count: table.uint64(HEADER.count, 0),
      nodeSize: table.uint16(HEADER.nodeSize, 16),
      crs: crs && { authority: crs.text(0) ?? 'EPSG', code: crs.int32(1, 0), text: crs.text(4) },
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw damaged(file, 'its header is broken', error);
  }
}

async function crsOf(crs: Header['crs'], problems: ProblemList): Promise<string | null> {
  if (crs === null) return null;
  if (crs.authority.toUpperCase() === 'EPSG' && crs.code > 0) return statedCrs(`EPSG:${crs.code}`, '', problems);
  return crs.text === null ? null : statedCrs(crs.text, '', problems);
}

function featureOf(bytes: Uint8Array, number: number, header: Header, problems: ProblemList): SourceFeature[] {
  const where = `feature ${number}`;
  try {
    const table = FlatTable.root(bytes);
    const columns = columnsOf(table, FEATURE.columns) ?? header.columns;
    const values = [...propertiesOf(table.bytes(FEATURE.properties) ?? new Uint8Array(), columns)];
    if (values.some(([, value]) => value instanceof Uint8Array) && problems.count('import/binary') === 0)
      problems.add('note', 'import/binary', '', 'Columns of binary data were left out.');
    const fields = fieldsFrom(
      values.filter(([, value]) => !(value instanceof Uint8Array)),
      where,
      problems,
    );
    const found = table.table(FEATURE.geometry);
    const geometry = found && fgbGeometry(found, GEOMETRY_KINDS[header.geometryKind] ?? 'Unknown');
    return checkedFeatures({ id: null, where, geometry, fields }, problems);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.add('row', 'import/feature', where, 'The feature is broken: its parts do not fit into it.');
    return [];
  }
}

function sameOffsets(offsets: readonly number[], starts: ReadonlySet<number>): boolean {
  return offsets.length === starts.size && new Set(offsets).size === starts.size && offsets.every((offset) => starts.has(offset));
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]*$/, '');
}

function damaged(where: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'import/damaged',
    { what: `The FlatGeobuf file is damaged: ${what}. Nothing was added.`, where, remedy: 'Fetch or export it again.' },
    cause,
  );
}
