/**
 * Viewsheds over a fractal terrain, 10 m cells, antenna 10 m, target 2 m: `node --import tsx test/bench/viewshed.ts [--size 2048] [--observers 12]`.
 * Beside a plain loop of rays to the rim, and `gdal_viewshed`, where it is installed: its whole process, files included.
 * Cells per second (processor time of this process), and how far fast and exact agree within 5 km and on the whole raster: seen by both over seen by either.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { quietJob } from '../../src/base/job.ts';
import type { CellBits } from '../../src/geo/cell-bits.ts';
import { computeViewshed, type ViewshedMethod } from '../../src/radio/viewshed.ts';
import type { ViewshedInput } from '../../src/radio/viewshed-field.ts';
import { readRasterFile } from '../../src/io/raster-file.ts';
import { writeGeoTiff } from '../../src/io/write/geotiff.ts';
import { bytesOfBits } from '../support/bytes-of-bits.ts';
import { fractalTerrain } from '../support/fractal-terrain.ts';

const { values } = parseArgs({ options: { size: { type: 'string' }, observers: { type: 'string' }, seed: { type: 'string' } } });
const size = Number(values.size ?? 2048);
const heights = fractalTerrain(size, Number(values.seed ?? 1));
const CELL_M = 10;
const row = (value: number): Float64Array => new Float64Array(size).fill(value);

function inputAt(column: number, line: number, radiusM: number): ViewshedInput {
  return {
    width: size,
    height: size,
    obstacleM: heights,
    targetBaseM: heights,
    targetHeightM: 2,
    column,
    row: line,
    antennaAltitudeM: heights[line * size + column]! + 10,
    metric: { across: row(CELL_M ** 2), skew: row(0), down: row(CELL_M ** 2) },
    dropPerM2: 0,
    radiusM,
  };
}

async function timed(input: ViewshedInput, method: ViewshedMethod): Promise<{ seen: Uint8Array; seconds: number }> {
  const start = process.cpuUsage();
  const seen = await computeViewshed(input, method, quietJob);
  const { user, system } = process.cpuUsage(start);
  return { seen: bytesOfBits(seen), seconds: (user + system) / 1e6 };
}

const observers = Array.from({ length: Number(values.observers ?? 12) }, (_, i): [number, number] => {
  const [a, b] = [(i * 0.618034 + 0.31) % 1, (i * 0.754878 + 0.17) % 1];
  return [Math.floor(size * (0.25 + 0.5 * a)), Math.floor(size * (0.25 + 0.5 * b))];
});
/** Cells seen by both over cells seen by either. */
function agreement(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < one.length; i++) {
    if (one[i] !== 0 && other[i] !== 0) both++;
    if (one[i] !== 0 || other[i] !== 0) either++;
  }
  return both / either;
}

const folder = mkdtempSync(join(tmpdir(), 'weft-bench-'));
const toModel = [500_005, CELL_M, 0, 5_500_005, 0, -CELL_M] as const;
const hasGdal = spawnSync('gdal_viewshed', ['--version']).error === undefined;
if (hasGdal)
  writeFileSync(
    join(folder, 'a.tif'),
    await writeGeoTiff({ cells: heights, width: size, height: size, toModel, crs: 'EPSG:25832' }, quietJob),
  );

/** What gdal_viewshed sees, and how long its process takes; null where it is not installed. */
async function gdal(column: number, line: number, radiusM: number): Promise<{ seen: ArrayLike<number>; seconds: number } | null> {
  if (!hasGdal) return null;
  const place = [
    '-ox',
    String(toModel[0] + column * CELL_M),
    '-oy',
    String(toModel[3] - line * CELL_M),
    '-oz',
    '10',
    '-tz',
    '2',
    '-cc',
    '0',
  ];
  const start = performance.now();
  const run = spawnSync(
    'gdal_viewshed',
    ['-q', ...place, '-md', String(radiusM), '-om', 'NORMAL', '-vv', '255', '-iv', '0', '-ov', '0', 'a.tif', 'b.tif'],
    {
      cwd: folder,
    },
  );
  const seconds = (performance.now() - start) / 1000;
  if (run.status !== 0) throw new Error(run.stderr.toString());
  const { grids } = await readRasterFile('b.tif', readFileSync(join(folder, 'b.tif')), { verticalUnit: 'm' });
  const { values: cells, width, height, toModel: place2 } = grids[0]!;
  const [left, top] = [Math.round((place2[0] - toModel[0]) / CELL_M), Math.round((toModel[3] - place2[3]) / CELL_M)];
  const seen = new Uint8Array(size * size);
  for (let r = 0; r < height; r++) for (let c = 0; c < width; c++) seen[(top + r) * size + left + c] = cells[r * width + c]!;
  return { seen, seconds };
}

