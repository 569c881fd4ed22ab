/** Point clouds (LAS, LAZ) as rasters: the mean of the ground in each cell, or the highest thing that stands there. */
import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { damagedCloud, readLasHeader, type LasHeader } from './las-header.ts';
import { lazRecords } from './laz-points.ts';
import type { RasterContent, RasterHeader } from './raster-file.ts';

/** What a cell tells of the points in it. */
export type CloudSurface = 'ground' | 'surface';

/** Sides of cells, metres: the smallest in which there are some points on average. */
const SIDES_M = [0.5, 1, 2, 5, 10, 20, 50];
const POINTS_A_CELL = 4;
const MOST_CELLS = 2 ** 25;
/** Classes of points (ASPRS): ground; noise, low and high. */
const GROUND = 2;
const NOISE = [7, 18];
/** Cells without points are filled from their neighbours so far: a building's breadth of ground, a gap between two echoes of a surface. */
const FILL_M = { ground: 30, surface: 2 } as const;

/** Opens a point cloud. @throws AppError file/…, crs/…; terrain/no-ground when it is read and no point is classified as ground */
export async function openPointCloud(name: string, bytes: Uint8Array, what: CloudSurface): Promise<RasterHeader> {
  const header = await readLasHeader(name, bytes);
  const unitM = header.crs?.unit ?? 1;
  if (header.crs !== null && header.crs.unit === null)
    throw new AppError('file/unsupported', {
      what: 'The points are in degrees; only those of a projected system are gridded.',
      where: name,
      remedy: 'Convert the file to a projected system such as UTM.',
    });
  const [minX, minY] = header.min;
  const [maxX, maxY] = header.max;
  const areaM2 = (maxX - minX) * (maxY - minY) * unitM * unitM;
  const sideM = SIDES_M.find((one) => header.count * one * one >= POINTS_A_CELL * areaM2 && areaM2 / (one * one) < MOST_CELLS);
  if (header.count === 0 || sideM === undefined)
    throw new AppError('file/unsupported', {
      what: `${header.count} points on ${(areaM2 / 1e6).toFixed(1)} km² are too few, or the area is too large, to be gridded.`,
      where: name,
      remedy: 'Cut it to the area that is needed, or use an elevation model.',
    });
  const side = sideM / unitM;
  const [west, north] = [Math.floor(minX / side) * side, Math.ceil(maxY / side) * side];
  const width = Math.max(1, Math.ceil((maxX - west) / side + 1e-9));
  const height = Math.max(1, Math.ceil((north - minY) / side + 1e-9));
  const cells: CloudCells = { name, bytes, header, what, west, north, side, sideM, width, height };
  return {
    format: `${header.isPacked ? 'LAZ' : 'LAS'} ${header.version}, ${header.count} points`,
    width,
    height,
    toModel: [west + side / 2, side, 0, north - side / 2, 0, -side],
    crs: header.crs,
    verticalUnit: header.verticalUnit,
    verticalDatum: header.verticalDatum,
    nodata: null,
    numbers: 'float32',
    errorM: null,
    warnings: [
      `${name}: ${header.count} points are gridded to cells of ${sideM} m: ${what === 'ground' ? 'the mean of the ground' : 'the highest point'} in each; gaps are filled from around them as far as ${FILL_M[what]} m`,
    ],
    read: (job) => readCloud(cells, job),
  };
}

interface CloudCells {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly header: LasHeader;
  readonly what: CloudSurface;
  readonly west: number;
  readonly north: number;
  readonly side: number;
  readonly sideM: number;
  readonly width: number;
  readonly height: number;
}

