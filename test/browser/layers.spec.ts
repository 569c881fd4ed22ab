import { axe, expect, test } from './support/story.ts';
import { checksum, openSample, run, undoTo } from './workbench.ts';

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
  // The same by hand: a row is dragged onto another one, in one step that is taken back.
  const order = async (): Promise<string> => (await panel.getByRole('listitem').allInnerTexts()).join(' ');
  await panel.getByRole('button', { name: /^Parcels/ }).dragTo(panel.getByRole('button', { name: /^Barriers/ }));
  await expect.poll(order).toMatch(/Parcels[^]*Barriers[^]*Buildings/);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(order).toMatch(/Barriers[^]*Parcels[^]*Buildings/);
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
  await panel.getByRole('button', { name: 'More for Terrain shading' }).click();
  await panel.getByRole('button', { name: 'Remove Terrain shading' }).click();
  await expect(panel.getByRole('button', { name: 'Remove Terrain shading' })).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(panel.getByRole('button', { name: 'Remove Terrain shading' })).toBeVisible();
  // A kind of things that the plan had none of is drawn without the map being moved.
  const ends = [-0.0002, 0.0002].map((off) => [HOUSE[0] + off, HOUSE[1]]);
  const rock = { id: 'rock', geometry: { type: 'LineString', coordinates: ends }, fields: { kind: 'rock' } };
  await page.evaluate(
    (feature) => window.weftTest!.commit({ note: 'rock', features: [{ layer: 'conditions', id: 'rock', feature }] }),
    rock,
  );
  await expect.poll(areas).toContain('conditions');
  await expect.poll(() => page.evaluate(() => window.weftTest!.isKept())).toBe(true);
  await undoTo(page, start);
});

test('a link shows the same place, layers and selection in another browser, and carries a small plan', async ({
  page,
  browser,
}) => {
  await openSample(page);
  await page.getByRole('button', { name: /^Parcels/ }).click();
  await page.keyboard.press('/');
  await page.keyboard.type('C-0001');
  await page.getByRole('option', { name: /^C-0001 Poles/ }).click();
  await run(page, 'view.zoom-in');
  await expect.poll(() => page.evaluate(() => window.weftTest!.camera().zoom)).toBeGreaterThan(17.5);
  const here = await page.evaluate(() => window.weftTest!.pixelOf([-91.2192798, 43.8978051]));
  await page.getByRole('button', { name: 'Share by a link' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share by a link' });
  await expect(dialog).toContainText('1 layer hidden');
  await expect(dialog).toContainText('what is selected (1)');
  await axe(page);
  const address = await dialog.getByLabel('Link', { exact: true }).inputValue();
  const other = await browser.newContext({ viewport: page.viewportSize(), reducedMotion: 'reduce', serviceWorkers: 'block' });
  const there = await other.newPage();
  await there.goto(address);
  await there.waitForFunction(() => window.weftTest?.mapReady() === true && window.weftTest.camera().zoom > 17.5);
  await expect(there.getByRole('heading', { name: 'C-0001' })).toBeVisible();
  await expect(there.getByRole('button', { name: /^Parcels/ })).toHaveAttribute('aria-pressed', 'false');
  const same = await there.evaluate(() => window.weftTest!.pixelOf([-91.2192798, 43.8978051]));
  expect(Math.hypot(same.x - here.x, same.y - here.y)).toBeLessThanOrEqual(1);
  expect(there.url()).not.toContain('#');
  // A plan of one site travels whole; the sample with an edit is too large, and its file is offered.
  const opened = run(there, 'file.new');
  await there.getByRole('button', { name: 'Open without saving' }).click();
  await opened;
  const site = { id: 's', geometry: { type: 'Point', coordinates: [-91.2, 43.9] }, fields: { name: 'Our roof' } };
  await there.evaluate(
    (feature) => window.weftTest!.commit({ note: 'a site', name: 'Tiny', features: [{ layer: 'sites', id: 's', feature }] }),
    site,
  );
  const sent = await checksum(there);
  await run(there, 'file.share');
  await expect(there.getByRole('dialog')).toContainText('the whole plan');
  const whole = await there.getByLabel('Link', { exact: true }).inputValue();
  await other.close();
  await page.keyboard.press('Escape');
  const third = await browser.newContext({ viewport: page.viewportSize(), serviceWorkers: 'block' });
  const tiny = await third.newPage();
  await tiny.goto(whole);
  await expect(tiny.getByLabel('Name of the plan')).toHaveValue('Tiny');
  expect(await checksum(tiny)).toBe(sent);
  await third.close();
  await page.evaluate(
    (feature) => window.weftTest!.commit({ note: 'a site', features: [{ layer: 'sites', id: 's', feature }] }),
    site,
  );
  await run(page, 'file.share');
  await expect(dialog).toContainText('too large for a link');
  await expect(dialog.getByRole('button', { name: 'Save the project file' })).toBeVisible();
});
