/**
 * Pairs of sites over a fractal terrain, 10 m cells, 0.2–5 km apart: `node --import tsx test/bench/sightlines.ts [--size 1024] [--sites 1000] [--relief 600] [--dense 2000] [--rounds 3]`.
 * Links per second (processor time of this process, the best of some rounds) beside a plain loop that reads the ground every 10 m in the
 * grid's plane, by turns with it, and how far the answers agree with samples every 0.5 m on the geodesic.
 */
import { parseArgs } from 'node:util';
import { quietJob } from '../../src/base/job.ts';
import { seededRandom } from '../../src/base/random.ts';
import { fromWgs84, toWgs84 } from '../../src/geo/crs.ts';
import { geodesicPoints, MEAN_EARTH_RADIUS_M } from '../../src/geo/geodesy.ts';
import { cellOfModel, modelOfCell, type Grid } from '../../src/geo/grid.ts';
import { makeTerrain } from '../../src/geo/terrain.ts';
import { earthBulgeM, fresnelRadiusM } from '../../src/radio/fresnel.ts';
import { studySightlines } from '../../src/studies/sightlines/run.ts';
import { sitePairs, type SightlineSite, type SitePair } from '../../src/studies/sightlines/site-pairs.ts';
import { fractalTerrain } from '../support/fractal-terrain.ts';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string' },
    sites: { type: 'string' },
    dense: { type: 'string' },
    relief: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const size = Number(options.size ?? 1024);
const [FREQUENCY_GHZ, K_FACTOR, CELL_M] = [5.5, 4 / 3, 10];
const place = { toModel: [500_005, CELL_M, 0, 5_500_005, 0, -CELL_M] as const, crs: 'EPSG:25832', verticalDatum: null };
const values = fractalTerrain(size, 1, Number(options.relief ?? 600));
const grid: Grid = { width: size, height: size, values, errorM: 1, ...place };
const random = seededRandom(1);
const [toLngLat, toModel] = [await toWgs84(grid.crs), await fromWgs84(grid.crs)];
const sites = Array.from({ length: Number(options.sites ?? 1000) }, (_, i): SightlineSite => {
  const [x, y] = modelOfCell(grid, (0.05 + 0.9 * random()) * size, (0.05 + 0.9 * random()) * size);
  const [lng = NaN, lat = NaN] = toLngLat(x, y);
  return { id: `site-${String(i).padStart(4, '0')}`, position: [lng, lat], heightM: 5 + 20 * random() };
});
const cells = new Map(sites.map((site) => [site, cellOfModel(grid, ...toModel(...site.position))]));

/** Least clearance and least fraction over cells of the grid, every `stepM` along the straight line. */
function plain(a: SightlineSite, b: SightlineSite, lengthM: number, stepM: number): [clearanceM: number, fraction: number] {
  const [[c0 = NaN, r0 = NaN] = [], [c1 = NaN, r1 = NaN] = []] = [cells.get(a), cells.get(b)];
  const [fromM, toM] = [heightM(c0, r0) + a.heightM, heightM(c1, r1) + b.heightM];
  const count = Math.ceil(lengthM / stepM);
  let [clearanceM, fraction] = [Infinity, Infinity];
  for (let i = 1; i < count; i++) {
    const t = i / count;
    const d = t * lengthM;
    const clearM =
      fromM +
      (toM - fromM) * t -
      earthBulgeM(d, lengthM - d, MEAN_EARTH_RADIUS_M, K_FACTOR) -
      heightM(c0 + (c1 - c0) * t, r0 + (r1 - r0) * t);
    const share = clearM / fresnelRadiusM(FREQUENCY_GHZ, d, lengthM - d);
    if (clearM < clearanceM) clearanceM = clearM;
    if (share < fraction) fraction = share;
  }
  return [clearanceM, fraction];
}

function heightM(column: number, row: number): number {
  const [left, top] = [column | 0, row | 0];
  const [u, v, i] = [column - left, row - top, top * size + left];
  return (values[i]! * (1 - u) + values[i + 1]! * u) * (1 - v) + (values[i + size]! * (1 - u) + values[i + size + 1]! * u) * v;
}

/** A crest between two samples is no higher above the lower of them than this: half a sample's distance at 200 %. */
const CREST_M = 0.5;

/**
 * Least clearance and fraction every half metre of the geodesic from 1 m to 1 m before the end, and again every centimetre
 * around each that is nearly the least: on a steep crest half a metre is too far apart for a centimetre, and the lowest crest is not
 * always under the lowest sample.
 */
