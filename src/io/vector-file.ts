import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import type { FeatureLayerName } from '../plan/layers.ts';
import { readBdc } from './bdc.ts';
import { readCsv } from './csv.ts';
import { readFileGeodatabase } from './file-geodatabase.ts';
import { readFlatGeobuf } from './flatgeobuf.ts';
import { readGeoPackage } from './geopackage.ts';
import { readGeoJson } from './geojson.ts';
import { readGeoParquet } from './geoparquet.ts';
import { readGpx } from './gpx.ts';
import { readKml, readKmz } from './kml.ts';
import { readNycMesh } from './nyc-mesh.ts';
import { readOfds } from './ofds.ts';
import { osmLayers } from './osm-layers.ts';
import { readOsmJson } from './osm-json.ts';
import { readOsmPbf } from './osm-pbf.ts';
import { readOsmXml } from './osm-xml.ts';
import { placeLayer } from './place-layer.ts';
import { recognise } from './registry.ts';
import { readShapefile, type ShapefileParts } from './shapefile.ts';
import type { Problem, SourceFeature, SourceFile, SourceLayer, TablePlaces } from './source-layer.ts';
import type { NamedPlaces } from './table-layer.ts';
import { readXlsx } from './xlsx.ts';
import { isGzip, isZip, readGzip, readZip } from './zip.ts';

/** What may be said about a file when it is read. */
export interface VectorOptions {
  /** The coordinate system by the user's word: `EPSG:n`. It wins over what the file states. */
  readonly crs?: string;
  /** Which layer, where the file has several. */
  readonly sourceLayer?: string;
  /** Our layer that the file is read for: its namesake is taken where the file has several and none is named. */
  readonly wantedFor?: FeatureLayerName;
  /** Positions are read the other way round: y, x. */
  readonly swapAxes?: boolean;
  readonly skipBadRows?: boolean;
  /** A table without coordinates is read too. */
  readonly withoutPlaces?: boolean;
  /** Coordinate columns of a table. */
  readonly places?: NamedPlaces;
  /** For a loose `.shp`: the files beside it by their ending in lower case (`dbf`, `prj`, `shx`, `cpg`). */
  readonly companions?: ReadonlyMap<string, Uint8Array>;
}

/** A layer in longitude and latitude. */
export interface VectorLayer {
  readonly name: string;
  /** What the positions were converted from. */
  readonly crs: string;
  readonly total: number;
  readonly features: readonly SourceFeature[];
  readonly problems: readonly Problem[];
}

export interface VectorFile {
  readonly format: string;
  readonly layer: VectorLayer;
  readonly places?: TablePlaces;
}

/** Reads a vector file in its own coordinates, problems listed; nothing is refused that can be described. */
export async function parseVectorFile(
  name: string,
  bytes: Uint8Array,
  options: VectorOptions,
  job: JobContext,
): Promise<SourceFile> {
  const format = recognise(name, bytes);
  job.progress(`Reading ${name}`, 0);
  await breathe(job);
  switch (format.id) {
    case 'geojson':
      return { format: format.title, layers: [await readGeoJson(name, bytes, job)] };
    case 'nyc-mesh':
      return { format: format.title, layers: [readNycMesh(name, bytes, options.companions?.get('nodes'))] };
    case 'ofds':
      return { format: format.title, layers: readOfds(name, bytes) };
    case 'bdc':
      return { format: format.title, layers: await readBdc(name, bytes, job) };
    case 'csv':
      if (isZip(bytes)) return parseVectorFile(...(await onlyTable(name, bytes, job)), options, job);
      return { format: format.title, layers: [await readCsv(name, bytes, options.places, job)] };
    case 'xlsx':
      return { format: format.title, layers: await readXlsx(name, bytes, options.places, job) };
    case 'shapefile': {
      const parts: ShapefileParts | null = /\.shp$/i.test(name)
        ? { shp: bytes, ...Object.fromEntries(options.companions ?? []) }
        : null;
      return { format: format.title, layers: await readShapefile(name, parts ?? bytes, job) };
    }
    case 'flatgeobuf':
      return { format: format.title, layers: [await readFlatGeobuf(name, bytes, job)] };
    case 'geoparquet':
      return { format: format.title, layers: [await readGeoParquet(name, bytes, job)] };
    case 'kml':
      return { format: format.title, layers: [await readKml(name, bytes, job)] };
    case 'kmz':
      return { format: format.title, layers: await readKmz(name, bytes, job) };
    case 'gpx':
      return { format: format.title, layers: await readGpx(name, bytes, job) };
    case 'osm-xml': {
      const text = isGzip(bytes) ? readGzip(name, bytes) : bytes;
      return { format: format.title, layers: osmLayers(await readOsmXml(name, text, job)) };
    }
    case 'osm-pbf':
      return { format: format.title, layers: osmLayers(await readOsmPbf(name, bytes, job)) };
    case 'osm-json':
      return { format: format.title, layers: osmLayers(await readOsmJson(name, bytes, job)) };
    case 'gdb':
      return { format: format.title, layers: await readFileGeodatabase(name, bytes, job) };
    case 'geopackage':
      return { format: format.title, layers: await readGeoPackage(name, bytes, job) };
    default:
      throw new AppError('import/unsupported-format', {
        what: `This is ${/^[AEIO]/.test(format.title) ? 'an' : 'a'} ${format.title} file, which cannot be read as a layer of features.`,
        where: name,
        remedy:
          format.instead ??
          (format.reads === 'raster' ? 'Import it as terrain, surface, building-heights or canopy.' : 'Choose another file.'),
      });
  }
}

