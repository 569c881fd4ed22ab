import type { Page } from '@playwright/test';
import { axe, expect, test } from './support/story.ts';
import { checksum, counts, openSample, run, undoTo } from './workbench.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

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

/** One finger, or two, as the browser's own touch events. */
async function fingers(page: Page): Promise<{
  down(...at: Point[]): Promise<void>;
  to(...at: Point[]): Promise<void>;
  up(): Promise<void>;
}> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: readonly Point[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: at.map(({ x, y }, id) => ({ x, y, id })) });
  return {
    down: async (...at) => void (await send('touchStart', at)),
    to: async (...at) => void (await send('touchMove', at)),
    up: async () => void (await send('touchEnd', [])),
  };
}

test('by finger: a site is placed, moved under a loupe and taken back; two fingers move the map; a long press opens a menu; a way is drawn and priced', async ({
  page,
}) => {
  await openSample(page);
  const start = await checksum(page);
  const before = (await counts(page))['sites'] ?? 0;
  await page.getByRole('button', { name: 'Put this note aside' }).tap();
  await page.getByRole('button', { name: 'Search and commands' }).tap();
  await page.getByRole('combobox').fill('43.8955, -91.1955');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => window.weftTest!.camera().zoom)).toBe(16);
  const camera = () => page.evaluate(() => window.weftTest!.camera());
  const pixel = (): Promise<Point> => page.evaluate(() => window.weftTest!.pixelOf([-91.1955, 43.8955]));
  const { x, y } = await pixel();
  await page.getByRole('button', { name: 'Place a radio site' }).tap();
  await page.touchscreen.tap(x, y);
  await expect.poll(async () => (await counts(page))['sites']).toBe(before + 1);
  await page.getByRole('button', { name: 'Select on the map' }).tap();
  const [hand, still] = [await fingers(page), await camera()];
  // Before a rest of the finger would mean its menu.
  await Promise.all([hand.down({ x, y }), hand.to({ x: x + 12, y: y - 20 }), hand.to({ x: x + 48, y: y - 80 })]);
  await expect(page.locator('.touch-loupe')).toBeVisible();
  await hand.up();
  await expect(page.locator('.touch-loupe')).toBeHidden();
  await expect(page.getByRole('button', { name: /^Undo move site-/ })).toBeVisible();
  expect(await camera()).toEqual(still);
  const moved = await checksum(page);
  await hand.down({ x: x - 40, y }, { x: x + 40, y });
  for (let step = 1; step <= 4; step++) {
    await hand.to({ x: x - 40, y: y + 25 * step }, { x: x + 40, y: y + 25 * step });
    // The map follows once for each frame.
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await hand.up();
  await expect.poll(async () => (await camera()).centre).not.toEqual(still.centre);
  expect(await checksum(page)).toBe(moved);
  await hand.down({ x: 60, y: 420 });
  const menu = page.getByRole('menu', { name: 'This place' });
  await expect(menu).toBeVisible();
  await hand.up();
  await expect(menu.getByRole('menuitem').first()).toContainText('43.');
  await axe(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More' }).tap();
  await page.getByRole('button', { name: 'Show or hide the table' }).tap();
  await expect(page.getByRole('grid')).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Close the sheet' }).tap();
  // A way and a home at its end, then what it costs to reach it.
  const ways = (await counts(page))['rights-of-way'] ?? 0;
  await page.getByRole('button', { name: 'Draw lines' }).tap();
  const bar = page.getByRole('region', { name: 'Drawing' });
  await bar.getByLabel('Draw into').selectOption('rights-of-way');
  await page.touchscreen.tap(120, 330);
  await page.touchscreen.tap(260, 330);
  await bar.getByRole('button', { name: 'Finish the shape' }).tap();
  expect((await counts(page))['rights-of-way']).toBe(ways + 1);
  await page.getByRole('button', { name: 'Draw points' }).tap();
  await bar.getByLabel('Draw into').selectOption('premises');
  await page.touchscreen.tap(255, 300);
  await expect(page.getByRole('button', { name: /^Undo add premises-/ })).toBeVisible();
  await page.getByRole('button', { name: 'Fiber', exact: true }).tap();
  await page.getByRole('button', { name: 'Recompute' }).tap();
  await expect(page.getByRole('button', { name: 'Undo design fiber network' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('heading', { name: /to pass \d+ premises/ })).toBeVisible();
  await undoTo(page, start);
});

test('at 320 pixels, and at double size of a small window, nothing is cut off and fingers hit every button', async ({ page }) => {
  await openSample(page);
  for (const [width, height] of [[320, 568], [720, 450]] as const) {
    await page.setViewportSize({ width, height });
    await run(page, 'view.layers');
    const found = await page.evaluate(() => {
      const shown = [...document.querySelectorAll<HTMLElement>('button, select, input:not([type=checkbox])')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.maplibregl-map'))
        .map((element) => ({ name: element.getAttribute('aria-label') ?? element.innerText, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.top < innerHeight && box.bottom > 0);
      return {
        overflow: document.documentElement.scrollWidth - innerWidth,
        small: shown.filter(({ box }) => box.height < 43.5).map(({ name, box }) => `${name} ${box.height}`),
        outside: shown.filter(({ box }) => box.right > innerWidth + 1 || box.left < -1).map(({ name }) => name),
      };
    });
    expect(found).toEqual({ overflow: 0, small: [], outside: [] });
  } // prettier-ignore
});
