import { PbfReader } from './protobuf.ts';
import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { OsmData, type OsmTags } from './osm-data.ts';
import { inflateZlib } from './zip.ts';

/** Limits of the format's own description: larger headers and blobs are no honest ones. */
const MOST_HEADER_BYTES = 64 * 1024;
const MOST_BLOB_BYTES = 32 * 2 ** 20;
const FEATURES = ['OsmSchema-V0.6', 'DenseNodes', 'LocationsOnWays'];

/**
 * Reads OpenStreetMap PBF: blobs that are stored or packed with zlib, dense and plain nodes, ways, with places of their own or without, and
 * relations. Every length and checksum must hold. @throws AppError import/damaged, import/unsupported-format
 */
export async function readOsmPbf(file: string, bytes: Uint8Array, job: JobContext): Promise<OsmData> {
  const data = new OsmData();
  let at = 0;
  let blocks = 0;
  try {
    while (at < bytes.length) {
      job.progress(`Reading ${file}`, at / bytes.length);
      await breathe(job);
      const { type, content, end } = blobAt(file, bytes, at);
      if (at === 0 && type !== 'OSMHeader') throw new Damage('it does not begin with a header');
      if (type === 'OSMHeader') checkFeatures(file, content);
      if (type === 'OSMData') {
        readBlock(content, data);
        blocks++;
      }
      at = end;
    }
    if (blocks === 0) throw new Damage('it ends after its header, as in a file that was cut short');
  } catch (error) {
    if (error instanceof AppError || error instanceof DOMException) throw error;
    throw new AppError(
      'import/damaged',
      {
        what: `The file is damaged: ${error instanceof Damage ? error.message : 'a block cannot be read'}.`,
        where: `${file}, byte ${at}`,
        remedy: 'Fetch the file again.',
      },
      error,
    );
  }
  return data;
}

/** What is wrong with the file, in words. It is thrown inside this file only. */
class Damage extends Error {}

function blobAt(file: string, bytes: Uint8Array, at: number): { type: string; content: Uint8Array; end: number } {
  const cut = new Damage('it ends inside a block, as in a file that was cut short');
  if (at + 4 > bytes.length) throw cut;
  const headerBytes = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
  if (headerBytes > MOST_HEADER_BYTES) throw new Damage('a block has an impossible header');
  const from = at + 4 + headerBytes;
  if (from > bytes.length) throw cut;
  const header = new PbfReader(bytes.subarray(at + 4, from)).readFields(
    (tag, result, pbf) => {
      if (tag === 1) result.type = pbf.readString();
      else if (tag === 3) result.size = pbf.readVarint();
    },
    { type: '', size: -1 },
  );
  if (header.size < 0 || header.size > MOST_BLOB_BYTES) throw new Damage('a block has an impossible size');
  const end = from + header.size;
  if (end > bytes.length) throw cut;
  return { type: header.type, content: unpacked(file, bytes.subarray(from, end)), end };
}

/** By the number of their field in a blob. */
const PACKINGS: Readonly<Record<number, string>> = { 4: 'LZMA', 5: 'bzip2', 6: 'LZ4', 7: 'Zstandard' };

function unpacked(file: string, blob: Uint8Array): Uint8Array {
  const { raw, zlib, size, packing } = new PbfReader(blob).readFields(
    (tag, result, pbf) => {
      if (tag === 1) result.raw = pbf.readBytes();
      else if (tag === 2) result.size = pbf.readVarint();
      else if (tag === 3) result.zlib = pbf.readBytes();
      else result.packing = PACKINGS[tag] ?? 'a way of its own';
    },
    { raw: null as Uint8Array | null, zlib: null as Uint8Array | null, size: -1, packing: '' },
  );
  if (raw !== null) return raw;
  if (zlib === null && packing !== '')
    throw new AppError('import/unsupported-format', {
      what: `Its blocks are packed with ${packing}, which is not read here.`,
      where: file,
      remedy: 'Fetch it packed with zlib, as servers offer it, or pack it so: osmium cat IN.pbf -o OUT.osm.pbf.',
    });
  if (zlib === null) throw new Damage('a block is empty');
  if (size < 0 || size > MOST_BLOB_BYTES) throw new Damage('a block has an impossible size');
  const content = inflateZlib(zlib, size);
  if (content.length !== size || adler32(content) !== new DataView(zlib.buffer, zlib.byteOffset).getUint32(zlib.length - 4))
    throw new Damage('a block is not what its checksum says');
  return content;
}

