import { readFileSync } from 'node:fs';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { testData } from './test-data.ts';

const PARCELS = 'areas/cambridge-ma/derived/parcels_fy2014_epsg2249_shp.zip';
/** How far one copy of the city lies from the next, feet: a little more than the city is wide and high. */
const STEP_FT: readonly [number, number] = [26_000, 19_000];
const COLUMNS = 5;
const SHP_HEADER = 100;

/**
 * A county of so many parcels as a zipped Shapefile in state plane feet (EPSG:2249): the real parcels of Cambridge, over and over,
 * each copy beside the last. Ids are counted through.
 */
export function countyShapefile(count: number): Uint8Array {
  const city = cityOfParcels();
  const name = (ending: string): string => `county_parcels.${ending}`;
  const shp = shapes(city.shp, count, city.records);
  const parts = {
    [name('shp')]: shp,
    [name('shx')]: indexOf(shp, count),
    [name('dbf')]: table(city.dbf, count),
    [name('prj')]: city.prj,
    [name('cpg')]: strToU8('UTF-8'),
  };
  return zipSync(parts, { level: 1 });
}

/** The same county as GeoJSON: longitude and latitude of seven digits. */
export function countyGeoJson(count: number): Uint8Array {
  const file = testData('areas/cambridge-ma/neighbourhood-wellington-harrington/parcels.geojson');
  if (file === null) throw new Error('The parcels of Wellington-Harrington are missing: see WEFT_TEST_DATA.');
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as { features: { geometry: unknown; properties: object }[] };
  const lines = Array.from({ length: count }, (_, i) => {
    const { geometry, properties } = features[i % features.length] ?? { geometry: null, properties: {} };
    const copy = Math.floor(i / features.length);
    const [east, north] = [(copy % 20) * 0.0145, Math.floor(copy / 20) * 0.0097];
    const moved = JSON.stringify(geometry, (_, value: unknown) =>
      Array.isArray(value) && typeof value[0] === 'number' ? [round7(value[0] + east), round7(Number(value[1]) + north)] : value,
    );
    return `{"type":"Feature","properties":${JSON.stringify({ ...properties, id: String(i + 1) })},"geometry":${moved}}`;
  });
  return strToU8(`{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`);
}

/** So many premises as CSV: address, town, units, latitude, longitude, a grid of homes some 30 m apart. */
export function premisesCsv(count: number): Uint8Array {
  const streets = ['Hampshire St', 'Cambridge St', 'Windsor St', 'Webster Ave', 'Columbia St', 'Prospect St'];
  const side = Math.ceil(Math.sqrt(count));
  const lines = ['id,address,town,units,latitude,longitude'];
  for (let i = 0; i < count; i++) {
    const [row, column] = [Math.floor(i / side), i % side];
    const [lat, lng] = [42.2 + row * 0.00027 + (i % 7) * 0.00001, -71.6 + column * 0.00036 + (i % 5) * 0.00002];
    const street = streets[row % streets.length] ?? '';
    lines.push(
      `A${i + 1},${column + 1} ${street},Cambridge,${1 + (i % 11 === 0 ? i % 4 : 0)},${lat.toFixed(6)},${lng.toFixed(6)}`,
    );
  }
  return strToU8(`${lines.join('\n')}\n`);
}

const round7 = (value: number): number => Math.round(value * 1e7) / 1e7;

interface City {
  readonly shp: Uint8Array;
  readonly dbf: Uint8Array;
  readonly prj: Uint8Array;
  /** Where each record begins, and the end of the last. */
  readonly records: readonly number[];
}

function cityOfParcels(): City {
  const file = testData(PARCELS);
  if (file === null) throw new Error('The parcels of Cambridge are missing: see WEFT_TEST_DATA.');
  const files = Object.entries(unzipSync(readFileSync(file)));
  const part = (ending: string): Uint8Array => files.find(([name]) => name.endsWith(ending))?.[1] ?? new Uint8Array();
  const shp = part('.shp');
  const view = new DataView(shp.buffer, shp.byteOffset, shp.byteLength);
  const records: number[] = [];
  let at = SHP_HEADER;
  for (; at < shp.length; at += 8 + 2 * view.getInt32(at + 4)) records.push(at);
  return { shp, dbf: part('.dbf'), prj: part('.prj'), records: [...records, at] };
}

