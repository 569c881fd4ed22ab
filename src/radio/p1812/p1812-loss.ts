import { diffractionLoss, type DiffractionLoss, type DiffractionPath } from '../diffraction-loss.ts';
import { exceededDeviate } from '../normal-quantile.ts';
import { belowGroundAtEnds, fitGroundLine, fitSmoothSurface, type SmoothSurface } from '../smooth-surface.ts';
import { anomalousLossDb, anomalousTimePercent, type AnomalousPath } from './anomalous-loss.ts';
import { pathHorizons, type PathHorizons } from './horizons.ts';
import { requireP1812, type P1812Input } from './p1812-input.ts';
import { zoneLengths, type ZoneLengths } from './zones.ts';

/** Loss by ITU-R P.1812 with its intermediate values, named and in units as the Recommendation has them. */
export interface P1812Loss {
  /** Basic transmission loss L_b not exceeded for the shares of time and locations, dB; free space included. */
  readonly lossDb: number;
  readonly horizons: PathHorizons;
  readonly zones: ZoneLengths;
  readonly path: PathQuantities;
  readonly losses: P1812Losses;
}

/** Quantities of the path; heights in metres. */
export interface PathQuantities {
  readonly hts: number;
  readonly hrs: number;
  /** Ends of the line through the ground, equations (85) and (86). */
  readonly groundLine: SmoothSurface;
  /** Smooth surface of the diffraction model at the ends. */
  readonly hstd: number;
  readonly hsrd: number;
  readonly hte: number;
  readonly hre: number;
  readonly hm: number;
  /** Per cent. */
  readonly b0: number;
  /** Median effective Earth radius, km. */
  readonly ae: number;
}

/** The parts of the loss, dB; the three factors without unit. */
export interface P1812Losses {
  readonly Fi: number;
  readonly Fj: number;
  readonly Fk: number;
  readonly Lbfs: number;
  readonly Lb0p: number;
  readonly Lb0b: number;
  readonly Lbulla: number;
  readonly Lbulls: number;
  readonly Ldsph: number;
  readonly Ld50: number;
  readonly Ldb: number;
  readonly Ldp: number;
  readonly Lbd50: number;
  readonly Lbd: number;
  readonly Lminb0p: number;
  readonly Lba: number;
  readonly Lminbap: number;
  readonly Lbda: number;
  readonly Lbam: number;
  readonly Lbs: number;
  readonly Lbc: number;
  readonly Lloc: number;
}

/** Radius that this Recommendation gives the Earth, metres. */
const EARTH_RADIUS_M = 6_371_000;

/**
 * Loss from one point to another over terrain, not exceeded for shares of time and locations. Source: ITU-R P.1812-7.
 * @throws AppError study/model-range
 */
export function p1812Loss(input: P1812Input): P1812Loss {
  requireP1812(input);
  const { profile, frequencyGhz, timePercent } = input;
  const { distanceM, groundM, lengthM } = profile;
  const zones = zoneLengths(distanceM, input.zones);
  const effectiveRadiusM = (EARTH_RADIUS_M * 157) / (157 - input.refractivityGradientN);
  const hts = (groundM[0] ?? NaN) + input.txHeightM;
  const hrs = (groundM[groundM.length - 1] ?? NaN) + input.rxHeightM;
  const horizons = pathHorizons(profile, { altitudeTM: hts, altitudeRM: hrs, frequencyGhz, effectiveRadiusM });
  const groundLine = fitGroundLine(profile);
  const ends = belowGroundAtEnds(groundLine, profile);
  const smooth = fitSmoothSurface({ profile, altitudeAM: hts, altitudeBM: hrs });
  const b0 = anomalousTimePercent(input.pathCentreLatitudeDeg, zones.longestLandM / 1000, zones.longestInlandM / 1000);
  const path: PathQuantities = {
    ...{ hts, hrs, groundLine, b0, ae: effectiveRadiusM / 1000 },
    hstd: smooth.heightAM,
    hsrd: smooth.heightBM,
    hte: hts - ends.heightAM,
    hre: hrs - ends.heightBM,
    hm: roughnessM(input, horizons, ends),
  };
  const losses = partsOf(input, { horizons, zones, path, lengthKm: lengthM / 1000, timePercent });
  return { lossDb: Math.max(losses.Lb0p, losses.Lbc + losses.Lloc), horizons, zones, path, losses };
}

/** How far the ground between the horizons rises over the smooth surface, metres: equations (91) and (93). */
function roughnessM({ profile }: P1812Input, { indexT, indexR }: PathHorizons, { heightAM, heightBM }: SmoothSurface): number {
  let mostM = -Infinity;
  for (let i = indexT; i <= indexR; i++) {
    const surfaceM = heightAM + ((heightBM - heightAM) * (profile.distanceM[i] ?? NaN)) / profile.lengthM;
    mostM = Math.max(mostM, (profile.groundM[i] ?? NaN) - surfaceM);
  }
  return mostM;
}

interface Known {
  readonly horizons: PathHorizons;
  readonly zones: ZoneLengths;
  readonly path: PathQuantities;
  readonly lengthKm: number;
  readonly timePercent: number;
}

