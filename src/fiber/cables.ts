/** Fibre counts that cables are made in. */
export const CABLE_SIZES = [12, 24, 48, 72, 96, 144, 288, 432, 864] as const;

/** Cables that carry so many fibres: as few as possible, each as small as possible; none for no fibre. */
export function cablesFor(fibres: number): number[] {
  const largest = CABLE_SIZES[CABLE_SIZES.length - 1] ?? 864;
  const cables: number[] = [];
  let left = fibres;
  while (left > largest) {
    cables.push(largest);
    left -= largest;
  }
  const last = CABLE_SIZES.find((size) => size >= left);
  if (left > 0 && last !== undefined) cables.push(last);
  return cables;
}

/** Fibres with the spare share on top, whole. @param sparePercent 0 … 200 */
export function withSpare(fibres: number, sparePercent: number): number {
  return Math.ceil((fibres * (100 + sparePercent)) / 100);
}
