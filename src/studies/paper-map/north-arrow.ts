import { paperPalette } from '../../base/palette.ts';
import type { Drawing } from '../../io/drawing.ts';

const { ink } = paperPalette;

/** Draws the arrow to true north, which is up on every sheet, with its middle at a place. */
export function drawNorth(paper: Drawing, x: number, y: number, size = 1): void {
  for (const [side, fill] of [
    [2.6, ink],
    [-2.6, '#ffffff'],
  ] as const) {
    paper.area(
      [
        [
          [x, y - 5 * size],
          [x + side * size, y + 4 * size],
          [x, y + 2.2 * size],
        ],
      ],
      { fill, stroke: { color: ink, widthMm: 0.2 } },
    );
  }
  paper.text(x, y + 8 * size, 'N', { sizePt: 8 * size, bold: true, color: ink, align: 'center' });
}
