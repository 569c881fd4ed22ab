import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { readProject, writeProject } from '../../src/io/project-file.ts';
import { apply } from '../../src/plan/change.ts';
import { findFeature } from '../../src/plan/layer.ts';
import { smallPlan } from '../support/plan-builder.ts';
import { axe, expect, giveFiles, readDownload, test } from './support/story.ts';
import { checksum, damageKeptWork, refuseMap, run } from './workbench.ts';

// A page that is only an icon asks for another one.
test.use({ expectedComplaints: [/favicon/] });

// What is kept does not depend on the map, which is most of what opening costs.
test.beforeEach(({ context }) => refuseMap(context));

/** Opens the app and waits for a plan. */
async function open(page: Page): Promise<void> {
  await page.goto('/?test');
  await page.waitForFunction(() => (window.weftTest?.counts()['premises'] ?? 0) > 0);
}

async function rename(page: Page, name: string): Promise<void> {
  await page.evaluate((name) => window.weftTest!.commit({ note: `call it ${name}`, name }), name);
}

async function renameAndKeep(page: Page, name: string): Promise<void> {
  await rename(page, name);
  await page.waitForFunction(() => window.weftTest?.isKept() === true);
}

const planName = (page: Page): Promise<string> => page.evaluate(() => window.weftTest!.planName());

test('a reload goes on where work was left, and what was done can still be undone', async ({ page }) => {
  await open(page);
  const start = await checksum(page);
  await renameAndKeep(page, 'One');
  await renameAndKeep(page, 'Two');
  const edited = await checksum(page);
  await page.reload();
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Two');
  expect(await checksum(page)).toBe(edited);
  await run(page, 'edit.undo');
  expect(await planName(page)).toBe('One');
  await page.waitForFunction(() => window.weftTest?.isKept() === true);
  await page.reload();
  await expect(page.getByLabel('Name of the plan')).toHaveValue('One');
  expect(await checksum(page)).not.toBe(start);
});

test('a second tab reads, says so, disables what would alter the plan, and can take over', async ({ page, context }) => {
  await open(page);
  await renameAndKeep(page, 'First');
  const second = await context.newPage();
  await open(second);
  expect(await planName(second)).toBe('First');
  await expect(second.getByRole('status').filter({ hasText: 'open in another tab' })).toBeVisible();
  const undo = second.getByRole('button', { name: 'Undo' });
  await expect(undo).toHaveAttribute('aria-disabled', 'true');
  await expect(undo).toHaveAccessibleDescription(/open in another tab/);
  await rename(second, 'Not allowed');
  expect(await planName(second)).toBe('First');
  await axe(second);
  // What the first tab does last is not lost when the second takes over.
  await rename(page, 'Last word');
  await second.getByRole('button', { name: 'Take over' }).click();
  await expect(second.getByLabel('Name of the plan')).toHaveValue('Last word');
  await expect(page.getByRole('status').filter({ hasText: 'open in another tab' })).toBeVisible();
  await renameAndKeep(second, 'Second');
  await page.getByRole('button', { name: 'Take over' }).click();
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Second');
  await renameAndKeep(page, 'First again');
});

for (const how of ['flip', 'cut', 'remove'] as const) {
  test(`kept work that was damaged (${how}) is shown as damaged, with what was found of it`, async ({ page, context }) => {
    await open(page);
    await renameAndKeep(page, 'Before');
    await renameAndKeep(page, 'After');
    await page.close();
    const next = await context.newPage();
    await next.goto('/icons/weft.svg');
    await damageKeptWork(next, how);
    await next.goto('/?test');
    const dialog = next.getByRole('dialog', { name: /was damaged/ });
    await expect(dialog).toContainText(how === 'flip' ? 'One later change is missing' : 'Nothing that is left can be opened');
    await axe(next);
    const { name, bytes } = await readDownload(next, () => dialog.getByRole('button', { name: 'Download' }).click());
    expect(name).toBe('After-found.zip');
    const files = unzipSync(bytes);
    if (how === 'flip') {
      expect((await readProject(files['found.weft']!)).name).toBe('Before');
      await dialog.getByRole('button', { name: 'Go on with this plan' }).click();
      await expect(next.getByLabel('Name of the plan')).toHaveValue('Before');
      await renameAndKeep(next, 'Mended');
      await next.reload();
      await expect(next.getByLabel('Name of the plan')).toHaveValue('Mended');
    } else {
      expect(Object.keys(files)).toHaveLength(how === 'cut' ? 1 : 0);
      await dialog.getByRole('button', { name: 'Not now' }).click();
      await expect(next.getByLabel('Name of the plan')).toHaveValue('Millrace Bend');
    }
  });
}

