import { AppError } from '../base/app-error.ts';
import { breathe, quietJob, type JobContext } from '../base/job.ts';
import { allSteps, inSteps } from '../base/steps.ts';
import { compareText } from '../base/compare.ts';
import { sha256Hex } from '../base/hash.ts';
import { PROGRAM_VERSION } from '../base/program.ts';
import { stableJson } from '../base/stable-json.ts';
import type { Grid } from '../geo/grid.ts';
import type { Feature } from '../plan/feature-table.ts';
import { countOf, featuresOfLayer, layerOf, type Layer } from '../plan/layer.ts';
import { isUsual, usualDisplay } from '../plan/display.ts';
import { isFeatureLayerName, isRasterLayerName, type FeatureLayerName, type RasterLayerName } from '../plan/layers.ts';
import type { Plan, RasterLayer } from '../plan/plan.ts';
import { featureLineSteps, readFeatureLines } from './feature-lines.ts';
import { floatBytes, floatsOf } from './float-bytes.ts';
import {
  MANIFEST_FIELDS,
  parseCostBook,
  parseDisplay,
  parseEquipment,
  parseFieldClasses,
  parseIgnored,
  parseManifest,
  parseNetwork,
  parseSettings,
  type Manifest,
} from './schema.ts';
import { isZip, readZip, writeZip, zipSteps } from './zip.ts';

/** The version of the format that is written; lower ones are read too. docs/FILE_FORMAT.md describes it. */
export const PROJECT_VERSION = 1;

const MANIFEST = 'manifest.json';
const COST_BOOK = 'cost-book.json';
const FIBER = 'networks/fiber.json';

/** A plan as the bytes of a `.weft` file: equal plans give equal bytes. Edits are merged into their layers; history stays out. */
export function writeProject(plan: Plan): Uint8Array {
  return writeZip(projectEntries(plan));
}

/** As `writeProject`, for large plans: a cancel is heard between its parts. */
export async function writeProjectInSteps(plan: Plan, job: JobContext): Promise<Uint8Array> {
  return inSteps(zipSteps(await inSteps(entrySteps(plan), job)), job);
}

/** The entries of a project by name: those of the file, or the files of a folder. */
export function projectEntries(plan: Plan): Map<string, Uint8Array> {
  return allSteps(entrySteps(plan));
}

/** Makes the entries one after the other. */
function* entrySteps(plan: Plan): Generator<undefined, Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const layers: Manifest['layers'] = [];
  for (const [name, layer] of byName(plan.layers)) {
    layers.push(yield* layerEntry(files, name, layer));
    yield;
  }
  const rasters: Manifest['rasters'] = [];
  for (const [name, raster] of byName(plan.rasters)) {
    rasters.push(rasterEntry(files, name, raster));
    yield;
  }
  const manifest: Manifest = {
    ...plan.unknownFields,
    format: 'weft-project',
    version: PROJECT_VERSION,
    programVersion: PROGRAM_VERSION,
    name: plan.name,
    settings: { ...plan.settings },
    layers,
    rasters,
    costBookSha256: put(files, COST_BOOK, json(plan.costBook)),
    fiberSha256: plan.fiber === null ? null : put(files, FIBER, json(plan.fiber)),
    ...(isUsual(plan.display) ? {} : { display: plan.display }),
    ...(Object.keys(plan.fieldClasses).length === 0 ? {} : { fieldClasses: plan.fieldClasses }),
    ...(plan.equipment.length === 0 ? {} : { equipment: plan.equipment }),
    ...(plan.ignored.length === 0 ? {} : { ignored: plan.ignored }),
  };
  put(files, MANIFEST, json(manifest));
  return files;
}

/**
 * The plan in the bytes of a `.weft` file, every part checked against its hash and its schema.
 * @param file the file's name, for messages
 * @throws AppError project/damaged, project/newer, project/not-a-project
 */
export async function readProject(bytes: Uint8Array, file = 'project', job = quietJob): Promise<Plan> {
  const files = await unpacked(bytes, file, job);
  await breathe(job);
  return inSteps(planSteps(files, file), job);
}

/** The plan in the entries of a project, checked in the same way. @throws AppError project/damaged, project/newer */
export function readProjectEntries(files: ReadonlyMap<string, Uint8Array>, file: string): Plan {
  return allSteps(planSteps(files, file));
}

function* planSteps(files: ReadonlyMap<string, Uint8Array>, file: string): Generator<undefined, Plan> {
  const manifest = parseManifest(versionChecked(parseJson(files, MANIFEST, file), file), file);
  const layers = new Map<FeatureLayerName, Layer>();
  for (const entry of manifest.layers) {
    if (!isFeatureLayerName(entry.name)) throw damaged(file, `it has a layer "${entry.name}", which no version knows`);
    layers.set(entry.name, yield* readLayer(files, entry, file));
  }
  const rasters = new Map<RasterLayerName, RasterLayer>();
  for (const entry of manifest.rasters) {
    if (!isRasterLayerName(entry.name)) throw damaged(file, `it has a raster "${entry.name}", which no version knows`);
    rasters.set(entry.name, { sources: entry.sources, grids: entry.grids.map((grid) => readGrid(files, grid, file)) });
    yield;
  }
  part(files, COST_BOOK, manifest.costBookSha256, file);
  if (manifest.fiberSha256 !== null) part(files, FIBER, manifest.fiberSha256, file);
  const unknownFields = Object.fromEntries(Object.entries(manifest).filter(([name]) => !MANIFEST_FIELDS.includes(name)));
  return {
    name: manifest.name,
    revision: 0,
    layers,
    rasters,
    settings: parseSettings(manifest.settings, file),
    costBook: parseCostBook(parseJson(files, COST_BOOK, file), file),
    fiber: manifest.fiberSha256 === null ? null : parseNetwork(parseJson(files, FIBER, file), file),
    display: manifest.display === undefined ? usualDisplay : parseDisplay(manifest.display, file),
    fieldClasses: manifest.fieldClasses === undefined ? {} : parseFieldClasses(manifest.fieldClasses, file),
    equipment: manifest.equipment === undefined ? [] : parseEquipment(manifest.equipment, file),
    ignored: manifest.ignored === undefined ? [] : parseIgnored(manifest.ignored, file),
    ...(Object.keys(unknownFields).length > 0 ? { unknownFields } : {}),
  };
}

