/** Fibre counts that cables are made in. */
export const CABLE_SIZES = [12, 24, 48, 72, 96, 144, 288, 432, 864] as const;

/** Cables that carry so many fibres: as few as possible, each as small as possible; none for no fibre. @param sizes ascending */
export function cablesFor(fibres: number, sizes: readonly number[] = CABLE_SIZES): number[] {
  const largest = sizes.at(-1) ?? 864;
  const cables: number[] = [];
  let left = fibres;
  while (left > largest) {
    cables.push(largest);
    left -= largest;
  }
  const last = sizes.find((size) => size >= left);
  if (left > 0 && last !== undefined) cables.push(last);
  return cables;
}

/** Fibres kept free in a cable: a share of those in use, at least so many. */
export interface SpareRule {
  /** 0 … 200 */
  readonly percent: number;
  readonly least: number;
}

/** Fibres with spare ones on top, whole; no spare where there is no fibre. */
export function withSpare(fibres: number, { percent, least }: SpareRule): number {
  return fibres === 0 ? 0 : fibres + Math.max(least, Math.ceil((fibres * percent) / 100));
}
