/** Radio-climatic zones of ITU-R P.1812: inland; land near a coast; sea and other large waters. */
export const ZONES = ['inland', 'coastal', 'sea'] as const;

export type Zone = (typeof ZONES)[number];

/** How a path lies in the zones. */
export interface ZoneLengths {
  /** Share of the path over sea, 0 … 1: ω. */
  readonly seaShare: number;
  /** Longest stretch over land without a break, inland and coastal together, metres: d_tm. */
  readonly longestLandM: number;
  /** Longest stretch inland, metres: d_lm. */
  readonly longestInlandM: number;
}

/** A zone reaches halfway to the next sample. @param distanceM rising, from 0 to the length; @param zones one for each */
export function zoneLengths(distanceM: Float64Array, zones: readonly Zone[]): ZoneLengths {
  const lengthM = distanceM[distanceM.length - 1] ?? NaN;
  const sea = stretchesM(distanceM, (i) => zones[i] === 'sea');
  const land = stretchesM(distanceM, (i) => zones[i] !== 'sea');
  const inland = stretchesM(distanceM, (i) => zones[i] === 'inland');
  return {
    seaShare: sea.reduce((sum, stretch) => sum + stretch, 0) / lengthM,
    longestLandM: Math.max(0, ...land),
    longestInlandM: Math.max(0, ...inland),
  };
}

/** Lengths of the unbroken stretches whose samples belong. */
function stretchesM(distanceM: Float64Array, belongs: (index: number) => boolean): number[] {
  const found: number[] = [];
  let open = false;
  for (let i = 0; i < distanceM.length; i++) {
    if (!belongs(i)) {
      open = false;
      continue;
    }
    const hereM = distanceM[i] ?? NaN;
    const startM = (hereM + (distanceM[i - 1] ?? hereM)) / 2;
    const endM = (hereM + (distanceM[i + 1] ?? hereM)) / 2;
    found.push(endM - startM + (open ? (found.pop() ?? 0) : 0));
    open = true;
  }
  return found;
}
