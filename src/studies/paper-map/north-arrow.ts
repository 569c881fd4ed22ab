import { paperPalette } from '../../base/palette.ts';
import type { Drawing } from '../../io/drawing.ts';

const { ink } = paperPalette;

/**
 * Draws the arrow to true north with its middle at a place.
 * @param turnDeg how far north lies clockwise of up, degrees; on sheets that are drawn north up 0
 */
export function drawNorth(paper: Drawing, x: number, y: number, size = 1, turnDeg = 0): void {
  const [sine, cosine] = [Math.sin((turnDeg * Math.PI) / 180), Math.cos((turnDeg * Math.PI) / 180)];
  const at = (across: number, down: number): [number, number] => [
    x + (across * cosine - down * sine) * size,
    y + (across * sine + down * cosine) * size,
  ];
  for (const [side, fill] of [
    [2.6, ink],
    [-2.6, '#ffffff'],
  ] as const) {
    paper.area([[at(0, -5), at(side, 4), at(0, 2.2)]], { fill, stroke: { color: ink, widthMm: 0.2 } });
  }
  const [textX, middleY] = at(0, 6.9);
  paper.text(textX, middleY + 1.1 * size, 'N', { sizePt: 8 * size, bold: true, color: ink, align: 'center' });
}
