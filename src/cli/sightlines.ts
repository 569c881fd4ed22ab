import { AppError } from '../base/app-error.ts';
import type { Feature } from '../plan/feature-table.ts';
import { idSource } from '../io/feature-ids.ts';
import { readVectorFile, type VectorLayer } from '../io/vector-file.ts';
import { writeCsv } from '../io/write/csv.ts';
import { writeGeoJson } from '../io/write/geojson.ts';
import { pairMasts, type PairMast } from '../studies/sightlines/masts.ts';
import { MOST_DISTANCE_M } from '../studies/sightlines/run.ts';
import { sitePairs, type SightlineSite, type SitePair } from '../studies/sightlines/site-pairs.ts';
import type { Arguments, Command } from './arguments.ts';
import { writeAtomically } from './files.ts';
import { readInputs } from './input-files.ts';
import { readHeightAbove } from './obstacle-files.ts';
import { answer, terminalJob } from './terminal.ts';
import { openTerrainFiles } from './terrain-files.ts';
import { isWorthThreads, sightlinesOnThreads } from './sightlines-shares.ts';
import { threadsOf } from './threads.ts';

/** `weft sightlines`: which sites of a list see which. */
/** What one table, or one GeoJSON of lines, holds at most: half of the longest text. */
const MOST_PAIRS = { csv: 4_000_000, geojson: 1_000_000 };

export const command: Command = {
  usage:
    'sightlines --terrain FILE... [--surface FILE...] --sites FILE [--height-m 10 | --height-field F] [--height-above ground|surface|roof|sea] ' +
    '[--max-distance-m D] [--frequency-ghz 5.5] [--k 1.3333] [--masts] [--threads N] --out FILE.csv|.geojson [--crs EPSG:N] [--vertical-unit m|ft|us-ft]',
  options: {
    terrain: { kind: 'many', about: 'ground models: GeoTIFF, .hgt, .hgt.zip or .asc; several tiles are one terrain' },
    surface: {
      kind: 'many',
      about: 'models of roofs and trees above the same datum; the higher of ground and surface obstructs',
    },
    sites: {
      kind: 'text',
      about: 'points: GeoJSON, CSV or a zipped Shapefile; named by a column id, else name, else by their order',
    },
    'height-m': { kind: 'number', about: 'antenna height of every site, metres (10)' },
    'height-field': { kind: 'text', about: 'column that holds the antenna height of each site, metres' },
    'height-above': {
      kind: 'text',
      about: 'heights are above ground (default), surface, roof (what the surface model knows there) or sea',
    },
    'max-distance-m': { kind: 'number', about: 'pairs further apart are left out, metres' },
    'frequency-ghz': { kind: 'number', about: 'frequency in GHz (5.5)' },
    k: { kind: 'number', about: 'effective over true Earth radius (1.3333, that is 4/3)' },
    masts: {
      kind: 'flag',
      about: 'also what would clear each pair that is not clear; takes about a thousandth of a second a pair',
    },
    threads: { kind: 'number', about: 'how many processors to use (all of them for long lists); the answer is the same' },
    out: { kind: 'text', about: 'each pair once, blocked ones too: .csv, or .geojson with the lines' },
    crs: { kind: 'text', about: 'coordinate system of terrain files that do not state one' },
    'vertical-unit': { kind: 'text', about: 'unit of heights in files that do not state one' },
  },
  run: runSightlines,
};

