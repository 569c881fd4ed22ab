/**
 * All pairs of 1,000 roofs over real terrain in the built app: `npm run build && node --import tsx test/bench/app-pairs.ts [--sites 1000] [--picture FILE.png]`.
 * Seconds from the command to the answer on the page, the longest tasks of the page meanwhile, and how fast Cancel ends it; beside the wall
 * clock the processor time of page and workers, which tells on a busy machine what a quiet one would need.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { seededRandom } from '../../src/base/random.ts';
import { mergeTiles } from '../../src/io/mosaic.ts';
import { writeProject } from '../../src/io/project-file.ts';
import { readRasterFile } from '../../src/io/raster-file.ts';
import { layerOf } from '../../src/plan/layer.ts';
import { newPlan } from '../../src/plan/plan.ts';
import { browserStart, DESK } from '../support/app-browser.mjs';
import { smallPlan } from '../support/plan-builder.ts';
import { testData } from '../support/test-data.ts';

const { values: options } = parseArgs({ options: { sites: { type: 'string' }, picture: { type: 'string' } } });
const count = Number(options.sites ?? 1000);

/** Roofs in the part of Portland that the terrain covers. */
async function portland(): Promise<Uint8Array> {
  const file = testData('areas/portland-or/portland-ned.tif');
  if (file === null) throw new Error('The terrain of Portland is missing: see WEFT_TEST_DATA.');
  const { grids } = await readRasterFile(file, readFileSync(file), { verticalUnit: 'm' });
  const plan = newPlan('Portland roofs', smallPlan().costBook);
  plan.rasters.set('terrain', { grids: mergeTiles([...grids]), sources: [] });
  const random = seededRandom(1);
  const sites = Array.from({ length: count }, (_, i) => ({
    id: `roof-${String(i + 1).padStart(4, '0')}`,
    geometry: { type: 'Point', coordinates: [-122.705 + 0.07 * random(), 45.493 + 0.054 * random()] } as const,
    fields: { name: `Roof ${i + 1}`, heightAglM: Math.round(60 + 90 * random()) / 10 },
  }));
  plan.layers.set('sites', layerOf(sites));
  return writeProject(plan);
}

interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time, microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Processor time of the tasks of threads whose name begins so, milliseconds, longest first; one list for each thread. */
function tasksOf(trace: Buffer, threadName: string): number[][] {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] };
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name?.startsWith(threadName) === true);
  return threads.map(({ pid, tid }) =>
    traceEvents
      .filter(
        (event) => event.pid === pid && event.tid === tid && event.ph === 'X' && event.name === 'ThreadControllerImpl::RunTask',
      )
      .map(({ tdur }) => (tdur ?? 0) / 1e3)
      .sort((a, b) => b - a),
  );
}

const project = await portland();
const server = await preview({ configFile: resolve(import.meta.dirname, '../../vite.config.ts'), preview: { port: 4191 } });
const browser = await chromium.launch(browserStart);
try {
  const page = await (await browser.newContext({ viewport: DESK, reducedMotion: 'reduce' })).newPage();
  await page.goto(`${server.resolvedUrls?.local[0] ?? 'http://127.0.0.1:4191/'}?test`);
  await page.waitForFunction(() => window.weftTest?.mapReady() === true);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Open' }).click()]);
  await chooser.setFiles({ name: 'portland.weft', mimeType: 'application/x-weft', buffer: Buffer.from(project) });
  await page.waitForFunction((sites) => window.weftTest?.counts()['sites'] === sites, count);
  await page.waitForTimeout(4000); // the terrain is drawn in software first
  await page.evaluate(() => window.weftTest!.runCommand('view.reach'));
  const panel = page.getByRole('tabpanel', { name: 'Reach' });
  for (const round of ['first time, workers start', 'again']) {
    await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
    const measured = await page.evaluate(async () => {
      const tasks: number[] = [];
      const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
      observer.observe({ entryTypes: ['longtask'] });
      const start = performance.now();
      await window.weftTest!.runCommand('reach.pairs');
      const computedS = (performance.now() - start) / 1e3;
      await new Promise((resume) => requestAnimationFrame(() => setTimeout(resume, 0)));
      const shownS = (performance.now() - start) / 1e3;
      await new Promise((resume) => setTimeout(resume, 3000));
      observer.disconnect();
      return { computedS, shownS, longestMs: Math.max(0, ...tasks), longTasks: tasks.map(Math.round) };
    });
    const trace = await browser.stopTracing();
    const [page0 = []] = tasksOf(trace, 'CrRendererMain').sort((a, b) => (b[0] ?? 0) - (a[0] ?? 0));
    const workerS = tasksOf(trace, 'DedicatedWorker').map((tasks) => tasks.reduce((sum, one) => sum + one, 0) / 1e3);
    console.log(
      `processor time: longest tasks of the page ${page0.slice(0, 4).map(Math.round).join(', ')} ms; workers ${workerS.map((s) => s.toFixed(2)).join(', ')} s`,
    );
    console.log(
      `${round}: computed ${measured.computedS.toFixed(2)} s, on the page ${measured.shownS.toFixed(2)} s; longest task ${Math.round(measured.longestMs)} ms`,
      measured.longTasks.join(' '),
    );
  }
  console.log((await panel.innerText()).split('\n').slice(0, 3).join(' | '));
  if (options.picture !== undefined) await page.screenshot({ path: options.picture });
  const cancelMs = await page.evaluate(async () => {
    const done = window.weftTest!.runCommand('reach.pairs');
    await new Promise((resume) => setTimeout(resume, 500));
    const start = performance.now();
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === 'Cancel')?.click();
    await done;
    return window.weftTest!.runningJobs().length === 0 ? performance.now() - start : NaN;
  });
  console.log(`cancelled within ${Math.round(cancelMs)} ms`);
} finally {
  await browser.close();
  await server.close();
}
