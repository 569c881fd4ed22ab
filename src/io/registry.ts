import { AppError } from '../base/app-error.ts';
import { isBdc } from './bdc-columns.ts';
import { meshFileKind } from './nyc-mesh.ts';
import { isMbtiles } from './mbtiles.ts';
import { isOsmJson } from './osm-json.ts';
import { isOfds } from './ofds-terms.ts';
import { zipNames } from './zip.ts';

/** A format that Weft knows by name; `reads` null means that it is recognised and refused by name. */
export interface Format {
  readonly id: string;
  readonly title: string;
  readonly reads: 'vector' | 'raster' | 'project' | null;
  /** What to do with a format that cannot be read. */
  readonly instead?: string;
}

const CONVERT = 'Convert it to GeoJSON, GeoPackage or a zipped Shapefile first.';

const FORMATS = {
  geojson: { title: 'GeoJSON', reads: 'vector' },
  csv: { title: 'CSV', reads: 'vector' },
  'nyc-mesh': { title: 'NYC Mesh map', reads: 'vector' },
  ofds: { title: 'Open Fibre Data Standard', reads: 'vector' },
  bdc: { title: 'FCC availability list', reads: 'vector' },
  shapefile: { title: 'Shapefile', reads: 'vector' },
  geotiff: { title: 'GeoTIFF', reads: 'raster' },
  hgt: { title: 'SRTM tile', reads: 'raster' },
  las: { title: 'point cloud (LAS, LAZ)', reads: 'raster' },
  'ascii-grid': { title: 'ASCII grid', reads: 'raster' },
  weft: { title: 'Weft project', reads: 'project' },
  geopackage: { title: 'GeoPackage', reads: 'vector' },
  flatgeobuf: { title: 'FlatGeobuf', reads: 'vector' },
  geoparquet: { title: 'GeoParquet', reads: 'vector' },
  kml: { title: 'KML', reads: 'vector' },
  kmz: { title: 'KMZ', reads: 'vector' },
  gpx: { title: 'GPX', reads: 'vector' },
  'osm-xml': { title: 'OpenStreetMap XML', reads: 'vector' },
  'osm-pbf': { title: 'OpenStreetMap PBF', reads: 'vector' },
  'osm-json': { title: 'OpenStreetMap JSON (Overpass)', reads: 'vector' },
  dxf: { title: 'DXF', reads: null, instead: CONVERT },
  dwg: {
    title: 'DWG',
    reads: null,
    instead: 'Save it in the drawing program as DXF, and convert that to GeoJSON, GeoPackage or a zipped Shapefile.',
  },
  gml: { title: 'GML', reads: null, instead: CONVERT },
  mapinfo: { title: 'MapInfo', reads: null, instead: CONVERT },
  xlsx: { title: 'Excel', reads: 'vector' },
  xls: {
    title: 'Excel 97 or locked Excel',
    reads: null,
    instead: 'Save it as .xlsx without a password, or as CSV.',
  },
  ods: { title: 'OpenDocument', reads: null, instead: 'Save it as .xlsx or CSV.' },
  dgn: { title: 'DGN', reads: null, instead: CONVERT },
  mdb: { title: 'Access or personal geodatabase', reads: null, instead: CONVERT },
  'qgis-project': {
    title: 'QGIS project',
    reads: null,
    instead: 'It holds no data itself: choose the files that it shows, or export its layers as GeoPackage.',
  },
  gdb: { title: 'Esri File Geodatabase', reads: 'vector' },
  pmtiles: { title: 'PMTiles archive', reads: 'raster' },
  mbtiles: { title: 'MBTiles archive', reads: 'raster' },
  archive: {
    title: 'packed (7z, RAR, tar, bzip2, xz, Zstandard)',
    reads: null,
    instead: 'Unpack it and choose what is in it; zip and gzip are read as they are.',
  },
  'osm-text': {
    title: 'OpenStreetMap OPL or o5m',
    reads: null,
    instead: 'Convert it first: osmium cat IN.opl -o OUT.osm.pbf, or osmconvert IN.o5m -o=OUT.osm.pbf.',
  },
  pdf: { title: 'PDF', reads: null, instead: 'Choose a file with geodata.' },
  png: { title: 'PNG picture', reads: null, instead: 'Choose a file with geodata.' },
  jpeg: { title: 'JPEG picture', reads: null, instead: 'Choose a file with geodata.' },
  html: { title: 'web page', reads: null, instead: 'The download may have failed: fetch the file again.' },
} as const satisfies Record<string, Omit<Format, 'id'>>;

