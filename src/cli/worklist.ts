import { plainSpaces } from '../base/quantity-text.ts';
import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import { readCsv } from '../io/csv.ts';
import type { SourceFeature, SourceLayer } from '../io/source-layer.ts';
import { readVectorFile } from '../io/vector-file.ts';
import { writeCsv } from '../io/write/csv.ts';
import { writeGeoJson } from '../io/write/geojson.ts';
import type { FieldValue } from '../plan/feature-table.ts';
import { mountsOf } from '../studies/reach/mounts.ts';
import { explainItem, explainRequest, requestOutcome } from '../studies/worklist/explain.ts';
import { addressBook, type KnownAddress } from '../studies/worklist/join-addresses.ts';
import { ADDRESS_COLUMNS, judgeRequests, placeRequests, type JudgedRequest } from '../studies/worklist/judge-requests.ts';
import { cellOf, knownAddresses, type AddressRow } from '../studies/worklist/known-addresses.ts';
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
    const nodes = mountsOf(await readFeatures('sites', call.many('sites'), job), scene, heightM);
    const standing = nodes.mounts.filter(({ status }) => status === 'installed' || status === '');
    if (standing.length === 0) throw nothingToJudge(call.many('sites').join(', '), nodes.leftOut);
    const addresses = call.text('addresses');
    const book = addressBook(addresses === undefined ? [] : await readAddresses(addresses, call.text('lots'), job));
    const table = await readTable(requestsPath, job);
    const asked = placeRequests(
      table.features.map((row) => requestRow(row, call.has('public'))),
      book,
    );
    const judged = await judgeRequests(scene, standing, asked, heightM, job);
    const rows = judged.map((one) => rowOf(one, call.has('public')));
    // Rows that could not even be read are reported too.
    const unread = table.problems.filter(({ severity, code }) => severity === 'row' && code !== 'import/no-position');
    writeAtomically(out, bytesOf(kind, rows, judged));
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
    const audience = call.has('public') ? 'public' : 'full';
    answer(call, { out, audience, requests: table.total, ...counts, unjoined, unread, leftOut: nodes.leftOut, warnings }, [
      `${table.total} requests: ${counts.viable} viable, ${counts.needsPhoto} need a photo, ${counts.no} no, ${counts.notPlaced} without a place. Written to ${out}.`,
      audience === 'public'
        ? 'For the public: without names, addresses and places of members.'
        : 'For those who run the network: holds names, addresses and places of members. --public leaves them out.',
      ...unjoined.map(({ row, reason }) => `${String(row)}: ${String(reason)}`),
      ...unread.map(({ where, message }) => `${where}: ${message}`),
      ...nodes.leftOut.map(({ id, reason }) => `Left out: ${id}: ${reason}`),
      ...warnings.map((text) => `Note: ${text}`),
    ]);
  },
};

/** A row of the table as a site; the name only where it may be told. */
function requestRow({ where, geometry, fields }: SourceFeature, isPublic: boolean): AddressRow {
  const heightM = Number(cellOf(fields, ['heightaglm', 'height_m', 'height']) || NaN);
  const name = cellOf(fields, ['name', 'member', 'full name']);
  return {
    // "row 2 (line 3)" → "row 2": the name under which everybody finds it in the table.
    id: where.replace(/ \(.*/, ''),
    geometry,
    fields: {
      address: cellOf(fields, ADDRESS_COLUMNS),
      ...(Number.isFinite(heightM) ? { heightAglM: heightM } : {}),
      ...(name === '' || isPublic ? {} : { name }),
    },
  };
}

function rowOf(one: JudgedRequest, isPublic: boolean): Record<string, FieldValue> {
  const { row, joined, line, item } = one;
  const member: Record<string, FieldValue> = isPublic
    ? {}
    : {
        name: row.fields['name'] ?? '',
        address: line,
        joined_to: joined !== null && 'address' in joined ? joined.address.text : '',
        candidates: joined !== null && 'candidates' in joined ? joined.candidates.map(({ text }) => text).join(' | ') : '',
      };
  const found = {
    row: row.id,
    ...member,
    join: joined?.how ?? 'position',
    outcome: requestOutcome(one),
    reason: plainSpaces(isPublic ? publicReason(one) : explainRequest(one, 'metric')),
  };
  if (item === null) return found;
  const { goal } = item;
  return {
    ...found,
    ...(goal === null ? {} : { via: goal.to.roof, via_name: goal.to.name }),
    chain: item.chain.join(' > '),
    unlocks: item.unlocks,
    ...(item.mastM === null ? {} : { mast_m: item.mastM }),
    ...(goal === null ? {} : { distance_m: goal.distanceM, azimuth_deg: goal.azimuthDeg }),
  };
}

/** What an address joins to is the member's own; the public table tells only that it was not exact. */
function publicReason(one: JudgedRequest): string {
  if (one.item === null) return one.position === null ? 'The address could not be joined.' : explainRequest(one, 'metric');
  return one.joined?.how === 'near'
    ? `${explainItem(one.item, 'metric')} Address to be confirmed.`
    : explainItem(one.item, 'metric');
}

function bytesOf(
  kind: 'csv' | 'geojson' | 'json',
  rows: readonly Record<string, FieldValue>[],
  judged: readonly JudgedRequest[],
): Uint8Array {
  if (kind === 'json') return new TextEncoder().encode(`${JSON.stringify(rows, null, 2)}\n`);
  if (kind === 'geojson')
    return writeGeoJson(
      judged.map(({ row, position }, index) => ({
        id: row.id,
        geometry: position === null ? null : { type: 'Point', coordinates: position },
        fields: rows[index] ?? {},
      })),
    );
  const columns =
    'row name address join joined_to candidates outcome reason via via_name chain unlocks mast_m distance_m azimuth_deg'
      .split(' ')
      .filter((name) => rows.some((row) => row[name] !== undefined));
  return writeCsv({
    columns: columns.map((title) => ({ title })),
    rows: rows.map((row) => columns.map((name) => row[name] ?? null)),
  });
}

async function readAddresses(path: string, lotsPath: string | undefined, job: JobContext): Promise<KnownAddress[]> {
  if (lotsPath === undefined) return knownAddresses((await vectorRows(path, job)).map(addressRow), job);
  const table = await readTable(path, job);
  const lots = new Map(
    (await vectorRows(lotsPath, job)).map((lot) => [cellOf(lot.fields, ['ml', 'maplot', 'lot', 'id']), lot.geometry]),
  );
  return knownAddresses(
    table.features.map((row) => ({
      ...addressRow(row),
      geometry: lots.get(cellOf(row.fields, ['maplot', 'ml', 'lot'])) ?? null,
    })),
    job,
  );
}

function addressRow({ where, geometry, fields }: SourceFeature): AddressRow {
  return { id: where, geometry, fields };
}

/** A table that may do without positions. @throws AppError import/… */
async function readTable(path: string, job: JobContext): Promise<SourceLayer> {
  const { name, bytes } = readInput(path);
  const table = await readCsv(name, bytes, {}, job);
  const bad = table.problems.find(({ severity, code }) => severity === 'file' && code !== 'import/no-coordinates');
  if (bad === undefined) return table;
  throw new AppError(bad.code, { what: bad.message, where: name, remedy: bad.remedy ?? 'Mend the table.' });
}

async function vectorRows(path: string, job: JobContext): Promise<readonly SourceFeature[]> {
  const [file] = readInputs([path]);
  if (file === undefined) return [];
  const { companions } = file;
  return (await readVectorFile(file.name, file.bytes, companions === undefined ? {} : { companions }, job)).layer.features;
}