const worst = { fast: 1, gdal: 1 };
const sum = { fast: 0, gdal: 0 };
for (const [column, line] of observers) {
  const fast = await timed(inputAt(column, line, 5000), 'fast');
  const exact = await timed(inputAt(column, line, 5000), 'exact');
  const other = await gdal(column, line, 5000);
  const same = { fast: agreement(fast.seen, exact.seen), gdal: other === null ? NaN : agreement(other.seen, exact.seen) };
  for (const name of ['fast', 'gdal'] as const) {
    worst[name] = Math.min(worst[name], same[name]);
    sum[name] += same[name] / observers.length;
  }
  console.log(
    `antenna at ${column},${line}: same as exact: fast ${same.fast.toFixed(4)}, gdal_viewshed ${same.gdal.toFixed(4)}; ` +
      `fast ${fast.seconds.toFixed(3)} s, exact ${exact.seconds.toFixed(3)} s, gdal_viewshed ${(other?.seconds ?? NaN).toFixed(3)} s`,
  );
}
console.log(`fast, same cells as exact within 5 km: mean ${sum.fast.toFixed(4)}, worst ${worst.fast.toFixed(4)}`);
console.log(`gdal_viewshed: mean ${sum.gdal.toFixed(4)}, worst ${worst.gdal.toFixed(4)}`);
rmSync(folder, { recursive: true });

/** Rays to every cell of the rim without care for the order of memory; a cell is seen where any ray through it sees it. */
function plainLoop({ column, row: line, antennaAltitudeM, targetHeightM }: ViewshedInput): Uint8Array {
  const seen = new Uint8Array(size * size);
  const cast = (toColumn: number, toLine: number): void => {
    const [dc, dr] = [toColumn - column, toLine - line];
    const steps = Math.max(Math.abs(dc), Math.abs(dr));
    const isSteep = Math.abs(dr) > Math.abs(dc);
    let horizon = -Infinity;
    for (let i = 1; i <= steps; i++) {
      const [x, y] = [column + (dc * i) / steps, line + (dr * i) / steps];
      const [c, r] = [Math.floor(x), Math.floor(y)];
      const at = r * size + c;
      const f = isSteep ? x - c : y - r;
      const groundM = f === 0 ? heights[at]! : heights[at]! * (1 - f) + heights[at + (isSteep ? 1 : size)]! * f;
      const nearest = isSteep ? at + (f > 0.5 ? 1 : 0) : at + (f > 0.5 ? size : 0);
      if ((heights[nearest]! + targetHeightM - antennaAltitudeM) / i >= horizon) seen[nearest] = 255;
      horizon = Math.max(horizon, (groundM - antennaAltitudeM) / i);
    }
  };
  for (let i = 0; i < size; i++) {
    cast(i, 0);
    cast(i, size - 1);
    cast(0, i);
    cast(size - 1, i);
  }
  return seen;
}

const whole = inputAt(size >> 1, size >> 1, Infinity);
const ways = {
  fast: { runs: 40, run: () => computeViewshed(whole, 'fast', quietJob) },
  'plain loop': { runs: 10, run: () => Promise.resolve(plainLoop(whole)) },
  exact: { runs: 3, run: () => computeViewshed(whole, 'exact', quietJob) },
};
const bytesOf = (seen: Uint8Array | CellBits): Uint8Array => (seen instanceof Uint8Array ? seen : bytesOfBits(seen));
const exact = bytesOf(await ways.exact.run());
for (const [name, { runs, run }] of Object.entries(ways)) {
  let best = Infinity;
  let seen: Uint8Array | CellBits = exact;
  // The least of several: other programs on the machine only ever add.
  for (let i = 0; i < runs; i++) {
    const start = process.cpuUsage();
    seen = await run();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1e6);
  }
  const same = agreement(bytesOf(seen), exact).toFixed(4);
  console.log(
    `${name}: whole raster ${best.toFixed(3)} s, ${(size ** 2 / best / 1e6).toFixed(1)} M cells/s, same as exact ${same}`,
  );
}