/** Adler-32 (RFC 1950), the checksum at the end of a zlib stream. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length;) {
    for (const end = Math.min(at + 3800, bytes.length); at < end; at++) b += a += bytes[at] ?? 0;
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function checkFeatures(file: string, header: Uint8Array): void {
  const required: string[] = [];
  new PbfReader(header).readFields((tag, result, pbf) => {
    if (tag === 4) result.push(pbf.readString());
  }, required);
  const strange = required.find((feature) => !FEATURES.includes(feature));
  if (strange !== undefined)
    throw new AppError('import/unsupported-format', {
      what: `The file asks for "${strange}" of its reader, which is not read here.`,
      where: file,
      remedy: 'Fetch an ordinary extract, without history.',
    });
}

interface Block {
  readonly texts: string[];
  readonly groups: [number, number][];
  granularity: number;
  lonOffset: number;
  latOffset: number;
}

function readBlock(content: Uint8Array, data: OsmData): void {
  const pbf = new PbfReader(content);
  const block: Block = { texts: [], groups: [], granularity: 100, lonOffset: 0, latOffset: 0 };
  pbf.readFields((tag, result) => {
    if (tag === 1) pbf.readMessage((inner, texts: string[]) => void (inner === 1 && texts.push(pbf.readString())), result.texts);
    else if (tag === 2) {
      const end = pbf.readVarint() + pbf.pos;
      result.groups.push([pbf.pos, end]);
      pbf.pos = end;
    } else if (tag === 17) result.granularity = pbf.readVarint();
    else if (tag === 19) result.latOffset = pbf.readVarint(true);
    else if (tag === 20) result.lonOffset = pbf.readVarint(true);
  }, block);
  // What the numbers mean may be told behind them, so the groups wait for the end of the block.
  for (const [from, end] of block.groups) {
    pbf.pos = from;
    pbf.readFields(
      (tag) => {
        if (tag === 1) readNode(pbf, block, data);
        else if (tag === 2) readDense(pbf, block, data);
        else if (tag === 3) readWay(pbf, block, data);
        else if (tag === 4) readRelation(pbf, block, data);
      },
      null,
      end,
    );
  }
}

/** Longitude and latitude in 1e-7 degrees, of which OpenStreetMap has whole ones. */
function placeOf(block: Block, id: number, lon: number, lat: number): [lon7: number, lat7: number] {
  const degrees7 = (offset: number, value: number): number => Math.round((offset + block.granularity * value) / 100);
  const [lon7, lat7] = [degrees7(block.lonOffset, lon), degrees7(block.latOffset, lat)];
  if (!Number.isSafeInteger(id) || !(Math.abs(lon7) <= 180e7) || !(Math.abs(lat7) <= 90e7))
    throw new Damage(`node ${id} has an impossible position`);
  return [lon7, lat7];
}

function readNode(pbf: PbfReader, block: Block, data: OsmData): void {
  const node = { id: NaN, keys: [] as number[], values: [] as number[], lat: NaN, lon: NaN };
  pbf.readMessage((tag, result) => {
    if (tag === 1) result.id = pbf.readSVarint();
    else if (tag === 2) pbf.readPackedVarint(result.keys);
    else if (tag === 3) pbf.readPackedVarint(result.values);
    else if (tag === 8) result.lat = pbf.readSVarint();
    else if (tag === 9) result.lon = pbf.readSVarint();
  }, node);
  const tags = tagsOf(block, node.keys, node.values);
  data.addNode(node.id, ...placeOf(block, node.id, node.lon, node.lat), node.keys.length > 0 ? tags : null);
}

