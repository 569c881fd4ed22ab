import { axe, expect, test } from './support/story.ts';
import { checksum, openSample, undoTo } from './workbench.ts';

/** A house of the sample town: building and parcel lie under it. */
const HOUSE = [-91.2184268, 43.899992] as const;

test('layers: order by keys, opacity, name, hide and remove are steps of the plan, and are kept', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  await page.keyboard.press('/');
  await page.keyboard.type(`${HOUSE[1]}, ${HOUSE[0]}`);
  await page.keyboard.press('Enter');
  const areas = (): Promise<string[]> =>
    page.evaluate((place) => window.weftTest!.renderedAt(place).map((key) => key.split('/')[1] ?? ''), HOUSE);
  await expect.poll(areas).toEqual(expect.arrayContaining(['buildings', 'parcels']));
  expect((await areas()).filter((layer) => /buildings|parcels/.test(layer))[0]).toBe('buildings');
  const panel = page.getByRole('tabpanel', { name: 'Layers' });
  await panel.getByRole('button', { name: 'More for Parcels' }).press('Enter');
  await expect(panel.getByRole('button', { name: 'Move Parcels down' })).toHaveAccessibleDescription(/stays|last/);
  await panel.getByRole('button', { name: 'Move Parcels up' }).press('Enter');
  await expect.poll(async () => (await areas()).filter((layer) => /buildings|parcels/.test(layer))[0]).toBe('parcels');
  await panel.getByLabel('Opacity').fill('0.5');
  await panel.getByLabel('Name').fill('Lots');
  await panel.getByLabel('Name').press('Enter');
  await panel.getByRole('button', { name: /^Lots/ }).click();
  await axe(page);
  await page.getByRole('tab', { name: 'Legend' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Legend' })).not.toContainText('Lots');
  await expect(page.getByRole('tabpanel', { name: 'Legend' })).toContainText('Buildings');
  await page.getByRole('tab', { name: 'Layers' }).click();
  await panel.getByRole('button', { name: 'More for Buildings' }).click();
  await panel.getByRole('button', { name: 'Remove Buildings' }).click();
  await expect(page.getByRole('button', { name: 'Undo remove buildings' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(panel.getByRole('button', { name: /^Buildings/ })).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.weftTest!.isKept())).toBe(true);
  await undoTo(page, start);
});
