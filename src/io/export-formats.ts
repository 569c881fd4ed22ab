import { AppError } from '../base/app-error.ts';

/**
 * The formats that layers can be written in: what each cannot hold whatever the layers are (what it cannot hold of single ones the writers
 * find out), whether it holds other coordinate systems and units, and in which encodings it can be where there is a choice.
 */
export const EXPORT_FORMATS = {
  geojson: {
    title: 'GeoJSON',
    ending: '.geojson',
    mediaType: 'application/geo+json',
    loses: 'Colours are not in it.',
    systems: false,
    units: false,
    encodings: [],
  },
  gpkg: {
    title: 'GeoPackage',
    ending: '.gpkg',
    mediaType: 'application/geopackage+sqlite3',
    loses: null,
    systems: true,
    units: false,
    encodings: [],
  },
  shp: {
    title: 'Shapefile (zip)',
    ending: '.zip',
    mediaType: 'application/zip',
    loses: 'Colours are not in it.',
    systems: true,
    units: false,
    encodings: ['utf-8', 'windows-1252'],
  },
  fgb: {
    title: 'FlatGeobuf',
    ending: '.fgb',
    mediaType: 'application/octet-stream',
    loses: 'One layer a file; colours are not in it.',
    systems: true,
    units: false,
    encodings: [],
  },
  parquet: {
    title: 'GeoParquet',
    ending: '.parquet',
    mediaType: 'application/vnd.apache.parquet',
    loses: 'One layer a file; colours are not in it.',
    systems: false,
    units: false,
    encodings: [],
  },
  kml: {
    title: 'KML',
    ending: '.kml',
    mediaType: 'application/vnd.google-earth.kml+xml',
    loses: null,
    systems: false,
    units: false,
    encodings: [],
  },
  kmz: {
    title: 'KMZ',
    ending: '.kmz',
    mediaType: 'application/vnd.google-earth.kmz',
    loses: null,
    systems: false,
    units: false,
    encodings: [],
  },
  gpx: {
    title: 'GPX',
    ending: '.gpx',
    mediaType: 'application/gpx+xml',
    loses: 'Colours are not in it; devices show a name and one comment.',
    systems: false,
    units: false,
    encodings: [],
  },
  dxf: {
    title: 'DXF drawing',
    ending: '.dxf',
    mediaType: 'image/vnd.dxf',
    loses: 'Fields are extended data, which few programs show; the file itself cannot say in which system it is.',
    systems: true,
    units: true,
    encodings: [],
  },
  ofds: {
    title: 'Open Fibre Data Standard',
    ending: '.json',
    mediaType: 'application/json',
    loses:
      'Lines become spans, the points at their ends nodes; other points, outlines and fields that the standard does not have are left out.',
    systems: false,
    units: false,
    encodings: [],
  },
  bdc: {
    title: 'FCC location list (BDC)',
    ending: '.csv',
    mediaType: 'text/csv',
    loses:
      'The eight columns of a filing and nothing else. Only features that say what is offered there are in it, never a design: what is planned is not available.',
    systems: false,
    units: false,
    encodings: [],
  },
  csv: {
    title: 'CSV',
    ending: '.csv',
    mediaType: 'text/csv',
    loses: 'One layer a file; colours are not in it.',
    systems: true,
    units: false,
    encodings: ['utf-8', 'utf-8-bom', 'windows-1252'],
  },
  xlsx: {
    title: 'Excel',
    ending: '.xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    loses: 'Colours are not in it.',
    systems: true,
    units: false,
    encodings: [],
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
