import { quietJob } from '../../src/base/job.ts';
import { readProject } from '../../src/io/project-file.ts';
import { designFiber } from '../../src/studies/fiber/design.ts';
import { axe, expect, readDownload, test } from './support/story.ts';
import { checksum, clickMap, counts, openSample, openWithoutMap, run, undoTo } from './workbench.ts';

test('a fiber design is recomputed after an edit, and the edit is marked until then', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  const before = await counts(page);
  const panel = page.getByRole('tabpanel', { name: 'Fiber study' });
  await panel.getByText('Settings', { exact: true }).click();
  await panel.getByLabel('Longest drop').fill('40 m');
  await panel.getByLabel('Longest drop').press('Enter');
  await expect(panel.getByText('The plan has changed since this was designed.')).toBeVisible();
  await panel.getByRole('button', { name: 'Recompute' }).click();
  await expect(page.getByRole('button', { name: 'Undo design fiber network' })).toBeVisible({ timeout: 60_000 });
  await expect(panel.getByText('The plan has changed since this was designed.')).toHaveCount(0);
  expect((await counts(page))['drops']).toBeLessThan(before['drops'] ?? 0);
  // The same program in another engine chooses the same network, to the last digit that is written.
  const { bytes } = await readDownload(page, () => run(page, 'file.save'));
  const { fiber, ...plan } = await readProject(bytes);
  const again = await designFiber({ ...plan, fiber: null }, { effort: fiber!.effort as 2, seed: fiber!.seed }, quietJob);
  expect(fiber).toEqual(again);
  await axe(page);
  await undoTo(page, start);
});

test('a design can be cancelled, and the plan stays what it was', async ({ page }) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  const panel = page.getByRole('tabpanel', { name: 'Fiber study' });
  // Pressed within the page: from outside, a design of a small town may be finished before the button is found.
  // Editing goes on meanwhile.
  const edited = await panel.evaluate(async (element) => {
    const button = (name: string) => [...element.querySelectorAll('button')].find((one) => one.textContent.trim() === name);
    button('Recompute')?.click();
    while (button('Cancel') === undefined) await new Promise((resume) => requestAnimationFrame(resume));
    window.weftTest!.commit({ note: 'call it Meanwhile', name: 'Meanwhile' });
    const hadJobs = window.weftTest!.runningJobs().length;
    button('Cancel')?.click();
    return hadJobs;
  });
  expect(edited).toBe(1);
  await expect(panel.getByRole('button', { name: 'Recompute' })).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.weftTest!.runningJobs())).toEqual([]);
  await expect(page.getByLabel('Name of the plan')).toHaveValue('Meanwhile');
  await undoTo(page, start);
});

