/**
 * Opening the built app and moving its map: `npm run build && node --import tsx test/bench/opening.ts [--pages 2] [--size 1440x900] [--address http://…] [--picture FILE.png] [--profile FILE.cpuprofile] [--rest 2000]`.
 * For the first page of a fresh browser and for further ones: milliseconds until the first paint, the first text, the plan, the map and the map at
 * rest, and the processor time of page and graphics process until then, which a busy machine does not alter much. Then frames a second
 * while the map is dragged, with what one frame costs: processor time of both, draws, and changes of the clipping mask.
 * `--rest` leaves a browser that was just launched alone for so many milliseconds, in which it draws its own window, before its first page.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { preview } from 'vite';
import { browserStart } from '../support/app-browser.mjs';
import { processorByKind } from '../support/processor-time.ts';

const { values: options } = parseArgs({
  options: {
    pages: { type: 'string', default: '2' },
    size: { type: 'string', default: '1440x900' },
    picture: { type: 'string' },
    profile: { type: 'string' },
    port: { type: 'string', default: '4193' },
    address: { type: 'string' },
    rest: { type: 'string', default: '0' },
  },
});
const [width = 1440, height = 900] = options.size.split('x').map(Number);
const HUT = [-91.2005733, 43.9009936];

declare global {
  interface Window {
    openingMarks: Record<string, number>;
    openingCalls: { draws: number; masks: number; programs: number };
    openingFrames: number[];
  }
}

/** Counts what the map asks of the graphics process, and notes when each moment came. A text, since names that tsx adds do not exist in the page. */
const watch = `
  window.openingMarks = {};
  window.openingCalls = { draws: 0, masks: 0, programs: 0 };
  window.openingFrames = [];
  const calls = window.openingCalls;
  const counted = (name, field) => {
    const original = WebGL2RenderingContext.prototype[name];
    WebGL2RenderingContext.prototype[name] = function (...values) { calls[field]++; return original.apply(this, values); };
  };
  counted('drawElements', 'draws');
  counted('linkProgram', 'programs');
  const colorMask = WebGL2RenderingContext.prototype.colorMask;
  WebGL2RenderingContext.prototype.colorMask = function (...values) { if (values[0] === false) calls.masks++; return colorMask.apply(this, values); };
  const mark = (name) => { window.openingMarks[name] ??= Math.round(performance.now()); };
  const ask = setInterval(() => {
    const app = window.weftTest;
    if (app === undefined) return;
    mark('script');
    if ((app.counts().premises ?? 0) > 0) mark('plan');
    if (!app.mapReady()) return;
    mark('map');
    if (app.renderedAt(${JSON.stringify(HUT)}).some((key) => key.startsWith('feature/facilities/'))) mark('drawn');
    if (window.openingMarks.drawn !== undefined && app.mapIdle()) { mark('rest'); clearInterval(ask); }
  }, 30);
  let last = performance.now();
  requestAnimationFrame(function step(now) { window.openingFrames.push(now - last); last = now; requestAnimationFrame(step); });
`;

const configFile = resolve(import.meta.dirname, '../../vite.config.ts');
const server = options.address === undefined ? await preview({ configFile, preview: { port: Number(options.port) } }) : null;
const address = options.address ?? server?.resolvedUrls?.local[0] ?? `http://127.0.0.1:${options.port}/`;
const browserServer = await chromium.launchServer(browserStart);
const browser = await chromium.connect(browserServer.wsEndpoint());
const pid = browserServer.process().pid ?? 0;
const spent = (): { page: number; graphics: number } => processorByKind(pid);
const since = (before: { page: number; graphics: number }): string => {
  const now = spent();
  return `processor ${(now.page - before.page).toFixed(2)} s page, ${(now.graphics - before.graphics).toFixed(2)} s graphics`;
};
try {
  await new Promise((resume) => setTimeout(resume, Number(options.rest)));
  for (let nth = 0; nth < Number(options.pages); nth++) {
    const page = await opened(browser, nth);
    if (nth + 1 === Number(options.pages)) {
      if (options.picture !== undefined) await page.screenshot({ path: options.picture });
      await drag(page, 4);
    }
    await page.context().close();
  }
} finally {
  await browser.close();
  await browserServer.close();
  await server?.close();
}

async function opened(browser: Browser, nth: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', serviceWorkers: 'block' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.addInitScript(watch);
  const session = await context.newCDPSession(page);
  if (options.profile !== undefined) {
    await session.send('Profiler.enable');
    await session.send('Profiler.start');
  }
  const before = spent();
  await page.goto(`${address}?test`);
  await page.waitForFunction(() => window.openingMarks['rest'] !== undefined, undefined, { timeout: 120_000, polling: 50 });
  const cost = since(before);
  if (options.profile !== undefined)
    writeFileSync(options.profile, JSON.stringify((await session.send('Profiler.stop')).profile));
  const paints = await page.evaluate(() =>
    performance.getEntriesByType('paint').map(({ name, startTime }) => [name, Math.round(startTime)]),
  );
  const calls = await page.evaluate(() => window.openingCalls);
  const moments = { ...Object.fromEntries(paints), ...(await page.evaluate(() => window.openingMarks)) } as Record<
    string,
    number
  >;
  const told = Object.entries(moments).map(([name, ms]) => `${name} ${ms}`).join(', '); // prettier-ignore
  console.log(
    `${nth === 0 ? 'first page' : 'further page'}: ${told} ms; ${cost}; ${calls.programs} programs, ${calls.draws} draws`,
  );
  return page;
}

/** Drags the map to and fro for some seconds. */
async function drag(page: Page, seconds: number): Promise<void> {
  // What comes after the opening is over.
  await page.waitForTimeout(1500);
  await page.mouse.move(width / 2, height / 2);
  await page.mouse.down();
  await page.evaluate(() => {
    window.openingFrames.length = 0;
    Object.assign(window.openingCalls, { draws: 0, masks: 0, programs: 0 });
  });
  const before = spent();
  const start = Date.now();
  for (let i = 0; Date.now() - start < seconds * 1000; i++) {
    const way = (i % 120) / 120;
    const [x, y] = [0.12 * width * Math.sin(2 * Math.PI * way), 0.1 * height * Math.cos(2 * Math.PI * way)];
    await page.mouse.move(width / 2 + x, height / 2 + y);
  }
  const { frames, calls } = await page.evaluate(() => ({ frames: window.openingFrames, calls: window.openingCalls }));
  const now = spent();
  await page.mouse.up();
  const each = (value: number): string => (value / frames.length).toFixed(1);
  const total = frames.reduce((sum, one) => sum + one, 0);
  const cost = `${each((now.page - before.page) * 1000)} ms page, ${each((now.graphics - before.graphics) * 1000)} ms graphics`;
  console.log(
    `dragging: ${((frames.length / total) * 1000).toFixed(1)} frames/s; a frame: processor ${cost}; ${each(calls.draws)} draws, ${each(calls.masks)} changes of the mask, ${calls.programs} new programs`,
  );
}
