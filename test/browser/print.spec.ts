import { decode } from 'fast-png';
import { lightPalette } from '../../src/base/palette.ts';
import { axe, expect, readDownload, test } from './support/story.ts';
import { readPdf } from '../support/pdf-text.ts';
import { checksum, openWithoutMap } from './workbench.ts';

test('a sheet is previewed and saved as a PDF with text and as a picture; a book has a page for each neighbourhood', async ({
  page,
}) => {
  await openWithoutMap(page);
  const start = await checksum(page);
  await page.getByRole('button', { name: 'Print a map …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Print a map' });
  await dialog.getByLabel('Title', { exact: true }).fill('Fiber for all');
  await dialog.getByLabel('Paper').selectOption('letter');
  await dialog.getByLabel('Scale').selectOption({ label: '1 : 24,000' });
  await dialog.getByLabel('Picture').selectOption('1');
  const preview = dialog.getByRole('img', { name: 'Sheet 1 of 1: Fiber for all' });
  await expect(preview).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByRole('status')).toHaveText('1 : 24,000');
  await axe(page);
  const picture = await readDownload(page, () => dialog.getByRole('button', { name: 'Save picture (PNG)' }).click());
  const header = new DataView(picture.bytes.buffer, picture.bytes.byteOffset);
  expect([header.getUint32(16), header.getUint32(20)]).toEqual([1056, 816]); // 11 × 8.5 in at 96 dots
  // Its network has the colours of the screen: aerial and underground routes, of which a hair's breadth is pure colour.
  const { data, channels } = decode(picture.bytes);
  const drawn = new Set<number>();
  for (let at = 0; at < data.length; at += channels) drawn.add((data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!);
  for (const colour of [lightPalette.aerial, lightPalette.underground, lightPalette.clear])
    expect(drawn).toContain(parseInt(colour.slice(1), 16));
  const sheet = await readDownload(page, () => dialog.getByRole('button', { name: 'Save PDF' }).click());
  expect(sheet.name).toBe('Fiber-for-all.pdf');
  const { pagesMm, texts } = readPdf(sheet.bytes);
  expect(pagesMm.map((size) => size.map(Math.round))).toEqual([[279, 216]]);
  expect(texts).toEqual(expect.arrayContaining(['Fiber for all', 'Radio site', '1 : 24,000 · 1 in = 2,000 ft']));
  await dialog.getByLabel('Sheet', { exact: true }).selectOption('portrait');
  await dialog.getByRole('button', { name: 'Cancel the preview' }).click();
  await expect(dialog.getByText('The preview was canceled.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Draw the preview' }).click();
  await expect(dialog.getByRole('status')).toHaveText('1 : 24,000');
  await dialog.getByLabel('What', { exact: true }).selectOption('book');
  await dialog.getByRole('button', { name: 'Next sheet' }).click();
  await expect(dialog.getByRole('img', { name: /^Sheet 2 of 5: / })).toBeVisible();
  const book = await readDownload(page, () => dialog.getByRole('button', { name: 'Save PDF' }).click());
  expect(readPdf(book.bytes).pagesMm).toHaveLength(5);
  expect(await checksum(page)).toBe(start);
});
