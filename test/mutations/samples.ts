import { readFileSync } from 'node:fs';
import { strToU8 } from 'fflate';
import type { ExportFormat } from '../../src/io/export-formats.ts';
import { writeProject } from '../../src/io/project-file.ts';
import { writeZip } from '../../src/io/zip.ts';
import { gdalWrites, gdalWritesGeodatabases, geodatabaseByGdal, rasterByGdal } from '../support/files-by-gdal.ts';
import { hamlet } from '../support/hamlet.ts';
import { testData } from '../support/test-data.ts';
import { terrariumTile } from '../support/terrarium-tile.ts';
import { tinyLas } from '../support/tiny-las.ts';
import { tinyMbtiles } from '../support/tiny-mbtiles.ts';
import { tinyPmtiles } from '../support/tiny-pmtiles.ts';
import { tinyTiff } from '../support/tiny-tiff.ts';
import { exchangeSample, written } from '../unit/io/exchange-sample.ts';

/** A small whole file of a format. */
export interface Sample {
  readonly format: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What it holds, where that is not a layer of features. */
  readonly holds?: 'raster' | 'project';
  /** The faults lie in a file of an archive that is whole. */
  readonly isInside?: boolean;
  readonly sourceLayer?: string;
  /** Text that counts nothing itself: what is taken out or cut between two lines cannot be missed. */
  readonly isUncounted?: boolean;
  /** A letter of a tag decides which layer a thing is in: that one is missing from a layer says nothing. */
  readonly isByTags?: boolean;
}

const LINES_OF_FEATURES = exchangeSample
  .map(({ id, geometry, fields }) => JSON.stringify({ type: 'Feature', id, geometry, properties: fields }))
  .join('\n');

const LINES = exchangeSample.filter(({ geometry }) => geometry?.type.endsWith('LineString'));

/** A sample of every format that is read, those from real data where it is there. */
export async function samples(): Promise<Sample[]> {
  const exported = async (format: ExportFormat, name = `a.${format}`): Promise<Sample> => ({
    format,
    name,
    bytes: await written([{ name: 'sample', features: format === 'shp' ? LINES : exchangeSample }], format),
  });
  return [
    { ...(await exported('geojson')), isUncounted: true },
    { format: 'geojson, by lines', name: 'a.geojsonl', bytes: strToU8(LINES_OF_FEATURES), isUncounted: true },
    { ...(await exported('csv')), isUncounted: true },
    await exported('xlsx'),
    { ...(await exported('xlsx')), format: 'xlsx, inside', isInside: true, isUncounted: true },
    await exported('shp', 'a.zip'),
    { ...(await exported('shp', 'a.zip')), format: 'shp, inside', isInside: true },
    await exported('gpkg'),
    await exported('fgb'),
    await exported('parquet'),
    { ...(await exported('kml')), isUncounted: true },
    await exported('kmz'),
    { ...(await exported('kmz')), format: 'kmz, inside', isInside: true, isUncounted: true },
    { ...(await exported('ofds', 'a.json')), sourceLayer: 'spans', isUncounted: true },
    { format: 'bdc', name: 'a.csv', bytes: strToU8(BDC), sourceLayer: 'cells', isUncounted: true },
    { format: 'gpx', name: 'a.gpx', bytes: strToU8(GPX), sourceLayer: 'waypoints', isUncounted: true },
    { format: 'osm-xml', name: 'a.osm', bytes: strToU8(OSM), sourceLayer: 'roads', isUncounted: true, isByTags: true },
    { format: 'osm-json', name: 'a.json', bytes: strToU8(OVERPASS), sourceLayer: 'roads', isUncounted: true, isByTags: true },
    { format: 'nyc-mesh', name: 'nodes.json', bytes: strToU8(MESH), isUncounted: true },
    { format: 'weft', name: 'a.weft', bytes: writeProject(hamlet()), holds: 'project' },
    ...realSamples(),
    ...(gdalWritesGeodatabases() ? await geodatabases() : []),
    { format: 'geotiff', name: 'a.tif', bytes: geotiff(), holds: 'raster' },
    ...lercSamples(),
    { format: 'las', name: 'a.las', bytes: tinyLas(CLOUD, 6, 25832), holds: 'raster' },
    { format: 'ascii-grid', name: 'a.asc', bytes: strToU8(ASC), holds: 'raster' },
    { format: 'pmtiles', name: 'a.pmtiles', bytes: tinyPmtiles('png', heightTiles()), holds: 'raster' },
    { format: 'mbtiles', name: 'a.mbtiles', bytes: await tinyMbtiles(heightTiles()), holds: 'raster' },
    { format: 'hgt', name: 'N47E009.hgt.zip', bytes: hgtZip(), holds: 'raster' },
  ];
}

