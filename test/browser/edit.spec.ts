import { axe, expect, test } from './support/story.ts';
import { checksum, clickMap, HUT, openSample, openWithoutMap, revision, run, undoTo } from './workbench.ts';

test('an attribute is edited with its unit, refused when it makes no sense, and taken back', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  await clickMap(page, HUT);
  const panel = page.getByRole('tabpanel', { name: 'Selection' });
  await expect(panel.getByRole('heading', { name: 'Depot Street Hut' })).toBeVisible();
  const name = panel.getByLabel('Name');
  await name.fill('Depot Street Cabinet');
  await name.press('Enter');
  await expect(panel.getByRole('heading', { name: 'Depot Street Cabinet' })).toBeVisible();
  const position = panel.getByLabel('Position');
  await position.fill('somewhere');
  await position.press('Enter');
  await expect(panel.getByRole('alert')).toContainText('latitude and longitude');
  await position.fill('43.9011, -91.2006');
  await position.press('Enter');
  await expect(page.getByRole('button', { name: 'Undo move hut-1' })).toBeVisible();
  expect(await checksum(page)).not.toBe(start);
  const end = await checksum(page);
  await axe(page);
  await undoTo(page, start);
  await page.getByRole('button', { name: /^Redo/ }).click();
  await page.getByRole('button', { name: /^Redo/ }).click();
  expect(await checksum(page)).toBe(end);
});

test('undo inside a text field takes back the typing, not the plan', async ({ page }) => {
  await openWithoutMap(page);
  await run(page, 'view.units');
  const before = await revision(page);
  const name = page.getByLabel('Name of the plan');
  await name.click();
  await name.press('End');
  await name.pressSequentially(' two');
  await name.press('ControlOrMeta+z');
  await expect(name).not.toHaveValue('Millrace Bend two');
  expect(await revision(page)).toBe(before);
});

test('a price changes every total at once, without a new design', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  const verdict = page.getByRole('heading', { name: /to pass \d+ premises/ });
  const before = await verdict.textContent();
  await page.keyboard.press('c');
  const book = page.getByRole('tabpanel', { name: 'Cost book' });
  const price = book.getByLabel(/, likely$/).first();
  const amount = Number(await price.inputValue());
  await price.fill(String(amount * 3));
  await price.press('Enter');
  await expect(verdict).not.toHaveText(before ?? '');
  await page.getByRole('tab', { name: 'Bill of materials' }).click();
  await expect(page.getByRole('rowheader', { name: 'Total', exact: true })).toBeVisible();
  await axe(page);
  await undoTo(page, start);
  await expect(verdict).toHaveText(before ?? '');
});

test('the checks list what is wrong, lead to it, mend it as one step, and ignore it with a reason', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  const pole = (id: string, heightM: number) => ({
    layer: 'poles',
    id,
    feature: { id, geometry: { type: 'Point', coordinates: [-91.2192798, 43.8978051] }, fields: { heightM } },
  });
  await page.evaluate(
    (features) => window.weftTest!.commit({ note: 'two bad poles', features }),
    [pole('x-1', 40), pole('x-2', 9)],
  );
  await page.getByRole('tab', { name: /^Checks/ }).click();
  const list = page.getByRole('tabpanel', { name: 'Checks' });
  const tall = list.getByRole('listitem').filter({ hasText: 'taller than 30 m' });
  const double = list.getByRole('listitem').filter({ hasText: 'exactly where another one stands' });
  await expect(tall).toHaveCount(1);
  await page.keyboard.press(']');
  await expect(list.locator('[aria-current]')).toHaveCount(1);
  await tall.getByRole('button', { name: 'x-1' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Selection' }).getByLabel('Height')).toHaveValue('131.2 ft');
  await expect.poll(() => page.evaluate(() => window.weftTest!.camera().zoom)).toBeGreaterThan(15);
  await tall.getByRole('button', { name: 'Read these heights as feet' }).click();
  await expect(tall).toHaveCount(0);
  await page.getByRole('button', { name: /^Undo read heights/ }).click();
  await expect(tall).toHaveCount(1);
  await double.getByRole('button', { name: 'Merge what stands in one place' }).click();
  await expect(double).toHaveCount(0);
  await page.getByRole('button', { name: /^Undo merge 2 poles/ }).click();
  await expect(double).toHaveCount(1);
  await tall.getByRole('button', { name: 'Ignore' }).click();
  await tall.getByLabel('Why? Kept with the plan.').fill('a lattice pole');
  await axe(page);
  await tall.getByRole('button', { name: 'Ignore here' }).click();
  await expect(tall).toHaveCount(0);
  await list.getByText('1 ignored').click();
  await expect(list).toContainText('a lattice pole');
  await undoTo(page, start);
});

test('several features are edited as one step', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('C-0001');
  await page.getByRole('option', { name: /^C-0001 Poles/ }).click();
  const panel = page.getByRole('tabpanel', { name: 'Selection' });
  await panel.getByLabel('Height').fill('12 m');
  await panel.getByLabel('Height').press('Enter');
  await expect(panel.getByLabel('Height')).toHaveValue('39.4 ft');
  await page.getByRole('button', { name: 'Delete selected feature' }).click();
  await expect(page.getByRole('button', { name: 'Undo delete C-0001' })).toBeVisible();
  await undoTo(page, start);
});

