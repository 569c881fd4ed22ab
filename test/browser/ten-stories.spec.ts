import type { Locator, Page } from '@playwright/test';
import { expect, giveFiles, readDownload, test } from './support/story.ts';
import { checksum, counts, openWithoutMap, refuseMap } from './workbench.ts';

/**
 * The stories that need no pointer on a map, told once by keys alone and once by finger. Those on the map are told so in draw.spec.ts and phone.spec.ts.
 */
interface Hand {
  /** Presses a button or chooses a field as this hand does. */
  press(what: Locator): Promise<void>;
  /** Types into a field and leaves it. */
  type(field: Locator, text: string): Promise<void>;
  /** Runs a command of which there is no button in sight. */
  find(name: string): Promise<void>;
  /** Shows one of the studies. */
  study(name: string): Promise<void>;
  undo(): Promise<void>;
}

const poles = {
  name: 'poles.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from('id,lat,lon,HT_FT\nnew-1,43.9051,-91.2,40\nnew-2,43.9051,-91.1995,40\n'),
};

/** First visit, link and its remedy, coverage, import, bulk edit, print, save and open again, crash and recovery. */
async function tellStories(page: Page, handOf: (page: Page) => Hand): Promise<void> {
  const hand = handOf(page);
  const start = await checksum(page);
  const before = (await counts(page))['poles'] ?? 0;
  // First visit: what is wrong with the sample, and what mends it.
  await hand.press(page.getByRole('button', { name: 'What blocks the link?' }));
  await expect(page.getByRole('heading', { name: /^Blocked by the ridge/ })).toBeVisible();
  await hand.press(page.getByRole('button', { name: /^Raise B by/ }));
  await expect(page.getByRole('heading', { name: /^Clear over/ })).toBeVisible();
  // What a radio covers, and whom.
  await hand.study('Coverage');
  await hand.press(page.getByRole('button', { name: 'Compute coverage' }));
  await expect(page.getByRole('heading', { name: /^\d+ of \d+ premises are in sight$/ })).toBeVisible();
  // Poles from a file.
  await giveFiles(page, () => hand.find('Import files'), poles);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('2 features')).toBeVisible();
  await hand.press(dialog.getByRole('button', { name: 'Add' }));
  await expect(dialog).toHaveCount(0);
  expect((await counts(page))['poles']).toBe(before + 2);
  // Many at once, as one step.
  await hand.find('Show or hide the table');
  const drawer = page
    .getByRole('region', { name: 'Drawer' })
    .or(page.getByRole('region', { name: 'Sheet' }))
    .first();
  await drawer.getByLabel('Layer').selectOption('poles');
  await hand.type(drawer.getByRole('textbox', { name: 'Filter' }), 'id ~ new-');
  await hand.press(drawer.getByRole('button', { name: 'Select these rows' }));
  await hand.study('Selection');
  await expect(page.getByRole('heading', { name: '2 selected' })).toBeVisible();
  await hand.type(page.getByRole('tabpanel', { name: 'Selection' }).getByLabel('Height'), '45 ft');
  await expect(page.getByRole('button', { name: 'Undo set the height of 2 features' })).toBeVisible();
  await hand.undo();
  await expect(page.getByRole('button', { name: /^Redo set the height/ })).toBeVisible();
  // A sheet on paper.
  await hand.find('Print a map');
  const print = page.getByRole('dialog', { name: 'Print a map' });
  await expect(print.getByRole('img')).toBeVisible({ timeout: 60_000 });
  const sheet = await readDownload(page, () => hand.press(print.getByRole('button', { name: 'Save PDF' })));
  expect(Buffer.from(sheet.bytes.subarray(0, 5)).toString()).toBe('%PDF-');
  await hand.press(print.getByRole('button', { name: 'Close' }).first());
  // Saved, left, opened: the same plan.
  const edited = await checksum(page);
  const saved = await readDownload(page, () => hand.find('Save to a file'));
  await hand.find('Start an empty plan');
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Untitled plan');
  await giveFiles(page, () => hand.find('Open a project file'), {
    name: saved.name,
    mimeType: 'application/x-weft',
    buffer: Buffer.from(saved.bytes),
  });
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Millrace Bend');
  expect(await checksum(page)).toBe(edited);
  expect(edited).not.toBe(start);
  // A crash, and the work is there again.
  await hand.find('Show meters and kilometers');
  const last = await checksum(page);
  await page.waitForFunction(() => window.weftTest?.isKept() === true);
  await page.close({ runBeforeUnload: false });
  const next = await page.context().newPage();
  await refuseMap(next);
  await next.goto('/?test');
  await handOf(next).press(next.getByRole('button', { name: 'Restore', exact: true }));
  await next.waitForFunction(() => (window.weftTest?.counts()['premises'] ?? 0) > 0);
  expect(await checksum(next)).toBe(last);
}

/** Goes on from one control to the next until one has the focus: everything is reached so, and nothing holds one back. */
async function tabTo(page: Page, what: Locator): Promise<void> {
  await expect(what).toBeVisible();
  for (let step = 0; step < 150; step++) {
    const { isThere, covered } = await what.evaluate((node) => {
      const { activeElement: now } = document;
      const box = now?.getBoundingClientRect() ?? new DOMRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const isSeen = now === document.body || box.width < 2 || now?.contains(top) === true || top?.contains(now) === true;
      return {
        isThere: now === node,
        covered: isSeen ? null : `${now?.tagName} ${now?.getAttribute('aria-label') ?? now?.textContent.slice(0, 60)}`,
      };
    });
    expect(covered, 'what has the focus can be seen').toBeNull();
    if (isThere) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('not reached by the Tab key');
}

const STORIES = 'first visit, link, coverage, import, bulk edit, print, save and open, crash';

test(`by keys alone: ${STORIES}`, async ({ page }) => {
  test.setTimeout(180_000);
  await openWithoutMap(page);
  await tellStories(page, (page) => {
    const hand: Hand = {
      press: async (what) => {
        await tabTo(page, what);
        await page.keyboard.press('Enter');
      },
      type: async (field, text) => {
        await tabTo(page, field);
        await page.keyboard.press('ControlOrMeta+a');
        await page.keyboard.type(text);
        await page.keyboard.press('Enter');
      },
      find: async (name) => {
        await page.keyboard.press('ControlOrMeta+k');
        await page.keyboard.type(name);
        await page.keyboard.press('Enter');
      },
      study: (name) => hand.find(name === 'Selection' ? 'Show what is selected' : 'Show coverage'),
      // In a field the shortcut would take back the typing.
      undo: () => hand.find('Undo'),
    };
    return hand;
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true } as Parameters<typeof test.use>[0]);

  test(`by finger: ${STORIES}`, async ({ page }) => {
    test.setTimeout(180_000);
    await openWithoutMap(page);
    await tellStories(page, (page) => ({
      press: (what) => what.tap(),
      type: async (field, text) => {
        await field.tap();
        await field.fill(text);
        await field.press('Enter');
      },
      find: async (name) => {
        await page.getByRole('button', { name: 'Search and commands' }).tap();
        await page.getByRole('dialog').getByRole('combobox').fill(name);
        await page.getByRole('dialog').getByRole('option').first().tap();
      },
      study: async (name) => {
        const tab = page.getByRole('tab', { name });
        if (!(await tab.isVisible())) await page.getByRole('button', { name: 'Selection', exact: true }).tap();
        await tab.tap();
      },
      undo: () => page.getByRole('button', { name: /^Undo/ }).tap(),
    }));
  });
});
