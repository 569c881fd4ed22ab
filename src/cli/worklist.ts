import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import { representativePoint } from '../geo/polygon.ts';
import { readCsv } from '../io/csv.ts';
import type { SourceFeature } from '../io/source-layer.ts';
import { readVectorFile } from '../io/vector-file.ts';
import { writeCsv } from '../io/write/csv.ts';
import { writeGeoJson } from '../io/write/geojson.ts';
import type { Feature, FieldValue } from '../plan/feature-table.ts';
import { mountsOf } from '../studies/reach/mounts.ts';
import { addressKey, addressKeyOf } from '../studies/worklist/address-key.ts';
import { addressBook, type Joined, type KnownAddress } from '../studies/worklist/join-addresses.ts';
import { studyWorklist, type WorkItem } from '../studies/worklist/run.ts';
import type { Command } from './arguments.ts';
import { readInput, writeAtomically } from './files.ts';
import { readInputs } from './input-files.ts';
import {
  defaultHeightM,
  nothingToJudge,
  openScene,
  outputKind,
  readFeatures,
  SCENE_OPTIONS,
  SCENE_USAGE,
} from './radio-scene.ts';
import { answer, terminalJob } from './terminal.ts';

/** `weft worklist`: join requests become viable, needs a photo, no. */
export const command: Command = {
  usage: `worklist ${SCENE_USAGE} --requests CSV --addresses FILE [--lots FILE] --out FILE.csv|.geojson|.json [--public]`,
  options: {
    ...SCENE_OPTIONS,
    requests: { kind: 'text', about: 'table of those who want to join: name, address, perhaps lon and lat' },
    addresses: { kind: 'text', about: 'local address layer: points, or a table that names a lot in a column maplot, lot or ml' },
    lots: {
      kind: 'text',
      about: 'parcels with that lot in a column ML, maplot, lot or id: they give a table of addresses its places',
    },
    out: { kind: 'text', about: 'the worklist: .csv, .geojson or .json' },
    public: { kind: 'flag', about: 'leave out names, addresses and places of members' },
  },
  words: 0,
  async run(call) {
    const job = terminalJob();
    const [out, requestsPath] = [call.required('out'), call.required('requests')];
    const kind = outputKind(call, out);
    if (call.has('public') && kind === 'geojson')
      throw call.wrong('A public worklist holds no places: choose .csv or .json.', '--public');
    if (!call.has('sites')) throw call.wrong('--sites is missing.');
    const { scene, warnings } = await openScene(call, job);
    const heightM = defaultHeightM(call);
    const nodes = mountsOf(await readFeatures('sites', call.many('sites'), job), scene.ground.terrain, heightM);
    const standing = nodes.mounts.filter(({ status }) => status === 'installed' || status === '');
    if (standing.length === 0) throw nothingToJudge(call.many('sites').join(', '), nodes.leftOut);
    const addresses = call.text('addresses');
    const book = addressBook(addresses === undefined ? [] : await readAddresses(addresses, call.text('lots'), job));
    const file = readInput(requestsPath);
    const table = readCsv(file.name, file.bytes);
    const bad = table.problems.find(({ severity, code }) => severity === 'file' && code !== 'import/no-coordinates');
    if (bad !== undefined)
      throw new AppError(bad.code, { what: bad.message, where: file.name, remedy: bad.remedy ?? 'Mend the table.' });
    const asked = table.features.map((row) => requestOf(row, book));
    const placed = asked.flatMap((one): Feature[] =>
      one.position === null
        ? []
        : [{ id: one.id, geometry: { type: 'Point', coordinates: one.position }, fields: heightFieldOf(one.row) }],
    );
    const { mounts, leftOut } = mountsOf(placed, scene.ground.terrain, heightM);
    const items = new Map((await studyWorklist(scene, standing, mounts, job)).map((item) => [item.id, item]));
    const unjudged = new Map(leftOut.map(({ id, reason }) => [id, reason]));
    const rows = asked.map((one) => rowOf(one, items.get(one.id), unjudged.get(one.id), call.has('public')));
    // Rows that could not even be read are reported too.
    const unread = table.problems.filter(({ severity, code }) => severity === 'row' && code !== 'import/no-position');
    writeAtomically(out, bytesOf(kind, rows, asked));
    const count = (outcome: string): number => rows.filter((row) => row['outcome'] === outcome).length;
    const counts = {
      viable: count('viable'),
      needsPhoto: count('needs a photo'),
      no: count('no'),
      notPlaced: count('not placed'),
    };
    const unjoined = rows
      .filter((row) => row['outcome'] === 'not placed')
      .map(({ row, reason, candidates }) => ({ row, reason, candidates }));
    answer(call, { out, requests: table.total, ...counts, unjoined, unread, leftOut: nodes.leftOut, warnings }, [
      `${table.total} requests: ${counts.viable} viable, ${counts.needsPhoto} need a photo, ${counts.no} no, ${counts.notPlaced} without a place. Written to ${out}.`,
      ...unjoined.map(({ row, reason }) => `${String(row)}: ${String(reason)}`),
      ...unread.map(({ where, message }) => `${where}: ${message}`),
      ...nodes.leftOut.map(({ id, reason }) => `Left out: ${id}: ${reason}`),
      ...warnings.map((text) => `Note: ${text}`),
    ]);
  },
};

interface Request {
  readonly id: string;
  readonly row: SourceFeature;
  readonly line: string;
  readonly joined: Joined | null;
  readonly position: readonly [number, number] | null;
}