function* layerEntry(
  files: Map<string, Uint8Array>,
  name: FeatureLayerName,
  layer: Layer,
): Generator<undefined, Manifest['layers'][number]> {
  const lines = yield* featureLineSteps(featuresOfLayer(layer));
  yield;
  const sha256 = put(files, layerFile(name), lines);
  return { name, count: countOf(layer), sha256, sources: [...layer.sources] };
}

function rasterEntry(files: Map<string, Uint8Array>, name: RasterLayerName, raster: RasterLayer): Manifest['rasters'][number] {
  const grids = raster.grids.map((grid, index) => {
    const file = `rasters/${name}-${index + 1}.f32`;
    const { values, toModel, ...rest } = grid;
    return {
      ...rest,
      toModel: [...toModel] as [number, number, number, number, number, number],
      file,
      sha256: put(files, file, floatBytes(values)),
    };
  });
  return { name, sources: [...raster.sources], grids };
}

/** Features that are read in one step. */
const FEATURES_PER_STEP = 4000;

function* readLayer(
  files: ReadonlyMap<string, Uint8Array>,
  entry: Manifest['layers'][number],
  file: string,
): Generator<undefined, Layer> {
  const bytes = part(files, layerFile(entry.name), entry.sha256, file);
  yield;
  const features: Feature[] = [];
  for (const feature of readFeatureLines(bytes, `${file}, ${layerFile(entry.name)}`)) {
    if (features.push(feature) % FEATURES_PER_STEP === 0) yield;
  }
  if (features.length !== entry.count)
    throw damaged(file, `${layerFile(entry.name)} has ${features.length} features instead of ${entry.count}`);
  if (features.some((feature, row) => row > 0 && compareText(features[row - 1]?.id ?? '', feature.id) >= 0)) {
    throw damaged(file, `${layerFile(entry.name)} is not in the order of its ids`);
  }
  return layerOf(features, entry.sources);
}

function readGrid(
  files: ReadonlyMap<string, Uint8Array>,
  entry: Manifest['rasters'][number]['grids'][number],
  file: string,
): Grid {
  const bytes = part(files, entry.file, entry.sha256, file);
  if (bytes.length !== entry.width * entry.height * 4)
    throw damaged(file, `${entry.file} does not have ${entry.width} × ${entry.height} values`);
  const { width, height, toModel, crs, verticalDatum, errorM } = entry;
  return { width, height, values: floatsOf(bytes), toModel, crs, verticalDatum, errorM };
}

async function unpacked(bytes: Uint8Array, file: string, job: JobContext): Promise<Map<string, Uint8Array>> {
  if (!isZip(bytes)) throw notAProject(file, 'This is not a Weft project: it does not begin as one.');
  try {
    const files = await readZip(file, bytes, job);
    if (files.has(MANIFEST)) return files;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(
      'project/damaged',
      {
        what: `The project file cannot be read. ${error.what}`,
        where: file,
        remedy: 'Open an older copy of it; nothing was changed.',
      },
      error,
    );
  }
  throw notAProject(file, 'This is a zip archive, but not a Weft project.');
}

function notAProject(file: string, what: string): AppError {
  return new AppError('project/not-a-project', {
    what,
    where: file,
    remedy: 'Choose a .weft file, or import this file into a layer.',
  });
}

/** Looks at the version before anything else: a newer format may differ in every other field. */
function versionChecked(value: unknown, file: string): unknown {
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version > PROJECT_VERSION) {
    throw new AppError('project/newer', {
      what: `The project was saved by a newer Weft (format ${version}; this one reads up to ${PROJECT_VERSION}). Nothing was changed.`,
      where: file,
      remedy: 'Update Weft, then open it again.',
    });
  }
  return value;
}

function part(files: ReadonlyMap<string, Uint8Array>, name: string, sha256: string, file: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw damaged(file, `${name} is missing`);
  if (sha256Hex(bytes) !== sha256) throw damaged(file, `${name} is not what the manifest says`);
  return bytes;
}

function parseJson(files: ReadonlyMap<string, Uint8Array>, name: string, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(files.get(name) ?? new Uint8Array()));
  } catch (error) {
    throw damaged(file, `${name} is not JSON`, error);
  }
}

function put(files: Map<string, Uint8Array>, name: string, bytes: Uint8Array): string {
  files.set(name, bytes);
  return sha256Hex(bytes);
}

function layerFile(name: string): string {
  return `layers/${name}.ndjson`;
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${stableJson(value)}\n`);
}

function byName<N extends string, V>(map: ReadonlyMap<N, V>): [N, V][] {
  return [...map].sort((a, b) => compareText(a[0], b[0]));
}

function damaged(file: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'project/damaged',
    { what: `The project file is damaged: ${what}.`, where: file, remedy: 'Open an older copy of it; nothing was changed.' },
    cause,
  );
}