export type FormatId = keyof typeof FORMATS;

/** A format by its id. */
export function formatOf(id: FormatId): Format {
  return { id, ...FORMATS[id] };
}

/** The endings by which file pickers offer what can be imported. */
export const IMPORT_ENDINGS: readonly string[] = [
  '.geojson',
  '.json',
  '.csv',
  '.xlsx',
  '.tsv',
  '.txt',
  '.zip',
  '.shp',
  '.kml',
  '.kmz',
  '.gpx',
  '.osm',
  '.pbf',
  '.gpkg',
  '.fgb',
  '.parquet',
  '.tif',
  '.tiff',
  '.hgt',
  '.asc',
  '.las',
  '.laz',
  '.pmtiles',
  '.mbtiles',
];

/** Endings of the files beside a raster that say where it lies (world files) and in which system. */
export const RASTER_COMPANIONS: readonly string[] = ['tfw', 'tifw', 'tiffw', 'pgw', 'pngw', 'wld', 'prj'];

const BY_ENDING: readonly (readonly [RegExp, FormatId])[] = [
  [/\.(geo)?jsonl?$|\.geojsons$|\.ndjson$/i, 'geojson'],
  [/\.(csv|tsv|txt)$/i, 'csv'],
  [/\.shp$/i, 'shapefile'],
  [/\.tiff?$/i, 'geotiff'],
  [/\.hgt(\.zip)?$/i, 'hgt'],
  [/\.asc$/i, 'ascii-grid'],
  [/\.la[sz]$/i, 'las'],
  [/\.weft$/i, 'weft'],
  [/\.kml$/i, 'kml'],
  [/\.kmz$/i, 'kmz'],
  [/\.gpx$/i, 'gpx'],
  [/\.osm(\.gz)?$/i, 'osm-xml'],
  [/\.pbf$/i, 'osm-pbf'],
  [/\.gpkg$/i, 'geopackage'],
  [/\.fgb$/i, 'flatgeobuf'],
  [/\.(geo)?parquet$/i, 'geoparquet'],
  [/\.dxf$/i, 'dxf'],
  [/\.dwg$/i, 'dwg'],
  [/\.gml$/i, 'gml'],
  [/\.(tab|mif|mid)$/i, 'mapinfo'],
  [/\.xlsx$/i, 'xlsx'],
  [/\.xls$/i, 'xls'],
  [/\.(opl|o5m)$/i, 'osm-text'],
  [/\.ods$/i, 'ods'],
  [/\.dgn$/i, 'dgn'],
  [/\.(mdb|accdb)$/i, 'mdb'],
  [/\.qg[sz]$/i, 'qgis-project'],
  [/\.pmtiles$/i, 'pmtiles'],
];

/** First bytes that no other format has. */
const BY_FIRST_BYTES: readonly (readonly [string, FormatId])[] = [
  ['II*\0', 'geotiff'],
  ['MM\0*', 'geotiff'],
  ['II+\0', 'geotiff'],
  ['MM\0+', 'geotiff'],
  ['LASF', 'las'],
  ['PMTiles', 'pmtiles'],
  ['SQLite format 3\0', 'geopackage'],
  ['fgb\x03', 'flatgeobuf'],
  ['PAR1', 'geoparquet'],
  ['\xd0\xcf\x11\xe0', 'xls'],
  ['\x89PNG', 'png'],
  ['\xff\xd8\xff', 'jpeg'],
  ['%PDF', 'pdf'],
  ['AC10', 'dwg'],
  ['BZh', 'archive'],
  ['\xfd7zXZ\0', 'archive'],
  ['7z\xbc\xaf\x27\x1c', 'archive'],
  ['Rar!\x1a\x07', 'archive'],
  ['\x28\xb5\x2f\xfd', 'archive'],
  ['\0\0\x27\x0a', 'shapefile'],
];

/** OpenStreetMap PBF: a short length, then the word OSMHeader. */
const PBF_BEGINNING = /^\0\0\0.\n\tOSMHeader/s;

/**
 * Says what a file is: by its first bytes where they tell, else by what an archive holds, else by its name, else by how its
 * text begins. @throws AppError import/empty-file, import/shapefile-part, import/unknown-format
 */
