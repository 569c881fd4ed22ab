/**
 * Takes the README's picture from the running app: the sample town with the blocked link between church and school.
 * Usage: npm run build && node test/support/take-app-picture.mjs [OUT.png]
 */
import { resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { browserStart, DESK } from './app-browser.mjs';

const out = resolve(process.argv[2] ?? resolve(import.meta.dirname, '../../docs/pictures/app.png'));
const server = await preview({ preview: { port: 4188 } });
const browser = await chromium.launch(browserStart);
try {
  const context = { viewport: DESK, locale: 'en-US', reducedMotion: /** @type {const} */ ('reduce') };
  const page = await (await browser.newContext(context)).newPage();
  await page.goto(server.resolvedUrls?.local[0] ?? 'http://127.0.0.1:4188/');
  await page.getByRole('tab', { name: 'Link study' }).click();
  for (const [end, label] of [
    ['End A', 'St. Olaf Church'],
    ['End B', 'Meadows School'],
  ])
    // prettier-ignore
    await page.getByRole('group', { name: end }).getByLabel('Site').selectOption({ label });
  await page.getByText('clears it').first().waitFor();
  await page.waitForTimeout(6000); // the map draws in software; nothing on the page says that the last tile is there
  await page.screenshot({ path: out });
  console.log(out);
} finally {
  await browser.close();
  await server.close();
}