async function readCloud(cells: CloudCells, job: JobContext): Promise<RasterContent> {
  const { name, header, what, west, north, side, width, height } = cells;
  const { scale, offset, min, max, pointFormat } = header;
  const values = new Float32Array(width * height).fill(NaN);
  const counts = new Uint32Array(what === 'ground' ? width * height : 0);
  const isOutside = (value: number, axis: 0 | 1 | 2): boolean =>
    value < min[axis] - Math.abs(scale[axis]) || value > max[axis] + Math.abs(scale[axis]);
  let [read, used] = [0, 0];
  try {
    for (const record of await recordsOf(cells)) {
      if (read++ % 200_000 === 0) {
        job.progress('Gridding points', read / header.count);
        await breathe(job);
      }
      const x = record.getInt32(0, true) * scale[0] + offset[0];
      const y = record.getInt32(4, true) * scale[1] + offset[1];
      const z = record.getInt32(8, true) * scale[2] + offset[2];
      if (isOutside(x, 0) || isOutside(y, 1) || isOutside(z, 2))
        throw damagedCloud(name, `point ${read} lies outside the bounds that it states`);
      const flags = record.getUint8(15);
      const kind = pointFormat < 6 ? flags & 31 : record.getUint8(16);
      const isWithheld = (flags & (pointFormat < 6 ? 128 : 4)) !== 0;
      if (isWithheld || (what === 'ground' ? kind !== GROUND : NOISE.includes(kind))) continue;
      const column = Math.min(width - 1, Math.max(0, Math.floor((x - west) / side)));
      const row = Math.min(height - 1, Math.max(0, Math.floor((north - y) / side)));
      const cell = row * width + column;
      const before = values[cell] ?? NaN;
      used++;
      if (what === 'surface') {
        if (!(before >= z)) values[cell] = z;
      } else {
        const count = (counts[cell] ?? 0) + 1;
        counts[cell] = count;
        values[cell] = count === 1 ? z : before + (z - before) / count;
      }
    }
  } catch (error) {
    if (error instanceof AppError || error instanceof DOMException) throw error;
    // The unpacker breaks off with errors of many kinds, and numbers; all mean the same.
    throw damagedCloud(name, `point ${read + 1} of ${header.count} cannot be read`, error);
  }
  if (used === 0 && what === 'ground')
    throw new AppError('terrain/no-ground', {
      what: 'None of the points is classified as ground (class 2).',
      where: name,
      remedy: 'Import it as surface, or classify its ground first (PDAL, LAStools).',
    });
  fillGaps(values, width, height, Math.ceil(FILL_M[what] / cells.sideM));
  return { values };
}

function recordsOf({ bytes, header }: CloudCells): Promise<Iterable<DataView>> | Iterable<DataView> {
  if (header.isPacked) return lazRecords(bytes, header);
  return {
    *[Symbol.iterator]() {
      for (let i = 0; i < header.count; i++)
        yield new DataView(bytes.buffer, bytes.byteOffset + header.pointsAt + i * header.recordBytes, header.recordBytes);
    },
  };
}

/** Gives unknown cells the mean of the known ones around them, ring by ring from the edge of a gap inward. */
function fillGaps(values: Float32Array, width: number, height: number, rings: number): void {
  let gap: number[] = [];
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) gap.push(i);
  for (let ring = 0; ring < rings && gap.length > 0; ring++) {
    const filled: [number, number][] = [];
    const left: number[] = [];
    for (const cell of gap) {
      const mean = meanAround(values, width, height, cell);
      if (Number.isNaN(mean)) left.push(cell);
      else filled.push([cell, mean]);
    }
    if (filled.length === 0) return;
    for (const [cell, mean] of filled) values[cell] = mean;
    gap = left;
  }
}

function meanAround(values: Float32Array, width: number, height: number, cell: number): number {
  const [column, row] = [cell % width, Math.floor(cell / width)];
  let [sum, count] = [0, 0];
  for (let r = Math.max(0, row - 1); r <= Math.min(height - 1, row + 1); r++) {
    for (let c = Math.max(0, column - 1); c <= Math.min(width - 1, column + 1); c++) {
      const value = values[r * width + c] ?? NaN;
      if (!Number.isNaN(value)) {
        sum += value;
        count++;
      }
    }
  }
  return count === 0 ? NaN : sum / count;
}
