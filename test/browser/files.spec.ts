import type { Page } from '@playwright/test';
import { unzipSync, strFromU8 } from 'fflate';
import { axe, expect, giveFiles, readDownload, test } from './support/story.ts';
import { checksum, counts, openSample, openWithoutMap, run, undoTo } from './workbench.ts';

const poles = {
  type: 'FeatureCollection',
  features: [0, 1, 2].map((i) => ({
    type: 'Feature',
    id: `new-${i}`,
    properties: { owner: 'Town', height_m: 10 + i },
    geometry: { type: 'Point', coordinates: [-91.2 + i * 0.0005, 43.905] },
  })),
};
const importFiles = (page: Page, files: Parameters<typeof giveFiles>[2]): Promise<void> =>
  giveFiles(page, () => page.getByRole('button', { name: 'Import files' }).click(), files);
const polesFile = { name: 'poles.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify(poles)) };

test('a GeoJSON file enters by the file dialog as one step, after a look at what it holds', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  const before = (await counts(page))['poles'] ?? 0;
  await importFiles(page, polesFile);
  const dialog = page.getByRole('dialog', { name: /Import poles.geojson/ });
  await expect(dialog.getByText('3 features')).toBeVisible();
  expect(await checksum(page)).toBe(start);
  await axe(page);
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog).toHaveCount(0);
  expect((await counts(page))['poles']).toBe(before + 3);
  await expect(page.getByText('3 features were added.').first()).toBeVisible();
  await undoTo(page, start);
});

test('rows that cannot be used are told, saved as a file and left out by word only; a changed copy of the layer updates it', async ({
  page,
}) => {
  await openSample(page);
  const start = await checksum(page);
  const before = (await counts(page))['sites'] ?? 0;
  const rows = ['id,name,Y_COORD,X_COORD', 'r1,Mill,43.905,-91.2', 'r2,Barn,none,-91.2', 'r3,Store,43.906,-91.201'];
  const importTable = (lines: readonly string[]): Promise<void> =>
    giveFiles(page, () => page.keyboard.press('ControlOrMeta+i'), {
      name: 'sites.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(lines.join('\n') + '\n'),
    });
  await importTable(rows);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('2 features')).toBeVisible();
  const add = dialog.getByRole('button', { name: 'Add' });
  await expect(add).toHaveAttribute('aria-disabled', 'true');
  const saved = await readDownload(page, () => dialog.getByRole('button', { name: 'Save these rows as CSV' }).click());
  expect(strFromU8(saved.bytes).split('\r\n')[1]).toMatch(/row 2.*r2,Barn/);
  await dialog.getByLabel(/Leave out the rows/).check();
  await add.click();
  await expect(dialog).toHaveCount(0);
  expect((await counts(page))['sites']).toBe(before + 2);
  // The file comes back with one site moved and renamed, and one more; what it lacks would go.
  await importTable(['id,name,Y_COORD,X_COORD', 'r1,Old mill,43.9055,-91.2', 'r3,Store,43.906,-91.201', 'r9,New,43.907,-91.2']);
  await dialog.getByLabel('Compare with it and update it').check();
  await expect(dialog.getByRole('row', { name: /r1 moved and changed .*Mill → Old mill/ })).toBeVisible();
  await expect(dialog.getByRole('row', { name: /r9 new/ })).toBeVisible();
  await page.waitForFunction(() => window.weftTest!.mapIdle());
  await axe(page);
  await dialog.getByRole('button', { name: 'Update the layer' }).click();
  await expect(dialog).toHaveCount(0);
  expect((await counts(page))['sites']).toBe(3);
  await undoTo(page, start);
});

