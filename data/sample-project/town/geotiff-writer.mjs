/**
 * Writes a one-band float32 GeoTIFF: uncompressed, so that the bytes do not hang on a version of zlib. WGS 84 degrees
 * (EPSG:4326), heights in metres (unit 9001) above NAVD 88 (EPSG:5703).
 */
const SHORT = 3;
const LONG = 4;
const DOUBLE = 12;
const ASCII = 2;
const SIZES = { [SHORT]: 2, [LONG]: 4, [DOUBLE]: 8, [ASCII]: 1 };
const ROWS_PER_STRIP = 32;

const CITATION = 'Millrace Bend (invented)|';

/** GeoKey directory: version 1.1.0, then key, location, count, value. */
const GEO_KEYS = [
  [1024, 0, 1, 2],
  [1025, 0, 1, 1],
  [2048, 0, 1, 4326],
  [2054, 0, 1, 9102],
  [4096, 0, 1, 5703],
  [4097, 34737, CITATION.length, 0],
  [4099, 0, 1, 9001],
];

/** @param raster grid of raster.mjs @returns {Uint8Array} */
export function writeGeoTiff(raster) {
  const { width, height } = raster;
  const strips = Math.ceil(height / ROWS_PER_STRIP);
  const stripBytes = Array.from({ length: strips }, (_, i) => Math.min(ROWS_PER_STRIP, height - i * ROWS_PER_STRIP) * width * 4);
  const entries = [
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, [32]],
    [259, SHORT, [1]],
    [262, SHORT, [1]],
    [273, LONG, stripBytes.map((_, i) => i * ROWS_PER_STRIP * width * 4)],
    [277, SHORT, [1]],
    [278, LONG, [ROWS_PER_STRIP]],
    [279, LONG, stripBytes],
    [284, SHORT, [1]],
    [339, SHORT, [3]],
    [33550, DOUBLE, [raster.cellLng, raster.cellLat, 0]],
    [33922, DOUBLE, [0, 0, 0, raster.west, raster.north, 0]],
    [34735, SHORT, [1, 1, 0, GEO_KEYS.length, ...GEO_KEYS.flat()]],
    [34737, ASCII, [...`${CITATION}\0`].map((c) => c.charCodeAt(0))],
  ];
  return layOut(entries, raster.heightsM);
}

/** Header, directory, values too long for an entry, then the cells. */
function layOut(entries, cells) {
  const directoryBytes = 2 + entries.length * 12 + 4;
  let extra = 8 + directoryBytes;
  const places = entries.map(([, type, values]) => {
    const bytes = SIZES[type] * values.length;
    if (bytes <= 4) return null;
    const at = extra;
    extra += bytes + (bytes % 8 === 0 ? 0 : 8 - (bytes % 8));
    return at;
  });
  const dataStart = Math.ceil(extra / 8) * 8;
  const view = new DataView(new ArrayBuffer(dataStart + cells.length * 4));
  view.setUint16(0, 0x4949, true);
  view.setUint16(2, 42, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, entries.length, true);
  entries.forEach(([tag, type, values], i) => {
    const at = 10 + i * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, values.length, true);
    if (places[i] !== null) view.setUint32(at + 8, places[i], true);
    const shifted = tag === 273 ? values.map((offset) => offset + dataStart) : values;
    writeValues(view, places[i] ?? at + 8, type, shifted);
  });
  cells.forEach((value, i) => view.setFloat32(dataStart + i * 4, value, true));
  return new Uint8Array(view.buffer);
}

function writeValues(view, at, type, values) {
  values.forEach((value, i) => {
    if (type === SHORT) view.setUint16(at + i * 2, value, true);
    else if (type === LONG) view.setUint32(at + i * 4, value, true);
    else if (type === DOUBLE) view.setFloat64(at + i * 8, value, true);
    else view.setUint8(at + i, value);
  });
}
