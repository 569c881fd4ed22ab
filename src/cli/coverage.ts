import { basename } from 'node:path';
import type { JobContext } from '../base/job.ts';
import type { LngLat } from '../geo/position.ts';
import { writeGeoTiff } from '../io/write/geotiff.ts';
import { equipmentById } from '../radio/equipment.ts';
import { readVectorFile } from '../io/vector-file.ts';
import { idSource } from '../io/feature-ids.ts';
import { exportFormat, type ExportFormat } from '../io/export-formats.ts';
import { exportLayers } from '../io/export-layers.ts';
import { coverageRadio, type CoverageRadio } from '../studies/coverage/cell-level.ts';
import { COVERAGE_LAYERS, coverageRaster, type CoverageLayer } from '../studies/coverage/coverage-layers.ts';
import { coveragePolygons } from '../studies/coverage/coverage-polygons.ts';
import { premisesServed, type Premise } from '../studies/coverage/premises.ts';
import type { CoverageResult } from '../studies/coverage/result.ts';
import { drawCoverageSummary } from '../studies/coverage/summary-page.ts';
import { factsOf, studyCoverage, type CoverageInput, type CoverageSite } from '../studies/coverage/run.ts';
import { parseNumbers, type Arguments, type Command } from './arguments.ts';
import { readCatalogue } from './budget.ts';
import { writeAtomically } from './files.ts';
import { readInputs } from './input-files.ts';
import { OBSTACLE_OPTIONS, OBSTACLE_USAGE, openLandscape, readHeightAbove } from './obstacle-files.ts';
import { pdfFonts } from './pdf-fonts.ts';
import { readSites } from './site-files.ts';
import { answer, terminalJob } from './terminal.ts';

/** `weft coverage`: what one or several antennas cover, as rasters and as premises served. */
export const command: Command = {
  usage:
    `coverage ${OBSTACLE_USAGE} --at LON,LAT,HEIGHT_M... | --sites FILE... [--height-m 10] [--height-above ground|roof|surface|sea] [--layer visible|count|min-height|fresnel|level|server]... ` +
    '[--radius-m 5000] [--target-height-m 2] [--target-above ground|roof] [--frequency-ghz 5.5] [--k 1.3333] [--equipment ID] [--catalogue FILE.csv] [--receiver-gain-dbi 0] [--cable-loss-db 0] [--azimuth-deg A] [--tilt-deg 0] ' +
    '[--premises FILE] [--threshold-dbm -75] [--out FILE.tif] [--polygons FILE.geojson|.gpkg|.kml|.zip] [--summary FILE.pdf] [--title TEXT] [--units metric|us] [--format a4|letter] [--date YYYY-MM-DD]',
  options: {
    ...OBSTACLE_OPTIONS,
    at: { kind: 'many', about: 'antennas: longitude,latitude,height in metres' },
    sites: { kind: 'many', about: 'antennas: radio sites with heightAglM, else heightRoofM, else heightAslM' },
    'height-m': { kind: 'number', about: 'antenna above ground of sites that state no height, metres (10)' },
    'height-above': {
      kind: 'text',
      about: 'what heights of --at are counted from: ground (default), roof or surface (what stands there), sea',
    },
    layer: {
      kind: 'many',
      about:
        'visible (255 or 0), count (how many sites see it), min-height (metres at which the target comes into sight), fresnel (least fraction), level (dBm), server (place in the list of sites, from 0)',
    },
    'radius-m': { kind: 'number', about: 'only cells within this distance of a site, metres (5000)' },
    'target-height-m': { kind: 'number', about: 'receiver, metres (2)' },
    'target-above': {
      kind: 'text',
      about: 'what it is counted from: ground (default), or roof: the building in the cell, or what a surface model knows there',
    },
    'frequency-ghz': { kind: 'number', about: 'frequency in GHz (5.5)' },
    k: { kind: 'number', about: 'effective over true Earth radius (1.3333, that is 4/3)' },
    equipment: { kind: 'text', about: "the sites' radio, an id of `weft equipment`; levels need it" },
    catalogue: { kind: 'text', about: 'your own equipment: CSV as data/equipment/README.md describes it' },
    'receiver-gain-dbi': { kind: 'number', about: "the receiver's antenna towards its site, dBi (0)" },
    'cable-loss-db': { kind: 'number', about: 'loss of cable and connectors at each end, dB (0)' },
    'azimuth-deg': { kind: 'number', about: 'true bearing of the main direction of every site; without it each cell lies in it' },
    'tilt-deg': { kind: 'number', about: 'of the main direction, degrees, upwards positive (0)' },
    premises: {
      kind: 'text',
      about: 'points to be counted: served where their cell is seen, or reaches the threshold with --equipment',
    },
    'threshold-dbm': { kind: 'number', about: 'level that serves, dBm (-75)' },
    polygons: {
      kind: 'text',
      about:
        'the served area as polygons with method, date, assumptions and counts: GeoJSON, GeoPackage, KML or Shapefile (.zip)',
    },
    date: { kind: 'text', about: 'date in the polygons, YYYY-MM-DD (today)' },
    summary: { kind: 'text', about: 'one page for a grant: map, counts, method, day, assumptions' },
    title: { kind: 'text', about: 'heading of that page (Coverage)' },
    units: { kind: 'text', about: 'of that page: metric (default) or us' },
    format: { kind: 'text', about: 'of that page: a4 (default) or letter' },
    out: { kind: 'text', about: 'GeoTIFF of one layer; with several layers their names are added: FILE-level.tif' },
  },
  words: 0,
  run: runCoverage,
};