async function runSightlines(call: Arguments): Promise<void> {
  if (call.positionals.length > 0) throw call.wrong(`"${call.positionals[0] ?? ''}" is one word too many.`);
  if (!call.has('terrain')) throw call.wrong('--terrain is missing.');
  if (call.has('height-m') && call.has('height-field')) throw call.wrong('--height-m and --height-field contradict each other.');
  const out = call.required('out');
  const asLines = /\.(geo)?json$/i.test(out);
  if (!asLines && !/\.csv$/i.test(out)) throw call.wrong(`"${out}" ends neither in .csv nor in .geojson.`, '--out');
  const heightAbove = readHeightAbove(call, { surface: ['surface'], roof: ['surface'] });
  const asked = {
    maxDistanceM: call.number('max-distance-m') ?? MOST_DISTANCE_M,
    frequencyGhz: call.number('frequency-ghz') ?? 5.5,
  };
  const kFactor = call.number('k') ?? 4 / 3;
  const threads = threadsOf(call);
  const job = terminalJob();
  const [file] = readInputs([call.required('sites')]);
  if (file === undefined) throw call.wrong('--sites is missing.');
  const { companions } = file;
  const { layer } = await readVectorFile(file.name, file.bytes, companions === undefined ? {} : { companions }, job);
  const sites = sitesOf(file.name, layer, call);
  const ground = await openTerrainFiles(call.many('terrain'), call, job);
  const surface = call.has('surface') ? await openTerrainFiles(call.many('surface'), call, job, 'surface') : null;
  const maxDistanceM = Math.min(asked.maxDistanceM, MOST_DISTANCE_M);
  checkPairs(sites, maxDistanceM, file.name, MOST_PAIRS[asLines ? 'geojson' : 'csv']);
  const input = { ground, surface, sites, heightAbove, ...asked, maxDistanceM, kFactor } as const;
  const pairs = sitePairs(
    await sightlinesOnThreads(input, call.has('threads') || isWorthThreads(sites.length) ? threads : 1, job),
  );
  const masts = call.has('masts') ? await pairMasts(input, pairs, job) : null;
  writeAtomically(
    out,
    asLines ? writeGeoJson(pairs.map((pair, index) => lineOf(pair, index, masts))) : writeCsv(tableOf(pairs, masts)),
  );
  const buried = heightAbove === 'sea' ? sites.filter((site) => site.heightM < ground.terrain.elevationM(site.position)) : [];
  const warnings = [...ground.warnings, ...(surface?.warnings ?? []), ...notesOf(layer, pairs), ...notesOnBuried(buried)];
  const counts = {
    clear: countOf(pairs, 'clear'),
    marginal: countOf(pairs, 'marginal'),
    blocked: countOf(pairs, 'blocked'),
    unknown: countOf(pairs, 'unknown'),
  };
  const doubtful = pairs.filter((pair) => !pair.confident && pair.verdict !== 'unknown').length;
  answer(call, { out, sites: sites.length, pairs: pairs.length, ...counts, tooCloseToCall: doubtful, warnings }, [
    `${pairs.length} pairs of ${sites.length} sites: ${counts.clear} clear, ${counts.marginal} marginal, ${counts.blocked} blocked, ${counts.unknown} unknown; ${doubtful} of them too close to call. Written to ${out}.`,
    ...warnings.map((text) => `Note: ${text}`),
  ]);
}

/** Refuses more pairs than fit into one file. @throws AppError study/too-many-pairs */
function checkPairs(sites: readonly SightlineSite[], maxDistanceM: number, file: string, most: number): void {
  if ((sites.length * (sites.length - 1)) / 2 <= most) return;
  // The shorter way of one degree of latitude, so that no pair in range is missed.
  const reachDegrees = maxDistanceM / 110_500;
  const byLatitude = sites.map(({ position }) => position).sort(([, a], [, b]) => a - b);
  let pairs = 0;
  for (const [index, [lng, lat]] of byLatitude.entries()) {
    const narrow = Math.cos((lat * Math.PI) / 180);
    for (let other = index + 1; other < byLatitude.length; other++) {
      const [lngB, latB] = byLatitude[other] ?? [0, 0];
      if (latB - lat > reachDegrees) break;
      if (Math.hypot((lngB - lng) * narrow, latB - lat) <= reachDegrees) pairs++;
    }
  }
  if (pairs > most)
    throw new AppError('study/too-many-pairs', {
      what: `The ${sites.length} sites make about ${pairs} pairs; at most ${most} fit into one file.`,
      where: file,
      remedy: 'Say how far links may reach with --max-distance-m, divide the list, or write a table (.csv), which holds most.',
    });
}

