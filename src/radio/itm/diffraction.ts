import { waveNumberPerM, type Medium } from './medium.ts';
import { sightAngleRad, smoothHorizonsM, type PathGeometry } from './path-geometry.ts';
import { heightSpreadM, irregularityOverM } from './terrain.ts';

/**
 * Loss by diffraction at a distance beyond the horizon, dB: a double knife edge and a rounded Earth, weighted by how rough the
 * ground is. Source: ESSA Technical Report ERL 79-ITS 67 equations (3.23) to (3.38c).
 */
export function diffractionDb(distanceM: number, path: PathGeometry, medium: Medium): number {
  const edgesDb = knifeEdgesDb(distanceM, path, medium);
  const roundDb = smoothEarthDb(distanceM, path, medium);
  const { antennasM, effectiveM, horizonsM, irregularityM, radiusM } = path;
  const [smoothA, smoothB] = smoothHorizonsM(path);
  const spreadM = heightSpreadM(irregularityOverM(irregularityM, smoothA + smoothB));
  const product = antennasM[0] * antennasM[1];
  const clutterDb = Math.min(15, 5 * Math.log10(1 + 1e-5 * product * medium.frequencyMhz * spreadM));
  // 10 m² more: low antennas whose surroundings are known.
  const raised = Math.sqrt(1 + (effectiveM[0] * effectiveM[1] - product) / (product + 10));
  const roughness = Math.min((irregularityOverM(irregularityM, distanceM) * medium.frequencyMhz) / 47.7, 6283.2);
  const share = (raised + (horizonsM[0] + horizonsM[1] - sightAngleRad(path) * radiusM) / distanceM) * roughness;
  const weight = 25.1 / (25.1 + Math.sqrt(share));
  return weight * roundDb + (1 - weight) * edgesDb + clutterDb;
}

/** Two knife edges, at the two horizons. NBS Technical Note 101 equations (I.1) and (I.7). */
function knifeEdgesDb(distanceM: number, path: PathGeometry, { frequencyMhz }: Medium): number {
  const { horizonsM, radiusM } = path;
  const angleRad = distanceM / radiusM - sightAngleRad(path);
  const beyondM = distanceM - horizonsM[0] - horizonsM[1];
  // 0.0795775 = 1/(4π).
  const edgeDb = (horizonM: number): number =>
    knifeEdgeDb(((0.0795775 * waveNumberPerM(frequencyMhz) * angleRad ** 2 * horizonM) / (beyondM + horizonM)) * beyondM);
  return edgeDb(horizonsM[0]) + edgeDb(horizonsM[1]);
}

/** @param square of the edge parameter ν. Technical Note 101 equations (III.24b) and (III.24c) */
function knifeEdgeDb(square: number): number {
  return square < 5.76 ? 6.02 + 9.11 * Math.sqrt(square) - 1.27 * square : 12.953 + 10 * Math.log10(square);
}

/** A rounded Earth by Vogler's method of three radii (1964): one for the path between the horizons, one under each antenna. */
function smoothEarthDb(distanceM: number, path: PathGeometry, medium: Medium): number {
  const { horizonsM, effectiveM, radiusM } = path;
  const angleRad = distanceM / radiusM - sightAngleRad(path);
  const betweenM = distanceM - horizonsM[0] - horizonsM[1];
  const between = roundedEarth(betweenM / angleRad, betweenM, medium);
  const underA = roundedEarth(horizonsM[0] ** 2 / (2 * effectiveM[0]), horizonsM[0], medium);
  const underB = roundedEarth(horizonsM[1] ** 2 / (2 * effectiveM[1]), horizonsM[1], medium);
  const x = between.x + underA.x + underB.x;
  return 0.05751 * x - 10 * Math.log10(x) - heightGainDb(underA) - heightGainDb(underB) - 20;
}

/** Vogler's normalised distance x and ground parameter K. */
interface RoundedEarth {
  readonly x: number;
  readonly k: number;
}

function roundedEarth(radiusM: number, distanceM: number, { frequencyMhz, impedance }: Medium): RoundedEarth {
  // 6370 km is the true radius, 4/3 the usual factor.
  const ratio = Math.cbrt(((4 / 3) * 6_370_000) / radiusM);
  const k = (0.017778 * ratio) / Math.cbrt(frequencyMhz) / Math.hypot(impedance.re, impedance.im);
  return { k, x: (1.607 - k) * ratio ** 2 * Math.cbrt(frequencyMhz) * (distanceM / 1000) };
}

function heightGainDb({ x, k }: RoundedEarth): number {
  const highDb = 17.372 * Math.log(x) - 117;
  if (x < 200) {
    const depth = -Math.log(k);
    if (!(k < 1e-5) && !(x * depth ** 3 > 5495)) return (2.5e-5 * x * x) / k - 8.686 * depth - 15;
    return x > 1 ? highDb : -117;
  }
  const farDb = 0.05751 * x - 4.343 * Math.log(x);
  if (x >= 2000) return farDb;
  const weight = 0.0134 * x * Math.exp(-0.005 * x);
  return (1 - weight) * farDb + weight * highDb;
}
