import { axe, expect, test } from './support/story.ts';
import { checksum, openSample, openWithoutMap, undoTo } from './workbench.ts';

test('search and commands: everything is found, what cannot run says why', async ({ page }) => {
  await openSample(page);
  await page.keyboard.press('ControlOrMeta+k');
  const dialog = page.getByRole('dialog', { name: 'Search and commands' });
  await expect(dialog.getByRole('option', { name: /There is nothing to undo/ })).toHaveAttribute('aria-disabled', 'true');
  await axe(page);
  await dialog.getByRole('combobox').fill('43.9010, -91.2006');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => Math.abs(window.weftTest!.camera().centre[1] - 43.901) < 1e-4)).toBe(true);
});

test('the list of shortcuts is open to the keyboard and has no doubles', async ({ page }) => {
  await openWithoutMap(page);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const keys = await dialog.locator('tbody td:first-child').allTextContents();
  const single = keys.flatMap((text) => text.split(' or '));
  expect(new Set(single).size).toBe(single.length);
  await page.keyboard.press('t');
  await expect(page.getByRole('grid')).toHaveCount(0);
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  // Help opens at what the panel is about.
  await page.getByRole('tabpanel', { name: 'Fiber' }).getByRole('button', { name: 'How this is worked out' }).press('Enter');
  const help = page.getByRole('dialog', { name: 'How Weft works things out' });
  await expect(help.getByRole('heading', { name: 'The fiber design' })).toBeInViewport();
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
});

test('a site is found, raised and checked by keys alone', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  await page.keyboard.press('/');
  await page.keyboard.type('Meadows School');
  await page.keyboard.press('Enter');
  const height = page.getByRole('tabpanel', { name: 'Selection' }).getByLabel('Height above ground');
  await height.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('50 ft');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Undo set the height above ground/ })).toBeVisible();
  await undoTo(page, start);
});

test('every target can be hit: 24 pixels at least', async ({ page }) => {
  await openWithoutMap(page);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, select, input:not([type=checkbox])')]
      .filter((element) => element.offsetParent !== null)
      .map((element) => ({
        name: element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '',
        box: element.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ name, box }) => `${name} ${Math.round(box.width)}×${Math.round(box.height)}`),
  );
  expect(small).toEqual([]);
});
