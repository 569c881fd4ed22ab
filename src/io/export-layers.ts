import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import type { Feature } from '../plan/feature-table.ts';
import { writeBdc, type StatedService } from './write/bdc.ts';
import { writeCsv } from './write/csv.ts';
import { writeDxf, type DrawingPlane } from './write/dxf.ts';
import type { ExportFormat } from './export-formats.ts';
import { writeFlatGeobuf } from './write/flatgeobuf.ts';
import { writeGeoJson } from './write/geojson.ts';
import { writeGeoParquet } from './write/geoparquet.ts';
import { writeGeoPackage } from './write/geopackage.ts';
import { writeGpx } from './write/gpx.ts';
import { kindColors, kindOf } from './write/layer-colors.ts';
import { writeKml, type KmlDocument, type KmlStyle } from './write/kml.ts';
import { writeOfds } from './write/ofds.ts';
import { writeShapefiles } from './write/shapefile.ts';
import { tableOfFeatures } from './write/table.ts';
import { writeXlsx } from './write/xlsx.ts';
import { writeZip } from './zip.ts';

/** Features under the name of their layer. */
export interface NamedFeatures {
  readonly name: string;
  readonly features: readonly Feature[];
}

/** A file as it was written, and what had to be changed in these layers: sentences. */
export interface ExportedFile {
  readonly bytes: Uint8Array;
  readonly notes: readonly string[];
}

/** What is said about an export: the plane of a drawing, the service of an availability list, who it is for. */
export interface ExportOptions extends DrawingPlane {
  readonly available?: StatedService;
  /** For whom the file is and whose data it holds, in sentences; it stands in every format that has a place for it (CSV, OFDS and location lists have none). */
  readonly about?: string;
  /** By which a long export is cancelled. */
  readonly job?: JobContext;
}

/** Layers as the bytes of one file. @param options what single formats need to know @throws AppError export/one-layer where the format holds only one */
export async function exportLayers(
  title: string,
  layers: readonly NamedFeatures[],
  format: ExportFormat,
  options: ExportOptions = {},
): Promise<ExportedFile> {
  const { about = '' } = options;
  switch (format) {
    case 'geojson':
      return whole(writeGeoJson(layers.length === 1 ? (layers[0]?.features ?? []) : layers.flatMap(withLayerName), about));
    case 'gpkg':
      return whole(await writeGeoPackage(layers, about, options.job));
    case 'shp':
      return writeShapefiles(layers, about);
    case 'fgb': {
      const { name, features } = onlyOne(layers, 'gpkg');
      return whole(writeFlatGeobuf(name, features, about));
    }
    case 'parquet':
      return whole(await writeGeoParquet(onlyOne(layers, 'gpkg').features, about));
    case 'kml':
      return whole(writeKml(kmlOf(title, layers, about)));
    case 'kmz':
      return whole(writeZip(new Map([['doc.kml', writeKml(kmlOf(title, layers, about))]])));
    case 'gpx':
      return whole(writeGpx(title, layers, about));
    case 'dxf':
      return writeDxf(layers, options, about);
    case 'ofds':
      return writeOfds(title, layers);
    case 'bdc':
      return writeBdc(onlyOne(layers, 'csv').features, options.available);
    case 'xlsx':
      return whole(
        await writeXlsx(
          layers.map(({ name, features }) => tableOfFeatures(name, features)),
          about,
        ),
      );
    case 'csv': {
      const { name, features } = onlyOne(layers, 'xlsx');
      return whole(writeCsv(tableOfFeatures(name, features)));
    }
  }
}

function whole(bytes: Uint8Array): ExportedFile {
  return { bytes, notes: [] };
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

function withLayerName({ name, features }: NamedFeatures): Feature[] {
  return features.map((feature) => ({ ...feature, fields: { ...feature.fields, layer: name } }));
}

/** A folder for each layer, a style for each kind in it. */
function kmlOf(title: string, layers: readonly NamedFeatures[], about: string): KmlDocument {
  const styles: KmlStyle[] = [];
  const folders = layers.map(({ name, features }) => {
    const colors = [...kindColors(name, features)];
    const idOf = (kind: string): string => `${name}-${colors.findIndex(([one]) => one === kind) + 1}`;
    for (const [kind, color] of colors) styles.push({ id: idOf(kind), color });
    return { name, features, styleOf: (feature: Feature) => idOf(kindOf(feature)) };
  });
  return { name: title, about, styles, folders };
}
