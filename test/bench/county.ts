/**
 * Large layers in the built app: `npm run build && node --max-old-space-size=8000 --import tsx test/bench/county.ts [--file shp|geojson|premises] [--count 300000] [--picture FILE.png] [--profile FILE.cpuprofile]`.
 * Seconds from dropping the file to the preview, from "Add" to the map at rest; the longest task of the page and the longest frame meanwhile; frames
 * a second while the map, before that an empty one, is dragged and the table is scrolled; memory of page and workers over the empty page. Beside the wall clock stands the processor time of the whole
 * browser, which tells on a busy machine what a quiet one would need.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { preview } from 'vite';
import { countyGeoJson, countyShapefile, premisesCsv } from '../support/county.ts';
import { browserStart, DESK } from '../support/app-browser.mjs';
import { processorS } from '../support/processor-time.ts';

const { values: options } = parseArgs({
  options: {
    file: { type: 'string' },
    count: { type: 'string' },
    picture: { type: 'string' },
    port: { type: 'string' },
    profile: { type: 'string' },
  },
});
const kinds = {
  shp: { name: 'county_parcels.zip', layer: 'parcels', make: countyShapefile, count: 300_000, near: [-71.125, 42.395] },
  geojson: { name: 'county_parcels.geojson', layer: 'parcels', make: countyGeoJson, count: 300_000, near: [-71.096, 42.371] },
  premises: { name: 'premises.csv', layer: 'premises', make: premisesCsv, count: 1_000_000, near: [-71.42, 42.33] },
};
const kind = kinds[(options.file ?? 'shp') as keyof typeof kinds];
const count = Number(options.count ?? kind.count);

declare global {
  interface Window {
    benchTasks: number[];
    benchFrames: number[];
  }
}

/** Notes every task over 50 ms and every time between two frames from now on. A text, since names of functions that tsx adds do not exist in the page. */
const watch = (page: Page): Promise<unknown> =>
  page.evaluate(`
    window.benchTasks = [];
    window.benchFrames = [];
    new PerformanceObserver((list) => window.benchTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ['longtask'] });
    let last = performance.now();
    requestAnimationFrame(function step(now) {
      window.benchFrames.push(now - last);
      last = now;
      requestAnimationFrame(step);
    });
  `);

interface Seen {
  readonly tasks: number[];
  readonly frames: number[];
}

/** What was noted since the last time. */
const taken = (page: Page): Promise<Seen> =>
  page.evaluate(() => ({ tasks: window.benchTasks.splice(0), frames: window.benchFrames.splice(0) }));

const told = ({ tasks, frames }: Seen): string =>
  `longest tasks ${tasks.sort((a, b) => b - a).slice(0, 4).map(Math.round).join(', ') || 'none over 50'} ms, longest frame ${Math.round(Math.max(0, ...frames))} ms`; // prettier-ignore

interface Memory {
  readonly bytes: number;
  readonly breakdown: readonly { bytes: number; types: string[]; attribution: { url?: string; scope: string }[] }[];
}

/** Chrome tells it, a browser without a window of its own does not: set CHROME_PATH to a whole one to see it. */
const memory = (page: Page): Promise<Memory> =>
  page.evaluate(async () => {
    const { measureUserAgentSpecificMemory: measure } = performance as unknown as {
      measureUserAgentSpecificMemory: () => Promise<Memory>;
    };
    try {
      return await measure.call(performance);
    } catch {
      return { bytes: NaN, breakdown: [] };
    }
  });

/** Who holds how much, MB, the largest first. */
const holders = ({ breakdown }: Memory): string =>
  [...breakdown]
    .sort((one, other) => other.bytes - one.bytes)
    .filter(({ bytes }) => bytes > 1e6)
    .map(({ bytes, types, attribution }) => {
      const of = attribution.map(({ scope, url = '' }) => (scope === 'Window' ? 'page' : url.replace(/^.*\/|-[\w-]{8}\.js.*$/g, ''))).join('+'); // prettier-ignore
      return `${of || 'shared'} ${types.join('+')} ${(bytes / 1e6).toFixed(0)}`;
    })
    .join(', ');

/** Drags the map to and fro for some seconds; frames a second, and the longest times between two. */
async function dragged(page: Page, seconds: number): Promise<string> {
  await taken(page);
  await page.mouse.move(700, 400);
  await page.mouse.down();
  const start = Date.now();
  for (let i = 0; Date.now() - start < seconds * 1000; i++) {
    const way = (i % 120) / 120;
    await page.mouse.move(700 + 300 * Math.sin(2 * Math.PI * way), 400 + 150 * Math.cos(2 * Math.PI * way));
  }
  await page.mouse.up();
  return frameFigures(await taken(page));
}

function frameFigures({ frames, tasks }: Seen): string {
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? NaN);
  return `${(frames.length / (frames.reduce((sum, one) => sum + one, 0) / 1000)).toFixed(1)} frames/s; median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms; longest task ${Math.round(Math.max(0, ...tasks))} ms`;
}

/** Turns the wheel over the table for some seconds; frames a second, and the longest times between two. */
async function scrolled(page: Page, seconds: number): Promise<string> {
  await page.getByRole('grid').hover();
  await taken(page);
  const start = Date.now();
  for (let i = 0; Date.now() - start < seconds * 1000; i++) await page.mouse.wheel(0, i % 40 < 30 ? 600 : -600);
  return frameFigures(await taken(page));
}