/** The points of a layer as sites. @throws AppError import/… where one has no place, no height or an id that another has */
function sitesOf(file: string, layer: VectorLayer, call: Arguments): SightlineSite[] {
  const columns = [...new Set(layer.features.flatMap((feature) => Object.keys(feature.fields)))];
  const ids = idSource(layer.features, columns, undefined);
  const nameColumn = columns.find((column) => column.toLowerCase() === 'name');
  const heightField = call.text('height-field');
  const heightColumn = columns.find((column) => column.toLowerCase() === heightField?.toLowerCase());
  if (heightField !== undefined && heightColumn === undefined) {
    throw new AppError('import/no-such-column', {
      what: `There is no column "${heightField}".`,
      where: file,
      remedy: `Choose one of: ${columns.join(', ')}.`,
    });
  }
  const bad = layer.problems.find((problem) => problem.severity === 'row');
  if (bad !== undefined)
    throw new AppError(bad.code, {
      what: bad.message,
      where: `${file}, ${bad.where}`,
      remedy: bad.remedy ?? 'Correct or remove that row.',
    });
  return layer.features.map((feature, index) => {
    const { geometry, fields, where } = feature;
    const refuse = (what: string, remedy: string): AppError =>
      new AppError('import/bad-row', { what, where: `${file}, ${where}`, remedy });
    if (geometry?.type !== 'Point') throw refuse('A site must be one point.', 'Correct or remove that row.');
    const name = nameColumn === undefined ? '' : String(fields[nameColumn] ?? '').trim();
    const heightM = heightColumn === undefined ? (call.number('height-m') ?? 10) : heightOf(fields[heightColumn]);
    if (Number.isNaN(heightM))
      throw refuse(`Its ${heightColumn ?? 'height'} is not a number.`, 'Give each site an antenna height in metres.');
    return { id: ids.of(feature) ?? (name === '' ? `site-${index + 1}` : name), position: geometry.coordinates, heightM };
  });
}

function heightOf(value: Feature['fields'][string] | undefined): number {
  const text = value === undefined ? '' : String(value).trim();
  return text === '' ? NaN : Number(text);
}

function countOf(pairs: readonly SitePair[], verdict: SitePair['verdict']): number {
  return pairs.filter((pair) => pair.verdict === verdict).length;
}

const COLUMNS = ['a', 'b', 'distance_m', 'verdict', 'confident', 'clearance_m', 'fresnel_fraction'] as const;

const MAST_COLUMNS = ['raise_a_m', 'raise_b_m', 'raise_both_m', 'mast_m', 'mast_at'] as const;

type Masts = readonly (PairMast | null)[] | null;

function mastCells(mast: PairMast | null | undefined): (number | string | null)[] {
  if (mast === null || mast === undefined) return MAST_COLUMNS.map(() => null);
  return [mast.raiseAM, mast.raiseBM, mast.raiseBothM, mast.mastM, mast.mastAt];
}

function tableOf(pairs: readonly SitePair[], masts: Masts): Parameters<typeof writeCsv>[0] {
  const rows = pairs.map((pair, index) => [
    pair.a.id,
    pair.b.id,
    pair.distanceM,
    pair.verdict,
    pair.confident,
    pair.clearanceM,
    pair.fresnelFraction,
    ...(masts === null ? [] : mastCells(masts[index])),
  ]);
  return { columns: [...COLUMNS, ...(masts === null ? [] : MAST_COLUMNS)].map((title) => ({ title })), rows };
}

function lineOf(pair: SitePair, index: number, masts: Masts): Feature {
  const { a, b, distanceM, verdict, confident, clearanceM, fresnelFraction } = pair;
  const cells = mastCells(masts?.[index]);
  return {
    id: `sightline-${String(index + 1).padStart(6, '0')}`,
    geometry: { type: 'LineString', coordinates: [a.position, b.position] },
    fields: {
      a: a.id,
      b: b.id,
      distance_m: distanceM,
      verdict,
      confident,
      ...(clearanceM === null ? {} : { clearance_m: clearanceM }),
      ...(fresnelFraction === null ? {} : { fresnel_fraction: fresnelFraction }),
      ...Object.fromEntries(MAST_COLUMNS.flatMap((column, at) => ((cells[at] ?? null) === null ? [] : [[column, cells[at]]]))),
    },
  };
}

function notesOf(layer: VectorLayer, pairs: readonly SitePair[]): string[] {
  const notes = layer.problems.filter((problem) => problem.severity !== 'row').map((problem) => problem.message);
  if (countOf(pairs, 'unknown') > 0)
    notes.push(
      'Pairs are unknown where the terrain knows no height under a site or along the path, or where both sites are at one place',
    );
  return notes;
}

/** Sites whose altitude is less than that of the ground under them. */
function notesOnBuried(sites: readonly SightlineSite[]): string[] {
  if (sites.length === 0) return [];
  const names = sites.slice(0, MOST_NAMES).map(({ id }) => id);
  const more = sites.length > names.length ? ` and ${sites.length - names.length} more` : '';
  return [
    `Antennas of ${sites.length} sites lie below the ground (${names.join(', ')}${more}): check whether their heights are above sea level or above ground`,
  ];
}

const MOST_NAMES = 10;
