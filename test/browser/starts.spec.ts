import { expect, test } from './support/story.ts';

test('the app opens without a complaint, isolated so that workers can share memory', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle(/Weft/);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});
