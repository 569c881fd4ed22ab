/** Heights at even steps from one antenna to the other, metres. */
export interface EvenProfile {
  readonly stepM: number;
  /** Above sea level; at least three. */
  readonly heightsM: ArrayLike<number>;
}

/** A value at the transmitter and one at the receiver. */
export type Pair = readonly [number, number];

/** Where each antenna sees its horizon. */
export interface Horizons {
  /** Elevation of the horizon, radians. */
  readonly anglesRad: Pair;
  /** The path's length where the other antenna is in sight. */
  readonly distancesM: Pair;
}

/** Length of a profile, metres. */
export function profileLengthM({ stepM, heightsM }: EvenProfile): number {
  return (heightsM.length - 1) * stepM;
}

/**
 * The horizons of both antennas over an Earth of the effective radius. Source: NBS Technical Note 101 equation (6.15).
 * @param antennasM antennas above ground
 */
export function findHorizons(profile: EvenProfile, antennasM: Pair, effectiveRadiusM: number): Horizons {
  const { stepM, heightsM } = profile;
  const lengthM = profileLengthM(profile);
  const last = heightsM.length - 1;
  const atA = (heightsM[0] ?? NaN) + antennasM[0];
  const atB = (heightsM[last] ?? NaN) + antennasM[1];
  const sink = (distanceM: number): number => distanceM / (2 * effectiveRadiusM);
  let [angleA, angleB] = [(atB - atA) / lengthM - sink(lengthM), (atA - atB) / lengthM - sink(lengthM)];
  let [distanceA, distanceB] = [lengthM, lengthM];
  for (let i = 1; i < last; i++) {
    const [fromA, fromB] = [i * stepM, (last - i) * stepM];
    const heightM = heightsM[i] ?? NaN;
    const seenFromA = (heightM - atA) / fromA - sink(fromA);
    const seenFromB = (heightM - atB) / fromB - sink(fromB);
    if (seenFromA > angleA) [angleA, distanceA] = [seenFromA, fromA];
    if (seenFromB > angleB) [angleB, distanceB] = [seenFromB, fromB];
  }
  return { anglesRad: [angleA, angleB], distancesM: [distanceA, distanceB] };
}

/** Heights at both ends of the profile of the line of least squares through a part of it. @param fromM, toM the part */
export function fitLine({ stepM, heightsM }: EvenProfile, fromM: number, toM: number): Pair {
  const last = heightsM.length - 1;
  let start = Math.trunc(Math.max(fromM / stepM, 0));
  let end = last - Math.trunc(Math.max(last - toM / stepM, 0));
  if (end <= start) {
    start = Math.max(start - 1, 0);
    end = last - Math.max(last - (end + 1), 0);
  }
  const steps = end - start;
  const middle = (start + end) / 2;
  const [first, final] = [heightsM[start] ?? NaN, heightsM[end] ?? NaN];
  let sum = (first + final) / 2;
  let moment = ((first - final) / 2) * (start - middle);
  for (let i = start + 1; i < end; i++) {
    sum += heightsM[i] ?? NaN;
    moment += (heightsM[i] ?? NaN) * (i - middle);
  }
  const mean = sum / steps;
  const slope = (moment * 12) / ((steps * steps + 2) * steps);
  return [mean - slope * middle, mean + slope * (last - middle)];
}

/**
 * The terrain irregularity parameter Δh, metres: what lies between the heights that a tenth and nine tenths of a part of the
 * profile exceed, less its slope, carried over to a path of endless length. Source: ESSA Technical Report ERL 79-ITS 67 equation (3).
 */
export function terrainIrregularityM({ stepM, heightsM }: EvenProfile, fromM: number, toM: number): number {
  const last = heightsM.length - 1;
  const [start, end] = [fromM / stepM, toM / stepM];
  if (end - start < 2) return 0;
  const tenth = Math.min(Math.max(4, Math.trunc(0.1 * (end - start + 8))), 25);
  const count = 10 * tenth - 5;
  const spacing = (end - start) / (count - 1);
  const samples = new Float64Array(count);
  let i = Math.trunc(start);
  let beyond = start - (i + 1);
  for (let j = 0; j < count; j++) {
    for (; beyond > 0 && i + 1 < last; i++) beyond--;
    const [before, after] = [heightsM[i] ?? NaN, heightsM[i + 1] ?? NaN];
    samples[j] = after + (after - before) * beyond;
    beyond += spacing;
  }
  const [lineStart, lineEnd] = fitLine({ stepM: 1, heightsM: samples }, 0, count - 1);
  const offLine = samples.map((height, j) => height - lineStart - ((lineEnd - lineStart) * j) / (count - 1)).sort();
  const spreadM = (offLine[count - tenth] ?? NaN) - (offLine[tenth - 1] ?? NaN);
  return spreadM / (1 - 0.8 * Math.exp(-(toM - fromM) / 50e3));
}

/** Δh as it shows over a distance, metres. Source: ERL 79-ITS 67 equation (3). */
export function irregularityOverM(irregularityM: number, distanceM: number): number {
  return irregularityM * (1 - 0.8 * Math.exp(-distanceM / 50e3));
}

/** Spread of heights within a Fresnel zone, metres. Source: ERL 79-ITS 67 equation (3.6a). */
export function heightSpreadM(irregularityM: number): number {
  return 0.78 * irregularityM * Math.exp(-0.5 * irregularityM ** 0.25);
}
