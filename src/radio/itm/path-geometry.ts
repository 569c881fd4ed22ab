import { findHorizons, fitLine, profileLengthM, terrainIrregularityM, type EvenProfile, type Pair } from './terrain.ts';

/** What the model keeps of a terrain profile. Lengths in metres. */
export interface PathGeometry {
  readonly lengthM: number;
  /** Effective radius of the Earth. */
  readonly radiusM: number;
  /** Antennas above ground. */
  readonly antennasM: Pair;
  /** Antennas above the ground that matters to them. */
  readonly effectiveM: Pair;
  readonly horizonsM: Pair;
  /** Elevation of the horizons, radians. */
  readonly anglesRad: Pair;
  /** Terrain irregularity Δh. */
  readonly irregularityM: number;
}

/** Draws a profile's few numbers from it. Source: Hufford, The ITS Irregular Terrain Model, 1982, sections 5 and 6. */
export function pathGeometry(profile: EvenProfile, antennasM: Pair, radiusM: number): PathGeometry {
  const lengthM = profileLengthM(profile);
  const { anglesRad, distancesM } = findHorizons(profile, antennasM, radiusM);
  const fromM = Math.min(15 * antennasM[0], 0.1 * distancesM[0]);
  const toM = lengthM - Math.min(15 * antennasM[1], 0.1 * distancesM[1]);
  const irregularityM = terrainIrregularityM(profile, fromM, toM);
  const known = { lengthM, radiusM, antennasM, irregularityM };
  if (distancesM[0] + distancesM[1] > 1.5 * lengthM) {
    const effectiveM = aboveGroundAtLarge(profile, antennasM, fitLine(profile, fromM, toM));
    return { ...known, ...smoothHorizons(known, effectiveM) };
  }
  const [groundA] = fitLine(profile, fromM, 0.9 * distancesM[0]);
  const [, groundB] = fitLine(profile, lengthM - 0.9 * distancesM[1], toM);
  return { ...known, anglesRad, horizonsM: distancesM, effectiveM: aboveGroundAtLarge(profile, antennasM, [groundA, groundB]) };
}

/** Antennas over a fitted line where the ground under them stands above it. */
function aboveGroundAtLarge({ heightsM }: EvenProfile, antennasM: Pair, lineM: Pair): Pair {
  const [first, last] = [heightsM[0] ?? NaN, heightsM[heightsM.length - 1] ?? NaN];
  return [antennasM[0] + Math.max(first - lineM[0], 0), antennasM[1] + Math.max(last - lineM[1], 0)];
}

/** In sight of each other the antennas' horizons are those of ground with this irregularity; heights are raised until they meet. */
function smoothHorizons(
  { lengthM, radiusM, irregularityM }: Pick<PathGeometry, 'lengthM' | 'radiusM' | 'irregularityM'>,
  effectiveM: Pair,
): Pick<PathGeometry, 'effectiveM' | 'horizonsM' | 'anglesRad'> {
  const smoothM = (heightM: number): number => Math.sqrt(2 * heightM * radiusM);
  const roughM = (heightM: number): number =>
    smoothM(heightM) * Math.exp(-0.07 * Math.sqrt(irregularityM / Math.max(heightM, 5)));
  const togetherM = roughM(effectiveM[0]) + roughM(effectiveM[1]);
  const raise = togetherM <= lengthM ? (lengthM / togetherM) ** 2 : 1;
  const heightsM: Pair = [effectiveM[0] * raise, effectiveM[1] * raise];
  const angle = (heightM: number): number =>
    (0.65 * irregularityM * (smoothM(heightM) / roughM(heightM) - 1) - 2 * heightM) / smoothM(heightM);
  return {
    effectiveM: heightsM,
    horizonsM: [roughM(heightsM[0]), roughM(heightsM[1])],
    anglesRad: [angle(heightsM[0]), angle(heightsM[1])],
  };
}

/** Antenna horizons over a smooth Earth, metres. */
export function smoothHorizonsM({ effectiveM, radiusM }: PathGeometry): Pair {
  return [Math.sqrt(2 * effectiveM[0] * radiusM), Math.sqrt(2 * effectiveM[1] * radiusM)];
}

/** Angle over which the antennas see, radians. */
export function sightAngleRad({ anglesRad, horizonsM, radiusM }: PathGeometry): number {
  return -Math.max(anglesRad[0] + anglesRad[1], -(horizonsM[0] + horizonsM[1]) / radiusM);
}