/** The one table in a zip, by its name in it. @throws AppError import/which-file where there are several */
async function onlyTable(name: string, bytes: Uint8Array, job: JobContext): Promise<[name: string, bytes: Uint8Array]> {
  const tables = [...(await readZip(name, bytes, job))].filter(([inner]) => /\.(csv|tsv|txt)$/i.test(inner));
  const [only] = tables;
  if (only !== undefined && tables.length === 1) return only;
  throw new AppError('import/which-file', {
    what: `The archive holds ${tables.length} tables: ${tables.map(([inner]) => inner).join(', ')}.`,
    where: name,
    remedy: 'Unpack it and import the one that is meant.',
  });
}

/**
 * Reads one layer of a vector file and converts it to longitude and latitude. @throws AppError import/… with the first reason
 * why the file as a whole cannot be used: no coordinate system, out of range, damaged, several layers
 */
export async function readVectorFile(
  name: string,
  bytes: Uint8Array,
  options: VectorOptions,
  job: JobContext,
): Promise<VectorFile> {
  const file = await parseVectorFile(name, bytes, options, job);
  const source = chosenLayer(name, file.layers, options);
  // The user's word about the coordinate system answers the file's question for it.
  const refusal = source.problems.find(
    ({ severity, code }) =>
      severity === 'file' &&
      !(code === 'import/unknown-crs' && options.crs) &&
      !(code === 'import/no-coordinates' && options.withoutPlaces),
  );
  const { places } = source;
  if (refusal !== undefined) throw refusedFor(name, refusal, places);
  const layer = await placeLayer(name, source, options, job);
  return { format: file.format, layer, ...(places && { places }) };
}

/** The refusal of a whole file for one of its problems; where a table does not tell which columns hold positions, they are to be chosen from. */
export function refusedFor(name: string, problem: Problem, places?: TablePlaces): AppError {
  const where = [name, problem.where].filter(Boolean).join(', ');
  const choices = problem.code === 'import/no-coordinates' ? (places?.columns ?? []) : [];
  return new AppError(problem.code, {
    what: problem.message,
    where,
    remedy: problem.remedy ?? 'Export the file again.',
    choices,
  });
}

function chosenLayer(name: string, layers: readonly SourceLayer[], options: VectorOptions): SourceLayer {
  const { sourceLayer: wanted, wantedFor } = options;
  const [only] = layers;
  if (wanted === undefined && layers.length === 1 && only !== undefined) return only;
  if (wanted === undefined) {
    const meant = layers.filter((layer) => (layer.meantFor ?? layer.name.toLowerCase()) === wantedFor);
    if (meant.length === 1 && meant[0] !== undefined) return withNote(meant[0], layers.length);
  }
  const chosen =
    layers.find((layer) => layer.name === wanted) ?? layers.find((layer) => layer.name.toLowerCase() === wanted?.toLowerCase());
  if (chosen !== undefined) return chosen;
  throw new AppError('import/which-layer', {
    what: wanted === undefined ? `The file has ${layers.length} layers.` : `The file has no layer "${wanted}".`,
    where: name,
    remedy: `Name one with --source-layer: ${layers.map((layer) => layer.name).join(', ')}.`,
    choices: layers.map((layer) => layer.name),
  });
}

function withNote(layer: SourceLayer, of: number): SourceLayer {
  const message = `The file has ${of} layers; "${layer.name}" was taken.`;
  return { ...layer, problems: [...layer.problems, { code: 'import/namesake', severity: 'note', where: '', message }] };
}
