import type { LngLat } from '../geo/position.ts';
import { writeGeoTiff } from '../io/write/geotiff.ts';
import { studyViewshed } from '../studies/viewshed/run.ts';
import { parseNumbers, type Arguments, type Command } from './arguments.ts';
import { writeAtomically } from './files.ts';
import { answer, terminalJob } from './terminal.ts';
import { readHeightAbove } from './obstacle-files.ts';
import { openTerrainFiles } from './terrain-files.ts';
import { threadsOf } from './threads.ts';
import { CELLS_WORTH_THREADS, sweepOnThreads } from './viewshed-shares.ts';

/** `weft viewshed`: what an antenna sees, as a raster of bytes. */
export const command: Command = {
  usage:
    'viewshed --terrain FILE... [--surface FILE...] --at LON,LAT,HEIGHT_M [--target-height-m 2] [--height-above ground|surface|roof|sea] [--radius-m R] ' +
    '[--k 1.3333 | --flat] [--method fast|exact] [--threads N] --out FILE.tif [--crs EPSG:N] [--vertical-unit m|ft|us-ft]',
  options: {
    terrain: { kind: 'many', about: 'ground models: GeoTIFF, .hgt, .hgt.zip or .asc; several tiles are one terrain' },
    surface: { kind: 'many', about: 'models of roofs and trees above the same datum; the higher of ground and surface hides' },
    at: { kind: 'text', about: 'the antenna: longitude,latitude,height in metres' },
    'target-height-m': { kind: 'number', about: 'height of what is to be seen, metres (2)' },
    'height-above': {
      kind: 'text',
      about:
        'the antenna is above ground (default), surface, roof or sea; what is to be seen above ground, with surface above that',
    },
    'radius-m': { kind: 'number', about: 'only cells whose centre is within this distance, metres; else the whole grid' },
    k: { kind: 'number', about: 'effective over true Earth radius (1.3333, that is 4/3)' },
    flat: { kind: 'flag', about: 'a flat Earth' },
    method: { kind: 'text', about: 'fast (default): rays to the rim; exact: as a ray to every cell' },
    threads: {
      kind: 'number',
      about: 'how many processors the fast method uses (all of them for large rasters); the answer is the same',
    },
    out: { kind: 'text', about: "GeoTIFF of bytes on the terrain's own grid: 255 visible, 0 not" },
    crs: { kind: 'text', about: 'coordinate system of files that do not state one' },
    'vertical-unit': { kind: 'text', about: 'unit of heights in files that do not state one' },
  },
  run: runViewshed,
};

async function runViewshed(call: Arguments): Promise<void> {
  if (call.positionals.length > 0) throw call.wrong(`"${call.positionals[0] ?? ''}" is one word too many.`);
  if (!call.has('terrain')) throw call.wrong('--terrain is missing.');
  if (call.has('flat') && call.has('k')) throw call.wrong('--k and --flat contradict each other.');
  const [lng = NaN, lat = NaN, heightM = NaN] = parseNumbers(call.required('at'), 3, call, 'at');
  const position: LngLat = [lng, lat];
  const out = call.required('out');
  const method = call.oneOf('method', ['fast', 'exact']);
  const heightAbove = readHeightAbove(call, { surface: ['surface'], roof: ['surface'] });
  const kFactor = call.has('flat') ? Infinity : (call.number('k') ?? 4 / 3);
  const targetHeightM = call.number('target-height-m') ?? 2;
  const radiusM = call.number('radius-m') ?? Infinity;
  const threads = threadsOf(call);
  const job = terminalJob();
  const { grids, warnings } = await openTerrainFiles(call.many('terrain'), call, job);
  const surface = call.has('surface') ? await openTerrainFiles(call.many('surface'), call, job, 'surface') : null;
  const result = await studyViewshed(
    { grids, surface, position, heightM, targetHeightM, heightAbove, radiusM, kFactor, method },
    job,
    sweepOnThreads(threads, call.has('threads') ? 0 : CELLS_WORTH_THREADS),
  );
  const { grid, cells } = result;
  writeAtomically(out, await writeGeoTiff({ ...grid, cells, description: 'Seen (255) or not (0)' }, job));
  job.progress('Done', 1);
  const notes = [...warnings, ...(surface?.warnings ?? []), ...result.warnings];
  const { visibleCells, knownCells } = result;
  const share = knownCells === 0 ? 0 : Math.round((1000 * visibleCells) / knownCells) / 10;
  answer(
    call,
    {
      out,
      method,
      width: grid.width,
      height: grid.height,
      crs: grid.crs,
      visibleCells,
      knownCells,
      groundM: toMillimetre(result.groundM),
      antennaAltitudeM: toMillimetre(result.antennaAltitudeM),
      targetHeightM,
      radiusM: radiusM === Infinity ? null : radiusM,
      kFactor: kFactor === Infinity ? null : kFactor,
      heightAbove,
      warnings: notes,
    },
    [
      `${visibleCells} of ${knownCells} cells with a known height are seen (${share} %); written to ${out}.`,
      ...notes.map((text) => `Note: ${text}`),
    ],
  );
}

function toMillimetre(valueM: number): number {
  return Math.round(valueM * 1e3) / 1e3 + 0;
}
