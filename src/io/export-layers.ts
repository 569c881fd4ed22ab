import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import type { Feature } from '../plan/feature-table.ts';
import { writeBdc, type StatedService } from './write/bdc.ts';
import { writeCsv } from './write/csv.ts';
import { writeDxf, type DrawingPlane } from './write/dxf.ts';
import { EXPORT_FORMATS, type ExportFormat } from './export-formats.ts';
import { writeFlatGeobuf } from './write/flatgeobuf.ts';
import { writeGeoJson } from './write/geojson.ts';
import { writeGeoParquet } from './write/geoparquet.ts';
import { writeGeoPackage } from './write/geopackage.ts';
import { gpxLosses, writeGpx } from './write/gpx.ts';
import { classOf, lookOf } from './write/layer-look.ts';
import { kmlLosses, writeKml, type KmlDocument, type KmlStyle } from './write/kml.ts';
import { lossOf, type Loss } from './write/losses.ts';
import { writeOfds } from './write/ofds.ts';
import { inSystem, WGS84_SYSTEM, writtenSystem, type WrittenSystem } from './write/plane.ts';
import { writeShapefiles } from './write/shapefile.ts';
import { csvLosses, xlsxLosses } from './write/table-losses.ts';
import { tableOfFeatures } from './write/table.ts';
import type { Encoding } from './write/text-bytes.ts';
import { writeXlsx } from './write/xlsx.ts';
import { writeZip } from './zip.ts';

/** Features under the name of their layer. */
export interface NamedFeatures {
  readonly name: string;
  readonly features: readonly Feature[];
}

/** A file as it was written, and what of these layers it does not hold as it is. */
export interface ExportedFile {
  readonly bytes: Uint8Array;
  readonly losses: readonly Loss[];
  /** The losses in sentences. */
  readonly notes: readonly string[];
}

/** What is said about an export: system and unit of its positions, encoding, the service of an availability list, who it is for. */
export interface ExportOptions extends DrawingPlane {
  readonly encoding?: Encoding;
  readonly available?: StatedService;
  /** For whom the file is and whose data it holds, in sentences; it stands in every format that has a place for it (CSV, OFDS and location lists have none). */
  readonly about?: string;
  /** By which a long export is cancelled. */
  readonly job?: JobContext;
}

/** Bytes and what they do not hold, as the writers give them. */
type Written = Omit<ExportedFile, 'notes'>;

/**
 * Layers as the bytes of one file, and what the writer could not keep of them. @param options what single formats need to know
 * @throws AppError export/one-layer where the format holds only one, export/option where it cannot have what is asked for, crs/…
 */
export async function exportLayers(
  title: string,
  layers: readonly NamedFeatures[],
  format: ExportFormat,
  options: ExportOptions = {},
): Promise<ExportedFile> {
  checkOptions(format, options);
  const file = await writtenBy(title, layers, format, options);
  return { ...file, notes: file.losses.map(({ message }) => message) };
}

function checkOptions(format: ExportFormat, { crs, unit, encoding }: ExportOptions): void {
  const { title, systems, units, encodings } = EXPORT_FORMATS[format];
  const refused = (what: string, where: string, remedy: string): AppError =>
    new AppError('export/option', { what, where, remedy });
  if (crs !== undefined && !systems)
    throw refused(`${title} has no coordinate system of its own: its positions are longitude and latitude.`, '--crs', 'Leave it out, or choose another format.'); // prettier-ignore
  if (unit !== undefined && !units) throw refused(`${title} has no unit of its own.`, '--unit', 'Leave it out.');
  if (encoding !== undefined && encoding !== 'utf-8' && !(encodings as readonly Encoding[]).includes(encoding))
    throw refused(`${title} is not written in ${encoding}.`, '--encoding', 'Leave it out: it is UTF-8 then.');
}

