/**
 * Viewsheds over a fractal terrain, 10 m cells, antenna 10 m, target 2 m: `node --import tsx test/bench/viewshed.ts [--size 2048] [--observers 12]`.
 * Cells per second (processor time of this process), and how far fast and exact agree within 5 km: seen by both over seen by either.
 */
import { parseArgs } from 'node:util';
import { quietJob } from '../../src/base/job.ts';
import { computeViewshed, type ViewshedMethod } from '../../src/radio/viewshed.ts';
import type { ViewshedInput } from '../../src/radio/viewshed-field.ts';
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
  return { seen, seconds: (user + system) / 1e6 };
}

const observers = Array.from({ length: Number(values.observers ?? 12) }, (_, i): [number, number] => {
  const [a, b] = [(i * 0.618034 + 0.31) % 1, (i * 0.754878 + 0.17) % 1];
  return [Math.floor(size * (0.25 + 0.5 * a)), Math.floor(size * (0.25 + 0.5 * b))];
});
let [least, sum] = [1, 0];
const time = { fast: 0, exact: 0 };
for (const [column, line] of observers) {
  const fast = await timed(inputAt(column, line, 5000), 'fast');
  const exact = await timed(inputAt(column, line, 5000), 'exact');
  let [both, either] = [0, 0];
  for (let i = 0; i < fast.seen.length; i++) {
    if (fast.seen[i] !== 0 && exact.seen[i] !== 0) both++;
    if (fast.seen[i] !== 0 || exact.seen[i] !== 0) either++;
  }
  const agreement = both / either;
  [least, sum] = [Math.min(least, agreement), sum + agreement];
  time.fast += fast.seconds;
  time.exact += exact.seconds;
  console.log(
    `antenna at ${column},${line}: ${either} cells seen by either, same ${agreement.toFixed(4)}, fast ${fast.seconds.toFixed(3)} s, exact ${exact.seconds.toFixed(3)} s`,
  );
}
console.log(`same cells, 5 km: mean ${(sum / observers.length).toFixed(4)}, worst ${least.toFixed(4)}`);
for (const method of ['fast', 'exact'] as const) {
  let best = Infinity;
  for (let run = 0; run < 3; run++) best = Math.min(best, (await timed(inputAt(size >> 1, size >> 1, Infinity), method)).seconds);
  console.log(`${method}: whole raster ${best.toFixed(3)} s, ${(size ** 2 / best / 1e6).toFixed(1)} M cells/s`);
}
