import type { PathHorizons } from './horizons.ts';

/** What ducts and layers depend on. Names and units as published: km, milliradians, metres, GHz, per cent. */
export interface AnomalousPath {
  readonly horizons: PathHorizons;
  readonly dKm: number;
  readonly frequencyGhz: number;
  readonly timePercent: number;
  readonly effectiveRadiusKm: number;
  /** Share of time of anomalous propagation, %. */
  readonly b0: number;
  readonly seaShare: number;
  readonly longestInlandKm: number;
  /** Land between an antenna and the coast. */
  readonly dctKm: number;
  readonly dcrKm: number;
  /** Antennas above sea level. */
  readonly htsM: number;
  readonly hrsM: number;
  /** Antennas above the smooth surface. */
  readonly hteM: number;
  readonly hreM: number;
  /** Roughness between the horizons. */
  readonly hmM: number;
}

/** Loss by ducting and layer reflection, dB. Source: ITU-R P.1812-7 section 4.5, equations (46) to (56). */
export function anomalousLossDb(path: AnomalousPath): number {
  return couplingDb(path) + withinDuctDb(path);
}

/** Fixed losses between antennas and duct, A_f: equations (47) to (49). */
function couplingDb({ horizons, frequencyGhz: f, seaShare, ...path }: AnomalousPath): number {
  const { dltKm, dlrKm, thetaTMrad, thetaRMrad } = horizons;
  const lowDb = f < 0.5 ? 45.375 - 137 * f + 92.5 * f * f : 0;
  const shieldDb = (thetaMrad: number, horizonKm: number): number => {
    const above = thetaMrad - 0.1 * horizonKm;
    return above > 0 ? 20 * Math.log10(1 + 0.361 * above * Math.sqrt(f * horizonKm)) + 0.264 * above * Math.cbrt(f) : 0;
  };
  const seaDb = (coastKm: number, horizonKm: number, altitudeM: number): number =>
    coastKm <= 5 && coastKm <= horizonKm && seaShare >= 0.75
      ? -3 * Math.exp(-0.25 * coastKm ** 2) * (1 + Math.tanh(0.07 * (50 - altitudeM)))
      : 0;
  const shields = shieldDb(thetaTMrad, dltKm) + shieldDb(thetaRMrad, dlrKm);
  const seas = seaDb(path.dctKm, dltKm, path.htsM) + seaDb(path.dcrKm, dlrKm, path.hrsM);
  return 102.45 + 20 * Math.log10(f) + 20 * Math.log10(dltKm + dlrKm) + lowDb + shields + seas;
}

/** Losses by angle and time within the duct, A_d(p): equations (50) to (53). */
function withinDuctDb(path: AnomalousPath): number {
  const { horizons, dKm } = path;
  const specificDb = 5e-5 * path.effectiveRadiusKm * Math.cbrt(path.frequencyGhz);
  const angleMrad =
    (1000 * dKm) / path.effectiveRadiusKm +
    Math.min(horizons.thetaTMrad, 0.1 * horizons.dltKm) +
    Math.min(horizons.thetaRMrad, 0.1 * horizons.dlrKm);
  const beta = path.b0 * geometryFactor(path) * roughnessFactor(path);
  const logBeta = Math.log10(beta);
  const gamma =
    (1.076 / (2.0058 - logBeta) ** 1.012) * Math.exp(-(9.51 - 4.8 * logBeta + 0.198 * logBeta ** 2) * 1e-6 * dKm ** 1.13);
  const ratio = path.timePercent / beta;
  return specificDb * angleMrad - 12 + (1.2 + 3.7e-3 * dKm) * Math.log10(ratio) + 12 * ratio ** gamma;
}

/** μ₂: equations (55) and (55a). */
function geometryFactor({ dKm, effectiveRadiusKm, hteM, hreM, longestInlandKm }: AnomalousPath): number {
  const inland = inlandFactor(longestInlandKm);
  const alpha = Math.max(-0.6 - 3.5e-9 * dKm ** 3.1 * inland, -3.4);
  return Math.min((((500 / effectiveRadiusKm) * dKm ** 2) / (Math.sqrt(hteM) + Math.sqrt(hreM)) ** 2) ** alpha, 1);
}

/** μ₃: equations (56) and (56a). */
function roughnessFactor({ hmM, dKm, horizons }: AnomalousPath): number {
  if (hmM <= 10) return 1;
  return Math.exp(-4.6e-5 * (hmM - 10) * (43 + 6 * Math.min(dKm - horizons.dltKm - horizons.dlrKm, 40)));
}

/** τ, how far inland the path is: equation (3). */
function inlandFactor(longestInlandKm: number): number {
  return 1 - Math.exp(-4.12e-4 * longestInlandKm ** 2.41);
}

/**
 * Share of an average year in which the lowest air bends rays strongly, b₀, %. Source: ITU-R P.1812-7 section 3.6, equations (2) to (5).
 * @param latitudeDeg of the middle of the path
 */
export function anomalousTimePercent(latitudeDeg: number, longestLandKm: number, longestInlandKm: number): number {
  const inland = inlandFactor(longestInlandKm);
  const landward = 10 ** (-longestLandKm / (16 - 6.6 * inland)) + 10 ** (-5 * (0.496 + 0.354 * inland));
  const mu1 = Math.min(landward ** 0.2, 1);
  const latitude = Math.abs(latitudeDeg);
  if (latitude > 70) return 4.17 * mu1 * 10 ** (0.3 * Math.log10(mu1));
  return 10 ** (-0.015 * latitude + 1.67) * mu1 * 10 ** ((-0.935 + 0.0176 * latitude) * Math.log10(mu1));
}