async function writtenBy(
  title: string,
  layers: readonly NamedFeatures[],
  format: ExportFormat,
  options: ExportOptions,
): Promise<Written> {
  const { about = '', encoding = 'utf-8' } = options;
  switch (format) {
    case 'geojson':
      return layers.length === 1
        ? { bytes: writeGeoJson(layers[0]?.features ?? [], about), losses: [] }
        : { bytes: writeGeoJson(layers.flatMap(withLayerName), about), losses: layers.flatMap(layerNameLosses) };
    case 'gpkg':
    case 'shp':
    case 'fgb':
    case 'csv':
    case 'xlsx':
      return inItsSystem(layers, format, { ...options, about, encoding });
    case 'parquet': {
      const { name, features } = onlyOne(layers, 'gpkg');
      return writeGeoParquet(name, features, about);
    }
    case 'kml':
    case 'kmz': {
      const document = kmlOf(title, layers, about);
      const kml = writeKml(document);
      const bytes = format === 'kml' ? kml : writeZip(new Map([['doc.kml', kml]]));
      return { bytes, losses: kmlLosses(document.folders) };
    }
    case 'gpx':
      return { bytes: writeGpx(title, layers, about), losses: gpxLosses(layers) };
    case 'dxf':
      return writeDxf(layers, options, about);
    case 'ofds':
      return writeOfds(title, layers);
    case 'bdc': {
      const { name, features } = onlyOne(layers, 'csv');
      return writeBdc(name, features, options.available);
    }
  }
}

/** Formats that hold any coordinate system. */
async function inItsSystem(
  given: readonly NamedFeatures[],
  format: 'gpkg' | 'shp' | 'fgb' | 'csv' | 'xlsx',
  { crs, about, encoding, job }: ExportOptions & { readonly about: string; readonly encoding: Encoding },
): Promise<Written> {
  const system = await writtenSystem(crs);
  const layers: NamedFeatures[] = [];
  for (const { name, features } of given) layers.push({ name, features: await inSystem(features, system) });
  const { bytes, losses } = await (async (): Promise<Written> => {
    const areDegrees = system.unitM === null;
    switch (format) {
      case 'gpkg':
        return writeGeoPackage(layers, about, job, system);
      case 'shp':
        return writeShapefiles(layers, about, { system, encoding });
      case 'fgb': {
        const { name, features } = onlyOne(layers, 'gpkg');
        return writeFlatGeobuf(name, features, about, system);
      }
      case 'csv': {
        const { name, features } = onlyOne(layers, 'xlsx');
        const csv = writeCsv(tableOfFeatures(name, features, areDegrees), encoding);
        return { bytes: csv, losses: csvLosses(name, features, areDegrees, encoding) };
      }
      case 'xlsx': {
        const sheets = layers.map(({ name, features }) => tableOfFeatures(name, features, areDegrees));
        return {
          bytes: await writeXlsx(sheets, about),
          losses: layers.flatMap(({ name, features }) => xlsxLosses(name, features, areDegrees)),
        };
      }
    }
  })();
  return { bytes, losses: system === WGS84_SYSTEM ? losses : [placeLoss(system, format), ...losses] };
}

/** Positions elsewhere than in longitude and latitude; tables cannot even say so themselves. */
function placeLoss({ code, name }: WrittenSystem, format: ExportFormat): Loss {
  const silent = format === 'csv' || format === 'xlsx' ? ' The file itself cannot say so.' : '';
  return { kind: 'place', layer: '', fields: [], message: `Coordinates are those of EPSG:${code}, ${name}.${silent}` };
}

function onlyOne(layers: readonly NamedFeatures[], other: ExportFormat): NamedFeatures {
  const [only] = layers;
  if (only !== undefined && layers.length === 1) return only;
  throw new AppError('export/one-layer', {
    what: 'A file of this format holds one layer.',
    where: layers.map(({ name }) => name).join(', '),
    remedy: `Export each layer into a file of its own, or choose ${other}.`,
  });
}

/** The name of the layer takes the place of a field that is called so. */
function layerNameLosses({ name, features }: NamedFeatures): Loss[] {
  const isTaken = features.some(({ fields }) => Object.hasOwn(fields, 'layer'));
  return isTaken ? lossOf('field', name, ['layer'], `The field layer of ${name} gives way to the name of the layer.`) : [];
}

function withLayerName({ name, features }: NamedFeatures): Feature[] {
  return features.map((feature) => ({ ...feature, fields: { ...feature.fields, layer: name } }));
}

/** A folder for each layer, a style for each class in it. */
function kmlOf(title: string, layers: readonly NamedFeatures[], about: string): KmlDocument {
  const styles: KmlStyle[] = [];
  const folders = layers.map(({ name, features }) => {
    const look = lookOf(name, features);
    const values = [...look.classes.keys()];
    const idOf = (value: string): string => `${name}-${values.indexOf(value) + 1}`;
    for (const [value, { color }] of look.classes)
      styles.push({ id: idOf(value), color, widthPx: 4 * look.widthMm, fillOpacity: look.fill });
    return { name, features, styleOf: (feature: Feature) => idOf(classOf(look, feature)) };
  });
  return { name: title, about, styles, folders };
}