/** LERC alone and packed again, whole numbers and floating ones; there is no writer of it but GDAL. */
function lercSamples(): Sample[] {
  const kinds = [
    ['LERC', 'Int16'],
    ['LERC_DEFLATE', 'Float32'],
    ['LERC_ZSTD', 'Float32'],
  ] as const;
  return kinds
    .filter(([packing]) => gdalWrites(packing))
    .map(([packing, type]) => ({
      format: `geotiff, ${packing}`,
      name: 'a.tif',
      bytes: rasterByGdal(
        [{ name: 'a.asc', text: ASC_LARGER }],
        ['-a_srs', 'EPSG:4326', '-ot', type, '-co', `COMPRESS=${packing}`],
      ).bytes,
      holds: 'raster',
    }));
}

/** There is no writer of geodatabases but GDAL. */
async function geodatabases(): Promise<Sample[]> {
  const bytes = geodatabaseByGdal(await written([{ name: 'sample', features: LINES }], 'gpkg'));
  return [
    { format: 'gdb', name: 'a.gdb.zip', bytes },
    { format: 'gdb, inside', name: 'a.gdb.zip', bytes, isInside: true },
  ];
}

function realSamples(): Sample[] {
  const pbf = testData('areas/nyc-mesh/nyc-greenwich-village-2015.osm.pbf');
  return pbf === null
    ? []
    : [{ format: 'osm-pbf', name: 'a.osm.pbf', bytes: new Uint8Array(readFileSync(pbf)), sourceLayer: 'roads', isByTags: true }];
}

const BDC = `frn,provider_id,brand_name,location_id,technology,max_advertised_download_speed,max_advertised_upload_speed,low_latency,business_residential_code,state_usps,block_geoid,h3_res8_id
${[0, 1, 2, 3]
  .map(
    (n) =>
      `0001,13131${n},Acme,101052092${n},50,1000,${n}00,1,R,ME,230259662001023,882b${n === 0 ? 'ad25d5' : ['', '1acb17', '1a5a4d', '1a5a49'][n]}fffff`,
  )
  .join('\n')}
`;

const GPX = `<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">${[1, 2, 3, 4, 5]
  .map((n) => `<wpt lat="4${n}.5" lon="11.${n}"><ele>34${n}.5</ele><name>Pole ${n}</name></wpt>`)
  .join('\n')}</gpx>`;

const OVERPASS = JSON.stringify({
  version: 0.6,
  generator: 'Overpass API',
  elements: [
    ...[11.5, 11.51, 11.52, 11.53].map((lon, i) => ({ type: 'node', id: i + 1, lon, lat: 50 + i / 100 })),
    { type: 'way', id: 7, nodes: [1, 2, 3], tags: { highway: 'residential', name: 'Weg' } },
    { type: 'way', id: 8, nodes: [3, 4], tags: { highway: 'track' } },
    { type: 'way', id: 9, geometry: [11.5, 11.6].map((lon) => ({ lon, lat: 50.1 })), tags: { highway: 'service' } },
  ],
});

const MESH = JSON.stringify(
  [1, 2, 3, 4].map((id) => ({ id, status: 'Installed', coordinates: [-74 + id / 100, 40.7, 27], roofAccess: id > 2 })),
);

const OSM = `<?xml version="1.0"?><osm version="0.6">${[1, 2, 3, 4]
  .map((n) => `<node id="${n}" lon="11.${n}" lat="50.${n}"/>`)
  .join(
    '\n',
  )}<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="path"/></way><way id="2"><nd ref="3"/><nd ref="4"/><tag k="highway" v="track"/></way></osm>`;

const CLOUD = Array.from({ length: 100 }, (_, i) => ({ x: 1 + (i % 10), y: 1 + Math.floor(i / 10), z: 300 + i, kind: 2 }));

const ASC = `ncols 4\nnrows 3\nxllcorner 11\nyllcorner 50\ncellsize 0.01\nNODATA_value -9999\n1 2 3 4\n5 6 -9999 8\n9 10 11 12\n`;

const ASC_LARGER = `ncols 40\nnrows 30\nxllcorner 11\nyllcorner 50\ncellsize 0.01\nNODATA_value -9999\n${Array.from(
  { length: 1200 },
  (_, i) => (i % 97 === 0 ? -9999 : Math.round(300 + 50 * Math.sin(i / 40) + (i % 13))),
).join(' ')}\n`;

function geotiff(): Uint8Array {
  const cells = new Uint8Array(new Int16Array(64).map((_, i) => i * 7).buffer);
  return tinyTiff(8, 8, cells, [
    [33550, 'double', [0.01, 0.01, 0]],
    [33922, 'double', [0, 0, 0, 11, 50, 0]],
    [34735, 'short', [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326]],
    [42113, 'text', '-9999'],
  ]);
}

function heightTiles(): (readonly [number, number, number, Uint8Array])[] {
  return [136, 137].map((column) => [8, column, 85, terrariumTile(64, (x, y) => 300 + 64 * (column - 136) + x + y / 2)] as const);
}

function hgtZip(): Uint8Array {
  return writeZip(new Map([['N47E009.hgt', new Uint8Array(1201 * 1201 * 2).map((_, i) => (i % 2 === 0 ? 1 : (i >> 5) & 255))]]));
}