export function recognise(name: string, bytes: Uint8Array): Format {
  if (bytes.length === 0)
    throw new AppError('import/empty-file', {
      what: 'The file is empty (0 bytes).',
      where: name,
      remedy: 'Fetch or export it again.',
    });
  const first = String.fromCharCode(...bytes.subarray(0, 16));
  const id =
    (isMbtiles(name, bytes) ? 'mbtiles' : undefined) ??
    BY_FIRST_BYTES.find(([magic]) => first.startsWith(magic))?.[1] ??
    (PBF_BEGINNING.test(first) ? 'osm-pbf' : undefined) ??
    (first.startsWith('PK') ? archiveFormat(name, bytes) : undefined) ??
    (isTar(bytes) ? 'archive' : undefined) ??
    textFormat(bytes) ??
    BY_ENDING.find(([ending]) => ending.test(name))?.[1];
  if (/\.(shx|dbf|prj|cpg)$/i.test(name) && !first.startsWith('PK'))
    throw new AppError('import/shapefile-part', {
      what: 'This is one part of a shapefile; its shapes are in the .shp file.',
      where: name,
      remedy: 'Give the .shp file beside it, or a zip of all parts.',
    });
  const held = id === undefined && first.startsWith('PK') ? zipNames(bytes) : null;
  if (held !== null && held.length > 0)
    throw new AppError('import/unknown-format', {
      what: `The archive holds nothing that is read from an archive: ${held.slice(0, 5).join(', ')}${held.length > 5 ? ' …' : ''}.`,
      where: name,
      remedy: 'Unpack it and choose what is in it.',
    });
  if (id === undefined)
    throw new AppError('import/unknown-format', {
      what: 'This kind of file is not known.',
      where: name,
      remedy: `Convert it first, in QGIS or with ogr2ogr, to GeoPackage or GeoJSON. Known endings: ${IMPORT_ENDINGS.join(', ')}.`,
    });
  return formatOf(id);
}

/** The mark of a tape archive stands behind the name and the numbers of its first file. */
function isTar(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(257, 262)) === 'ustar';
}

/** What a zip archive holds; one without a readable directory goes by its name, so that its reader says what is wrong. */
function archiveFormat(name: string, bytes: Uint8Array): FormatId | undefined {
  const names = zipNames(bytes);
  const has = (ending: RegExp): boolean => names?.some((inner) => ending.test(inner)) ?? false;
  if (has(/\.gdb\/[^/]+\.gdbtable$/i)) return 'gdb';
  if (has(/(^|\/)[^/.][^/]*\.shp$/i)) return 'shapefile';
  if (has(/\.hgt$/i)) return 'hgt';
  if (has(/^manifest\.json$/)) return 'weft';
  if (has(/^\[Content_Types\]\.xml$/)) return 'xlsx';
  if (has(/\.kml$/i)) return 'kmz';
  if (has(/\.csv$/i)) return 'csv';
  if (names !== null) return BY_ENDING.find(([ending]) => ending.test(name))?.[1];
  return /\.hgt\.zip$|\.weft$|\.kmz$/i.test(name) ? undefined : 'shapefile';
}

/** Formats that show in the beginning of a text; JSON under any name, and XML that is not what its name says. */
function textFormat(bytes: Uint8Array): FormatId | undefined {
  const beginning = new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-8').decode(bytes.subarray(0, 600));
  if (meshFileKind(beginning) !== null) return 'nyc-mesh';
  if (isOsmJson(beginning)) return 'osm-json';
  if (isOfds(beginning)) return 'ofds';
  if (isBdc(beginning)) return 'bdc';
  const start = beginning.trimStart().toLowerCase();
  if (/^<!doctype html|^<html/.test(start)) return 'html';
  if (/^(<\?xml[^>]*>)?\s*(<!--[\s\S]*?-->\s*)?(<!doctype[\s\S]*?)?<([a-z]+:)?kml\b/.test(start)) return 'kml';
  if (/^(<\?xml[^>]*>)?\s*<osm/.test(start)) return 'osm-xml';
  if (/^(<\?xml[^>]*>)?\s*<gpx/.test(start)) return 'gpx';
  if (/^\{\s*"/.test(start)) return 'geojson';
  return /^ncols\s/.test(start) ? 'ascii-grid' : undefined;
}
