import type { PageBox } from '../paper-map/clip.ts';

/** How a sheet is divided: the map, and the title block beside it (landscape) or under it (portrait). */
export interface SheetLayout {
  readonly map: PageBox;
  readonly block: PageBox;
  readonly isBeside: boolean;
  /** Factor of the title block's type: larger sheets hang on a wall and are read from farther away. */
  readonly size: number;
}

const GAP_MM = 5;

/** Divides a sheet. The map has four fifths of the width, or three quarters of the height, and more on larger sheets. */
export function sheetLayout(widthMm: number, heightMm: number): SheetLayout {
  const short = Math.min(widthMm, heightMm);
  const size = Math.max(1, Math.min(1.9, (short / 216) ** 0.62));
  const margin = 9 * Math.min(1.6, size);
  const inner = { width: widthMm - 2 * margin, height: heightMm - 2 * margin };
  if (widthMm > heightMm) {
    const width = 56 * size;
    const map = { x: margin, y: margin, width: inner.width - width - GAP_MM * size, height: inner.height };
    return { map, block: { x: widthMm - margin - width, y: margin, width, height: inner.height }, isBeside: true, size };
  }
  const height = 64 * size;
  const map = { x: margin, y: margin, width: inner.width, height: inner.height - height - GAP_MM };
  return { map, block: { x: margin, y: heightMm - margin - height, width: inner.width, height }, isBeside: false, size };
}
