import type { PatternCut } from '../base/equipment.ts';

/** How an antenna's gain falls off its main direction: computed from beamwidths, or measured in two cuts. */
export type AntennaPattern =
  | {
      readonly kind: 'dish' | 'sector' | 'omni';
      readonly gainDbi: number;
      readonly azimuthBeamwidthDeg: number;
      readonly elevationBeamwidthDeg: number;
    }
  | { readonly kind: 'cuts'; readonly gainDbi: number; readonly azimuth: PatternCut; readonly elevation: PatternCut };

/** Most that a sector's pattern falls: overall and in elevation. Source: 3GPP TR 36.814 table A.2.1.1-2. */
const FRONT_TO_BACK_DB = 25;
const ELEVATION_FLOOR_DB = 20;

/** A pattern by its beamwidths. @param antenna whole half-power angles, degrees, > 0; 360 for all round */
export function beamPattern(antenna: {
  readonly shape: 'dish' | 'sector' | 'omni';
  readonly gainDbi: number;
  readonly azimuthBeamwidthDeg: number;
  readonly elevationBeamwidthDeg: number;
}): AntennaPattern {
  const { shape, gainDbi, azimuthBeamwidthDeg, elevationBeamwidthDeg } = antenna;
  return { kind: shape, gainDbi, azimuthBeamwidthDeg, elevationBeamwidthDeg };
}

/**
 * Gain in a direction, dBi. Main lobe: 12·(offset/beamwidth)² dB in each plane (the parabola of ITU-R F.1336 and 3GPP TR 36.814), the
 * planes added. A dish never falls below the sidelobes of ITU-R F.699-8; a sector never by more than 25 dB, an omni by 20.
 * Measured cuts are added likewise and fall no further than the deeper of the two cuts' deepest points.
 * @param azimuthOffsetDeg from the main direction, any turn; @param elevationOffsetDeg upwards positive, −90 … 90
 */
export function gainDbi(pattern: AntennaPattern, azimuthOffsetDeg: number, elevationOffsetDeg: number): number {
  const azimuth = wrapped(azimuthOffsetDeg);
  if (pattern.kind === 'cuts') {
    const loss = cutLossDb(pattern.azimuth, azimuth) + cutLossDb(pattern.elevation, elevationOffsetDeg);
    return pattern.gainDbi - Math.min(loss, deepestDb(pattern.azimuth, pattern.elevation));
  }
  const across = 12 * (azimuth / pattern.azimuthBeamwidthDeg) ** 2;
  const along = 12 * (elevationOffsetDeg / pattern.elevationBeamwidthDeg) ** 2;
  if (pattern.kind === 'omni') return pattern.gainDbi - Math.min(along, ELEVATION_FLOOR_DB);
  if (pattern.kind === 'sector') {
    const loss = Math.min(across, FRONT_TO_BACK_DB) + Math.min(along, ELEVATION_FLOOR_DB);
    return pattern.gainDbi - Math.min(loss, FRONT_TO_BACK_DB);
  }
  const offAxisDeg = angleBetweenDeg(azimuth, elevationOffsetDeg);
  return Math.max(pattern.gainDbi - across - along, Math.min(pattern.gainDbi, dishSidelobeDbi(pattern.gainDbi, offAxisDeg)));
}

/**
 * Envelope of a dish's sidelobes, dBi. Source: ITU-R F.699-8 recommends 2.1 and 2.2, with D/λ from the gain (20·log D/λ = G − 7.7).
 * @param peakDbi greatest gain; @param offAxisDeg 0 … 180
 */
function dishSidelobeDbi(peakDbi: number, offAxisDeg: number): number {
  const diameter = 10 ** ((peakDbi - 7.7) / 20);
  const shoulderDbi = 2 + 15 * Math.log10(diameter);
  // 48° and more are the far sidelobes; the nearest ones do not rise above the first.
  const angle = Math.min(48, Math.max(offAxisDeg, 1e-3));
  const start = diameter > 100 ? 32 : 52 - 10 * Math.log10(diameter);
  return Math.min(shoulderDbi, start - 25 * Math.log10(angle));
}

/** Angle between the main direction and a direction given by both offsets, degrees. */
function angleBetweenDeg(azimuthDeg: number, elevationDeg: number): number {
  const cosine = Math.cos((azimuthDeg * Math.PI) / 180) * Math.cos((elevationDeg * Math.PI) / 180);
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
}

/** Loss of a cut between its points, straight in dB. */
function cutLossDb({ angleDeg, lossDb }: PatternCut, angle: number): number {
  let [low, high] = [0, angleDeg.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((angleDeg[middle] ?? NaN) <= angle) low = middle;
    else high = middle;
  }
  const [fromDeg, toDeg] = [angleDeg[low] ?? NaN, angleDeg[high] ?? NaN];
  const share = toDeg > fromDeg ? Math.min(1, Math.max(0, (angle - fromDeg) / (toDeg - fromDeg))) : 0;
  return (lossDb[low] ?? NaN) * (1 - share) + (lossDb[high] ?? NaN) * share;
}

function deepestDb(...cuts: readonly PatternCut[]): number {
  return cuts.reduce((most, { lossDb }) => lossDb.reduce((deeper, loss) => Math.max(deeper, loss), most), 0);
}

/** An angle from −180 to 180 degrees. */
function wrapped(angleDeg: number): number {
  return angleDeg - 360 * Math.round(angleDeg / 360);
}