/** Waits until no job runs and nothing that the map shows has changed for a second. */
async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() => window.weftTest!.mapIdle(), undefined, { timeout: 300_000, polling: 100 });
}

/** The number of the browser's first process, of which the others are children. */
async function pidOf(launched: Browser): Promise<number> {
  const { processInfo } = await (await launched.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
  return processInfo.find(({ type }) => type === 'browser')?.id ?? 0;
}

const bytes = kind.make(count);
const folder = mkdtempSync(join(tmpdir(), 'weft-county-'));
const file = join(folder, kind.name);
writeFileSync(file, bytes);
console.log(`${kind.name}: ${count} features, ${(bytes.length / 1e6).toFixed(0)} MB`);
const port = Number(options.port ?? 4192);
const server = await preview({ configFile: resolve(import.meta.dirname, '../../vite.config.ts'), preview: { port } });
// Launched, not connected to: a connected browser is sent the bytes of the file, a launched one its path, as by a person's hand.
const browser = await chromium.launch(browserStart);
const pid = await pidOf(browser);
try {
  const page = await (await browser.newContext({ viewport: DESK, reducedMotion: 'reduce' })).newPage();
  page.on('pageerror', (error) => console.error(error));
  // The browser must know before the page asks: a listener that comes with the key may come too late.
  page.on('filechooser', () => undefined);
  await page.goto(`${server.resolvedUrls?.local[0] ?? `http://127.0.0.1:${port}/`}?test`);
  await page.waitForFunction(() => window.weftTest?.mapReady() === true);
  await page.evaluate(() => window.weftTest!.runCommand('file.new'));
  const confirm = page.getByRole('dialog').getByRole('button', { name: /discard|new/i });
  if (await confirm.isVisible()) await confirm.click();
  await page.waitForFunction(() => Object.values(window.weftTest!.counts()).every((count) => count === 0));
  await atRest(page);
  const emptyMb = (await memory(page)).bytes / 1e6;
  const session = await page.context().newCDPSession(page);
  if (options.profile !== undefined) {
    await session.send('Profiler.enable');
    await session.send('Profiler.start');
  }
  await watch(page);
  // What the machine can do at best: the same map without a layer.
  console.log(`dragging the empty map: ${await dragged(page, 6)}`);
  let cpu = processorS(pid);
  let start = performance.now();
  const lap = (): string => {
    const text = `${((performance.now() - start) / 1e3).toFixed(1)} s (processor ${(processorS(pid) - cpu).toFixed(1)} s)`;
    cpu = processorS(pid);
    start = performance.now();
    return text;
  };
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser', { timeout: 120_000 }),
    page.keyboard.press('ControlOrMeta+i'),
  ]);
  await chooser.setFiles(file);
  const dialog = page.getByRole('dialog');
  const skip = dialog.getByLabel('Leave out the rows');
  const canAdd = dialog.getByText('can be added to');
  await skip.or(canAdd).first().waitFor({ timeout: 400_000 });
  if (await skip.isVisible()) {
    await skip.check();
    await canAdd.waitFor({ timeout: 400_000 });
  }
  console.log(`preview after ${lap()}; ${told(await taken(page))}`);
  await dialog.getByRole('button', { name: 'Add' }).click();
  await page.waitForFunction((layer) => (window.weftTest!.counts()[layer] ?? 0) > 0, kind.layer);
  await atRest(page);
  console.log(`added and drawn after ${lap()}; ${told(await taken(page))}`);
  await page.waitForFunction(() => window.weftTest!.isKept(), undefined, { timeout: 400_000 });
  console.log(`kept in the browser after ${lap()}; ${told(await taken(page))}`);
  if (options.profile !== undefined)
    writeFileSync(options.profile, JSON.stringify((await session.send('Profiler.stop')).profile));
  if (options.picture !== undefined) await page.screenshot({ path: options.picture });
  const held = await memory(page);
  console.log(`memory ${(held.bytes / 1e6).toFixed(0)} MB, ${emptyMb.toFixed(0)} MB of the empty page: ${holders(held)}`);
  console.log(`dragging, all of it in view: ${await dragged(page, 6)}`);
  // Into a town of it, not into what lies between them.
  const place = await page.evaluate((at) => window.weftTest!.pixelOf(at as [number, number]), kind.near);
  for (const zooms of [2, 1, 1]) {
    await page.mouse.move(place.x, place.y);
    for (let i = 0; i < 5 * zooms; i++) await page.mouse.wheel(0, -120);
    await atRest(page);
    console.log(
      `dragging at zoom ${await page.evaluate(() => window.weftTest!.camera().zoom.toFixed(1))}: ${await dragged(page, 6)}`,
    );
  }
  if (options.picture !== undefined) await page.screenshot({ path: options.picture.replace(/\.png$/, '-near.png') });
  await taken(page);
  await page.evaluate(() => window.weftTest!.runCommand('view.table'));
  await page.getByRole('tabpanel', { name: 'Table' }).getByRole('combobox').first().selectOption(kind.layer);
  await page.getByRole('grid').waitFor();
  console.log(`table opened: ${told(await taken(page))}`);
  await page.getByRole('columnheader').nth(1).click();
  await atRest(page);
  console.log(`table sorted: ${told(await taken(page))}`);
  console.log(`scrolling the table: ${await scrolled(page, 6)}`);
  if (options.picture !== undefined) await page.screenshot({ path: options.picture.replace(/\.png$/, '-table.png') });
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
}
