import { studyRoofSheet } from '../../../src/studies/roof-sheet/study.ts';
import { afterAll, describe, expect, test } from 'vitest';
import { isAbort } from '../../../src/base/app-error.ts';
import type { JobContext } from '../../../src/base/job.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { writeProject } from '../../../src/io/project-file.ts';
import type { Grid } from '../../../src/geo/grid.ts';
import type { LngLat } from '../../../src/geo/position.ts';
import { apply } from '../../../src/plan/change.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { layerOf } from '../../../src/plan/layer.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { exposuresOf } from '../../../src/studies/build-plan/cost-risk.ts';
import { buildPlanFiles } from '../../../src/studies/build-plan/write.ts';
import { designFiber } from '../../../src/studies/fiber/design.ts';
import { NO_OBSTACLES } from '../../../src/studies/obstacles/obstacles.ts';
import { printPdf } from '../../../src/studies/print-sheet/print.ts';
import type { PrintRequest } from '../../../src/studies/print-sheet/print-request.ts';
import { jobHandlers } from '../../../src/workers/job-handlers.ts';
import type { JobInputs, JobName, RadioGround } from '../../../src/workers/jobs.ts';
import { aTown } from '../../support/fiber-town.ts';
import { fractalTerrain } from '../../support/fractal-terrain.ts';
import { pdfFonts } from '../../support/pdf-fonts.ts';
import { serveFile, type RangeServer } from '../../support/range-server.ts';
import { placed, tinyTiff } from '../../support/tiny-tiff.ts';

/**
 * A cancel reaches a job when it lets messages arrive and looks at its signal. Measured is the processor time between two such
 * moments, so that a busy machine does not matter: from the gaps follows how long a cancel at any moment waits.
 */
const MOST_P95_MS = 200;
/** A worker that does not answer for a second is ended. */
const MOST_MS = 1000;

/** Cancels of each job that are really made: one with every commit, as early as it is heard; `WEFT_CANCELS=50` at any moment. */
const CANCELS = Number(process.env['WEFT_CANCELS'] ?? 1);

interface Gaps {
  readonly ms: readonly number[];
  /** Whether the job ended by the cancel. */
  readonly isCancelled: boolean;
}

