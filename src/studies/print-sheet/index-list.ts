import { numberText, shortRouteText, type UnitSystem } from '../../base/quantity-text.ts';
import { paperPalette } from '../../base/palette.ts';
import type { Drawing } from '../../io/drawing.ts';
import type { PageBox } from '../paper-map/clip.ts';

/** A page of a map book as its index lists it. */
export interface BookPage {
  readonly page: number;
  readonly name: string;
  readonly premises: number;
  readonly routeM: number;
}

/** Draws the pages of a book under each other: number, name, premises, route. Returns the y below. */
export function drawIndexList(paper: Drawing, pages: readonly BookPage[], box: PageBox, size: number, units: UnitSystem): number {
  const sizePt = 7 * size;
  const rowMm = 4.4 * size;
  const [route, premises] = [box.x + box.width, box.x + box.width - 17 * size];
  const head = { sizePt: 5.8 * size, color: paperPalette.inkSoft };
  const top = box.y + 1;
  paper.text(box.x, top, 'Page', head);
  paper.text(premises, top, 'Premises', { ...head, align: 'right' });
  paper.text(route, top, 'Route', { ...head, align: 'right' });
  const room = Math.max(1, Math.floor(box.height / rowMm) - 8);
  const shown = pages.length > room ? pages.slice(0, room - 1) : pages;
  shown.forEach(({ page, name, premises: count, routeM }, i) => {
    const y = top + rowMm * (i + 1);
    const style = { sizePt, color: paperPalette.ink };
    paper.text(box.x, y, String(page), { ...style, bold: true });
    paper.text(box.x + 6 * size, y, paper.fitted(name, premises - box.x - 16 * size, sizePt), style);
    paper.text(premises, y, numberText(count), { ...style, align: 'right' });
    paper.text(route, y, shortRouteText(routeM, units), { ...style, align: 'right' });
  });
  const end = top + rowMm * (shown.length + 1);
  if (shown.length === pages.length) return end - rowMm + 1;
  paper.text(box.x, end, `and ${numberText(pages.length - shown.length)} more`, { sizePt, color: paperPalette.inkSoft });
  return end + 1;
}
