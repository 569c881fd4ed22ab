import { axe, expect, test } from './support/story.ts';
import { checksum, openSample, run } from './workbench.ts';

/** The number in a text of money: "$12,345.60" is 12345.6. */
const amount = (text: string | null): number => Number((text ?? '').replace(/[^0-9.]/g, ''));

test('scenario B forbids a stretch: both are compared, B costs no less, and A stays what it was', async ({ page }) => {
  await openSample(page);
  const start = await checksum(page);
  await run(page, 'scenario.copy');
  const panel = page.getByRole('tabpanel', { name: 'Scenarios' });
  await expect(panel.getByRole('row', { name: /^cost to pass, likely/ })).toBeVisible();

  // The stretch that the bill's line of strand begins with.
  await run(page, 'view.bill');
  await page
    .getByRole('tabpanel', { name: 'Bill of materials' })
    .getByRole('button', { name: /^Select \d+ parts: Strand and cable on our own poles/ })
    .first()
    .click();
  await run(page, 'fiber.forbid');
  expect(await checksum(page)).not.toBe(start);
  await run(page, 'fiber.design');
  await run(page, 'view.scenarios');
  const cells = await panel
    .getByRole('row', { name: /^cost to pass, likely/ })
    .getByRole('cell')
    .allTextContents();
  const [a, b, difference] = cells.map((text) => amount(text));
  expect(b).toBeGreaterThanOrEqual(a!);
  expect(difference).toBeCloseTo(b! - a!, 0);
  await axe(page);

  await run(page, 'scenario.switch');
  expect(await checksum(page)).toBe(start);
  await run(page, 'scenario.switch');
  expect(await checksum(page)).not.toBe(start);
  await run(page, 'scenario.drop');
  await expect(panel.getByRole('button', { name: 'Copy the plan as scenario B' })).toBeVisible();
});