test('twelve edits of all kinds: taken back one by one the plan is what it was, done again what it became', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  const undo = page.getByRole('button', { name: /^Undo/ });
  const steps: string[] = [];
  /** Notes that a step was made: the undo button names it. */
  const made = async (name: RegExp): Promise<void> => {
    await expect(undo).toHaveAccessibleName(name);
    steps.push((await undo.getAttribute('aria-label')) ?? '');
  };
  const find = async (name: string, layer: string): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog').getByRole('combobox').fill(name);
    await page.getByRole('option', { name: new RegExp(`^${name} ${layer}`) }).click();
  };
  const title = page.getByLabel('Name of the plan');
  await title.fill('Another town');
  await title.press('Enter');
  await made(/rename/);
  await page.getByRole('button', { name: /^Parcels/ }).click();
  await made(/hide parcels/);
  await run(page, 'view.units');
  await made(/meters/);
  const panel = page.getByRole('tabpanel', { name: 'Selection' });
  await find('C-0005', 'Poles');
  await panel.getByLabel('Height').fill('11 m');
  await panel.getByLabel('Height').press('Enter');
  await made(/set the height/);
  await panel.getByLabel('Move by').fill('3 m at 90');
  await panel.getByLabel('Move by').press('Enter');
  await made(/move C-0005/);
  await run(page, 'edit.delete');
  await made(/delete/);
  await find('C-0001:C-0002', 'Spans');
  await panel.getByRole('button', { name: 'Reverse' }).click();
  await made(/reverse/);
  await panel.getByLabel('Split after').fill('5 m');
  await panel.getByLabel('Split after').press('Enter');
  await made(/split/);
  await page.getByRole('tab', { name: /^Checks/ }).click();
  const list = page.getByRole('tabpanel', { name: 'Checks' });
  await list.getByRole('button', { name: 'Ignore' }).first().click();
  await list.getByRole('button', { name: 'Ignore here' }).click();
  await made(/ignore/);
  await run(page, 'view.costs');
  const price = page
    .getByRole('tabpanel', { name: 'Cost book' })
    .getByLabel(/, likely$/)
    .first();
  await price.fill('7');
  await price.press('Enter');
  await made(/price|cost/);
  await run(page, 'derive.spans');
  await made(/derive spans/);
  await run(page, 'fiber.drop');
  await made(/design/);
  expect(new Set(steps).size).toBe(12);
  const end = await checksum(page);
  for (const step of [...steps].reverse()) {
    await expect(undo).toHaveAccessibleName(step);
    await undo.click();
  }
  expect(await checksum(page)).toBe(start);
  for (let step = 0; step < steps.length; step++) await page.getByRole('button', { name: /^Redo/ }).click();
  expect(await checksum(page)).toBe(end);
  await axe(page);
});