function dense({ a, b, distanceM }: SitePair): { clearanceM: number; crestM: number; fraction: number } {
  const count = 2 * Math.ceil(distanceM) + 1;
  const points = geodesicPoints(a.position, b.position, count).map((position) => cellOfModel(grid, ...toModel(...position)));
  const [fromM, toM] = [heightM(...points[0]!) + a.heightM, heightM(...points.at(-1)!) + b.heightM];
  const clearanceAt = (place: number): number => {
    const i = Math.min(Math.floor(place), count - 2);
    const [[c0, r0], [c1, r1], u] = [points[i]!, points[i + 1]!, place - i];
    const t = place / (count - 1);
    const bulgeM = earthBulgeM(t * distanceM, (1 - t) * distanceM, MEAN_EARTH_RADIUS_M, K_FACTOR);
    return fromM + (toM - fromM) * t - bulgeM - heightM(c0 + (c1 - c0) * u, r0 + (r1 - r0) * u);
  };
  const margin = (count - 1) / distanceM;
  let [clearanceM, fraction] = [Infinity, Infinity];
  const clearances = new Float64Array(count).fill(Infinity);
  for (let i = Math.ceil(margin); i <= count - 1 - margin; i++) {
    const clearM = (clearances[i] = clearanceAt(i));
    const d = (i / (count - 1)) * distanceM;
    clearanceM = Math.min(clearanceM, clearM);
    fraction = Math.min(fraction, clearM / fresnelRadiusM(FREQUENCY_GHZ, d, distanceM - d));
  }
  let crestM = clearanceM;
  clearances.forEach((clearM, at) => {
    if (clearM > clearanceM + CREST_M) return;
    for (let place = Math.max(margin, at - 1); place <= Math.min(count - 1 - margin, at + 1); place += 0.02)
      crestM = Math.min(crestM, clearanceAt(place));
  });
  return { clearanceM, crestM, fraction };
}

async function seconds<T>(work: () => T | Promise<T>): Promise<[T, number]> {
  const start = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(start);
  return [result, (user + system) / 1e6];
}

const ground = { grids: [grid], terrain: await makeTerrain([grid]) };
const input = {
  ground,
  surface: null,
  sites,
  heightAbove: 'ground',
  maxDistanceM: 5000,
  frequencyGhz: FREQUENCY_GHZ,
  kFactor: K_FACTOR,
} as const;
await studySightlines({ ...input, sites: sites.slice(0, 200) }, quietJob);
const plainSum = (list: readonly SitePair[]): number =>
  list.reduce((sum, { a, b, distanceM }) => sum + plain(a, b, distanceM, CELL_M)[0], 0);
let all: readonly SitePair[] = [];
let pairs: readonly SitePair[] = [];
let [studyS, plainS] = [Infinity, Infinity];
for (let round = 0; round < Number(options.rounds ?? 3); round++) {
  const [answer, answerS] = await seconds(() => studySightlines(input, quietJob));
  all = sitePairs(answer);
  pairs = all.filter(({ distanceM }) => distanceM >= 200);
  const [, loopS] = await seconds(() => plainSum(pairs));
  [studyS, plainS] = [Math.min(studyS, answerS), Math.min(plainS, loopS)];
}
const rate = (count: number, s: number): string => `${Math.round(count / s).toLocaleString('en')} links/s`;
console.log(`${all.length} pairs, mean ${Math.round(all.reduce((sum, pair) => sum + pair.distanceM, 0) / all.length)} m`);
console.log(
  `study: ${rate(all.length, studyS)}; plain loop, 10 m steps: ${rate(pairs.length, plainS)}; ratio ${(plainS / pairs.length / (studyS / all.length)).toFixed(2)}`,
);

const every = Math.max(1, Math.floor(pairs.length / Number(options.dense ?? 2000)));
let [count, sameVerdict, sameClearance, sameCrest, worstM] = [0, 0, 0, 0, 0];
for (let i = 0; i < pairs.length; i += every) {
  const pair = pairs[i]!;
  const { clearanceM, crestM, fraction } = dense(pair);
  const verdict = fraction >= 0.6 ? 'clear' : fraction >= 0 ? 'marginal' : 'blocked';
  count++;
  if (verdict === pair.verdict) sameVerdict++;
  if (Math.abs(clearanceM - pair.clearanceM!) < 0.01) sameClearance++;
  if (Math.abs(crestM - pair.clearanceM!) < 0.01) sameCrest++;
  worstM = Math.max(worstM, pair.clearanceM! - crestM);
}
console.log(`every half metre: same verdict ${sameVerdict} of ${count}, clearance within 1 cm ${sameClearance}`);
console.log(
  `and every centimetre around the least: within 1 cm ${sameCrest}; nowhere lower than the study's by more than ${(worstM * 1e3).toFixed(1)} mm`,
);
