import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { axe, expect, test } from './support/story.ts';
import './workbench.ts';

test.use({ serviceWorkers: 'allow' });

const worker = resolve(import.meta.dirname, '../../dist/service-worker.js');

async function loaded(page: Page): Promise<void> {
  await page.waitForFunction(() => (window.weftTest?.counts()['premises'] ?? 0) > 0);
}

test('the app starts, computes and keeps work with the network off', async ({ page, context }) => {
  await page.goto('/?test');
  await loaded(page);
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
  await page.evaluate(() => window.weftTest!.commit({ note: 'call it Here', name: 'Here' }));
  await page.waitForFunction(() => window.weftTest?.isKept() === true);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Here');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  // Parts that were never loaded before: a writer in a worker, a dialog.
  await page.evaluate(() => window.weftTest!.runCommand('file.export'));
  await expect(page.getByRole('dialog', { name: 'Export a layer' })).toBeVisible();
  expect(await page.evaluate(() => window.weftTest!.checksum())).toMatch(/^[0-9a-f]{64}$/);
  await context.setOffline(false);
});

test('a new version is offered, and comes only when it is taken', async ({ page }) => {
  const code = await readFile(worker, 'utf8');
  try {
    await page.goto('/?test');
    await loaded(page);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await writeFile(worker, code.replace(/WEFT_VERSION="\w+"/, 'WEFT_VERSION="newer"'));
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await expect(page.getByText('A new version of Weft is ready.')).toBeVisible();
    await axe(page);
    expect(await page.evaluate(() => caches.keys())).toHaveLength(2);
    await page.evaluate(() => window.weftTest!.commit({ note: 'call it Mine', name: 'Mine' }));
    await page.getByRole('button', { name: 'Use it now' }).click();
    await expect(page.getByText('A new version of Weft is ready.')).toHaveCount(0);
    await expect(page.getByLabel('Name of the plan')).toHaveValue('Mine');
  } finally {
    await writeFile(worker, code);
  }
});

test('the app can be installed, and its policy stands in the page itself', async ({ page, request }) => {
  const manifest = (await (await request.get('/manifest.webmanifest')).json()) as {
    icons: { src: string; sizes: string; type: string }[];
  };
  for (const { src, type } of manifest.icons) {
    const answer = await request.get(`/${src}`);
    expect(answer.ok(), src).toBe(true);
    expect(answer.headers()['content-type']).toContain(type);
  }
  const answer = await page.goto('/');
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toBe(answer?.headers()['content-security-policy']);
  expect(policy).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'");
  expect(answer?.headers()['cross-origin-opener-policy']).toBe('same-origin');
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // The browser's own windows of tests are private ones, in which nothing is installed.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
});
