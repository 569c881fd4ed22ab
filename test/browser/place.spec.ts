import { axe, expect, test } from './support/story.ts';
import { checksum, openSample, openWithoutMap, undoTo } from './workbench.ts';

const CHURCH = [-91.2035022, 43.9045361] as const;

test('the menu of a place: its coordinates are copied, a site is added, the way from the selection is judged', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openSample(page);
  const start = await checksum(page);
  const place = [-91.2005, 43.8990] as const; // prettier-ignore
  const { x, y } = await page.evaluate((position) => window.weftTest!.pixelOf(position), place);
  await page.mouse.click(x, y, { button: 'right' });
  const menu = page.getByRole('menu', { name: 'This place' });
  await expect(menu).toContainText(/Ground \d+\sft above sea level/);
  await expect(menu.getByRole('menuitem', { name: /Line of sight/ })).toHaveAttribute('aria-disabled', 'true');
  await axe(page);
  await menu.getByRole('menuitem').first().press('Enter');
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).split(', ').map(Number);
  expect(copied[0]).toBeCloseTo(place[1], 4);
  expect(copied[1]).toBeCloseTo(place[0], 3);
  await page.mouse.click(x, y, { button: 'right' });
  await menu.getByRole('menuitem', { name: 'Add a radio site here' }).click();
  await expect(page.getByRole('button', { name: 'Undo add site-1' })).toBeVisible();
  // On a site the view is that of its mast, 62 ft up, not of a person beside it.
  const church = await page.evaluate((position) => window.weftTest!.pixelOf(position), CHURCH);
  await page.mouse.click(church.x + 3, church.y + 3, { button: 'right' });
  await menu.getByRole('menuitem', { name: 'What can I see from here?' }).click();
  await expect(page.getByText(/in sight from St\. Olaf Church/)).toBeVisible();
  // From the church to the crosshair, by keys.
  await page.keyboard.press('/');
  await page.keyboard.type('St. Olaf');
  await page.keyboard.press('Enter');
  await page.locator('.maplibregl-canvas').press('ArrowDown');
  await page.keyboard.press('Shift+F10');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^(Clear|Marginal|Blocked|Too close)/ })).toBeVisible();
  await undoTo(page, start);
});

test('the highest ground near a place is that of the terrain, and gets the menu of a place', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  const { x, y } = await page.evaluate(() => window.weftTest!.pixelOf([-91.2, 43.9]));
  await page.mouse.click(x, y, { button: 'right' });
  await page.getByRole('menuitem', { name: /Highest ground within 1\.0\smi/ }).click();
  // The highest cell within a mile, by gdal_translate -of XYZ and the radii of the ellipsoid: 311.14 m (1,020.8 ft), 1,549 m away.
  await expect(page.getByText(/highest ground nearby is 1,021\sft above sea level, 0\.96\smi away/).first()).toBeVisible();
  const menu = page.getByRole('menu', { name: 'This place' });
  await expect(menu.getByRole('menuitem').first()).toHaveText(/^Copy 43\.91239, −91\.2088\d$/);
  await menu.getByRole('menuitem', { name: 'Add a radio site here' }).click();
  await expect(page.getByRole('button', { name: 'Undo add site-1' })).toBeVisible();
  await undoTo(page, start);
});

test('a position is found in the UTM grid; a measured distance is that of the ellipsoid and can become a right-of-way', async ({
  page,
}) => {
  await openSample(page);
  const start = await checksum(page);
  await page.keyboard.press('ControlOrMeta+k');
  // The church, by an independent series for the transverse Mercator projection (Snyder, PP 1395, 8-9 and 8-10).
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('15T 644264.3 4862838.6');
  // At once: Enter waits until the place is worked out.
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate((church) => Math.abs(window.weftTest!.camera().centre[0] - church[0]) * 80_000, CHURCH))
    .toBeLessThan(10);
  // Numbers that are a place both ways round are asked about; in a field, too.
  await page.keyboard.press('ControlOrMeta+k');
  await dialog.getByRole('combobox').fill('12 50');
  await expect(dialog.getByRole('option')).toHaveText([/^Go to 50, 12.*longitude first/, /^Go to 12, 50.*latitude first/]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  const bar = page.getByRole('region', { name: 'Drawing' });
  await bar.getByLabel('Next point, exactly').fill('-91.2 43.9');
  await bar.getByLabel('Next point, exactly').press('Enter');
  await expect(bar).toContainText('Latitude comes first here. If 43.90000, −91.20000 is meant, type it so.');
  await bar.getByLabel('Next point, exactly').fill('43.9000, -91.2000');
  await bar.getByLabel('Next point, exactly').press('Enter');
  await bar.getByLabel('Next point, exactly').fill('43.9000, -91.1900');
  await bar.getByLabel('Next point, exactly').press('Enter');
  // 0.01° of this parallel are 803.4 m, 0.499 mi, by the radius of the parallel.
  await expect(bar).toContainText(/0\.5\smi at 090°/);
  await bar.getByRole('button', { name: 'Done measuring' }).click();
  await expect(bar).toContainText(/(rises|falls) \d+/);
  await bar.getByRole('button', { name: 'Make it a right-of-way' }).click();
  await expect(page.getByRole('button', { name: 'Undo draw way-1' })).toBeVisible();
  await undoTo(page, start);
});

test('neighbourhoods are made of a size that one types', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  await page.getByRole('tab', { name: 'Neighborhoods' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Neighborhoods' });
  await panel.getByLabel('Premises in each').fill('60');
  await panel.getByRole('button', { name: /about this large/ }).click();
  await expect(page.getByText(/^Neighborhoods: \d+ made/).first()).toBeVisible();
  await panel.getByLabel('Made from').selectOption('cells');
  await panel.getByRole('button', { name: /about this large/ }).click();
  await expect(panel.getByRole('button', { name: /per passing|premises/ })).toHaveCount(7);
  await panel.getByLabel('Order by').selectOption('premises');
  await axe(page, '.left');
  await undoTo(page, start);
});
