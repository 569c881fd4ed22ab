/** Two antennas over a smooth sphere. Heights above it, metres, > 0. */
export interface SphericalEarthPath {
  readonly lengthM: number;
  readonly heightAM: number;
  readonly heightBM: number;
  readonly frequencyGhz: number;
  readonly effectiveRadiusM: number;
  readonly polarisation: 'horizontal' | 'vertical';
  /** Share of the path over sea, 0 … 1. */
  readonly seaShare: number;
}

/** Wavelength, metres, with the speed of light rounded to 2.998·10⁸ m/s as ITU-R P.1812 does, so that its published numbers come out. */
export function roundedWavelengthM(frequencyGhz: number): number {
  return 0.2998 / frequencyGhz;
}

/** Relative permittivity and conductivity, S/m. Source: ITU-R P.1812-7 section 4.3.3. */
const LAND = { permittivity: 22, conductivity: 0.003 };
const SEA = { permittivity: 80, conductivity: 5 };

/** Diffraction loss over a smooth spherical Earth, dB, ≥ 0. Source: ITU-R P.526-15 section 3.2, P.1812-7 equations (22) to (27). */
export function sphericalEarthLossDb(path: SphericalEarthPath): number {
  const { lengthM: d, heightAM: a, heightBM: b, effectiveRadiusM: radius } = path;
  const horizonM = Math.sqrt(2 * radius) * (Math.sqrt(a) + Math.sqrt(b));
  if (d >= horizonM) return firstTermLossDb(path, radius);
  // Least clearance over the curved path, at distance d1 from A.
  const c = (a - b) / (a + b);
  const m = (d * d) / (4 * radius * (a + b));
  const bulk = 2 * Math.sqrt((m + 1) / (3 * m));
  const share = bulk * Math.cos(Math.PI / 3 + Math.acos(((3 * c) / 2) * Math.sqrt((3 * m) / (m + 1) ** 3)) / 3);
  const d1 = (d / 2) * (1 + share);
  const d2 = d - d1;
  const clearanceM = ((a - (d1 * d1) / (2 * radius)) * d2 + (b - (d2 * d2) / (2 * radius)) * d1) / d;
  // 17.456 = 0.552 · √1000 as the Recommendation rounds it, distances in km.
  const neededM = 17.456 * Math.sqrt(((d1 / 1000) * (d2 / 1000) * roundedWavelengthM(path.frequencyGhz)) / (d / 1000));
  if (clearanceM > neededM) return 0;
  const marginalRadiusM = 0.5 * (d / (Math.sqrt(a) + Math.sqrt(b))) ** 2;
  const lossDb = firstTermLossDb(path, marginalRadiusM);
  return lossDb < 0 ? 0 : (1 - clearanceM / neededM) * lossDb;
}

/** The first term of the residue series, mixed of land and sea; may be negative. P.1812-7 equations (28) to (36). */
function firstTermLossDb(path: SphericalEarthPath, radiusM: number): number {
  const landDb = firstTermOverDb(path, radiusM, LAND);
  if (path.seaShare === 0) return landDb;
  return path.seaShare * firstTermOverDb(path, radiusM, SEA) + (1 - path.seaShare) * landDb;
}

function firstTermOverDb(path: SphericalEarthPath, radiusM: number, ground: typeof LAND): number {
  const radiusKm = radiusM / 1000;
  const f = path.frequencyGhz;
  const admittance = surfaceAdmittance(path, radiusKm, ground);
  const k2 = admittance * admittance;
  const beta = (1 + 1.6 * k2 + 0.67 * k2 * k2) / (1 + 4.5 * k2 + 1.53 * k2 * k2);
  const x = 21.88 * beta * Math.cbrt(f / (radiusKm * radiusKm)) * (path.lengthM / 1000);
  // Beta twice: once in Y, once more in B = βY. Looks wrong, is right.
  const heightFactor = 0.9575 * beta * beta * Math.cbrt((f * f) / radiusKm);
  const distanceDb = x >= 1.6 ? 11 + 10 * Math.log10(x) - 17.6 * x : -20 * Math.log10(x) - 5.6488 * x ** 1.425;
  return (
    -distanceDb - heightGainDb(heightFactor * path.heightAM, admittance) - heightGainDb(heightFactor * path.heightBM, admittance)
  );
}

/** The normalised factor K of surface admittance. */
function surfaceAdmittance({ frequencyGhz, polarisation }: SphericalEarthPath, radiusKm: number, ground: typeof LAND): number {
  const loss2 = ((18 * ground.conductivity) / frequencyGhz) ** 2;
  const horizontal = 0.036 / Math.cbrt(radiusKm * frequencyGhz) / ((ground.permittivity - 1) ** 2 + loss2) ** 0.25;
  return polarisation === 'horizontal' ? horizontal : horizontal * Math.sqrt(ground.permittivity ** 2 + loss2);
}

function heightGainDb(height: number, admittance: number): number {
  const gainDb =
    height > 2 ? 17.6 * Math.sqrt(height - 1.1) - 5 * Math.log10(height - 1.1) - 8 : 20 * Math.log10(height + 0.1 * height ** 3);
  return Math.max(gainDb, 2 + 20 * Math.log10(admittance));
}