test('files that are dropped together are imported one after the other', async ({ page }) => {
  await openWithoutMap(page);
  const before = await counts(page);
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'poles.geojson', { type: 'application/geo+json' }));
    data.items.add(new File(['id,name,lat,lon\ns-new,Mill,43.905,-91.2\n'], 'sites.csv', { type: 'text/csv' }));
    return data;
  }, JSON.stringify(poles));
  await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
  const first = page.getByRole('dialog', { name: /Import poles.geojson/ });
  await expect(first.getByText('1 more file follows.')).toBeVisible();
  await first.getByRole('button', { name: 'Add' }).click();
  await page
    .getByRole('dialog', { name: /Import sites.csv/ })
    .getByRole('button', { name: 'Add' })
    .click();
  await expect.poll(async () => (await counts(page))['sites']).toBe((before['sites'] ?? 0) + 1);
  expect((await counts(page))['poles']).toBe((before['poles'] ?? 0) + 3);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a file that cannot be read is refused in words, and nothing changes', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  await importFiles(page, {
    name: 'poles.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from('{"type":"FeatureColl'),
  });
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText('poles.geojson');
  await expect(dialog.getByRole('button', { name: 'Add' })).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await checksum(page)).toBe(start);
  // “Open” is for projects, and leads a file of another kind to the import; axes that are swapped are turned there.
  const [latitude, longitude] = [43.905, -91.2];
  await giveFiles(page, () => page.keyboard.press('ControlOrMeta+o'), {
    name: 'poles.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(JSON.stringify({ type: 'Point', coordinates: [latitude, longitude] })),
  });
  await expect(dialog.getByRole('alert')).toContainText('seem to be swapped');
  await dialog.getByLabel('Swap the axes').check();
  await expect(dialog.getByText('1 feature', { exact: false }).first()).toBeVisible();
  await axe(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await checksum(page)).toBe(start);
});

test('a file without a coordinate system is asked about, and its columns and units can be chosen otherwise', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  const before = (await counts(page))['poles'] ?? 0;
  // The church of the sample in zone 15 of UTM, by an independent series (Snyder, PP 1395, 8-9 and 8-10).
  await importFiles(page, {
    name: 'poles.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('id,X_COORD,Y_COORD,HT_FT,OWN\nP1,644264.3,4862838.6,40,Town\n'),
  });
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Add' })).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('Coordinate system').fill('EPSG:32615');
  await dialog.getByLabel('Coordinate system').press('Enter');
  await expect(dialog.getByText('1 feature', { exact: false }).first()).toBeVisible();
  // The unit at the end of the column's name is taken for that of its heights.
  await expect(dialog.getByLabel('Column for Height')).toHaveValue('HT_FT');
  await expect(dialog.getByLabel('Unit of Height')).toHaveValue('ft');
  await dialog.getByLabel('Column for Owner').selectOption('OWN');
  await axe(page);
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect.poll(async () => (await counts(page))['poles']).toBe(before + 1);
  await page.keyboard.press('/');
  await page.getByRole('combobox').fill('P1');
  await page.getByRole('option', { name: /^P1 Poles/ }).click();
  const panel = page.getByRole('tabpanel', { name: 'Selection' });
  await expect(panel.getByLabel('Height')).toHaveValue('40 ft');
  await expect(panel.getByLabel('Owner')).toHaveValue('Town');
  const [at] = await page.evaluate(() => window.weftTest!.selectedPositions());
  expect(Math.hypot((at![0] + 91.2035022) * 80_300, (at![1] - 43.9045361) * 111_100)).toBeLessThan(1);
  await undoTo(page, start);
});

test('a plan that is saved and opened again is the same plan', async ({ page }) => {
  await openWithoutMap(page);
  await run(page, 'view.units');
  const edited = await checksum(page);
  const saved = await readDownload(page, () =>
    page
      .getByRole('button', { name: 'Save to a file' })
      .or(page.getByRole('button', { name: 'Save', exact: true }))
      .click(),
  );
  expect(saved.name).toBe('Millrace-Bend.weft');
  await expect(page.getByText('saved to Millrace-Bend.weft')).toBeVisible();
  // An edit that is in no file is marked and asked about on leaving; undone, both are over.
  const asks = () => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
  expect(await asks()).toBe(false);
  await run(page, 'view.units');
  await expect(page.getByText('last copy outside this browser: Millrace-Bend.weft')).toBeVisible();
  expect(await asks()).toBe(true);
  await run(page, 'edit.undo');
  await expect(page.getByText('saved to Millrace-Bend.weft')).toBeVisible();
  expect(await asks()).toBe(false);
  await run(page, 'file.new');
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Untitled plan');
  await run(page, 'view.costs');
  await giveFiles(page, () => page.getByRole('button', { name: 'Open' }).click(), {
    name: saved.name,
    mimeType: 'application/x-weft',
    buffer: Buffer.from(saved.bytes),
  });
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Millrace Bend');
  // The prices of the plan that was left are not there beside this one.
  await expect(page.getByRole('region', { name: 'Drawer' })).toHaveCount(0);
  expect(await checksum(page)).toBe(edited);
});

