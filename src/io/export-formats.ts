import { AppError } from '../base/app-error.ts';

/** The formats that layers can be written in, and what each cannot hold. */
export const EXPORT_FORMATS = {
  geojson: { title: 'GeoJSON', ending: '.geojson', mediaType: 'application/geo+json', loses: null },
  gpkg: {
    title: 'GeoPackage',
    ending: '.gpkg',
    mediaType: 'application/geopackage+sqlite3',
    loses: 'A column of numbers and texts mixed becomes text.',
  },
  shp: {
    title: 'Shapefile (zip)',
    ending: '.zip',
    mediaType: 'application/zip',
    loses:
      'Names of columns are cut to ten letters and texts to 254 bytes; each kind of shape gets a shapefile of its own; a column of numbers and texts mixed becomes text.',
  },
  fgb: {
    title: 'FlatGeobuf',
    ending: '.fgb',
    mediaType: 'application/octet-stream',
    loses: 'One layer a file; a column of numbers and texts mixed becomes text.',
  },
  parquet: {
    title: 'GeoParquet',
    ending: '.parquet',
    mediaType: 'application/vnd.apache.parquet',
    loses: 'One layer a file; a column of numbers and texts mixed becomes text.',
  },
  kml: {
    title: 'KML',
    ending: '.kml',
    mediaType: 'application/vnd.google-earth.kml+xml',
    loses: 'A column of numbers and texts mixed becomes text; spaces around texts go.',
  },
  kmz: {
    title: 'KMZ',
    ending: '.kmz',
    mediaType: 'application/vnd.google-earth.kmz',
    loses: 'A column of numbers and texts mixed becomes text; spaces around texts go.',
  },
  gpx: {
    title: 'GPX',
    ending: '.gpx',
    mediaType: 'application/gpx+xml',
    loses: 'Fields become one comment, which devices show; outlines become closed tracks; features without a place are left out.',
  },
  dxf: {
    title: 'DXF drawing',
    ending: '.dxf',
    mediaType: 'image/vnd.dxf',
    loses:
      'Coordinates are those of a map projection, metres or feet, which the file itself cannot say; fields are extended data of at most 255 letters; features without a place are left out.',
  },
  ofds: {
    title: 'Open Fibre Data Standard',
    ending: '.json',
    mediaType: 'application/json',
    loses:
      'Lines become spans, the points at their ends nodes; other points, outlines and fields that the standard does not have are left out.',
  },
  bdc: {
    title: 'FCC location list (BDC)',
    ending: '.csv',
    mediaType: 'text/csv',
    loses:
      'The eight columns of a filing and nothing else. Only features that say what is offered there are in it, never a design: what is planned is not available.',
  },
  csv: {
    title: 'CSV',
    ending: '.csv',
    mediaType: 'text/csv',
    loses: 'One layer a file; lines and polygons are written as well-known text.',
  },
  xlsx: {
    title: 'Excel',
    ending: '.xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    loses: 'Texts are cut at 32,767 characters; lines and polygons are written as well-known text.',
  },
} as const;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

/** The format called so. @throws AppError usage/format listing what is possible */
export function exportFormat(name: string): ExportFormat {
  if (Object.hasOwn(EXPORT_FORMATS, name)) return name as ExportFormat; // it is one of its keys
  throw new AppError('usage/format', {
    what: `There is no format "${name}".`,
    where: '--format',
    remedy: `Choose one of: ${Object.keys(EXPORT_FORMATS).join(', ')}.`,
  });
}