function shapes(shp: Uint8Array, count: number, records: readonly number[]): Uint8Array {
  const each = records.length - 1;
  const lengthOf = (i: number): number => (records[(i % each) + 1] ?? 0) - (records[i % each] ?? 0);
  let length = SHP_HEADER;
  for (let i = 0; i < count; i++) length += lengthOf(i);
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  out.set(shp.subarray(0, SHP_HEADER));
  view.setInt32(24, length / 2);
  let at = SHP_HEADER;
  for (let i = 0; i < count; i++) {
    const start = records[i % each] ?? 0;
    out.set(shp.subarray(start, start + lengthOf(i)), at);
    view.setInt32(at, i + 1);
    const copy = Math.floor(i / each);
    movePolygon(view, at + 8, (copy % COLUMNS) * STEP_FT[0], Math.floor(copy / COLUMNS) * STEP_FT[1]);
    at += lengthOf(i);
  }
  // The box of all: west and south are the first copy's.
  const copies = Math.ceil(count / each);
  view.setFloat64(52, view.getFloat64(52, true) + (Math.min(COLUMNS, copies) - 1) * STEP_FT[0], true);
  view.setFloat64(60, view.getFloat64(60, true) + Math.floor((copies - 1) / COLUMNS) * STEP_FT[1], true);
  return out;
}

/** The index (.shx) that belongs to the shapes: where each begins and how long it is, in words of 16 bits. */
function indexOf(shp: Uint8Array, count: number): Uint8Array {
  const out = new Uint8Array(SHP_HEADER + 8 * count);
  const [from, to] = [new DataView(shp.buffer), new DataView(out.buffer)];
  out.set(shp.subarray(0, SHP_HEADER));
  to.setInt32(24, out.length / 2);
  let at = SHP_HEADER;
  for (let i = 0; i < count; i++) {
    to.setInt32(SHP_HEADER + 8 * i, at / 2);
    to.setInt32(SHP_HEADER + 8 * i + 4, from.getInt32(at + 4));
    at += 8 + 2 * from.getInt32(at + 4);
  }
  return out;
}

/** Moves the polygon record at `at`: its box, then its points. */
function movePolygon(view: DataView, at: number, east: number, north: number): void {
  const move = (offset: number): void => {
    view.setFloat64(offset, view.getFloat64(offset, true) + east, true);
    view.setFloat64(offset + 8, view.getFloat64(offset + 8, true) + north, true);
  };
  if (view.getInt32(at, true) === 0) return;
  move(at + 4);
  move(at + 20);
  const [parts, points] = [view.getInt32(at + 36, true), view.getInt32(at + 40, true)];
  for (let i = 0; i < points; i++) move(at + 44 + 4 * parts + 16 * i);
}

/** The table of attributes; the first column, `id`, counts. */
function table(dbf: Uint8Array, count: number): Uint8Array {
  const view = new DataView(dbf.buffer, dbf.byteOffset, dbf.byteLength);
  const [each, header, size] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)];
  const idLength = dbf[32 + 16] ?? 0;
  const out = new Uint8Array(header + count * size + 1);
  out.set(dbf.subarray(0, header));
  new DataView(out.buffer).setUint32(4, count, true);
  for (let i = 0; i < count; i++) {
    const [from, to] = [header + (i % each) * size, header + i * size];
    out.set(dbf.subarray(from, from + size), to);
    out.set(
      strToU8(
        String(i + 1)
          .padEnd(idLength)
          .slice(0, idLength),
      ),
      to + 1,
    );
  }
  out[out.length - 1] = 0x1a;
  return out;
}
