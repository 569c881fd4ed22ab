import { axe, expect, test } from './support/story.ts';
import { checksum, openWithoutMap, run } from './workbench.ts';

/** The number in a text of money: "$12,345.60" is 12345.6. */
const amount = (text: string | null): number => Number((text ?? '').replace(/[^0-9.]/g, ''));

test('the bill adds up, its rows are things on the map, and a price alters it by just its share', async ({ page }) => {
  await openWithoutMap(page);
  await run(page, 'view.bill');
  const bill = page.getByRole('tabpanel', { name: 'Bill of materials' });
  const likely = bill.locator('tbody tr:has(td) td:nth-child(4)');
  const total = bill.locator('tfoot strong');
  await expect(total).toBeVisible();
  const sum = (await likely.allTextContents()).reduce((all, text) => all + amount(text), 0);
  const before = amount(await total.textContent());
  expect(sum).toBeCloseTo(before, 2);

  const row = bill.getByRole('button', { name: /^Select \d+ parts: Drop terminal on pole/ }).first();
  const count = Number(await row.textContent());
  await row.click();
  await expect(page.getByRole('tabpanel', { name: 'Selection' }).getByText(`${count} selected`).first()).toBeVisible();
  await expect(bill.getByText('9 in 10 below (P90)')).toBeVisible();

  const terminals = bill.locator('tr', { hasText: 'Drop terminal on pole' });
  const share = (await terminals.locator('td:nth-child(4)').allTextContents()).reduce((all, text) => all + amount(text), 0);
  await run(page, 'view.costs');
  const price = page.getByRole('textbox', { name: 'Drop terminal on pole or strand, placed, likely' });
  await price.fill(String(Number(await price.inputValue()) * 1.1));
  await price.press('Enter');
  await run(page, 'view.bill');
  expect(amount(await total.textContent()) - before).toBeCloseTo(share * 0.1, 1);

  // The light of the worst premises: named, element by element, and what would mend it where more is to be kept free.
  await run(page, 'fiber.worst-light');
  const fiber = page.getByRole('tabpanel', { name: 'Fiber study' });
  await expect(fiber.getByText(/^All \d+ paths are within XGS-PON N1/)).toBeVisible();
  await expect(fiber.getByText(/^P\d{4}: .* of fiber, XGS-PON N1/)).toBeVisible();
  const losses = fiber.locator('.light tbody td:nth-child(2)');
  const [lost, ...elements] = (await losses.allTextContents()).map(Number).reverse();
  expect(elements.length).toBeGreaterThan(4);
  expect(elements.reduce((all, one) => all + one, 0)).toBeCloseTo(lost!, 1);
  await fiber.getByText('Settings', { exact: true }).click();
  const margin = fiber.getByRole('textbox', { name: /^Optical margin/ });
  await margin.fill('10');
  await margin.press('Enter');
  await expect(fiber.getByText(/^What would mend it, each alone: .*split 1:\d+/)).toBeVisible();
  await axe(page);
});

test('scenario B forbids a stretch: both are compared, B costs no less, and A stays what it was', async ({ page }) => {
  await openWithoutMap(page);
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
  const compared = panel.getByRole('row', { name: /^cost to pass, likely/ }).getByRole('cell');
  await expect(compared.nth(2)).toBeVisible();
  const cells = await compared.allTextContents();
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

test('a budget in the fiber panel: as many premises as the command line finds, and whom it leaves out; Cancel ends the search', async ({
  page,
}) => {
  await openWithoutMap(page);
  await run(page, 'view.fiber');
  const fiber = page.getByRole('tabpanel', { name: 'Fiber study' });
  await fiber.getByText('What serving fewer would cost', { exact: true }).click();
  const budget = fiber.getByRole('textbox', { name: 'Budget (USD)' });
  await budget.fill('a little');
  await budget.press('Enter');
  await expect(fiber.getByRole('alert')).toHaveText('Type an amount of money such as 300,000.');

  await budget.fill('$300,000');
  await budget.press('Enter');
  await fiber.getByRole('button', { name: 'Cancel' }).click();
  await expect(fiber.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
  const found = fiber.getByRole('status', { name: 'Whom a budget reaches' });
  await expect(found).toHaveCount(0);

  await budget.fill('300,000');
  await budget.press('Enter');
  await expect(found).toBeVisible({ timeout: 60_000 });
  // As `weft worth data/sample-project/millrace-bend.weft --budget 300000` says.
  await expect(found).toContainText('346 of 418 premises for $298,729.');
  await expect(found).toContainText('No routes within $300,000 serve more than 348.');
  await found.getByRole('button', { name: 'Show the 72 that are left out' }).click();
  await expect(fiber.getByText('72 premises would be left out. They are selected on the map.')).toBeVisible();
  await run(page, 'view.selection');
  await expect(page.getByRole('tabpanel', { name: 'Selection' }).getByText('72 selected').first()).toBeVisible();
  await run(page, 'view.fiber');
  await axe(page);
});
