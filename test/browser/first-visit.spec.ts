import type { Locator, Page } from '@playwright/test';
import { axe, expect, giveFiles, readDownload, test } from './support/story.ts';
import { counts, openSample, refuseMap, run, waitUntilDrawn } from './workbench.ts';

declare global {
  interface Window {
    /** Gives the map its graphics context back. */
    giveBack?: () => void;
  }
}

test('the first visit opens the sample town with a finished design; put aside, it does not come back', async ({ page }) => {
  await openSample(page);
  await expect(page.getByRole('heading', { name: /to pass \d+ premises/ })).toBeVisible();
  await expect(page.getByText('The plan has changed since this was designed.')).toHaveCount(0);
  await expect(page.getByText('in this browser only')).toBeVisible();
  await page.getByRole('button', { name: 'What blocks the link?' }).click();
  await expect(page.getByRole('heading', { name: /^Blocked by the ridge/ })).toBeVisible();
  await expect(page.getByText('A mast 10 ft taller at Meadows School clears it')).toBeVisible();
  await page.getByRole('button', { name: 'Start with your own files' }).click();
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Untitled plan');
  await expect(page.getByText('This plan is empty.')).toBeVisible();
  await page.reload();
  await page.waitForFunction(() => window.weftTest?.mapReady() === true);
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Untitled plan');
  expect(await counts(page)).toEqual({ stretches: 0, drops: 0 });
  // The guide leads from there to a design, and says at each step what is missing.
  const guide = page.getByRole('region', { name: 'From your files to a build plan' });
  const next = guide.locator('[aria-current=step]');
  await expect(next).toContainText('Still missing: lots, buildings or premises; streets or poles');
  await axe(page);
  await importFile(page, guide.getByRole('button', { name: 'Choose files' }), 'streets.geojson', [
    [[-91.202, 43.9], [-91.198, 43.9]],
    [[-91.2, 43.9], [-91.2, 43.903]],
  ]); // prettier-ignore
  await expect(next).toContainText('Still missing: lots, buildings or premises; terrain');
  const homes = Array.from({ length: 12 }, (_, i) => [-91.2016 + 0.0003 * i, 43.9002]);
  await importFile(page, guide.getByRole('button', { name: 'Choose files' }), 'premises.geojson', homes);
  await expect(next).toContainText('Say where the light comes from');
  await guide.getByRole('button', { name: 'Place a facility' }).click();
  const exact = page.getByLabel('Next point, exactly');
  await exact.fill('43.9001, -91.2019');
  await exact.press('Enter');
  await page.getByRole('button', { name: 'Select on the map' }).click();
  await expect(next).toContainText('Divide the town');
  await guide.getByRole('button', { name: 'Design' }).click();
  await expect(page.getByRole('heading', { name: /to pass 12 premises/ })).toBeVisible({ timeout: 60_000 });
  await expect(guide.getByRole('listitem').filter({ hasText: 'Design the network' })).toContainText('done');
});

/** Chooses a file of points or lines by the dialog of the browser, and adds what it holds. */
async function importFile(page: Page, button: Locator, name: string, coordinates: readonly unknown[]): Promise<void> {
  const features = coordinates.map((one, i) => ({
    type: 'Feature',
    id: `${name}-${i}`,
    properties: {},
    geometry: { type: Array.isArray((one as unknown[])[0]) ? 'LineString' : 'Point', coordinates: one },
  }));
  const buffer = Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));
  await giveFiles(page, () => button.click(), { name, mimeType: 'application/geo+json', buffer });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog).toHaveCount(0);
}

test('nothing on the first screen keeps people out, in light and in dark', async ({ page }) => {
  await openSample(page);
  await axe(page);
  await page.getByRole('button', { name: 'Dark colors' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await axe(page);
  // The graphics card stops answering, and comes back.
  await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.maplibregl-canvas');
    const context = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context') ?? null;
    context?.loseContext();
    window.giveBack = () => context?.restoreContext();
  });
  await expect(page.getByRole('alert')).toContainText('graphics card');
  await page.evaluate(() => window.giveBack?.());
  await expect(page.getByRole('alert')).toHaveCount(0);
  await waitUntilDrawn(page, 'feature/facilities/');
  // The browser of the stories has no card at all: the processor draws a map that moves half as sharp.
  const sharpness = (): Promise<number> =>
    page.locator('canvas.maplibregl-canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).width / canvas.clientWidth);
  const atRest = await sharpness();
  await page.mouse.move(700, 400);
  await page.mouse.down();
  await page.mouse.move(730, 410, { steps: 3 });
  await expect.poll(sharpness).toBeCloseTo(atRest / 2, 2);
  await page.mouse.up();
  await expect.poll(sharpness).toBe(atRest);
});

test.describe('without a network', () => {
  // The browser says it of each picture that it cannot fetch.
  test.use({ expectedComplaints: [/ERR_INTERNET_DISCONNECTED .*weft-192/] });

  test('the legend holds what is drawn and nothing that is hidden; a basemap is added and changed, with and without a network', async ({
    page,
    context,
    baseURL,
  }) => {
    await openSample(page);
    await page.getByRole('button', { name: /^Parcels/ }).click();
    await page.getByRole('tab', { name: 'Legend' }).click();
    const legend = page.getByRole('tabpanel', { name: 'Legend' });
    await expect(legend.getByText('aerial, on poles')).toBeVisible();
    await expect(legend.getByText('Parcels', { exact: true })).toHaveCount(0);
    await page.getByRole('button', { name: /^Basemaps/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Basemaps' });
    await dialog.getByRole('button', { name: /^Add/ }).click();
    // Any picture of the right kind will do; this one is the app's own.
    await dialog.getByLabel(/^Address/).fill(`${baseURL}/icons/weft-192.png?{z}/{x}/{y}`);
    await dialog.getByRole('button', { name: 'Try it' }).click();
    await dialog.getByLabel(/^Name/).fill('Icons');
    await dialog.getByLabel(/^(Owner|Credit|Whose)/).fill('© the icon');
    await axe(page);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByText('© the icon')).toBeVisible();
    await waitUntilDrawn(page, 'feature/facilities/');
    await context.setOffline(true);
    await run(page, 'view.fit');
    await run(page, 'view.zoom-out');
    await expect(
      page
        .getByRole('status')
        .filter({ hasText: /Icons|network/ })
        .first(),
    ).toBeVisible();
    await waitUntilDrawn(page, 'feature/facilities/');
    await context.setOffline(false);
    await page.keyboard.press('b');
    await expect(page.getByText('© the icon')).toHaveCount(0);
    await waitUntilDrawn(page, 'feature/facilities/');
  });
});

test('where the map cannot be drawn the page says so, and studies and files still work', async ({ page }) => {
  await refuseMap(page);
  await page.goto('/?test');
  await expect(page.getByRole('alert')).toContainText('The map cannot be drawn');
  await expect(page.getByRole('heading', { name: /to pass \d+ premises/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+e');
  const file = await readDownload(page, () => page.getByRole('dialog').getByRole('button', { name: 'Export' }).click());
  expect(file.bytes.length).toBeGreaterThan(1000);
  // Graphics may have been turned on meanwhile: the page is opened again, with what was kept.
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Try again' }).click()]);
  await expect(page.getByRole('heading', { name: /to pass \d+ premises/ })).toBeVisible();
});
