import { expect, it } from 'vitest';
import { Paper } from '../../../src/io/pdf/paper.ts';
import { drawTable } from '../../../src/io/pdf/pdf-table.ts';
import { pdfFonts } from '../../support/pdf-fonts.ts';

/** Writes a table of so many rows, begun 30 mm above the lower margin of an A4 page; millimetres of it on the page where it ends. */
function endOf(rows: number): { pages: number; onLastMm: number } {
  const paper = new Paper('a4', pdfFonts(), 'Tables');
  paper.addPage('portrait');
  const table = { columns: [{ title: 'Class' }], rows: Array.from({ length: rows }, (_, i) => ({ cells: [`row ${i}`] })) };
  const end = drawTable(paper, table, { topMm: 297 - 20 - 30, marginMm: 16, nextTopMm: 20, bottomMm: 20 });
  return { pages: paper.pageCount, onLastMm: end - 20 };
}

it('a short table is not torn between two pages, a long one begins where there is room', () => {
  const rowMm = (endOf(40).onLastMm - endOf(30).onLastMm) / 10;
  expect(rowMm).toBeGreaterThan(3);
  const short = endOf(10);
  expect(short.pages).toBe(2);
  expect(short.onLastMm).toBeGreaterThan(10 * rowMm);
  const long = endOf(20);
  expect(long.pages).toBe(2);
  expect(long.onLastMm).toBeLessThan(19 * rowMm);
});
