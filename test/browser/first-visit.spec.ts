import { axe, expect, readDownload, test } from './support/story.ts';
import { counts, openSample } from './workbench.ts';

test('the first visit opens the sample town with a finished design; put aside, it does not come back', async ({ page }) => {
  await openSample(page);
  await expect(page.getByRole('heading', { name: /to pass \d+ premises/ })).toBeVisible();
  await expect(page.getByText('The plan has changed since this was designed.')).toHaveCount(0);
  await expect(page.getByText('in this browser only')).toBeVisible();
  await page.getByRole('button', { name: 'What blocks the link?' }).click();
  await expect(page.getByRole('heading', { name: /^Blocked by the ridge/ })).toBeVisible();
  await expect(page.getByText('A mast 10 ft taller at Meadows School clears it.')).toBeVisible();
  await page.getByRole('button', { name: 'Start empty' }).click();
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Untitled plan');
  await expect(page.getByText('This plan is empty.')).toBeVisible();
  await page.reload();
  await page.waitForFunction(() => window.weftTest?.mapReady() === true);
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Untitled plan');
  expect(await counts(page)).toEqual({ stretches: 0, drops: 0 });
});

test('nothing on the first screen keeps people out, in light and in dark', async ({ page }) => {
  await openSample(page);
  await axe(page);
  await page.getByRole('button', { name: 'Dark colours' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await axe(page);
});

test('the legend holds what is drawn and nothing that is hidden', async ({ page }) => {
  await openSample(page);
  await page.getByRole('button', { name: /^Parcels/ }).click();
  await page.getByRole('tab', { name: 'Legend' }).click();
  const legend = page.getByRole('tabpanel', { name: 'Legend' });
  await expect(legend.getByText('aerial, on poles')).toBeVisible();
  await expect(legend.getByText('Parcels', { exact: true })).toHaveCount(0);
});

test('where the map cannot be drawn the page says so, and studies and files still work', async ({ page }) => {
  await page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl') ? null : Reflect.apply(original, this, [kind, ...rest]);
    } as typeof original;
  });
  await page.goto('/?test');
  await expect(page.getByRole('alert')).toContainText('The map cannot be drawn');
  await expect(page.getByRole('heading', { name: /to pass \d+ premises/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+e');
  const file = await readDownload(page, () => page.getByRole('dialog').getByRole('button', { name: 'Export' }).click());
  expect(file.bytes.length).toBeGreaterThan(1000);
});
