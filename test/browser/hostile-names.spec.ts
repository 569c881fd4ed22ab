import { writeProject } from '../../src/io/project-file.ts';
import { hostilePlan } from '../support/hostile-plan.ts';
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts';
import { expect, giveFiles, test } from './support/story.ts';
import { damageKeptWork, refuseMap, run } from './workbench.ts';

// A page that is only an icon asks for another one.
test.use({ expectedComplaints: [/favicon/] });

/** What the page has noticed; made before anything of the app runs. */
interface Watch {
  /** Elements and attributes that only a text taken for markup can have made, and refusals of the policy. */
  readonly harm: string[];
  /** Places in which hostile texts were shown, with how many different ones. */
  readonly seen: Record<string, number>;
  look(where: string): void;
}
declare global {
  interface Window {
    watch?: Watch;
    hit?: unknown;
  }
}

/** Runs in the page before the app. */
function startWatch(texts: readonly string[]): void {
  const harm: string[] = [];
  const made =
    'script:not([src^="http"]):not([src^="/"]):not([src^="./"]), iframe, object, embed, base, form[action], img[src="x"], [href^="javascript:"], [href*="evil.example"]';
  const check = (element: Element): void => {
    if (element.matches(made) || element.getAttributeNames().some((name) => name.startsWith('on')))
      harm.push(`made: ${element.tagName} ${element.getAttributeNames().join()}`);
  };
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      if (target instanceof Element) check(target);
      for (const node of addedNodes)
        if (node instanceof Element) for (const element of [node, ...node.querySelectorAll('*')]) check(element);
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    harm.push(`policy: ${violatedDirective} ${blockedURI}`),
  );
  const seen: Record<string, number> = {};
  const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
  const wanted = texts.map(plain).filter((text) => text.length > 6);
  window.watch = {
    harm,
    seen,
    look: (where) => {
      for (const details of document.querySelectorAll('details')) details.open = true;
      const root = document.querySelector('dialog[open]') ?? document.body;
      const fields = [...root.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value);
      // The name of the plan holds all of them and stands on every page.
      const shown = plain([(root as HTMLElement).innerText, ...fields.filter((value) => value.length < 200)].join('\n'));
      seen[where] = Math.max(seen[where] ?? 0, wanted.filter((text) => shown.includes(text)).length);
      if (window.hit !== undefined) harm.push(`ran: ${where}`);
    },
  };
}

/** Runs in the page: opens every tab of every list of tabs, and each layer of the table. */
async function walk(): Promise<void> {
  const turn = (): Promise<void> => new Promise((resume) => setTimeout(resume, 40));
  const look = async (where: string): Promise<void> => {
    await turn();
    window.watch!.look(where);
  };
  await window.weftTest!.runCommand('view.bill');
  await turn();
  for (const list of document.querySelectorAll('[role=tablist]')) {
    for (const tab of list.querySelectorAll<HTMLElement>('[role=tab]')) {
      tab.click();
      await turn();
      await look(`${list.getAttribute('aria-label')}: ${tab.textContent.trim()}`);
    }
  }
  await window.weftTest!.runCommand('view.table');
  await turn();
  const layers = document.querySelector<HTMLSelectElement>('#drawer-panel select');
  for (const { value } of layers?.options ?? []) {
    layers!.value = value;
    layers!.dispatchEvent(new Event('change', { bubbles: true }));
    await look(`table of ${value}`);
    document
      .querySelector<HTMLElement>('#drawer-panel [role=row]:nth-of-type(2) [role=gridcell], #drawer-panel tbody td')
      ?.click();
    await look(`selected in ${value}`);
  }
}

/** Runs in the page: looks for a text, and goes to the first place that is found. @returns how many were */
async function find(text: string): Promise<number> {
  const turn = (): Promise<void> => new Promise((resume) => setTimeout(resume, 20));
  await window.weftTest!.runCommand('help.palette');
  await turn();
  const field = document.querySelector<HTMLInputElement>('dialog [role=combobox]')!;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await turn();
  window.watch!.look('search');
  const places = [...document.querySelectorAll<HTMLElement>('dialog [role=option]')].filter(({ textContent }) =>
    textContent.includes('·'),
  );
  places[0]?.click();
  await turn();
  window.watch!.look('selection');
  if (places.length === 0) field.closest('dialog')?.dispatchEvent(new Event('cancel', { cancelable: true }));
  await turn();
  return places.length;
}