/** @param cancelAt the gap in which a cancel comes; without it the job runs to its end. Its last gap is the time from hearing of it to the end */
async function gapsOf(run: (job: JobContext) => Promise<unknown>, cancelAt = Infinity): Promise<Gaps> {
  const ms: number[] = [];
  const controller = new AbortController();
  const { signal } = controller;
  let isAborted = false;
  let turns = 0;
  let seen = 0;
  let from = process.cpuUsage();
  const look = (): void => {
    // Without a turn of the event loop in between no message could have arrived.
    if (turns === seen) return;
    seen = turns;
    const { user, system } = process.cpuUsage(from);
    ms.push((user + system) / 1000);
    from = process.cpuUsage();
    if (ms.length <= cancelAt || isAborted) return;
    isAborted = true;
    controller.abort();
  };
  const { throwIfAborted } = signal;
  Object.defineProperty(signal, 'throwIfAborted', { value: () => (look(), throwIfAborted.call(signal)) });
  Object.defineProperty(signal, 'aborted', { get: () => (look(), isAborted) });
  // A message can have arrived where a timer has.
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((action: () => void, delayMs?: number) =>
    setTimeout(() => {
      turns++;
      action();
    }, delayMs)) as typeof setTimeout;
  from = process.cpuUsage();
  let isCancelled = false;
  try {
    await run({ signal, progress: () => undefined });
  } catch (error) {
    if (!isAbort(error) || !isAborted) throw error;
    isCancelled = true;
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  const { user, system } = process.cpuUsage(from);
  return { ms: [...ms, (user + system) / 1000], isCancelled };
}

/** Really cancels a job at moments spread over its work. @returns how long each waited, ms of processor time */
async function cancelAgain(make: () => Promise<(job: JobContext) => Promise<unknown>>, { ms }: Gaps): Promise<number[]> {
  const whole = ms.reduce((sum, gap) => sum + gap, 0);
  const waits: number[] = [];
  for (let i = 0; i < CANCELS; i++) {
    let moment = random() * (CANCELS === 1 ? (ms[0] ?? 0) : whole);
    const gap = ms.findIndex((length) => (moment -= length) < 0);
    // The rest of the gap in which it comes, and what the job then still does.
    const rest = -moment;
    const isLast = gap === ms.length - 1;
    const { ms: heard, isCancelled } = isLast ? { ms: [0], isCancelled: false } : await gapsOf(await make(), gap);
    if (!isLast && heard.length > gap + 1) expect(isCancelled, `cancel ${i}, in gap ${gap} of ${ms.length}`).toBe(true);
    waits.push(rest + (heard.at(-1) ?? 0));
  }
  return waits;
}

/** The value that 95 of 100 do not exceed. */
const at95 = (waits: readonly number[]): number => [...waits].sort((a, b) => a - b)[Math.ceil(0.95 * waits.length) - 1] ?? 0;

/** How long a cancel waits in 95 of 100 moments of the job. */
function p95({ ms }: Gaps): number {
  const whole = ms.reduce((sum, gap) => sum + gap, 0);
  let [low, high] = [0, Math.max(...ms)];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    const later = ms.reduce((sum, gap) => sum + Math.max(0, gap - middle), 0) / whole;
    if (later > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

const quiet: JobContext = { signal: new AbortController().signal, progress: () => undefined };
const random = seededRandom(5);
const SIZE = 256;
/** Rough hills of 2.5 km around the town, in degrees. */
const terrain: Grid = {
  ...{ width: SIZE, height: SIZE, values: fractalTerrain(SIZE, 7, 90), crs: 'EPSG:4326', verticalDatum: null, errorM: 1 },
  toModel: [-91.216, 1.25e-4, 0, 43.9115, 0, -0.9e-4],
};
const near = (): LngLat => [-91.2 + (random() - 0.5) * 0.028, 43.9 + (random() - 0.5) * 0.02];
const sites = Array.from({ length: 120 }, (_, i): Feature => ({
  id: `s${i}`,
  geometry: { type: 'Point', coordinates: near() },
  fields: { name: `s${i}`, status: i % 3 === 0 ? 'request' : 'installed', consent: 'yes', heightAglM: 4 + 8 * random() },
}));
const ground: RadioGround = { terrain: [terrain], obstacles: NO_OBSTACLES, frequencyGhz: 5.5, kFactor: 4 / 3 };
const radio = { ground, sites, rangeM: 3000, usualHeightM: 10 };
const place = { name: 'here', position: [-91.2, 43.9] as LngLat, heightM: 12, heightAbove: 'ground' as const };

/** Streets in blocks of 120 m, premises on both sides, poles on every other street. */
function town(blocks: number): Plan {
  const builder = aTown().hut('H', 0, 6);
  const half = (blocks * 120) / 2;
  for (let i = 0; i <= blocks; i++) {
    const at = i * 120 - half;
    builder.way(
      `ew${i}`,
      Array.from({ length: blocks + 1 }, (_, k) => [k * 120 - half, at] as const),
    );
    builder.way(
      `ns${i}`,
      Array.from({ length: blocks + 1 }, (_, k) => [at, k * 120 - half] as const),
    );
    for (let x = 20 - half; x < half; x += 40) {
      builder.premises(`n${i}-${x}`, x, at + 22).premises(`s${i}-${x}`, x, at - 22);
      builder.lot(`l${i}-${x}`, x - 18, at + 8, x + 18, at + 50);
      if (i % 2 === 0) builder.pole(`p${i}-${x}`, x, at + 4, { owner: 'Co-op' });
    }
  }
  return builder
    .area('West', -half - 60, -half - 60, 0, half + 60)
    .area('East', 0, -half - 60, half + 60, half + 60)
    .plan();
}

const many = Array.from({ length: 20_000 }, (_, i): Feature => ({
  id: `a${i}`,
  geometry: { type: 'Point', coordinates: near() },
  fields: { street: `Street ${i % 500}`, housenumber: String(i), place: 'Town', heightM: i / 7 },
}));

const withMany = (): Plan => {
  const plan = town(3);
  plan.layers.set('addresses', layerOf(many));
  plan.rasters.set('terrain', { grids: [terrain], sources: [] });
  return plan;
};
const drawn = () => ({ table: layerOf(many).table, edits: [], notReached: [], isNamed: false });
const addressList = () => ({
  name: 'a.csv',
  bytes: bytesOf(
    `id,lon,lat,street\n${many.map(({ id, geometry, fields }) => `${id},${String(geometry?.coordinates)},${String(fields['street'])}`).join('\n')}`,
  ),
});
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const named =
  <N extends JobName>(
    name: N,
    input: () => JobInputs[N] | Promise<JobInputs[N]>,
  ): (() => Promise<(job: JobContext) => Promise<unknown>>) =>
  async () => {
    const given = await input();
    return (job) => jobHandlers[name](given, job);
  };

const PRINT: PrintRequest = {
  area: { kind: 'plan' },
  paper: 'a3',
  orientation: 'landscape',
  scale: null,
  title: 'Town',
  subtitle: '',
  author: '',
  date: '2026-05-31',
  assumptions: true,
  verdicts: new Map(),
};

/** A small raster on a server of this computer. */
let server: RangeServer | undefined;
async function heights(): Promise<RangeServer> {
  server ??= await serveFile(tinyTiff(8, 8, new Uint8Array(128), placed(11, 50, { geographic: 4326 })));
  return server;
}
afterAll(() => server?.close());

/** Each job on work that is large for it; a job that is added has to be added here. */
const CASES: Readonly<Record<JobName, () => Promise<(job: JobContext) => Promise<unknown>>>> = {
  'open-terrain': named('open-terrain', () => ({ key: 90, grids: [terrain] })),
  'open-obstacles': named('open-obstacles', () => ({ key: 91, obstacles: NO_OBSTACLES })),
  'terrain-tile': named('terrain-tile', async () => {
    await jobHandlers['open-terrain'](
      { key: 92, grids: [terrain] },
      { signal: new AbortController().signal, progress: () => undefined },
    );
    const look = { shadow: [0, 0, 0], light: [255, 255, 255], raise: 0.5 } as const;
    return { key: 92, look, z: 14, x: 4041, y: 5989 };
  }),
  'open-layer': named('open-layer', () => ({ source: 'addresses', layer: drawn() })),
  'edit-layer': named('edit-layer', async () => {
    await jobHandlers['open-layer']({ source: 'edited', layer: drawn() }, quiet);
    return { source: 'edited', edits: many.slice(0, 500).map(({ id }) => [id, null] as const) };
  }),
  'layer-tile': named('layer-tile', async () => {
    await jobHandlers['open-layer']({ source: 'tiled', layer: drawn() }, quiet);
    return { sources: ['tiled'], z: 12, x: 1010, y: 1497 };
  }),
  'cost-risk': named('cost-risk', async () => {
    const plan = town(4);
    return exposuresOf(plan, await designFiber(plan, { effort: 1, seed: 1 }, quiet));
  }),
  elevation: named('elevation', async () => {
    await jobHandlers['open-terrain'](
      { key: 93, grids: [terrain] },
      { signal: new AbortController().signal, progress: () => undefined },
    );
    return { key: 93, positions: many.map(({ geometry }) => geometry?.coordinates as LngLat) };
  }),
  'highest-within': named('highest-within', async () => {
    await jobHandlers['open-terrain'](
      { key: 92, grids: [terrain] },
      { signal: new AbortController().signal, progress: () => undefined },
    );
    return { key: 92, centre: [-91.2, 43.9], radiusM: 2000 };
  }),
  'study-link': named('study-link', async () => {
    await jobHandlers['open-terrain'](
      { key: 94, grids: [terrain] },
      { signal: new AbortController().signal, progress: () => undefined },
    );
    const ends = {
      from: { position: [-91.213, 43.892] as const, heightM: 10 },
      to: { position: [-91.187, 43.908] as const, heightM: 10 },
    };
    const { frequencyGhz, kFactor } = ground;
    return {
      ...ends,
      heightAbove: 'ground',
      frequencyGhz,
      kFactor,
      terrainKey: 94,
      surfaceKey: null,
      obstaclesKey: null,
      season: 'leaf-on',
    };
  }),
  'study-reach': named('study-reach', () => ({ ...radio, from: place, radios: null })),
  'study-pairs': named('study-pairs', () => radio),
  'study-worklist': named('study-worklist', () => ({ ...radio, addresses: [layerOf(many).table] })),
  'study-hubs': named('study-hubs', () => ({ ...radio, most: 10 })),
  'study-coverage': named('study-coverage', () => ({
    ...{ ground, places: [place, { ...place, name: 'there', position: [-91.205, 43.902] as LngLat }] },
    ...{ premises: many.slice(0, 2000).map(({ geometry }) => geometry?.coordinates as LngLat), radiusM: 1200 },
    ...{ targetHeightM: 4, targetAbove: 'ground' as const, equipment: null, receiver: { receiverGainDbi: 20, cableLossDb: 1 } },
  })),
  'export-coverage': named('export-coverage', async () => {
    const study = await CASES['study-coverage']();
    const answer = (await study(quiet)) as JobInputs['export-coverage']['answer'];
    const page = { format: 'a4' as const, units: 'metric' as const, title: '' };
    return { answer, format: 'tif', layer: 'visible', claim: { format: 'geojson', sources: [] } as never, page };
  }),
  // The handler loads its typeface from the app.
  'roof-sheet': () =>
    Promise.resolve((job) =>
      studyRoofSheet(
        {
          ...{ grids: ground.terrain, obstacles: ground.obstacles, frequencyGhz: ground.frequencyGhz, kFactor: ground.kFactor },
          roof: { ...place, id: 'here' },
          others: sites.slice(0, 30).map(({ id, geometry }) => ({ ...place, id, position: geometry?.coordinates as LngLat })),
          ...{ maxDistanceM: 2000, equipment: null, date: new Date('2026-05-31') },
        },
        job,
      ),
    ),
  'study-panorama': named('study-panorama', () => ({
    ground,
    from: place,
    others: sites.slice(0, 30).map(({ id, geometry }) => ({ ...place, name: id, position: geometry?.coordinates as LngLat })),
    rangeM: 2000,
  })),
  'study-links': named('study-links', () => {
    const plan = withMany();
    plan.layers.set('sites', layerOf(sites));
    plan.layers.set(
      'links',
      layerOf(sites.slice(1, 60).map(({ id }, i) => ({ id: `l${i}`, geometry: null, fields: { from: 's0', to: id } }))),
    );
    return { plan, equipment: [], season: 'leaf-on' };
  }),
  'design-fiber': named('design-fiber', () => ({ plan: town(6), effort: 2, seed: 1 })),
  'worth-curve': named('worth-curve', () => ({ plan: town(6), effort: 1, seed: 1 })),
  'worth-budget': named('worth-budget', () => ({ plan: town(6), budgetCents: 100_000, effort: 1, seed: 1 })),
  'table-hash': named('table-hash', () => ({ table: layerOf(many).table })),
  'pole-worth': named('pole-worth', async () => {
    const plan = town(4);
    apply(plan, { note: 'design', fiber: await designFiber(plan, { effort: 1, seed: 1 }, quiet) });
    return { plan, poleId: plan.fiber?.poles[0]?.poleId ?? '', seed: 1 };
  }),
  derive: named('derive', () => ({ plan: town(12), wanted: { layer: 'premises', from: 'parcels' } })),
  'read-project': named('read-project', () => ({ bytes: writeProject(withMany()), file: 'x.weft' })),
  'write-project': named('write-project', () => ({ plan: withMany() })),
  // The handler loads its typeface from the app.
  'build-plan': async () => {
    const plan = town(4);
    apply(plan, { note: 'design', fiber: await designFiber(plan, { effort: 1, seed: 1 }, quiet) });
    return (job) => buildPlanFiles(plan, { fonts: pdfFonts() }, job);
  },
  'print-pdf': async () => {
    const plan = town(4);
    apply(plan, { note: 'design', fiber: await designFiber(plan, { effort: 1, seed: 1 }, quiet) });
    return (job) => printPdf(plan, { ...PRINT, area: { kind: 'book' } }, pdfFonts(), job);
  },
  // Its canvas is a browser's; what it draws is the same.
  'print-picture': async () => {
    const plan = town(4);
    apply(plan, { note: 'design', fiber: await designFiber(plan, { effort: 1, seed: 1 }, quiet) });
    return (job) => printPdf(plan, PRINT, pdfFonts(), job);
  },
  'export-layer': named('export-layer', () => ({ plan: withMany(), layer: 'addresses', format: 'gpkg', audience: 'public' })),
  'export-raster': named('export-raster', () => ({ name: 'terrain', layer: { grids: [terrain], sources: [] } })),
  'import-features': named('import-features', () => ({ plan: town(1), layer: 'addresses', files: [addressList()], options: {} })),
  'update-features': named('update-features', () => ({
    plan: withMany(),
    layer: 'addresses',
    file: addressList(),
    options: { map: [{ field: 'id', column: 'id' }] },
  })),
  'crs-candidates': named('crs-candidates', () => ({ file: addressList(), near: [-91.2, 43.9] })),
  'look-at-address': named('look-at-address', async () => ({ address: (await heights()).address, area: null })),
  'fetch-address': named('fetch-address', async () => ({ address: (await heights()).address, area: null, level: 0 })),
  'systems-over': named('systems-over', () => ({ place: [-91.2, 43.9] })),
  'import-raster': named('import-raster', () => {
    const rows = Array.from({ length: 400 }, (_, row) => Array.from({ length: 400 }, (_, column) => row + column).join(' '));
    const head = 'ncols 400\nnrows 400\nxllcorner -91.22\nyllcorner 43.89\ncellsize 0.0001\n';
    return {
      plan: town(1),
      layer: 'terrain',
      files: [{ name: 'a.asc', bytes: bytesOf(head + rows.join('\n')) }],
      options: { crs: 'EPSG:4326', verticalUnit: 'm' },
    };
  }),
};

describe('a job that is cancelled', () => {
  const cancels: number[] = [];

  test.each(Object.keys(CASES) as JobName[])(
    `%s is idle within ${MOST_P95_MS} ms in 95 of 100 moments, and always within a second`,
    async (name) => {
      // The first time code is loaded and compiled, for which no cancel waits twice.
      const first = await gapsOf(await CASES[name]());
      const gaps = p95(first) <= MOST_P95_MS ? first : await gapsOf(await CASES[name]());
      const whole = gaps.ms.reduce((sum, gap) => sum + gap, 0);
      if (process.env['WEFT_FIGURES'] !== undefined)
        console.log(
          `${name}: ${whole.toFixed(0)} ms of work, looks ${gaps.ms.length - 1} times, p95 ${p95(gaps).toFixed(0)} ms, at most ${Math.max(...gaps.ms).toFixed(0)} ms`,
        );
      expect(p95(gaps), 'p95').toBeLessThanOrEqual(MOST_P95_MS);
      expect(Math.max(...gaps.ms), 'at most').toBeLessThanOrEqual(MOST_MS);
      const waits = await cancelAgain(CASES[name], gaps);
      cancels.push(...waits);
      if (process.env['WEFT_FIGURES'] !== undefined)
        console.log(`${name}: ${CANCELS} cancels, p95 ${at95(waits).toFixed(0)} ms, at most ${Math.max(...waits).toFixed(0)} ms`);
      if (CANCELS >= 20) expect(at95(waits), 'p95 of cancels').toBeLessThanOrEqual(MOST_P95_MS);
    },
    // Measured is processor time: on a busy machine it may take long to get it.
    120_000 * CANCELS,
  );

  test(`really (${CANCELS} of each) is idle within ${MOST_P95_MS} ms in 95 of 100 cases`, () => {
    expect(cancels).toHaveLength(CANCELS * Object.keys(CASES).length);
    expect(at95(cancels)).toBeLessThanOrEqual(MOST_P95_MS);
    expect(Math.max(...cancels)).toBeLessThanOrEqual(MOST_MS);
  });
});
