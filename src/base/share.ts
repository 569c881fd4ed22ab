/** Part of a work that several do at once: of its pieces, counted from 0, those whose number over `of` leaves `index`. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** All of a work. */
export const WHOLE: Share = { index: 0, of: 1 };

export function isInShare(piece: number, { index, of }: Share): boolean {
  return piece % of === index;
}