test('a layer is exported and holds what the plan holds, terrain as a GeoTIFF', async ({ page }) => {
  await openWithoutMap(page);
  await run(page, 'file.export');
  const dialog = page.getByRole('dialog', { name: 'Export a layer' });
  await dialog.getByLabel('Layer').selectOption('premises');
  await axe(page);
  const file = await readDownload(page, () => dialog.getByRole('button', { name: 'Export' }).click());
  const parsed = JSON.parse(Buffer.from(file.bytes).toString('utf8')) as { features: unknown[] };
  expect(parsed.features).toHaveLength((await counts(page))['premises'] ?? -1);
  // What cannot be written says so, and so does the button.
  await run(page, 'file.export');
  await dialog.getByLabel('Layer').selectOption('barriers');
  await dialog.getByLabel('Format').selectOption('bdc');
  await expect(dialog.getByText('Import premises with a column location_id.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Export' })).toHaveAttribute(
    'title',
    'No feature has a location_id of the FCC.',
  );
  await dialog.getByLabel('Layer').selectOption('Terrain');
  await expect(dialog.getByText('every cell as the plan has it')).toBeVisible();
  const terrain = await readDownload(page, () => dialog.getByRole('button', { name: 'Export' }).click());
  expect(terrain.name).toMatch(/-terrain\.tif$/);
  // A classic TIFF of little-endian numbers.
  expect([...terrain.bytes.slice(0, 4)]).toEqual([0x49, 0x49, 42, 0]);
});

test('a layer goes out as a GeoPackage and comes in again', async ({ page }) => {
  await openWithoutMap(page);
  const before = (await counts(page))['poles'] ?? 0;
  await run(page, 'file.export');
  const dialog = page.getByRole('dialog', { name: 'Export a layer' });
  await dialog.getByLabel('Layer').selectOption('poles');
  await dialog.getByLabel('Format').selectOption('gpkg');
  const { name, bytes } = await readDownload(page, () => dialog.getByRole('button', { name: 'Export' }).click());
  expect(name).toMatch(/-poles\.gpkg$/);
  await giveFiles(page, () => page.keyboard.press('ControlOrMeta+i'), {
    name: 'poles.gpkg',
    mimeType: 'application/geopackage+sqlite3',
    buffer: Buffer.from(bytes),
  });
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  await expect.poll(async () => (await counts(page))['poles']).toBe(2 * before);
});

test('the build plan is one click away and is one zip whose neighbourhoods add up', async ({ page }) => {
  test.setTimeout(180_000);
  await openWithoutMap(page);
  const file = await readDownload(page, () => page.getByRole('button', { name: 'Export build plan' }).click());
  const files = unzipSync(file.bytes);
  const names = Object.keys(files);
  const summary = JSON.parse(strFromU8(files['summary.json'] ?? new Uint8Array())) as {
    total: { costLikely: number; premisesPassed: number };
    neighbourhoods: { costLikely: number; premisesPassed: number }[];
  };
  const cents = summary.neighbourhoods.reduce((sum, area) => sum + Math.round(area.costLikely * 100), 0);
  expect(cents).toBe(Math.round(summary.total.costLikely * 100));
  expect(names).toContain('manifest.sha256');
  const documents = names.filter((name) => name.endsWith('build-plan.pdf'));
  expect(documents.length).toBeGreaterThanOrEqual(4);
  for (const name of documents) expect(strFromU8((files[name] ?? new Uint8Array()).slice(0, 5))).toBe('%PDF-');
  const dollars = Math.round(summary.total.costLikely).toLocaleString('en-US');
  await expect(page.getByRole('heading', { name: `$${dollars} to pass ${summary.total.premisesPassed} premises` })).toBeVisible();
});

test('unsaved work is offered again after a crash', async ({ page, context }) => {
  await openWithoutMap(page);
  await run(page, 'view.units');
  const edited = await checksum(page);
  await page.waitForFunction(() => window.weftTest?.isKept() === true);
  await page.close({ runBeforeUnload: false });
  const next = await context.newPage();
  await next.goto('/?test');
  const dialog = next.getByRole('dialog', { name: 'Restore unsaved work?' });
  await expect(dialog).toContainText('Millrace Bend');
  await expect(dialog.getByRole('img', { name: 'The plan as it was kept' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await next.waitForFunction(() => (window.weftTest?.counts()['premises'] ?? 0) > 0);
  expect(await checksum(next)).toBe(edited);
});
