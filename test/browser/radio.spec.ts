import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { axe, expect, giveFiles, readDownload, test } from './support/story.ts';
import { checksum, openSample, openWithoutMap, run, undoTo } from './workbench.ts';

test('a link that a building of the plan blocks is mended by the button that raises the antennas', async ({ page }) => {
  await openWithoutMap(page);
  await page.getByRole('tab', { name: 'Link study' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Link study' });
  await panel.getByRole('group', { name: 'End A' }).getByLabel('Site').selectOption({ label: 'St. Olaf Church' });
  await panel.getByRole('group', { name: 'End B' }).getByLabel('Site').selectOption({ label: 'Meadows School' });
  await expect(panel.getByRole('heading', { name: /^Blocked by the ridge/ })).toBeVisible();
  const height = panel.getByRole('group', { name: 'End A' }).getByLabel('Height');
  await height.fill('30 ft');
  await height.press('Enter');
  await expect(panel.getByRole('heading', { name: /^Blocked by the building/ })).toBeVisible();
  await panel.getByRole('button', { name: /^Raise both by/ }).click();
  await expect(panel.getByRole('heading', { name: /^Clear over/ })).toBeVisible();
  const profile = page.getByRole('tabpanel', { name: 'Profile' });
  const along = profile.getByRole('slider', { name: 'Place along the link' });
  const box = (await along.boundingBox())!;
  const drag = async (from: [number, number], to: [number, number]): Promise<void> => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
    await page.mouse.move(...to);
    await page.mouse.up();
  };
  // A part is dragged across, and looked at closely; the mast that is not in it cannot be taken hold of.
  const middle = box.y + box.height / 2;
  await drag([box.x + box.width * 0.6, middle], [box.x + box.width + 5, middle]);
  const masts = profile.getByRole('slider', { name: /^Antenna height at/ });
  await expect(masts).toHaveCount(1);
  await axe(page);
  await profile.getByRole('button', { name: 'Whole link' }).click();
  await expect(masts).toHaveCount(2);
  // A mast is dragged down until the ray meets something.
  const mast = (await masts.last().boundingBox())!;
  const at: [number, number] = [mast.x + mast.width / 2, mast.y + mast.height / 2];
  await drag(at, [at[0], at[1] + 40]);
  await expect(panel.getByRole('heading', { name: /^Blocked by/ })).toBeVisible();
});

test('two radios give level, margin, speed and how to aim; the season is switched', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  await page.getByRole('tab', { name: 'Link study' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Link study' });
  await panel.getByRole('group', { name: 'End A' }).getByLabel('Site').selectOption({ label: 'St. Olaf Church' });
  await panel.getByRole('group', { name: 'End B' }).getByLabel('Site').selectOption({ label: 'Meadows School' });
  await panel.getByLabel('Radio at A').selectOption({ label: '5 GHz small dish' });
  await panel.getByLabel('Radio at B').selectOption({ label: '5 GHz small dish' });
  const budget = panel.getByRole('region', { name: 'Link budget' });
  await expect(budget.getByRole('heading')).toContainText(/Perhaps|Too weak/);
  await expect(budget).toContainText(/-\d+\.\d dBm/);
  await expect(budget).toContainText(/° true, \d+\.\d° by compass, tilt/);
  await panel.getByLabel('Rain rate').fill('42');
  await panel.getByLabel('Rain rate').press('Enter');
  await expect(budget).toContainText(/% of the year/);
  await panel.getByLabel('Trees').selectOption('leaf-off');
  await expect(budget.getByRole('heading')).toBeVisible();
  await axe(page);
  expect(await checksum(page)).toBe(start);
});

test('who can be reached: best first, one click from the link study, all pairs counted', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  await page.getByRole('tab', { name: 'Reach' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Reach' });
  await panel.getByLabel('Site').selectOption({ label: 'St. Olaf Church' });
  await panel.getByRole('button', { name: 'Look around' }).click();
  const nodes = panel.getByRole('list', { name: 'Nodes in reach, best first' }).getByRole('listitem');
  await expect(nodes.first()).toBeVisible();
  const verdicts = await nodes.allInnerTexts();
  const rank = (text: string): number => (text.includes('Blocked') ? 1 : 0);
  expect(verdicts.map(rank)).toEqual(verdicts.map(rank).sort());
  await axe(page);
  const [download] = await Promise.all([page.waitForEvent('download'), panel.getByRole('button', { name: 'CSV' }).click()]);
  expect(download.suggestedFilename()).toBe('reach.csv');
  await panel.getByRole('button', { name: 'All pairs' }).click();
  await expect(panel.getByRole('heading', { name: /clear pairs? of \d+ in range/ })).toBeVisible();
  await panel.getByRole('button', { name: 'From here', exact: true }).click();
  await nodes.first().getByRole('button').first().click();
  await expect(
    page.getByRole('tabpanel', { name: 'Link study' }).getByRole('heading', { name: /^(Clear|Marginal|Blocked)/ }),
  ).toBeVisible();
  expect(await checksum(page)).toBe(start);
});

test('links are kept in the plan, judged with their radios, ranked by margin, and taken back', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  await page.getByRole('tab', { name: 'Link study' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Link study' });
  await expect(panel.getByText('2 of 3 are clear.')).toBeVisible();
  // Without the links that the sample comes with.
  await page.evaluate(() =>
    window.weftTest!.commit({
      note: 'delete links',
      features: [1, 2, 3].map((i) => ({ layer: 'links', id: `link-${i}`, feature: null })),
    }),
  );
  await panel.getByRole('group', { name: 'End A' }).getByLabel('Site').selectOption({ label: 'St. Olaf Church' });
  await panel.getByRole('group', { name: 'End B' }).getByLabel('Site').selectOption({ label: 'Millrace Grain Elevator' });
  for (const end of ['A', 'B']) await panel.getByLabel(`Radio at ${end}`).selectOption({ label: '5 GHz small dish' });
  await panel.getByRole('button', { name: 'Keep in the plan' }).click();
  const kept = panel.getByRole('list', { name: 'Links of the plan' }).getByRole('listitem');
  await expect(kept).toContainText(/St. Olaf Church – Millrace Grain Elevator.*dBm/);
  await expect(panel.getByRole('button', { name: 'Keep in the plan' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('tab', { name: 'Reach' }).click();
  const reach = page.getByRole('tabpanel', { name: 'Reach' });
  await reach.getByLabel('Site').selectOption({ label: 'St. Olaf Church' });
  await reach.getByRole('button', { name: 'Look around' }).click();
  await expect(reach.getByText(/best first by margin/)).toBeVisible();
  await expect(reach.getByRole('listitem').first()).toContainText(/dBm, \d+\.\d\sdB margin/);
  await reach.getByRole('button', { name: 'Keep in the plan' }).first().click();
  await page.getByRole('tab', { name: 'Link study' }).click();
  await expect(kept).toHaveCount(2);
  await axe(page);
  await undoTo(page, start);
  await expect(kept).toHaveCount(3);
});

test('a coverage counts premises, is recoloured without computing, can be cancelled and leaves nothing then', async ({
  page,
}) => {
  await openSample(page);
  await page.getByRole('tab', { name: 'Coverage' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Coverage' });
  await panel.getByRole('button', { name: 'Compute coverage' }).click();
  const answer = panel.getByRole('heading', { name: /^\d+ of \d+ premises are in sight$/ });
  await expect(answer).toBeVisible();
  const legend = panel.getByRole('group', { name: 'Legend' });
  for (const [layer, sign] of [
    ['count', '4 or more sites'],
    ['min-height', /^up to /],
    ['fresnel', 'marginal'],
    ['server', /St. Olaf Church|Meadows School|Water tower/],
  ] as const) {
    await legend.getByLabel('Color by').selectOption(layer);
    await expect(legend.getByRole('listitem').filter({ hasText: sign }).first()).toBeVisible();
  }
  expect(await page.evaluate(() => window.weftTest!.runningJobs())).toEqual([]);
  await axe(page);
  const summary = await readDownload(page, () => legend.getByRole('button', { name: 'Download' }).click());
  expect([summary.name, String.fromCharCode(...summary.bytes.slice(0, 5))]).toEqual(['coverage.pdf', '%PDF-']);
  await legend.getByLabel('Download').selectOption('tif');
  const [raster] = await Promise.all([page.waitForEvent('download'), legend.getByRole('button', { name: 'Download' }).click()]);
  expect(raster.suggestedFilename()).toBe('coverage-server.tif');
  // With a radio there are levels, and a threshold that counts anew without computing.
  await panel.getByLabel('At the sites').selectOption({ label: '5 GHz sector of 120°' });
  await expect(panel.getByText('Computed before your latest edit.')).toBeVisible();
  await panel.getByRole('button', { name: 'Recompute' }).click();
  const served = panel.getByRole('heading', { name: /premises are served$/ });
  await expect(served).toBeVisible();
  const many = await served.innerText();
  await legend.getByLabel('Serves from').fill('-40');
  await legend.getByLabel('Serves from').press('Enter');
  await expect(served).not.toHaveText(many);
  expect(await page.evaluate(() => window.weftTest!.runningJobs())).toEqual([]);
  await legend.getByLabel('Download').selectOption('geojson');
  const [area] = await Promise.all([page.waitForEvent('download'), legend.getByRole('button', { name: 'Download' }).click()]);
  const text = readFileSync(await area.path(), 'utf8');
  const [feature] = (JSON.parse(text) as { features: { properties: Record<string, unknown> }[] }).features;
  expect(feature?.properties).toMatchObject({ status: 'planned', siteCount: 1, receiverAbove: 'roof' });
  // A large radius and all sites: enough work that it is still running when it is cancelled.
  await panel.getByLabel('All radio sites together').check();
  // Pressed within the page: from outside, a small town may be computed before the button is found.
  await panel.evaluate(async (element) => {
    const button = (name: string) => [...element.querySelectorAll('button')].find((one) => one.textContent.trim() === name);
    // As soon as it is there: a frame may take longer to draw than a small town to compute.
    const shown = new Promise<void>((resume) => {
      new MutationObserver(() => button('Cancel') && resume()).observe(element, { subtree: true, childList: true });
    });
    button('Recompute')?.click();
    await shown;
    button('Cancel')?.click();
  });
  await expect(panel.getByRole('heading', { name: 'What does a site cover?' })).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.weftTest!.runningJobs()), { timeout: 1500 }).toEqual([]);
});

test('the view from the roof names the sites and tells horizon and bearing by key', async ({ page }) => {
  await openWithoutMap(page);
  await page.evaluate(() => window.weftTest!.runCommand('panorama.run'));
  const drawer = page.getByRole('tabpanel', { name: 'View from the roof' });
  const strip = drawer.getByRole('slider', { name: 'Bearing in the view from the roof' });
  await expect(strip).toBeVisible();
  await strip.focus();
  await page.keyboard.press('ArrowRight');
  await expect(drawer.getByRole('status')).toContainText('181°: horizon');
  await axe(page);
  const [download] = await Promise.all([page.waitForEvent('download'), drawer.getByRole('button', { name: 'SVG' }).click()]);
  expect(download.suggestedFilename()).toBe('panorama.svg');
  const sheet = await readDownload(page, () => run(page, 'reach.roof-sheet'));
  expect([sheet.name, String.fromCharCode(...sheet.bytes.slice(0, 5))]).toEqual(['roof-St-Olaf-Church.pdf', '%PDF-']);
});

test('requests to join are sorted into viable, photo and no; hubs are ranked', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  await run(page, 'view.requests');
  const panel = page.getByRole('tabpanel', { name: 'Join requests' });
  await expect(panel.getByRole('button', { name: 'Judge the requests' })).toHaveAttribute('aria-disabled', 'true');
  await panel.getByRole('button', { name: 'Rank hubs' }).click();
  await expect(panel.getByRole('heading', { name: /^(Win .* first|No further roof)/ })).toBeVisible();
  // A tower high over the town stands; the sample's own sites state nothing, so they ask to join.
  // Two more ask by their address alone, one of them with a number that is not there.
  await importTable(
    page,
    'sites',
    'id,name,lon,lat,heightAglM,status,address\nT1,Tower,-91.2005,43.9045,60,installed,\nR1,Rosa,,,,request,4 Elm St\nR2,Ruth,,,,request,400 Elm St\n',
  );
  await importTable(page, 'addresses', 'lon,lat,street,housenumber\n-91.2001,43.9041,Elm Street,4\n');
  await panel.getByRole('button', { name: 'Judge the requests' }).click();
  await expect(panel.getByRole('heading', { name: /^\d viable, \d needs? a photo, \d no, 1 not placed$/ })).toBeVisible();
  const requests = panel.getByRole('list', { name: 'Requests' }).getByRole('listitem');
  await expect(requests).toHaveCount(5);
  await axe(page);
  await panel.getByRole('button', { name: 'It is Elm Street 4' }).click();
  await panel.getByRole('button', { name: 'Recompute' }).first().click();
  await expect(panel.getByRole('heading', { name: /^\d viable, \d needs? a photo, \d no$/ })).toBeVisible();
  await panel.getByRole('button', { name: 'Put those found on the map' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel.getByRole('button', { name: 'CSV with names' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('worklist.csv');
  await undoTo(page, start);
});

/** Adds a table to a layer through the import dialog. */
async function importTable(page: Page, layer: string, csv: string): Promise<void> {
  await giveFiles(page, () => page.getByRole('button', { name: 'Import files' }).first().click(), {
    name: `${layer}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(csv),
  });
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What is it?').selectOption(layer);
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog).toHaveCount(0);
}