function requestOf(row: SourceFeature, book: (line: string) => Joined): Request {
  const line = cell(row, ['address', 'street address', 'full_address', 'adresse', 'anschrift']);
  // "row 2 (line 3)" → "row 2": the name under which everybody finds it in the table.
  const id = row.where.replace(/ \(.*/, '');
  if (row.geometry?.type === 'Point') return { id, row, line, joined: null, position: row.geometry.coordinates };
  const joined = book(line);
  return { id, row, line, joined, position: 'address' in joined ? joined.address.position : null };
}

function rowOf(
  one: Request,
  item: WorkItem | undefined,
  unjudged: string | undefined,
  isPublic: boolean,
): Record<string, FieldValue> {
  const { joined } = one;
  const mended = joined?.how === 'near' ? ` Address: ${joined.reason}` : '';
  const member: Record<string, FieldValue> = isPublic
    ? {}
    : {
        name: cell(one.row, ['name', 'member', 'full name']),
        address: one.line,
        joined_to: joined !== null && 'address' in joined ? joined.address.text : '',
        candidates: joined !== null && 'candidates' in joined ? joined.candidates.map(({ text }) => text).join(' | ') : '',
      };
  // What an address joins to is the member's own; the public table tells only that it was not exact.
  const note = isPublic ? (mended === '' ? '' : ' Address to be confirmed.') : mended;
  const join = joined?.how ?? 'position';
  if (item === undefined) {
    const reason = unjudged ?? (isPublic ? 'The address could not be joined.' : (joined?.reason ?? ''));
    return { row: one.id, ...member, join, outcome: unjudged === undefined ? 'not placed' : 'no', reason };
  }
  return {
    row: one.id,
    ...member,
    join,
    outcome: item.outcome === 'viable' && join === 'near' ? 'needs a photo' : item.outcome,
    reason: `${item.reason}${note}`,
    ...(item.via === null ? {} : { via: item.via }),
    chain: item.chain.join(' > '),
    unlocks: item.unlocks,
    ...(item.mastM === null ? {} : { mast_m: item.mastM }),
    ...(item.distanceM === null ? {} : { distance_m: item.distanceM }),
    ...(item.azimuthDeg === null ? {} : { azimuth_deg: item.azimuthDeg }),
  };
}

function bytesOf(
  kind: 'csv' | 'geojson' | 'json',
  rows: readonly Record<string, FieldValue>[],
  asked: readonly Request[],
): Uint8Array {
  if (kind === 'json') return new TextEncoder().encode(`${JSON.stringify(rows, null, 2)}\n`);
  if (kind === 'geojson')
    return writeGeoJson(
      asked.map(({ id, position }, index) => ({
        id,
        geometry: position === null ? null : { type: 'Point', coordinates: position },
        fields: rows[index] ?? {},
      })),
    );
  const columns = 'row name address join joined_to candidates outcome reason via chain unlocks mast_m distance_m azimuth_deg'
    .split(' ')
    .filter((name) => rows.some((row) => row[name] !== undefined));
  return writeCsv({
    columns: columns.map((title) => ({ title })),
    rows: rows.map((row) => columns.map((name) => row[name] ?? null)),
  });
}

async function readAddresses(path: string, lotsPath: string | undefined, job: JobContext): Promise<KnownAddress[]> {
  if (lotsPath === undefined) return (await vectorRows(path, job)).flatMap((row) => knownAddress(row, row.geometry));
  const { name, bytes } = readInput(path);
  const table = readCsv(name, bytes);
  const bad = table.problems.find(({ severity, code }) => severity === 'file' && code !== 'import/no-coordinates');
  if (bad !== undefined)
    throw new AppError(bad.code, { what: bad.message, where: name, remedy: bad.remedy ?? 'Mend the table.' });
  const lots = new Map((await vectorRows(lotsPath, job)).map((lot) => [cell(lot, ['ml', 'maplot', 'lot', 'id']), lot.geometry]));
  const rows = table.features.flatMap((row) => knownAddress(row, lots.get(cell(row, ['maplot', 'ml', 'lot'])) ?? null));
  // One address has a row for each of its units.
  return [...new Map(rows.map((row) => [`${row.text}@${row.position.join()}`, row])).values()];
}

async function vectorRows(path: string, job: JobContext): Promise<readonly SourceFeature[]> {
  const [file] = readInputs([path]);
  if (file === undefined) return [];
  const { companions } = file;
  return (await readVectorFile(file.name, file.bytes, companions === undefined ? {} : { companions }, job)).layer.features;
}

function knownAddress(row: SourceFeature, geometry: SourceFeature['geometry']): KnownAddress[] {
  if (geometry === null) return [];
  const street = cell(row, ['addr:street', 'street']);
  const number = cell(row, ['addr:housenumber', 'housenumber', 'number']);
  const full = cell(row, ['full_address', 'address', 'full_addr']);
  if (street === '' && full === '') return [];
  const key = street === '' ? addressKey(full) : addressKeyOf(street, number);
  const place = cell(row, ['addr:city', 'place', 'city']);
  const text = full || [`${street} ${number}`, place].filter(Boolean).join(', ');
  const position = geometry.type === 'Point' ? geometry.coordinates : representativePoint(geometry);
  return [{ id: `${row.where} ${text}`, text, key, place, position }];
}

function heightFieldOf(row: SourceFeature): Record<string, FieldValue> {
  const text = cell(row, ['heightaglm', 'height_m', 'height']);
  const heightM = text === '' ? NaN : Number(text);
  return Number.isFinite(heightM) ? { heightAglM: heightM } : {};
}

/** The first of some columns that a row has, without case; an empty text where it has none. */
function cell(row: SourceFeature, names: readonly string[]): string {
  for (const name of names)
    for (const [column, value] of Object.entries(row.fields)) if (column.toLowerCase() === name) return String(value).trim();
  return '';
}