test('a link is judged between two sites, mended, and its profile moves a marker on the map', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  await page.keyboard.press('l');
  const panel = page.getByRole('tabpanel', { name: 'Link study' });
  await panel.getByRole('group', { name: 'End A' }).getByLabel('Site').selectOption({ label: 'St. Olaf Church' });
  await panel.getByRole('group', { name: 'End B' }).getByLabel('Site').selectOption({ label: 'Meadows School' });
  await expect(panel.getByRole('heading', { name: /Blocked|Marginal/ })).toBeVisible();
  await panel.getByRole('group', { name: 'End B' }).getByLabel('Height').fill('120 ft');
  await panel.getByRole('group', { name: 'End B' }).getByLabel('Height').press('Enter');
  await expect(panel.getByRole('heading', { name: /^Clear over/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await panel.getByRole('heading', { name: /^Clear over/ }).click();
  const profile = page.getByRole('tabpanel', { name: 'Profile' });
  await expect(profile.getByText('Fresnel zone', { exact: false }).first()).toBeVisible();
  const chart = profile.locator('svg[tabindex="0"], [role="slider"]').first();
  await chart.focus();
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
  const marker = await page.evaluate(() => window.weftTest!.marker());
  expect(marker).not.toBeNull();
  expect(marker?.[0]).toBeGreaterThan(-91.2036);
  // And back: the pointer on the path moves the cursor of the profile.
  const [church, school] = await page.evaluate(() => [
    window.weftTest!.pixelOf([-91.2035022, 43.9045361]),
    window.weftTest!.pixelOf(window.weftTest!.marker()!),
  ]);
  const share = Number(await chart.getAttribute('aria-valuenow'));
  await page.mouse.move(church!.x + 2 * (school!.x - church!.x), church!.y + 2 * (school!.y - church!.y));
  await expect.poll(async () => Number(await chart.getAttribute('aria-valuenow'))).toBeGreaterThan(1.5 * share);
  await expect(page.getByRole('contentinfo')).toContainText(/pointer 43\.\d+.*ground \d+\sft/);
  await axe(page);
  expect(await checksum(page)).toBe(start);
});

test('a link is judged between two clicked places, and looked along in 3D from one end', async ({ page }) => {
  // Ground and houses in 3D cost a processor seconds a frame; in a small window, half of that.
  await page.setViewportSize({ width: 1024, height: 600 });
  await openSample(page);
  await page.getByRole('button', { name: 'Check a line of sight' }).click();
  await clickMap(page, [-91.2035, 43.9035]);
  await expect(page.getByText(/^Click the other end/)).toBeVisible();
  await clickMap(page, [-91.1975, 43.9005]);
  await expect(page.getByRole('heading', { name: /^(Clear|Marginal|Blocked)/ })).toBeVisible();
  const camera = (): Promise<number[]> =>
    page.evaluate(() => [...window.weftTest!.camera().centre, window.weftTest!.camera().zoom]);
  const before = await camera();
  await page.getByRole('button', { name: 'Stand at B' }).click();
  await expect(page.getByRole('group', { name: 'View in 3D' })).toBeVisible();
  // One looks at the other end.
  await expect.poll(async () => Math.abs((await camera())[0]! - -91.2035)).toBeLessThan(3e-4);
  await page.getByRole('button', { name: 'Show the map flat' }).click();
  await expect(page.getByRole('group', { name: 'View in 3D' })).toHaveCount(0);
  // Nobody asked the map to be elsewhere.
  await expect
    .poll(async () => (await camera()).map((value) => value.toFixed(5)))
    .toEqual(before.map((value) => value.toFixed(5)));
});

test('positions may be typed, and what is no position is refused in words', async ({ page }) => {
  await openWithoutMap(page);
  await page.getByRole('tab', { name: 'Link study' }).click();
  const end = page.getByRole('group', { name: 'End A' });
  await end.getByLabel('Position').fill('north of the church');
  await end.getByLabel('Position').press('Enter');
  await expect(end.getByRole('alert')).toContainText('latitude and longitude');
  await end.getByLabel('Position').fill('43.9045, -91.2035');
  await end.getByLabel('Position').press('Enter');
  const other = page.getByRole('group', { name: 'End B' });
  await other.getByLabel('Position').fill('43°54\'06"N 91°11\'45"W');
  await other.getByLabel('Position').press('Enter');
  await expect(page.getByRole('heading', { name: /^(Clear|Marginal|Blocked)/ })).toBeVisible();
});

/** Runs in the page: what each tab of panels and drawer shows that looks like a quantity in one of some units. */
async function unitsOnScreen(units: string): Promise<string[]> {
  const turn = (): Promise<void> => new Promise((resume) => setTimeout(resume, 60));
  const pattern = new RegExp(`[\\d][\\s\\u00a0\\u202f](?:${units})(?![\\p{L}\\d²])`, 'u');
  const found = new Set<string>();
  for (const list of document.querySelectorAll('[role=tablist]'))
    for (const tab of list.querySelectorAll<HTMLElement>('[role=tab]')) {
      tab.click();
      await turn();
      const fields = [...document.querySelectorAll<HTMLInputElement>('input')].map(
        ({ value, placeholder }) => `${value} ${placeholder}`,
      );
      for (const line of [document.body.innerText, ...fields].join('\n').split('\n'))
        // A quantity that is bought stands in the unit of its price.
        if (pattern.test(line) && !line.includes('$')) found.add(`${tab.textContent}: ${line}`);
    }
  return [...found];
}

test('in metric units no panel speaks of feet, in US units none of metres; typed units are understood, and what is done is said', async ({
  page,
}) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  await run(page, 'links.blocked');
  await run(page, 'view.bill');
  expect(await page.evaluate(unitsOnScreen, 'm|km|ha')).toEqual([]);
  await run(page, 'view.units');
  expect(await page.evaluate(unitsOnScreen, 'ft|mi|acres|mi²|yd')).toEqual([]);
  await page.getByRole('tab', { name: 'Link study' }).click();
  const height = page.getByRole('group', { name: 'End A' }).getByLabel('Height');
  await height.fill('35 ft');
  await height.press('Enter');
  await expect(height).toHaveValue('10.67 m');
  const said = page.locator('p[aria-live=polite]');
  await run(page, 'edit.undo');
  await expect(said).toContainText(/undo|undone|taken back/i);
  expect(await checksum(page)).toBe(start);
});
