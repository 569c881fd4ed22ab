import { paperPalette } from '../../../base/palette.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import type { Audience } from '../../../plan/audience.ts';
import type { PageBox } from '../../paper-map/clip.ts';

/** Margins of the pages, mm. */
export const MARGIN_MM = 16;
export const SHEET_MARGIN_MM = 9;
/** Width of the column beside a map: title, legend, scale, key. */
export const PANEL_MM = 52;
const FOOTER_MM = 8;

export const INK = paperPalette.ink;
export const SOFT = paperPalette.inkSoft;

/** The four sizes of type, points. */
export const TYPE = { huge: 25, large: 14, body: 8.6, small: 7 } as const;

/** Where the map stands on a landscape page. */
export function mapBox(paper: Paper): PageBox {
  const long = Math.max(paper.widthMm, paper.heightMm);
  const short = Math.min(paper.widthMm, paper.heightMm);
  return {
    x: SHEET_MARGIN_MM,
    y: SHEET_MARGIN_MM,
    width: long - 2 * SHEET_MARGIN_MM - PANEL_MM - 5,
    height: short - 2 * SHEET_MARGIN_MM - FOOTER_MM,
  };
}

/** A page's heading; returns the y where its content begins. */
export function drawHeading(paper: Paper, title: string, subtitle: string, topMm = 22): number {
  paper.text(MARGIN_MM, topMm, title, { sizePt: TYPE.large, bold: true, color: INK });
  paper.text(paper.widthMm - MARGIN_MM, topMm, subtitle, { sizePt: TYPE.small, color: SOFT, align: 'right' });
  paper.line(
    [
      [MARGIN_MM, topMm + 3.5],
      [paper.widthMm - MARGIN_MM, topMm + 3.5],
    ],
    { color: INK, widthMm: 0.4 },
  );
  return topMm + 8;
}

interface FooterFacts {
  readonly audience: Audience;
  readonly programVersion: string;
}

/** For whom a document is, at the foot of every page. */
const FOR: Readonly<Record<Audience, string>> = {
  public: 'For the public',
  members: 'For members only',
  full: 'Not for the public',
};

/** Writes the footer of every page, once their number is known. */
export function drawFooters(paper: Paper, left: string, { audience, programVersion }: FooterFacts): void {
  const right = `${FOR[audience]} · Weft ${programVersion}`;
  const pages = paper.pageCount;
  for (let page = 1; page <= pages; page++) {
    paper.onPage(page, () => {
      const landscape = paper.widthMm > paper.heightMm;
      const margin = landscape ? SHEET_MARGIN_MM : MARGIN_MM;
      const y = paper.heightMm - (landscape ? 7 : 10);
      const width = paper.widthMm - 2 * margin;
      paper.text(margin, y, paper.fitted(left, width * 0.5, TYPE.small), { sizePt: TYPE.small, color: SOFT });
      paper.text(paper.widthMm - margin, y, `Page ${page} of ${pages}`, { sizePt: TYPE.small, color: SOFT, align: 'right' });
      paper.text(margin + width * 0.78, y, right, { sizePt: TYPE.small, color: SOFT, align: 'right' });
    });
  }
}
