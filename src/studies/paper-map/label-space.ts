import type { PagePoint } from '../../io/drawing.ts';
import type { PageBox } from './clip.ts';

/** Side of a cell, mm: finer than the strokes of letters that are kept apart. */
const CELL_MM = 0.5;

/** A box for text: its left end on the baseline's middle height, its direction, its size. */
export interface LabelBox {
  /** Middle of the left edge. */
  readonly at: PagePoint;
  readonly angleDeg: number;
  readonly width: number;
  readonly height: number;
}

/** What of a map's frame is taken: lines that may not be written over, symbols, labels. A grid of half millimetres. */
export class LabelSpace {
  readonly #box: PageBox;
  readonly #columns: number;
  readonly #rows: number;
  readonly #taken: Uint8Array;

  constructor(box: PageBox) {
    this.#box = box;
    this.#columns = Math.ceil(box.width / CELL_MM);
    this.#rows = Math.ceil(box.height / CELL_MM);
    this.#taken = new Uint8Array(this.#columns * this.#rows);
  }

  /** Takes the cells along a line of a width. */
  takeLine(points: readonly PagePoint[], widthMm: number): void {
    for (let i = 1; i < points.length; i++) {
      const a = points[i - 1] as PagePoint; // indices lie inside
      const b = points[i] as PagePoint;
      const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / CELL_MM));
      for (let s = 0; s <= steps; s++)
        this.takeDisc([a[0] + ((b[0] - a[0]) * s) / steps, a[1] + ((b[1] - a[1]) * s) / steps], widthMm / 2);
    }
  }

  takeDisc([x, y]: PagePoint, radiusMm: number): void {
    const reach = Math.max(0, Math.round(radiusMm / CELL_MM));
    const column = Math.floor((x - this.#box.x) / CELL_MM);
    const row = Math.floor((y - this.#box.y) / CELL_MM);
    for (let r = Math.max(0, row - reach); r <= Math.min(this.#rows - 1, row + reach); r++) {
      for (let c = Math.max(0, column - reach); c <= Math.min(this.#columns - 1, column + reach); c++)
        this.#taken[r * this.#columns + c] = 1;
    }
  }

  /** Takes a box if all of it is free and inside the frame; says whether it did. */
  take(box: LabelBox): boolean {
    const cells = this.#cellsOf(box);
    if (cells === null || cells.some((cell) => this.#taken[cell] === 1)) return false;
    for (const cell of cells) this.#taken[cell] = 1;
    return true;
  }

  #cellsOf({ at, angleDeg, width, height }: LabelBox): number[] | null {
    const angle = (angleDeg * Math.PI) / 180;
    const [ux, uy] = [Math.cos(angle), -Math.sin(angle)];
    const cells: number[] = [];
    const [across, down] = [Math.ceil(width / CELL_MM), Math.ceil(height / CELL_MM)];
    for (let i = 0; i <= across; i++) {
      for (let j = 0; j <= down; j++) {
        const along = (width * i) / across;
        const off = height * (j / down - 0.5);
        const column = Math.floor((at[0] + ux * along - uy * off - this.#box.x) / CELL_MM);
        const row = Math.floor((at[1] + uy * along + ux * off - this.#box.y) / CELL_MM);
        if (column < 0 || row < 0 || column >= this.#columns || row >= this.#rows) return null;
        cells.push(row * this.#columns + column);
      }
    }
    return cells;
  }
}