test('hostile names stay texts in every panel and dialog: none runs, none makes an element, none asks another host', async ({
  page,
}) => {
  const plan = await hostilePlan();
  const bytes = Buffer.from(writeProject(plan));
  await refuseMap(page);
  await page.addInitScript(startWatch, HOSTILE_TEXTS);
  await page.addInitScript((title) => {
    const basemap = {
      id: 'b1',
      title,
      kind: 'tiles',
      address: 'https://evil.example/{z}/{x}/{y}.png',
      attribution: title,
      tilePx: 256,
      maxZoom: 19,
    };
    localStorage.setItem('weft-preferences', JSON.stringify({ sampleDismissed: true, basemaps: [basemap] }));
  }, HOSTILE_TEXTS[1]);
  await page.goto('/?test');
  await page.waitForFunction(() => window.weftTest?.planName() === 'Untitled plan');
  const choose = (command: string, name: string, buffer = bytes): Promise<void> =>
    giveFiles(page, () => page.evaluate((id) => void window.weftTest!.runCommand(id), command), {
      name,
      mimeType: 'application/octet-stream',
      buffer,
    });
  const fileName = `${HOSTILE_TEXTS[1]!.replaceAll('"', "'")}.weft`;
  await choose('file.open', fileName);
  await page.waitForFunction(() => (window.weftTest?.counts()['premises'] ?? 0) > 0);
  for (const study of [
    'links.run',
    'reach.run',
    'panorama.run',
    'reach.pairs',
    'requests.run',
    'hubs.run',
    'coverage.run',
    'fiber.update',
    'scenario.copy',
  ]) {
    await run(page, study);
    await page.evaluate((where) => window.watch!.look(where), study);
  }
  await page.evaluate(walk);
  for (const text of HOSTILE_TEXTS) await page.evaluate(find, text);
  // Each dialog, as a person leaves it.
  const dialog = page.getByRole('dialog');
  const leave = async (where: string): Promise<void> => {
    await expect(dialog).toBeVisible();
    await page.evaluate((where) => window.watch!.look(where), where);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  };
  await page.evaluate((note) => window.weftTest!.commit({ note, name: note }), HOSTILE_TEXTS[0]!);
  await page.waitForFunction(() => window.weftTest!.isKept());
  for (const command of [
    'file.work',
    'file.export',
    'file.share',
    'file.print',
    'view.basemaps',
    'help.shortcuts',
    'file.import-address',
  ]) {
    await page.evaluate((id) => void window.weftTest!.runCommand(id), command);
    if (command === 'file.print') await expect(dialog.getByRole('img')).toBeVisible();
    await leave(command);
  }
  await choose('file.merge', fileName, Buffer.from(writeProject({ ...plan, name: HOSTILE_TEXTS[2] ?? '' })));
  await expect(dialog.getByRole('radio')).toHaveCount(2);
  await leave('file.merge');
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = HOSTILE_TEXTS.map((text, i) => `${cell(text)},${i === 3 ? 'none' : 43.9},-91.2`);
  await choose(
    'file.import',
    `${HOSTILE_TEXTS[0]!.replaceAll('/', '|')}.csv`,
    Buffer.from([`${cell(HOSTILE_TEXTS[1]!)},lat,lon`, ...rows].join('\n')),
  );
  await expect(dialog.getByText(/features/).first()).toBeVisible();
  await leave('file.import');
  await page.evaluate(() => void window.weftTest!.runCommand('file.new'));
  await leave('file.new');
  const { harm, seen } = await page.evaluate(() => ({ harm: window.watch!.harm, seen: window.watch!.seen }));
  expect(harm).toEqual([]);
  // The texts were there to do harm.
  const least = { 'selected in poles': 15, 'table of sites': 10, search: 3 };
  for (const [where, count] of Object.entries(least)) expect(seen[where], where).toBeGreaterThanOrEqual(count);
  // Kept work that was damaged is shown with its name.
  await page.goto('/icons/weft.svg');
  await damageKeptWork(page, 'flip');
  await page.goto('/?test');
  await expect(page.getByRole('dialog', { name: /was damaged/ })).toBeVisible();
  await page.evaluate(() => window.watch!.look('recovery'));
  expect(await page.evaluate(() => window.watch!.harm)).toEqual([]);
  expect(await page.evaluate(() => window.watch!.seen['recovery'])).toBeGreaterThanOrEqual(1);
});