test('a full browser says so, the plan stays open, can be saved, and is kept again once there is room', async ({
  page,
  baseURL,
}) => {
  await open(page);
  await renameAndKeep(page, 'Before');
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: baseURL!, quotaSize: 1 });
  await page.evaluate(() => {
    const feature = (id: string) => ({ layer: 'sites', id, feature: { id, geometry: null, fields: { name: 'x'.repeat(2000) } } });
    window.weftTest!.commit({ note: 'import', name: 'Big', features: Array.from({ length: 2000 }, (_, i) => feature(`s${i}`)) });
  });
  await expect(
    page.getByText('This browser has no room left to keep your changes. Your plan is still open.').first(),
  ).toBeVisible();
  await expect(page.getByText('Save it to a file now.').first()).toBeVisible();
  const saved = await readDownload(page, () => page.getByRole('button', { name: 'Save', exact: true }).click());
  expect((await readProject(saved.bytes)).name).toBe('Big');
  await session.send('Storage.overrideQuotaForOrigin', { origin: baseURL! });
  await renameAndKeep(page, 'After');
  await page.reload();
  await expect(page.getByLabel('Name of the plan')).toHaveValue('After');
});

/** From now on the storage workers of a page find no file system of the browser, as in a private window of some browsers. */
async function refuseFileSystem(page: Page): Promise<void> {
  const refusal = `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('refused', 'SecurityError'));`;
  await page.route('**/storage-worker-*.js', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `${refusal}${await answer.text()}` });
  });
}

/** Runs in the page: alters one byte of the last piece that the browser's database keeps of a file. */
async function flipInDatabase(): Promise<number> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open('weft-store', 1);
    request.onsuccess = () => resolve(request.result);
  });
  const pieces = await new Promise<number>((resolve) => {
    const store = database.transaction('files', 'readwrite').objectStore('files');
    const [keys, values] = [store.getAllKeys(), store.getAll()];
    values.onsuccess = () => {
      const bytes = values.result.at(-1) as Uint8Array;
      bytes[bytes.length - 9]! ^= 4;
      store.put(bytes, keys.result.at(-1)!);
      store.transaction.oncomplete = () => resolve(values.result.length);
    };
  });
  database.close();
  return pieces;
}

test('a browser without a file system of its own keeps work in its database: reload, full, damaged', async ({
  page,
  context,
  baseURL,
}) => {
  await refuseMap(page);
  await refuseFileSystem(page);
  // The browser asks only now and then how much room there is, so that there is little from the start.
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: baseURL!, quotaSize: 3 * 2 ** 20 });
  await open(page);
  await renameAndKeep(page, 'One');
  await renameAndKeep(page, 'Two');
  await page.reload();
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Two');
  await run(page, 'edit.undo');
  expect(await planName(page)).toBe('One');
  await page.waitForFunction(() => window.weftTest?.isKept() === true);
  await page.evaluate(() => {
    const feature = { id: 'big', geometry: null, fields: { name: 'x'.repeat(2 ** 22) } };
    window.weftTest!.commit({ note: 'import', features: [{ layer: 'sites', id: 'big', feature }] });
  });
  await expect(page.getByText('This browser has no room left to keep your changes.').first()).toBeVisible();
  await run(page, 'edit.undo');
  await session.send('Storage.overrideQuotaForOrigin', { origin: baseURL! });
  await renameAndKeep(page, 'After');
  await page.close();
  const next = await context.newPage();
  await refuseMap(next);
  await refuseFileSystem(next);
  await next.goto('/icons/weft.svg');
  expect(await next.evaluate(flipInDatabase)).toBeGreaterThan(3);
  const folder = await next.evaluate(async () => (await navigator.storage.getDirectory()).keys().next());
  expect(folder.done, 'nothing is in the file system').toBe(true);
  await next.goto('/?test');
  const dialog = next.getByRole('dialog', { name: /was damaged/ });
  await expect(dialog).toContainText('One later change is missing');
  const { bytes } = await readDownload(next, () => dialog.getByRole('button', { name: 'Download' }).click());
  expect((await readProject(unzipSync(bytes)['found.weft']!)).name).toBe('One');
  await dialog.getByRole('button', { name: 'Go on with this plan' }).click();
  await expect(next.getByLabel('Name of the plan')).toHaveValue('One');
});

test('work that an earlier version kept is taken over, and offered', async ({ page }) => {
  const bytes = [...writeProject(smallPlan())];
  await page.goto('/icons/weft.svg');
  await page.evaluate(async (bytes) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('weft-work', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('slots');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const work = { bytes: new Uint8Array(bytes), planName: 'Kleinstadt Süd', fileName: null, keptAtMs: 1_700_000_000_000 };
    const transaction = database.transaction('slots', 'readwrite');
    transaction.objectStore('slots').put(work, 'unsaved');
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
  }, bytes);
  await page.goto('/?test');
  const dialog = page.getByRole('dialog', { name: 'Restore unsaved work?' });
  await expect(dialog).toContainText('11/14/2023');
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Kleinstadt Süd');
  const left = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const request = indexedDB.open('weft-work', 1);
        request.onsuccess = () => {
          const count = request.result.transaction('slots').objectStore('slots').count();
          count.onsuccess = () => resolve(count.result);
        };
      }),
  );
  expect(left).toBe(0);
});