function partsOf(input: P1812Input, known: Known): P1812Losses {
  const { horizons, zones, path, lengthKm, timePercent } = known;
  const Fi = timePercent >= path.b0 ? exceededDeviate(timePercent / 100) / exceededDeviate(path.b0 / 100) : 1;
  const Fj = 1 - 0.5 * (1 + Math.tanh((3 * 0.8 * (horizons.thetaMrad - 0.3)) / 0.3));
  const Fk = 1 - 0.5 * (1 + Math.tanh((3 * 0.5 * (lengthKm - 20)) / 20));
  const sight = withinSight(input, known);
  const { Lbfs, Lb0p, Lb0b } = sight;
  const { steep, median } = diffractions(input, known);
  const [Ldb, Ld50] = [steep.lossDb, median.lossDb];
  const Ldp = timePercent === 50 ? Ld50 : Ld50 + Fi * (Ldb - Ld50);
  const [Lbd50, Lbd] = [Lbfs + Ld50, Lb0p + Ldp];
  const overLandDb = (1 - zones.seaShare) * Ldp;
  const Lminb0p = timePercent >= path.b0 ? Lbd50 + (Lb0b + overLandDb - Lbd50) * Fi : Lb0p + overLandDb;
  const Lba = anomalousLossDb(anomalousPath(input, known));
  const Lminbap = 2.5 * logSumExp(Lba / 2.5, Lb0p / 2.5);
  const Lbda = Lminbap <= Lbd ? Lminbap + (Lbd - Lminbap) * Fk : Lbd;
  const Lbam = Lbda + (Lminb0p - Lbda) * Fj;
  const Lbs = scatterDb(input, known);
  const Lbc = -5 * Math.log10(10 ** (-0.2 * Lbs) + 10 ** (-0.2 * Lbam));
  const atSea = input.zones[input.zones.length - 1] === 'sea';
  const Lloc = atSea ? 0 : -exceededDeviate(input.locationPercent / 100) * input.locationSigmaDb;
  const bullington = { Lbulla: steep.lbullaDb, Lbulls: steep.lbullsDb, Ldsph: steep.ldsphDb };
  const combined = { Ld50, Ldb, Ldp, Lbd50, Lbd, Lminb0p, Lba, Lminbap, Lbda, Lbam, Lbs, Lbc, Lloc };
  return { Fi, Fj, Fk, ...sight, ...bullington, ...combined };
}

/** Free space, and with the focusing of a share of time: section 4.2, equations (8) to (11). */
function withinSight({ frequencyGhz }: P1812Input, known: Known): Pick<P1812Losses, 'Lbfs' | 'Lb0p' | 'Lb0b'> {
  const { horizons, path, lengthKm, timePercent } = known;
  const Lbfs = 92.4 + 20 * Math.log10(frequencyGhz) + 10 * Math.log10(lengthKm ** 2 + ((path.hts - path.hrs) / 1000) ** 2);
  const focusDb = (percent: number): number =>
    2.6 * (1 - Math.exp(-0.1 * (horizons.dltKm + horizons.dlrKm))) * Math.log10(percent / 50);
  return { Lbfs, Lb0p: Lbfs + focusDb(timePercent), Lb0b: Lbfs + focusDb(path.b0) };
}

/** Diffraction for the Earth of b₀ of the time (k = 3) and for the median one: section 4.3. */
function diffractions(input: P1812Input, known: Known): { steep: DiffractionLoss; median: DiffractionLoss } {
  const path: Omit<DiffractionPath, 'effectiveRadiusM'> = {
    profile: input.profile,
    altitudeAM: known.path.hts,
    altitudeBM: known.path.hrs,
    frequencyGhz: input.frequencyGhz,
    polarisation: input.polarisation,
    seaShare: known.zones.seaShare,
  };
  return {
    steep: diffractionLoss({ ...path, effectiveRadiusM: 3 * EARTH_RADIUS_M }),
    median: diffractionLoss({ ...path, effectiveRadiusM: known.path.ae * 1000 }),
  };
}

function anomalousPath(input: P1812Input, { horizons, zones, path, lengthKm, timePercent }: Known): AnomalousPath {
  const atSea = (zone: string | undefined): boolean => zone === 'sea';
  return {
    horizons,
    dKm: lengthKm,
    frequencyGhz: input.frequencyGhz,
    timePercent,
    effectiveRadiusKm: path.ae,
    b0: path.b0,
    seaShare: zones.seaShare,
    longestInlandKm: zones.longestInlandM / 1000,
    dctKm: atSea(input.zones[0]) ? 0 : input.txCoastDistanceM / 1000,
    dcrKm: atSea(input.zones[input.zones.length - 1]) ? 0 : input.rxCoastDistanceM / 1000,
    htsM: path.hts,
    hrsM: path.hrs,
    hteM: path.hte,
    hreM: path.hre,
    hmM: path.hm,
  };
}

/** Scatter in the troposphere: equations (44) and (45). */
function scatterDb({ frequencyGhz, seaLevelRefractivityN }: P1812Input, { horizons, lengthKm, timePercent }: Known): number {
  const frequencyDb = 25 * Math.log10(frequencyGhz) - 2.5 * Math.log10(frequencyGhz / 2) ** 2;
  const pathDb = 20 * Math.log10(lengthKm) + 0.573 * horizons.thetaMrad;
  return 190.1 + frequencyDb + pathDb - 0.15 * seaLevelRefractivityN - 10.125 * Math.log10(50 / timePercent) ** 0.7;
}

/** ln(eᵃ + eᵇ) without overflow. */
function logSumExp(a: number, b: number): number {
  const most = Math.max(a, b);
  return most + Math.log(Math.exp(a - most) + Math.exp(b - most));
}