async function runCoverage(call: Arguments): Promise<void> {
  const layers = readLayers(call);
  const out = call.text('out');
  if (out === undefined && !['premises', 'polygons', 'summary'].some((name) => call.has(name)))
    throw call.wrong('--out is missing.');
  const polygons = readPolygons(call);
  if (call.has('at') === call.has('sites')) throw call.wrong('Name the antennas by --at or by --sites.');
  const targetAbove = call.text('target-above') ?? 'ground';
  if (targetAbove !== 'ground' && targetAbove !== 'roof')
    throw call.wrong(`"${targetAbove}" is neither ground nor roof.`, '--target-above');
  const frequencyGhz = call.number('frequency-ghz') ?? 5.5;
  const radio = readRadio(call, frequencyGhz);
  if (radio === null && layers.includes('level')) throw call.wrong('A level needs --equipment.', '--layer');
  const job = terminalJob();
  const { grids, obstacles, warnings } = await openLandscape(call, job);
  const sites = await sitesOf(call, job);
  const input: CoverageInput = {
    ...{ grids, obstacles, sites, targetAbove, frequencyGhz, radio, mostAcross: Infinity },
    targetHeightM: call.number('target-height-m') ?? 2,
    radiusM: call.number('radius-m') ?? 5000,
    kFactor: call.number('k') ?? 4 / 3,
  };
  const result = await studyCoverage(input, job);
  const files: string[] = [];
  for (const layer of out === undefined ? [] : layers) {
    const file = layers.length === 1 ? (out ?? '') : (out ?? '').replace(/(\.tiff?)?$/i, `-${layer}.tif`);
    const raster = coverageRaster(result, layer);
    if (raster !== null) writeAtomically(file, await writeGeoTiff(raster, job));
    files.push(file);
  }
  const premises = call.has('premises') ? await readPremises(call.required('premises'), job) : null;
  const thresholdDbm = radio === null ? null : (call.number('threshold-dbm') ?? -75);
  const ids = premises === null ? null : await premisesServed(result, premises, thresholdDbm);
  if (polygons !== null) {
    const counted = ids === null || premises === null ? null : { served: ids.length, of: premises.length };
    await writePolygons(call, input, result, { ...polygons, thresholdDbm, premises: counted });
    files.push(polygons.file);
  }
  const summary = call.text('summary');
  if (summary !== undefined) {
    const counted = ids === null || premises === null ? null : { served: ids.length, of: premises.length };
    const claim = { date: call.day('date').text, thresholdDbm, premises: counted, sources: sourcesOf(call) };
    const page = {
      fonts: pdfFonts(),
      title: call.text('title') ?? 'Coverage',
      units: call.oneOf('units', ['metric', 'us']),
      format: call.oneOf('format', ['a4', 'letter']),
    } as const;
    writeAtomically(summary, await drawCoverageSummary(factsOf(input), result, claim, page));
    files.push(summary);
  }
  job.progress('Done', 1);
  const square = (cells: number): number => Math.round((cells * result.cellAreaM2) / 1e3) / 1e3;
  const served = ids === null || premises === null ? {} : { served: { count: ids.length, of: premises.length, ids } };
  const seen = { cells: result.visibleCells, areaKm2: square(result.visibleCells) };
  answer(
    call,
    {
      files,
      sites: sites.length,
      cells: result.knownCells,
      areaKm2: square(result.knownCells),
      visible: seen,
      ...served,
      thresholdDbm,
      warnings: [...warnings, ...result.warnings],
    },
    [
      `${sites.length} sites see ${seen.areaKm2} of ${square(result.knownCells)} km² in reach${files.length === 0 ? '' : `; written to ${files.join(', ')}`}.`,
      ...(ids === null ? [] : [`${ids.length} of ${premises?.length ?? 0} premises are served.`]),
      ...[...warnings, ...result.warnings].map((text) => `Note: ${text}`),
    ],
  );
}

