import type { Page } from '@playwright/test';
import { axe, expect, test } from './support/story.ts';
import { checksum, counts, openSample, revision, run, undoTo } from './workbench.ts';

/** An open field in the south-east of the sample town: nothing stands there to snap to. */
const FIELD = { lng: -91.1955, lat: 43.8955 };
const at = (eastM: number, northM: number): [number, number] => [FIELD.lng + eastM / 80_347, FIELD.lat + northM / 111_100];

/** Looks at the field and waits until the map stands still there. */
async function goToField(page: Page): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(`${FIELD.lat}, ${FIELD.lng}`);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => window.weftTest!.camera().zoom)).toBe(16);
}

async function pixel(page: Page, position: readonly [number, number]): Promise<{ x: number; y: number }> {
  return page.evaluate((place) => window.weftTest!.pixelOf(place), position);
}

/** Moves there as a hand does, and clicks. */
async function click(page: Page, position: readonly [number, number], options: { clickCount?: number } = {}): Promise<void> {
  const { x, y } = await pixel(page, position);
  await page.mouse.move(x, y, { steps: 3 });
  await page.mouse.click(x, y, options);
}

test('four points, Backspace, Enter: a line of three; Escape leaves no trace; a double-click ends it', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  const before = await counts(page);
  await goToField(page);
  await page.keyboard.press('5');
  const bar = page.getByRole('region', { name: 'Drawing' });
  await bar.getByLabel('Draw into').selectOption('rights-of-way');
  const untouched = await revision(page);
  await click(page, at(0, 0));
  await click(page, at(60, 0));
  await expect(bar).toContainText(/19\d\sft at 090°/);
  await page.keyboard.press('Escape');
  expect(await revision(page)).toBe(untouched);
  for (const [east, north] of [[0, 0], [60, 0], [60, 60], [0, 60]] as const) await click(page, at(east, north)); // prettier-ignore
  await page.keyboard.press('Backspace');
  await axe(page);
  await page.keyboard.press('Enter');
  expect((await counts(page))['rights-of-way']).toBe((before['rights-of-way'] ?? 0) + 1);
  const panel = page.getByRole('tabpanel', { name: 'Selection' });
  await expect(panel).toContainText(/39\d\sft/);
  // The tool stays: the next line is ended by a double-click.
  await click(page, at(-60, 0));
  await click(page, at(-60, 60), { clickCount: 2 });
  expect((await counts(page))['rights-of-way']).toBe((before['rights-of-way'] ?? 0) + 2);
  await undoTo(page, start);
});

test('a route is dragged onto another span, which the next design runs along', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  const [stretch, span] = [[-91.1973985, 43.9043329], [-91.1969424, 43.9040125]] as const; // prettier-ignore
  await page.keyboard.press('/');
  await page.keyboard.type(`${stretch[1]}, ${stretch[0]}`);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate((place) => window.weftTest!.renderedAt(place)[0], stretch)).toMatch(/stretches/);
  await click(page, stretch);
  const panel = page.getByRole('tabpanel', { name: 'Selection' });
  await expect(panel).toContainText('Drag it on the map');
  await page.mouse.down();
  const { x, y } = await pixel(page, span);
  await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('button', { name: 'Undo keep C-0136:C-0146' })).toBeVisible();
  await expect(panel).toContainText('keep: C-0136:C-0146');
  await undoTo(page, start);
});

test('exact entry: 120 ft at 90° ends within a hundredth of a foot', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  await goToField(page);
  await run(page, 'draw.way');
  const bar = page.getByRole('region', { name: 'Drawing' });
  const exact = bar.getByLabel('Next point, exactly');
  await exact.fill(`${FIELD.lat}, ${FIELD.lng}`);
  await exact.press('Enter');
  await exact.fill('120 furlongs');
  await exact.press('Enter');
  await expect(bar.getByRole('alert')).toContainText('120 ft at 90');
  await exact.fill('120 ft at 90');
  await exact.press('Enter');
  await bar.getByRole('button', { name: 'Finish the shape' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Selection' })).toContainText('120 ft');
  // 120 ft are 36.576 m; a degree of longitude at this latitude is 80,346.8 m on WGS 84: πa·cos φ / (180·√(1 − e²·sin² φ)).
  const end = await page.evaluate(() => window.weftTest!.selectedPositions().at(-1)!);
  expect(Math.abs((end[0] - FIELD.lng) * 80_346.8 - 36.576)).toBeLessThan(0.003);
  await undoTo(page, start);
});

test('a line of poles snaps to the pole it begins at; with Alt it begins at a new one', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  const before = await counts(page);
  await page.keyboard.press('/');
  await page.keyboard.type('C-0001');
  await page.getByRole('option', { name: /^C-0001 Poles/ }).click();
  await page.waitForFunction(() => window.weftTest!.renderedAt([-91.2192798, 43.8978051]).includes('feature/poles/C-0001'));
  await run(page, 'draw.spans');
  const pole = await pixel(page, [-91.2192798, 43.8978051]);
  await page.mouse.move(pole.x + 5, pole.y + 6, { steps: 3 });
  await page.mouse.click(pole.x + 5, pole.y + 6);
  await page.mouse.move(pole.x - 90, pole.y + 110, { steps: 3 });
  await page.mouse.click(pole.x - 90, pole.y + 110);
  await expect(page.getByRole('region', { name: 'Drawing' })).toContainText(/1\snew pole/);
  await page.keyboard.press('Enter');
  expect((await counts(page))['poles']).toBe((before['poles'] ?? 0) + 1);
  await expect(page.getByRole('tabpanel', { name: 'Selection' }).getByLabel('From')).toHaveValue('C-0001');
  await page.keyboard.down('Alt');
  await page.mouse.click(pole.x + 5, pole.y + 6);
  await page.mouse.click(pole.x + 90, pole.y + 120);
  await page.keyboard.up('Alt');
  await page.keyboard.press('Enter');
  expect((await counts(page))['poles']).toBe((before['poles'] ?? 0) + 3);
  await undoTo(page, start);
});

