import { axe, expect, test } from './support/story.ts';
import { checksum, openSample } from './workbench.ts';

test('a blocked link of the sample is mended by the button that raises an antenna', async ({ page }) => {
  await openSample(page);
  await page.getByRole('tab', { name: 'Link study' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Link study' });
  await panel.getByRole('group', { name: 'End A' }).getByLabel('Site').selectOption({ label: 'St. Olaf Church' });
  await panel.getByRole('group', { name: 'End B' }).getByLabel('Site').selectOption({ label: 'Meadows School' });
  await expect(panel.getByRole('heading', { name: /Blocked|Marginal/ })).toBeVisible();
  await panel.getByRole('button', { name: /^Raise B by/ }).click();
  await expect(panel.getByRole('heading', { name: /^Clear over/ })).toBeVisible();
  await axe(page);
});

test('who can be reached: best first, one click from the link study, all pairs counted', async ({ page }) => {
  await openSample(page);
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
  await nodes.first().getByRole('button').click();
  await expect(
    page.getByRole('tabpanel', { name: 'Link study' }).getByRole('heading', { name: /^(Clear|Marginal|Blocked)/ }),
  ).toBeVisible();
  expect(await checksum(page)).toBe(start);
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
  await panel.getByLabel('Colour by').selectOption('count');
  expect(await page.evaluate(() => window.weftTest!.runningJobs())).toEqual([]);
  await axe(page);
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
  await openSample(page);
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
});
