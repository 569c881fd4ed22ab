/**
 * What a what-if takes in the built app: `npm run build && node --import tsx test/bench/app-what-if.ts PROJECT.weft [--picture FILE.png]`.
 * The project holds a design. Seconds by the clock from “Update the design” to the new figures on the page, and processor seconds of the page with its workers and of all processes
 * of the browser: on a busy machine these tell what a quiet one would need. The page's longest tasks meanwhile are what it does not answer for.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { quietJob } from '../../src/base/job.ts';
import { readProject } from '../../src/io/project-file.ts';
import { browserStart, DESK } from '../support/app-browser.mjs';
import { processorByKind } from '../support/processor-time.ts';
import { whatIfs } from '../support/what-ifs.ts';

const { values: options, positionals } = parseArgs({ options: { picture: { type: 'string' } }, allowPositionals: true });
const [path = ''] = positionals;
const bytes = readFileSync(path);
const plan = await readProject(bytes, path, quietJob);
const drops = plan.fiber?.drops.length ?? 0;

const server = await preview({ configFile: resolve(import.meta.dirname, '../../vite.config.ts'), preview: { port: 4192 } });
const browser = await chromium.launch(browserStart);
try {
  const context = await browser.newContext({ viewport: DESK, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${server.resolvedUrls?.local[0] ?? 'http://127.0.0.1:4192/'}?test`);
  await page.waitForFunction(() => window.weftTest?.mapReady() === true, null, { timeout: 120_000 });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Open' }).click()]);
  await chooser.setFiles({ name: 'project.weft', mimeType: 'application/x-weft', buffer: bytes });
  await page.waitForFunction((count) => window.weftTest?.counts()['drops'] === count, drops, { timeout: 120_000 });
  await page.waitForFunction(() => window.weftTest?.mapIdle() === true && window.weftTest.isKept(), null, { timeout: 240_000 });
  await page.evaluate(() => window.weftTest!.runCommand('view.fiber'));
  // A text, since names of functions that tsx adds do not exist in the page.
  await page.evaluate(`
    window.benchTasks = [];
    new PerformanceObserver((list) => window.benchTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)))).observe({ entryTypes: ['longtask'] });
  `);
  for (const [name, change] of Object.entries(whatIfs(plan))) {
    await page.evaluate((one) => window.weftTest!.commit(one), change);
    await page.getByRole('button', { name: 'Update where it changed' }).waitFor({ timeout: 60_000 });
    // Whoever clicks has looked first.
    await page.waitForTimeout(3000);
    await page.evaluate('window.benchTasks.length = 0');
    const before = processorByKind(process.pid);
    const start = performance.now();
    await page.getByRole('button', { name: 'Update where it changed' }).click();
    await page.getByRole('button', { name: 'Update where it changed' }).waitFor({ state: 'hidden', timeout: 600_000 });
    await page.waitForFunction(() => window.weftTest!.runningJobs().length === 0, null, { timeout: 600_000 });
    await page.evaluate(() => new Promise((resume) => requestAnimationFrame(() => setTimeout(resume, 0))));
    const s = (performance.now() - start) / 1e3;
    const after = processorByKind(process.pid);
    const spent = (kind: keyof typeof after): string => (after[kind] - before[kind]).toFixed(1);
    await page.waitForTimeout(4000); // what the panel adds up behind the first figures
    const tasks = await page.evaluate<number[]>('window.benchTasks.sort((a, b) => b - a).slice(0, 6)');
    console.log(
      `${name}: ${s.toFixed(1)} s by the clock; processor: page and workers ${spent('page')} s, graphics ${spent('graphics')} s; longest tasks ${tasks.join(', ')} ms`,
    );
    if (options.picture !== undefined) await page.screenshot({ path: options.picture });
    await page.waitForFunction(() => window.weftTest!.isKept(), null, { timeout: 240_000 });
    await page.evaluate(async () => {
      await window.weftTest!.runCommand('edit.undo');
      await window.weftTest!.runCommand('edit.undo');
    });
  }
} finally {
  await browser.close();
  await server.close();
}
