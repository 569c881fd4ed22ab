import type { Page } from '@playwright/test';
import { axe, expect, test } from './support/story.ts';
import { checksum, openSample, openWithoutMap, undoTo } from './workbench.ts';

/** Looks at the poles C-0001 and C-0002 at the west end of County Rd K, which stand alone there. */
async function goToPoles(page: Page): Promise<{ x: number; y: number }> {
  await page.keyboard.press('/');
  await page.keyboard.type('C-0001:C-0002');
  await page.getByRole('option', { name: /^C-0001:C-0002 Spans/ }).click();
  await page.waitForFunction(() => window.weftTest!.renderedAt([-91.2192798, 43.8978051]).includes('feature/poles/C-0001'));
  await page.keyboard.press('Escape');
  return page.evaluate(() => window.weftTest!.pixelOf([-91.2192798, 43.8978051]));
}

test('a box selects poles, their heights are set as one step, alike ones are found', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  const pole = await goToPoles(page);
  const panel = page.getByRole('tabpanel', { name: 'Selection' });
  await panel.getByLabel('Select in').selectOption('poles');
  const far = await page.evaluate(() => window.weftTest!.pixelOf([-91.2184155, 43.8979344]));
  await page.keyboard.down('Shift');
  await page.mouse.move(pole.x - 20, pole.y + 30);
  await page.mouse.down();
  await page.mouse.move(far.x + 15, far.y - 30, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(panel.getByRole('heading', { name: '2 selected' })).toBeVisible();
  await expect(panel.getByLabel('Height')).toHaveAttribute('placeholder', 'mixed');
  await panel.getByLabel('Height').fill('11 m');
  await panel.getByLabel('Height').press('Enter');
  await expect(page.getByRole('button', { name: 'Undo set the height of 2 features' })).toBeVisible();
  await axe(page);
  await page.mouse.click(pole.x, pole.y);
  await panel.getByLabel('Select alike').selectOption('owner');
  await expect(panel.getByRole('heading', { name: /^\d{2,} selected$/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+a');
  await expect(panel.getByRole('heading', { name: '231 selected' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toContainText('Nothing is selected');
  await undoTo(page, start);
});

test('an outline by clicks selects what lies inside; one layer of it is kept', async ({ page }) => {
  await openSample(page);
  await goToPoles(page);
  await page.keyboard.press('8');
  for (const [lng, lat] of [
    [-91.2195, 43.8975],
    [-91.217, 43.8975],
    [-91.217, 43.8986],
    [-91.2195, 43.8986],
  ] as const) {
    // prettier-ignore
    const { x, y } = await page.evaluate((place) => window.weftTest!.pixelOf(place), [lng, lat] as const);
    await page.mouse.click(x, y);
  }
  await page.keyboard.press('Enter');
  const panel = page.getByRole('tabpanel', { name: 'Selection' });
  await panel.getByRole('button', { name: /^Poles/ }).click();
  await expect(panel.getByRole('heading', { name: '3 selected' })).toBeVisible();
});

test('the table: filter, sort, edit in place, paste from a spreadsheet, selection both ways', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openWithoutMap(page);
  const start = await checksum(page);
  await page.keyboard.press('t');
  const drawer = page.getByRole('region', { name: 'Drawer' });
  await drawer.getByLabel('Layer').selectOption('poles');
  const grid = drawer.getByRole('grid');
  await expect(grid).toHaveAttribute('aria-rowcount', '232');
  await drawer.getByRole('textbox', { name: 'Filter' }).fill('height < 20 furlongs');
  await expect(drawer.getByRole('alert')).toContainText('Type a number');
  await drawer.getByRole('textbox', { name: 'Filter' }).fill('height < 30 ft and owner ~ coulee');
  await expect(drawer).toContainText(/\d+ of 231\srows/);
  await drawer.getByRole('button', { name: 'Select these rows' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Selection' }).getByRole('heading', { name: /\d+ selected/ })).toBeVisible();
  await drawer.getByRole('textbox', { name: 'Filter' }).fill('');
  await grid.getByRole('button', { name: 'Height (ft)' }).click();
  await grid.getByRole('button', { name: 'Height (ft) ↑' }).click();
  const tallest = await grid.getByRole('row').nth(1).getByRole('gridcell').first().textContent();
  await grid.getByRole('row').nth(1).getByRole('gridcell').first().click();
  await expect(page.getByRole('tabpanel', { name: 'Selection' })).toContainText(tallest ?? 'none');
  await grid.press('ArrowRight');
  for (let step = 0; step < 8; step++) {
    const at = await grid.evaluate(
      (node) => document.getElementById(node.getAttribute('aria-activedescendant') ?? '')?.ariaColIndex,
    );
    const title = await grid
      .getByRole('columnheader')
      .nth(Number(at) - 1)
      .textContent();
    if (title?.startsWith('Height')) break;
    await grid.press('ArrowRight');
  }
  await grid.press('Enter');
  await grid.getByRole('textbox').fill('12 m');
  await grid.getByRole('textbox').press('Enter');
  await expect(page.getByRole('button', { name: /^Undo set the height/ })).toBeVisible();
  await axe(page, '.drawer');
  await page.evaluate(() => navigator.clipboard.writeText('33\n34\n35'));
  await grid.focus();
  await grid.press('ControlOrMeta+v');
  await expect(page.getByRole('button', { name: 'Undo paste into 3 rows' })).toBeVisible();
  await page.evaluate(() => navigator.clipboard.writeText('tall'));
  await grid.press('ControlOrMeta+v');
  await expect(page.getByText(/“tall”/).first()).toBeVisible();
  // Selected elsewhere, it is scrolled to.
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('C-0100');
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /^C-0100 Poles/ })
    .click();
  await expect(grid.getByRole('row', { selected: true }).getByRole('gridcell').first()).toHaveText('C-0100');
  await undoTo(page, start);
});
