import { axe, expect, test } from './support/story.ts';
import { checksum, openSample, run, undoTo } from './workbench.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, reducedMotion: 'reduce' } as Parameters<typeof test.use>[0]);

test('on a phone the map fills the screen and panels come as sheets', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  const map = await page.locator('.maplibregl-canvas').boundingBox();
  expect(map?.height).toBeGreaterThan(600);
  await page.getByRole('button', { name: 'Fiber', exact: true }).tap();
  await expect(page.getByRole('heading', { name: /to pass \d+ premises/ })).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Link', exact: true }).tap();
  await page.getByRole('group', { name: 'End A' }).getByLabel('Site').selectOption({ index: 1 });
  await page.getByRole('group', { name: 'End B' }).getByLabel('Site').selectOption({ index: 2 });
  await expect(page.getByRole('heading', { name: /^(Clear|Marginal|Blocked)/ })).toBeVisible();
  await page.getByRole('button', { name: 'More' }).tap();
  await expect(page.getByRole('button', { name: 'Export build plan' })).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await run(page, 'view.units');
  await undoTo(page, start);
});
