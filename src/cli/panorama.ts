import type { LngLat } from '../geo/position.ts';
import { declinationDeg } from '../geo/declination.ts';
import { writeCsv } from '../io/write/csv.ts';
import { studyPanorama, type Panorama } from '../studies/panorama/run.ts';
import { panoramaSvg } from '../studies/panorama/svg.ts';
import { numberText } from '../base/quantity-text.ts';
import { parseNumbers, type Arguments, type Command } from './arguments.ts';
import { writeAtomically } from './files.ts';
import { OBSTACLE_OPTIONS, OBSTACLE_USAGE, openLandscape, readHeightAbove } from './obstacle-files.ts';
import { readSites } from './site-files.ts';
import { answer, terminalJob } from './terminal.ts';

/** `weft panorama`: the horizon all around a place, as a picture or as numbers. */
export const command: Command = {
  usage:
    `panorama ${OBSTACLE_USAGE} --at LON,LAT,HEIGHT_M [--height-above ground|roof|surface|sea] [--sites FILE...] [--height-m 10] [--range-m 30000] [--step-deg 0.25] ` +
    '[--k 1.3333 | --flat] [--date YYYY-MM-DD] [--title TEXT] [--theme light|dark|paper] [--units metric|us] [--centre-deg 180] --out FILE.svg|.csv|.json',
  options: {
    ...OBSTACLE_OPTIONS,
    at: { kind: 'text', about: 'the eye: longitude,latitude,height in metres' },
    'height-above': {
      kind: 'text',
      about: 'what the height is counted from: ground (default), roof or surface (what stands there), sea',
    },
    sites: { kind: 'many', about: 'places to be named: radio sites with name, heightAglM, else heightRoofM, else heightAslM' },
    'height-m': { kind: 'number', about: 'antenna above ground of sites that state no height, metres (10)' },
    'range-m': { kind: 'number', about: 'nothing further away is looked at, metres (30000)' },
    'step-deg': { kind: 'number', about: 'between two rays, degrees (0.25)' },
    k: { kind: 'number', about: 'effective over true Earth radius (1.3333, that is 4/3)' },
    flat: { kind: 'flag', about: 'a flat Earth' },
    date: { kind: 'text', about: 'day for which magnetic north is computed (today)' },
    title: { kind: 'text', about: 'written above the picture' },
    theme: { kind: 'text', about: 'light (default), dark or paper' },
    units: { kind: 'text', about: 'units in the picture: metric (default) or us' },
    'centre-deg': { kind: 'number', about: 'true bearing in the middle of the picture, degrees (180)' },
    out: { kind: 'text', about: '.svg: a strip; .csv: a row a bearing; .json: everything' },
  },
  words: 0,
  run: runPanorama,
};

async function runPanorama(call: Arguments): Promise<void> {
  const [lng = NaN, lat = NaN, heightM = NaN] = parseNumbers(call.required('at'), 3, call, 'at');
  const position: LngLat = [lng, lat];
  const out = call.required('out');
  const kind = /\.(svg|csv|json)$/i.exec(out)?.[1]?.toLowerCase();
  if (kind === undefined) throw call.wrong(`"${out}" ends neither in .svg nor in .csv nor in .json.`, '--out');
  if (call.has('flat') && call.has('k')) throw call.wrong('--k and --flat contradict each other.');
  const theme = call.oneOf('theme', ['light', 'dark', 'paper']);
  const units = call.oneOf('units', ['metric', 'us']);
  const { date } = call.day('date');
  const job = terminalJob();
  const { grids, obstacles, warnings } = await openLandscape(call, job);
  const targets = call.has('sites') ? await readSites(call, job) : [];
  const panorama = await studyPanorama(
    {
      grids,
      obstacles,
      position,
      heightM,
      heightAbove: readHeightAbove(call),
      rangeM: call.number('range-m') ?? 30_000,
      stepDeg: call.number('step-deg') ?? 0.25,
      kFactor: call.has('flat') ? Infinity : (call.number('k') ?? 4 / 3),
      targets,
      declinationDeg: declinationDeg(position, 0, date),
    },
    job,
  );
  const centreDeg = call.number('centre-deg') ?? 180;
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  if (kind === 'svg')
    writeAtomically(out, encode(panoramaSvg(panorama, { theme, units, centreDeg, title: call.text('title') ?? '' })));
  else if (kind === 'csv') writeAtomically(out, writeCsv(tableOf(panorama)));
  else writeAtomically(out, encode(`${JSON.stringify(jsonOf(panorama), null, 1)}\n`));
  job.progress('Done', 1);
  const visible = panorama.sites.filter(({ isVisible }) => isVisible === true).length;
  const notes = [...warnings, ...panorama.warnings];
  const { groundM, antennaAltitudeM, rangeM, declinationDeg: declination, sites } = panorama;
  answer(
    call,
    {
      out,
      groundM: rounded(groundM),
      antennaAltitudeM: rounded(antennaAltitudeM),
      rangeM: rounded(rangeM),
      declinationDeg: declination === null ? null : rounded(declination),
      sites: sites.map(siteJson),
      warnings: notes,
    },
    [
      `Horizon of ${panorama.horizonDeg.length} bearings written to ${out}; ${visible} of ${sites.length} named places are in sight.`,
      ...sites.map(
        (site) =>
          `${site.name}: ${site.azimuthDeg.toFixed(1)}°, ${numberText(site.distanceM)} m, ${site.isVisible === null ? 'height unknown' : site.isVisible ? 'visible' : `hidden by ${site.hiddenBy?.cause ?? 'something'} at ${numberText(site.hiddenBy?.distanceM ?? NaN)} m, ${(site.hiddenBy?.missingM ?? NaN).toFixed(1)} m too low`}`,
      ),
      ...notes.map((text) => `Note: ${text}`),
    ],
  );
}

function tableOf({
  horizonDeg,
  horizonDistanceM,
  horizonCause,
  stepDeg,
  declinationDeg: declination,
}: Panorama): Parameters<typeof writeCsv>[0] {
  const columns = ['bearing_true_deg', 'bearing_magnetic_deg', 'elevation_deg', 'distance_m', 'cause'].map((title) => ({
    title,
  }));
  const rows = Array.from(horizonDeg, (angle, i) => {
    const bearing = Math.round(i * stepDeg * 1e6) / 1e6;
    const magnetic = declination === null ? null : Math.round(((bearing - declination + 360) % 360) * 100) / 100;
    return [bearing, magnetic, known(angle), known(horizonDistanceM[i] ?? NaN), horizonCause[i] ?? null];
  });
  return { columns, rows };
}

function jsonOf(panorama: Panorama): unknown {
  return {
    ...panorama,
    horizonDeg: Array.from(panorama.horizonDeg, known),
    horizonDistanceM: Array.from(panorama.horizonDistanceM, known),
    bands: panorama.bands.map(({ fromM, toM, topDeg }) => ({
      fromM: rounded(fromM),
      toM: rounded(toM),
      topDeg: Array.from(topDeg, known),
    })),
    sites: panorama.sites.map(siteJson),
  };
}

function siteJson(site: Panorama['sites'][number]): unknown {
  return { ...site, elevationDeg: known(site.elevationDeg) };
}

function known(value: number): number | null {
  return Number.isFinite(value) ? rounded(value) : null;
}

function rounded(value: number): number {
  return Math.round(value * 1e3) / 1e3 + 0;
}
