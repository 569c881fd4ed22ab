/** SRTM height tiles: big-endian 16-bit metres, one degree square, the south-west corner in the file's name. */
import { AppError } from '../base/app-error.ts';
import { describeCrs } from '../geo/crs.ts';
import type { RasterContent, RasterHeader } from './raster-file.ts';

/**
 * One standard deviation of SRTM heights, metres: 90 % of the points measured are within 9.0 m in North America, the largest figure
 * of the continents, which range from 5.6 m (Rodríguez, Morris & Belz 2006, Photogrammetric Engineering & Remote Sensing
 * 72(3), pages 249–260), divided by 1.645. The mission's requirement of 16 m was far surpassed.
 */
const SRTM_ERROR_M = 9.0 / 1.645;

const VOID = -32768;

/** Opens a tile. @param name ends in the tile's own name (`N49E011.hgt`) @throws AppError file/damaged, import/no-place */
export async function openHgt(name: string, bytes: Uint8Array): Promise<RasterHeader> {
  const side = Math.sqrt(bytes.length / 2);
  if (side !== 1201 && side !== 3601) {
    throw new AppError('file/damaged', {
      what: `The tile's size, ${bytes.length} bytes, is neither that of 1201² nor of 3601² cells (2884802 or 25934402 bytes).`,
      where: name,
      remedy: 'Fetch the tile again.',
    });
  }
  const [west, south] = cornerOf(name);
  const step = 1 / (side - 1);
  return {
    format: 'SRTM HGT',
    width: side,
    height: side,
    toModel: [west, step, 0, south + 1, 0, -step],
    crs: await describeCrs('EPSG:4326'),
    verticalUnit: 'm',
    verticalDatum: 'EGM96 height',
    nodata: VOID,
    numbers: 'int16',
    errorM: SRTM_ERROR_M,
    fixed: true,
    warnings: [],
    read: () => Promise.resolve(readCells(bytes, side)),
  };
}

function cornerOf(name: string): [west: number, south: number] {
  const found = /(?:^|[^A-Za-z])([NS])(\d{1,2})([EW])(\d{1,3})(?!\d)[^/\\]*$/i.exec(name);
  const [, ns = '', lat = '', ew = '', lng = ''] = found ?? [];
  const south = Number(lat) * (ns.toUpperCase() === 'S' ? -1 : 1);
  const west = Number(lng) * (ew.toUpperCase() === 'W' ? -1 : 1);
  if (found === null || south < -90 || south > 89 || west < -180 || west > 179) {
    throw new AppError('import/no-place', {
      what: 'The name of the tile does not say where it lies.',
      where: name,
      remedy: 'Name it after its south-west corner, as in N49E011.hgt.',
    });
  }
  return [west, south];
}

function readCells(bytes: Uint8Array, side: number): RasterContent {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(side * side);
  for (let i = 0; i < values.length; i++) {
    const value = view.getInt16(i * 2);
    values[i] = value === VOID ? NaN : value;
  }
  return { values };
}