test('a moved pole takes its spans along as one step; a point is put into an outline and taken out again', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  await page.keyboard.press('/');
  await page.keyboard.type('C-0001');
  await page.getByRole('option', { name: /^C-0001 Poles/ }).click();
  const pole = await pixel(page, [-91.2192798, 43.8978051]);
  await page.mouse.move(pole.x, pole.y);
  await page.mouse.down();
  await page.mouse.move(pole.x - 40, pole.y + 60, { steps: 5 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await checksum(page)).toBe(start);
  await page.mouse.move(pole.x, pole.y);
  await page.mouse.down();
  await page.mouse.move(pole.x - 40, pole.y + 60, { steps: 5 });
  await page.mouse.up();
  await expect(page.getByRole('button', { name: 'Undo move C-0001' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('C-0001:C-0002');
  await page.getByRole('option', { name: /^C-0001:C-0002 Spans/ }).click();
  const shape = page.getByRole('region', { name: 'Shape' });
  await expect(shape.getByRole('button', { name: 'Join' })).toHaveAccessibleDescription(/two lines or more/);
  await expect(shape.getByRole('button', { name: 'Split' })).toHaveAccessibleDescription(/Choose one of its points/);
  await shape.getByLabel('Split after').fill('50 ft');
  await shape.getByLabel('Split after').press('Enter');
  await expect(page.getByRole('button', { name: 'Undo split C-0001:C-0002' })).toBeVisible();
  await expect(page.getByRole('tabpanel', { name: 'Selection' })).toContainText('2 selected');
  await shape.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('button', { name: 'Undo join 2 lines' })).toBeVisible();
  await undoTo(page, start);
});

test('a neighbourhood is drawn with live counts, split along a line and merged again', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  const before = (await counts(page))['neighbourhoods'] ?? 0;
  await run(page, 'draw.neighbourhood');
  await run(page, 'draw.snapping');
  const bar = page.getByRole('region', { name: 'Drawing' });
  const [w, s, e, n] = [-91.2035, 43.8995, -91.1975, 43.9035];
  for (const corner of [[w, s], [e, s], [e, n], [w, n]] as const) await click(page, corner); // prettier-ignore
  await expect(bar).toContainText(/acres · \d+\spremises/);
  await page.keyboard.press('Enter');
  expect((await counts(page))['neighbourhoods']).toBe(before + 1);
  // The counts follow a corner that is dragged, and say what has gone; Escape leaves it where it was.
  await page.keyboard.press('1');
  const corner = await pixel(page, [e, n]);
  await page.mouse.move(corner.x, corner.y);
  await page.mouse.down();
  await page.mouse.move(corner.x - 120, corner.y + 90, { steps: 4 });
  await expect(bar).toContainText(/premises \(−\d+\)/);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  const shape = page.getByRole('region', { name: 'Shape' });
  await shape.getByRole('button', { name: 'Split' }).click();
  await click(page, [-91.2005, 43.9045]);
  await click(page, [-91.2005, 43.8985]);
  await page.keyboard.press('Enter');
  expect((await counts(page))['neighbourhoods']).toBe(before + 2);
  await axe(page);
  await shape.getByRole('button', { name: 'Merge' }).click();
  await expect(page.getByRole('button', { name: 'Undo merge 2 areas' })).toBeVisible();
  expect((await counts(page))['neighbourhoods']).toBe(before + 1);
  await undoTo(page, start);
});

test('by keys alone: a pole is set at the crosshair, a span drawn from it, the pole moved and deleted; a home is placed, and its route priced', async ({
  page,
}) => {
  await openSample(page);
  const find = async (name: string): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
  };
  const start = await checksum(page);
  const before = await counts(page);
  await goToField(page);
  await find('Draw poles');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  expect((await counts(page))['poles']).toBe((before['poles'] ?? 0) + 1);
  await find('Draw a line of poles');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  expect((await counts(page))['spans']).toBe((before['spans'] ?? 0) + 1);
  await page.keyboard.press('1');
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() =>
    window.weftTest!.renderedAt(window.weftTest!.camera().centre).some((key) => key.startsWith('feature/poles')),
  );
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Undo move pole-/ })).toBeVisible();
  await page.keyboard.press('Delete');
  expect((await counts(page))['spans']).toBe(before['spans']);
  await find('Draw premises');
  await page.keyboard.press('Enter');
  expect((await counts(page))['premises']).toBe((before['premises'] ?? 0) + 1);
  const verdict = page.getByRole('tabpanel', { name: 'Fiber study' }).getByRole('heading', { name: /^\$[\d,]+ to pass/ });
  await find('Show the fiber study');
  const price = (await verdict.textContent()) ?? '';
  await find('Design the fiber network again');
  await expect(page.getByRole('button', { name: 'Undo design fiber network' })).toBeVisible({ timeout: 60_000 });
  await expect(verdict).not.toHaveText(price);
  await undoTo(page, start);
});