function readDense(pbf: PbfReader, block: Block, data: OsmData): void {
  const dense = { ids: [] as number[], lats: [] as number[], lons: [] as number[], keysValues: [] as number[] };
  pbf.readMessage((tag, result) => {
    if (tag === 1) pbf.readPackedSVarint(result.ids);
    else if (tag === 8) pbf.readPackedSVarint(result.lats);
    else if (tag === 9) pbf.readPackedSVarint(result.lons);
    else if (tag === 10) pbf.readPackedVarint(result.keysValues);
  }, dense);
  if (dense.ids.length !== dense.lats.length || dense.ids.length !== dense.lons.length)
    throw new Damage('a block has more ids of nodes than positions, or fewer');
  let [id, lat, lon, at] = [0, 0, 0, 0];
  dense.ids.forEach((step, i) => {
    id += step;
    lat += dense.lats[i] ?? NaN;
    lon += dense.lons[i] ?? NaN;
    const [keys, values]: [number[], number[]] = [[], []];
    for (; (dense.keysValues[at] ?? 0) !== 0; at += 2) {
      keys.push(dense.keysValues[at] ?? NaN);
      values.push(dense.keysValues[at + 1] ?? NaN);
    }
    at++;
    data.addNode(id, ...placeOf(block, id, lon, lat), keys.length > 0 ? tagsOf(block, keys, values) : null);
  });
}

function readWay(pbf: PbfReader, block: Block, data: OsmData): void {
  const way = {
    id: NaN,
    keys: [] as number[],
    values: [] as number[],
    refs: [] as number[],
    lats: [] as number[],
    lons: [] as number[],
  };
  pbf.readMessage((tag, result) => {
    if (tag === 1) result.id = pbf.readVarint();
    else if (tag === 2) pbf.readPackedVarint(result.keys);
    else if (tag === 3) pbf.readPackedVarint(result.values);
    else if (tag === 8) pbf.readPackedSVarint(result.refs);
    else if (tag === 9) pbf.readPackedSVarint(result.lats);
    else if (tag === 10) pbf.readPackedSVarint(result.lons);
  }, way);
  const refs = sums(way.refs);
  const [lats, lons] = [sums(way.lats), sums(way.lons)];
  // Some files leave out nodes without tags; their ways say where they run (the feature "LocationsOnWays").
  if (lats.length !== lons.length || (lats.length > 0 && lats.length !== refs.length))
    throw new Damage(`way ${way.id} has more nodes than places, or fewer`);
  lats.forEach((lat, i) => {
    const id = refs[i] ?? NaN;
    data.addPlaceOnWay(id, ...placeOf(block, id, lons[i] ?? NaN, lat));
  });
  data.ways.push({ id: way.id, refs, tags: tagsOf(block, way.keys, way.values) });
}

function readRelation(pbf: PbfReader, block: Block, data: OsmData): void {
  const relation = { id: NaN, keys: [] as number[], values: [] as number[], members: [] as number[], types: [] as number[] };
  pbf.readMessage((tag, result) => {
    if (tag === 1) result.id = pbf.readVarint();
    else if (tag === 2) pbf.readPackedVarint(result.keys);
    else if (tag === 3) pbf.readPackedVarint(result.values);
    else if (tag === 9) pbf.readPackedSVarint(result.members);
    else if (tag === 10) pbf.readPackedVarint(result.types);
  }, relation);
  if (relation.members.length !== relation.types.length)
    throw new Damage(`relation ${relation.id} has more members than kinds of them, or fewer`);
  const WAY = 1;
  const ways = sums(relation.members).filter((_, i) => relation.types[i] === WAY);
  data.relations.push({ id: relation.id, ways, tags: tagsOf(block, relation.keys, relation.values) });
}

/** Ids are stored as steps from one to the next. */
function sums(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

function tagsOf(block: Block, keys: readonly number[], values: readonly number[]): OsmTags {
  const textAt = (index: number | undefined): string => {
    const text = block.texts[index ?? -1];
    if (text === undefined) throw new Damage('a tag has no text');
    return text;
  };
  if (keys.length !== values.length) throw new Damage('an element has more keys than values, or fewer');
  return Object.fromEntries(keys.map((key, i) => [textAt(key), textAt(values[i])]));
}
