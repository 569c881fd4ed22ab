import { paperPalette } from '../../../base/palette.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import { INK, MARGIN_MM, SOFT, TYPE } from './page-layout.ts';

export interface ContentsEntry {
  readonly title: string;
  readonly page: number;
}

const ROW_MM = 4.6;
const GAP_MM = 8;
const MOST_ROWS = 5;

/** Writes what lies where at the foot of the cover, in three columns; left out where the cover has no room below `topMm`. */
export function drawContents(paper: Paper, entries: readonly ContentsEntry[], topMm: number): void {
  const width = (paper.widthMm - 2 * MARGIN_MM - 2 * GAP_MM) / 3;
  const rows = Math.ceil(entries.length / 3);
  const y = contentsTopMm(paper);
  if (y < topMm) return;
  paper.text(MARGIN_MM, y, 'In this plan', { sizePt: TYPE.body, bold: true, color: INK });
  entries.forEach(({ title, page }, i) => {
    const x = MARGIN_MM + Math.floor(i / rows) * (width + GAP_MM);
    const at = y + 5.5 + (i % rows) * ROW_MM;
    paper.text(x, at, title, { sizePt: 8, color: INK });
    paper.text(x + width, at, String(page), { sizePt: 8, color: SOFT, align: 'right' });
    paper.line(
      [
        [x, at + 1.3],
        [x + width, at + 1.3],
      ],
      { color: paperPalette.line, widthMm: 0.15 },
    );
  });
}

/** Where the list begins: it stands on the foot of the page and has fifteen entries at most. */
export function contentsTopMm(paper: Paper): number {
  return paper.heightMm - 22 - MOST_ROWS * ROW_MM;
}
