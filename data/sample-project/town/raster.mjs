/** The terrain as a grid of cells of about 10 m in longitude and latitude, and bilinear reading of it. */
import { toGround, toLngLat } from './frame.mjs';

/** Cell size in degrees: about 10.0 m by 10.0 m at 43.9° N. */
const CELL_LNG = 0.000125;
const CELL_LAT = 0.00009;

/** Makes the grid over the map's edges; heights rounded to 1 cm. `west` and `north` are the outer corner. */
export function makeRaster(layout, frame, heightAt) {
  const corners = [];
  for (let k = 0; k <= 24; k++) {
    const s = layout.minS + ((layout.maxS - layout.minS) * k) / 24;
    const t = layout.minT + ((layout.maxT - layout.minT) * k) / 24;
    corners.push([s, layout.minT], [s, layout.maxT], [layout.minS, t], [layout.maxS, t]);
  }
  const places = corners.map((corner) => toLngLat(frame.place(corner)));
  const lngs = places.map((p) => p[0]);
  const lats = places.map((p) => p[1]);
  const west = Math.floor(Math.min(...lngs) / CELL_LNG) * CELL_LNG;
  const north = Math.ceil(Math.max(...lats) / CELL_LAT) * CELL_LAT;
  const width = Math.ceil((Math.max(...lngs) - west) / CELL_LNG);
  const height = Math.ceil((north - Math.min(...lats)) / CELL_LAT);
  const raster = { west, north, width, height, cellLng: CELL_LNG, cellLat: CELL_LAT, heightsM: new Float32Array(width * height) };
  for (let row = 0; row < height; row++) {
    for (let col = 0; col < width; col++) {
      raster.heightsM[row * width + col] = Math.round(heightAt(cellGround(raster, col, row)) * 100) / 100;
    }
  }
  return raster;
}

/** Ground position of a cell's centre. */
export function cellGround(raster, col, row) {
  return toGround([raster.west + (col + 0.5) * raster.cellLng, raster.north - (row + 0.5) * raster.cellLat]);
}

/** Bilinear height between cell centres, metres. */
export function sampleRaster(raster, [lng, lat]) {
  const x = (lng - raster.west) / raster.cellLng - 0.5;
  const y = (raster.north - lat) / raster.cellLat - 0.5;
  const col = Math.min(raster.width - 2, Math.max(0, Math.floor(x)));
  const row = Math.min(raster.height - 2, Math.max(0, Math.floor(y)));
  const at = row * raster.width + col;
  const h = raster.heightsM;
  const u = x - col;
  const v = y - row;
  return (h[at] * (1 - u) + h[at + 1] * u) * (1 - v) + (h[at + raster.width] * (1 - u) + h[at + raster.width + 1] * u) * v;
}