test('an earlier state comes back as a step that can be undone', async ({ page }) => {
  await open(page);
  const sums: string[] = [];
  for (const name of ['One', 'Two', 'Three', 'Four']) {
    await renameAndKeep(page, name);
    sums.push(await checksum(page));
  }
  await page.getByRole('button', { name: 'in this browser only' }).click();
  const dialog = page.getByRole('dialog', { name: 'Where this plan is' });
  await expect(dialog.getByRole('row')).toHaveCount(6);
  await axe(page);
  await dialog.getByRole('button', { name: /Restore .* call it Two$/ }).click();
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Two');
  expect(await checksum(page)).toBe(sums[1]);
  await run(page, 'edit.undo');
  expect(await checksum(page)).toBe(sums[3]);
});

test('a plan that is left for another one stays in the browser', async ({ page }) => {
  await open(page);
  await renameAndKeep(page, 'Left behind');
  const left = await checksum(page);
  await page.evaluate(() => void window.weftTest!.runCommand('file.new'));
  await page.getByRole('button', { name: 'Open without saving' }).click();
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Untitled plan');
  await run(page, 'file.work');
  await page.getByRole('dialog').getByRole('button', { name: 'Open Left behind' }).click();
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Left behind');
  expect(await checksum(page)).toBe(left);
});

test('a plan is saved to a file of its own, again without asking, and a file that cannot be written stays what it was', async ({
  page,
}) => {
  // The browser's own dialog is outside the page; what it hands over is a file, here one of the browser's.
  await page.addInitScript(`
    globalThis.asked = [];
    globalThis.showSaveFilePicker = async ({ suggestedName }) => {
      asked.push(suggestedName);
      return (await navigator.storage.getDirectory()).getFileHandle('Town.weft', { create: true });
    };`);
  await open(page);
  const inFile = async (): Promise<string> => {
    const address = await page.evaluate(async () => {
      const file = await (await (await navigator.storage.getDirectory()).getFileHandle('Town.weft')).getFile();
      return new Promise<string>((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result as string);
        reader.readAsDataURL(file);
      });
    });
    return (await readProject(Buffer.from(address.split(',')[1]!, 'base64'))).name;
  };
  const bar = page.getByRole('banner');
  await page.keyboard.press('Shift+ControlOrMeta+S');
  await expect(bar.getByText(/Town\.weft/)).toBeVisible();
  expect(await inFile()).toBe('Millrace Bend');
  await renameAndKeep(page, 'Second');
  await page.keyboard.press('ControlOrMeta+S');
  await expect.poll(inFile).toBe('Second');
  expect(await page.evaluate('asked')).toEqual(['Millrace-Bend.weft']);
  await page.evaluate(() => {
    FileSystemFileHandle.prototype.createWritable = () =>
      Promise.reject(new DOMException('locked', 'NoModificationAllowedError'));
  });
  await renameAndKeep(page, 'Third');
  await page.keyboard.press('ControlOrMeta+S');
  await expect(page.getByText('Town.weft: The file was not written; what was there is unchanged.').first()).toBeVisible();
  await expect(page.getByText('Save it under another name.').first()).toBeVisible();
  expect(await inFile()).toBe('Second');
  await axe(page);
});

test('two versions of a plan are merged: what only one altered comes in, what both did is asked, and it is one step', async ({
  page,
}) => {
  await open(page);
  const site = (id: string, name: string) => ({
    layer: 'sites' as const,
    id,
    feature: { id, geometry: null, fields: { name } },
  });
  const commit = (name: string): Promise<void> =>
    page.evaluate((one) => window.weftTest!.commit({ note: 'site', features: [one] }), site('s1', name));
  await commit('Mill');
  await page.waitForFunction(() => window.weftTest?.isKept() === true);
  const { bytes } = await readDownload(page, () => run(page, 'file.save'));
  const theirs = await readProject(bytes);
  apply(theirs, { note: '', features: [site('s1', 'Old mill'), site('s2', 'Tower')] });
  await commit('New mill');
  const before = await checksum(page);
  const compareAndMerge = async (): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+K');
    await page.getByRole('combobox').fill('Compare and merge');
    await page.keyboard.press('Enter');
  };
  await giveFiles(page, compareAndMerge, {
    name: 'theirs.weft',
    mimeType: 'application/x-weft',
    buffer: Buffer.from(writeProject(theirs)),
  });
  const dialog = page.getByRole('dialog', { name: 'Merge with theirs.weft' });
  await expect(dialog.getByText('Comes from there without a question: 1 feature added', { exact: false })).toBeVisible();
  await expect(dialog.getByText('1 question: both versions changed it')).toBeVisible();
  await axe(page);
  await dialog.getByRole('radio', { name: /Old mill/ }).check();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  const merged = await readProject((await readDownload(page, () => run(page, 'file.save'))).bytes);
  const nameOf = (id: string) => findFeature(merged.layers.get('sites')!, id)?.fields['name'];
  expect([nameOf('s1'), nameOf('s2')]).toEqual(['Old mill', 'Tower']);
  await page.getByRole('button', { name: 'Undo merge theirs.weft' }).click();
  expect(await checksum(page)).toBe(before);
});