function readLayers(call: Arguments): CoverageLayer[] {
  const names = Object.keys(COVERAGE_LAYERS) as CoverageLayer[]; // its own keys
  const typed = call.has('layer') ? call.many('layer') : ['visible'];
  return typed.map((name) => call.among(names, name, '--layer'));
}

interface Polygons {
  readonly file: string;
  readonly format: ExportFormat;
  readonly date: string;
}

function readPolygons(call: Arguments): Polygons | null {
  const file = call.text('polygons');
  if (file === undefined) return null;
  const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
  return { file, format: exportFormat(ending === 'zip' ? 'shp' : ending), date: call.day('date').text };
}

function sourcesOf(call: Arguments): string[] {
  const files = ['terrain', 'surface', 'buildings', 'canopy'].flatMap((name) => (call.has(name) ? call.many(name) : []));
  return files.map((path) => basename(path));
}

async function writePolygons(
  call: Arguments,
  input: CoverageInput,
  result: CoverageResult,
  claim: Polygons & { readonly thresholdDbm: number | null; readonly premises: { served: number; of: number } | null },
): Promise<void> {
  const area = await coveragePolygons(factsOf(input), result, { ...claim, sources: sourcesOf(call) });
  const features = area === null ? [] : [area];
  writeAtomically(claim.file, (await exportLayers('Coverage', [{ name: 'coverage', features }], claim.format)).bytes);
}

function readRadio(call: Arguments, frequencyGhz: number): CoverageRadio | null {
  const id = call.text('equipment');
  if (id === undefined) return null;
  const equipment = equipmentById(readCatalogue(call), id);
  if (!(frequencyGhz >= equipment.frequencyMinGhz && frequencyGhz <= equipment.frequencyMaxGhz))
    throw call.wrong(`${id} works from ${equipment.frequencyMinGhz} to ${equipment.frequencyMaxGhz} GHz.`, '--frequency-ghz');
  const [receiverGainDbi, cableLossDb] = [call.number('receiver-gain-dbi') ?? 0, call.number('cable-loss-db') ?? 0];
  return coverageRadio(equipment, frequencyGhz, { receiverGainDbi, cableLossDb });
}

async function sitesOf(call: Arguments, job: JobContext): Promise<CoverageSite[]> {
  const aim = { azimuthDeg: call.number('azimuth-deg') ?? null, tiltDeg: call.number('tilt-deg') ?? 0 };
  if (call.has('sites')) return (await readSites(call, job)).map((site) => ({ ...site, ...aim }));
  const heightAbove = readHeightAbove(call);
  return call.many('at').map((typed, index) => {
    const [lng = NaN, lat = NaN, heightM = NaN] = parseNumbers(typed, 3, call, 'at');
    const position: LngLat = [lng, lat];
    return { id: `site-${index + 1}`, position, heightM, heightAbove, ...aim };
  });
}

async function readPremises(path: string, job: JobContext): Promise<Premise[]> {
  const [file] = readInputs([path]);
  if (file === undefined) return [];
  const { companions } = file;
  const { layer } = await readVectorFile(file.name, file.bytes, companions === undefined ? {} : { companions }, job);
  const ids = idSource(layer.features, [...new Set(layer.features.flatMap(({ fields }) => Object.keys(fields)))], undefined);
  return layer.features.flatMap((feature, index): Premise[] =>
    feature.geometry?.type === 'Point'
      ? [{ id: ids.of(feature) ?? `row-${index + 1}`, position: feature.geometry.coordinates }]
      : [],
  );
}
