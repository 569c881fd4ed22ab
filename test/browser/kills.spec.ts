import { expect, test, type Page } from '@playwright/test';
import { KillableBrowser } from './support/killable-browser.ts';
import './workbench.ts';

/** How often the tab is killed, a third as often the whole browser: few with every commit, `WEFT_KILLS=1000` before a release. */
const RENDERER_KILLS = Number(process.env['WEFT_KILLS'] ?? 12);
const BROWSER_KILLS = Math.ceil(RENDERER_KILLS / 3);

/** What the page is busy with when it is killed. */
const OCCUPATIONS = ['edit', 'import', 'save'] as const;
type Occupation = (typeof OCCUPATIONS)[number];

interface Known {
  /** Number of the last state that the app said was kept, and its checksum where one was taken. */
  confirmed: number;
  attempted: number;
}

test.describe.configure({ timeout: 60_000 + RENDERER_KILLS * 20_000 });

/** Opens the app, takes up what was kept, and tells which state that is. */
async function open(page: Page, address: string): Promise<number> {
  await page.goto(`${address}/?test`);
  const restore = page.getByRole('button', { name: 'Restore', exact: true });
  const loaded = page.waitForFunction(() => (window.weftTest?.counts()['premises'] ?? 0) > 0);
  await Promise.race([loaded, restore.click().then(() => loaded)]);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const { name, sites } = await page.evaluate(() => ({
    name: window.weftTest!.planName(),
    sites: window.weftTest!.counts()['sites'] ?? 0,
  }));
  const state = /^State (\d+)$/.exec(name);
  // The sites of an import come with the name of the same state, or not at all.
  if (state !== null) expect((sites - SAMPLE_SITES) % IMPORTED).toBe(0);
  return state === null ? 0 : Number(state[1]);
}

const IMPORTED = 2000;
let SAMPLE_SITES = 0;

/** Lets the page make one state after another, and tells of each that it was kept. Never waits for its end. */
async function keepBusy(page: Page, from: number, occupation: Occupation, known: Known): Promise<void> {
  await page.exposeFunction('attempt', (state: number) => void (known.attempted = state));
  await page.exposeFunction('confirm', (state: number) => void (known.confirmed = state));
  await page.evaluate(
    ({ from, occupation, count }) => {
      const told = window as unknown as { attempt(state: number): Promise<void>; confirm(state: number): Promise<void> };
      const app = window.weftTest!;
      const feature = (id: string) => ({ layer: 'sites', id, feature: { id, geometry: null, fields: { name: id } } });
      void (async () => {
        for (let state = from + 1; ; state++) {
          await told.attempt(state);
          const features = Array.from({ length: occupation === 'import' ? count : 0 }, (_, i) => feature(`${state}-${i}`));
          app.commit({ note: `state ${state}`, name: `State ${state}`, features });
          if (occupation === 'save') void app.runCommand('file.save');
          while (!app.isKept() || app.planName() !== `State ${state}`) await new Promise((resume) => setTimeout(resume, 1));
          await told.confirm(state);
        }
      })();
    },
    { from, occupation, count: IMPORTED },
  );
}

for (const [what, kills, kill] of [
  ['the tab is killed', RENDERER_KILLS, (browser: KillableBrowser) => browser.killRenderers()],
  ['the whole browser is killed', BROWSER_KILLS, (browser: KillableBrowser) => browser.killAll()],
] as const) {
  test(`nothing that was confirmed is lost when ${what} while editing, importing and saving (${kills} times)`, async ({
    baseURL,
  }) => {
    const browser = await KillableBrowser.create();
    const known: Known = { confirmed: 0, attempted: 0 };
    let confirmedInAll = 0;
    try {
      for (let i = 0; i <= kills; i++) {
        const page = await browser.page();
        const found = await open(page, baseURL ?? '');
        if (i === 0) SAMPLE_SITES = await page.evaluate(() => window.weftTest!.counts()['sites'] ?? 0);
        expect(found, `kill ${i}`).toBeGreaterThanOrEqual(known.confirmed);
        expect(found, `kill ${i}`).toBeLessThanOrEqual(Math.max(known.attempted, known.confirmed));
        if (i === kills) break;
        const before = (known.confirmed = found);
        await keepBusy(page, found, OCCUPATIONS[i % OCCUPATIONS.length] ?? 'edit', known);
        // Before the first state is kept, or somewhere in the stream of writes.
        await expect.poll(() => known.confirmed - before, { intervals: [1] }).toBeGreaterThanOrEqual(i % 4);
        await new Promise((resume) => setTimeout(resume, (i * 7) % 40));
        await kill(browser);
        confirmedInAll += known.confirmed - before;
        await page.close().catch(() => undefined);
      }
      expect(confirmedInAll).toBeGreaterThan(kills / 2);
    } finally {
      await browser.end();
    }
  });
}
