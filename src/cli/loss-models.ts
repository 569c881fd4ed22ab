import { gasAttenuation } from '../radio/gas-attenuation.ts';
import { CLIMATES } from '../radio/itm/climate.ts';
import { itmLoss } from '../radio/itm/itm-loss.ts';
import { ITM_WARNINGS } from '../radio/itm/warnings.ts';
import { p526Loss } from '../radio/p526-loss.ts';
import { p1812Loss, type P1812Loss } from '../radio/p1812/p1812-loss.ts';
import { ZONES } from '../radio/p1812/zones.ts';
import type { PathProfile } from '../radio/path-profile.ts';
import { rainLoss } from '../radio/rain-loss.ts';
import type { JsonFields } from './json-fields.ts';

/** What a model answers. */
export interface LossAnswer {
  readonly lossDb: number;
  readonly warnings: readonly string[];
  /** What the number stands for, where that is not plain. */
  readonly assumptions: readonly string[];
  /** Intermediate values by the names of their source. */
  readonly values: Readonly<Record<string, number | string | readonly number[]>>;
}

const POLARISATIONS = ['horizontal', 'vertical'] as const;

/** The models of `weft loss`: each reads its fields, which must all be known, and computes. */
export const LOSS_MODELS = { itm, p1812, p526, gas, rain } as const satisfies Record<string, (fields: JsonFields) => LossAnswer>;

export type LossModel = keyof typeof LOSS_MODELS;
export const LOSS_MODEL_NAMES = Object.keys(LOSS_MODELS) as LossModel[]; // its own keys

function itm(fields: JsonFields): LossAnswer {
  const profile = fields.object('profile');
  const input = {
    ...antennas(fields),
    seaLevelRefractivityN: fields.number('seaLevelRefractivityN', 301),
    permittivity: fields.number('permittivity', 15),
    conductivitySPerM: fields.number('conductivitySPerM', 0.005),
    climate: fields.choice('climate', CLIMATES),
    timePercent: fields.number('timePercent'),
    locationPercent: fields.number('locationPercent'),
    situationPercent: fields.number('situationPercent'),
    mdvar: fields.number('mdvar'),
    profile: { stepM: profile.number('stepM'), heightsM: profile.numbers('heightsM') },
  };
  profile.finish();
  fields.finish();
  const { lossDb, freeSpaceDb, referenceDb, mode, path, surfaceRefractivity, warnings } = itmLoss(input);
  return {
    lossDb,
    warnings: warnings.map((warning) => `${ITM_WARNINGS[warning]} (${warning})`),
    assumptions: [],
    values: {
      A_fs__db: freeSpaceDb,
      A_ref__db: referenceDb,
      mode,
      d__km: path.lengthM / 1000,
      delta_h__meter: path.irregularityM,
      d_hzn__meter: path.horizonsM,
      theta_hzn: path.anglesRad,
      h_e__meter: path.effectiveM,
      N_s: surfaceRefractivity,
    },
  };
}

function p1812(fields: JsonFields): LossAnswer {
  const given = fields.object('profile');
  const profile = readProfile(given);
  if (!given.has('zones')) given.assume('zones', 'inland everywhere');
  const zones = given.has('zones') ? given.choices('zones', ZONES) : Array.from(profile.distanceM, () => 'inland' as const);
  given.finish();
  const input = {
    ...antennas(fields),
    profile,
    zones,
    timePercent: fields.number('timePercent'),
    locationPercent: fields.number('locationPercent', 50),
    locationSigmaDb: fields.number('locationSigmaDb', 0),
    pathCentreLatitudeDeg: fields.number('pathCentreLatitudeDeg'),
    refractivityGradientN: fields.number('refractivityGradientN'),
    seaLevelRefractivityN: fields.number('seaLevelRefractivityN'),
    txCoastDistanceM: fields.number('txCoastDistanceM', 500_000),
    rxCoastDistanceM: fields.number('rxCoastDistanceM', 500_000),
  };
  fields.finish();
  const loss = p1812Loss(input);
  const Ep = 199.36 + 20 * Math.log10(input.frequencyGhz) - loss.lossDb;
  return { lossDb: loss.lossDb, warnings: [], assumptions: [], values: { ...p1812Values(loss), Lb: loss.lossDb, Ep } };
}

/** Names and units (km, milliradians, metres, dB) as in the published validation results. */
function p1812Values({ horizons, zones, path, losses }: P1812Loss): LossAnswer['values'] {
  const { groundLine, ...heights } = path;
  return {
    dlt: horizons.dltKm,
    dlr: horizons.dlrKm,
    th_t: horizons.thetaTMrad,
    th_r: horizons.thetaRMrad,
    th: horizons.thetaMrad,
    w: zones.seaShare,
    dtm: zones.longestLandM / 1000,
    dlm: zones.longestInlandM / 1000,
    hst: groundLine.heightAM,
    hsr: groundLine.heightBM,
    ...heights,
    ...losses,
  };
}

function p526(fields: JsonFields): LossAnswer {
  const given = fields.object('profile');
  const profile = readProfile(given);
  given.finish();
  const input = {
    ...antennas(fields),
    profile,
    kFactor: fields.number('kFactor', 4 / 3),
    seaShare: fields.number('seaShare', 0),
  };
  fields.finish();
  const { lossDb, freeSpaceDb, diffraction } = p526Loss(input);
  const { lbullaDb, lbullsDb, ldsphDb, lossDb: Ld } = diffraction;
  const values = { Lbfs: freeSpaceDb, Lbulla: lbullaDb, Lbulls: lbullsDb, Ldsph: ldsphDb, Ld };
  return { lossDb, warnings: [], assumptions: [], values };
}

function gas(fields: JsonFields): LossAnswer {
  const frequencyGhz = fields.number('frequencyGhz');
  const distanceM = notNegative(fields, 'distanceM');
  const air = {
    dryPressureHpa: fields.number('dryPressureHpa', 1013.25),
    temperatureK: fields.number('temperatureK', 288.15),
    vapourDensityGPerM3: fields.number('vapourDensityGPerM3', 7.5),
  };
  fields.finish();
  const { oxygenDbPerKm, waterDbPerKm } = gasAttenuation(frequencyGhz, air);
  const gamma = oxygenDbPerKm + waterDbPerKm;
  return {
    lossDb: (gamma * distanceM) / 1000,
    warnings: [],
    assumptions: ['The loss is that of the air alone, on top of free space.', 'The air is the same along the whole path.'],
    values: { gamma_o: oxygenDbPerKm, gamma_w: waterDbPerKm, gamma },
  };
}

function rain(fields: JsonFields): LossAnswer {
  const input = {
    frequencyGhz: fields.number('frequencyGhz'),
    distanceM: fields.number('distanceM'),
    rainRateMmPerH: fields.number('rainRateMmPerH'),
    timePercent: fields.number('timePercent', 0.01),
    polarisationTiltDeg: fields.number('polarisationTiltDeg'),
    elevationDeg: fields.number('elevationDeg', 0),
    isDistanceFactorLimited: fields.flag('isDistanceFactorLimited', true),
  };
  fields.finish();
  const { lossDb, gammaR, r, a001Db, ...coefficients } = rainLoss(input);
  return {
    lossDb,
    warnings: [],
    assumptions: ['The loss is that of the rain alone, on top of free space.'],
    values: { ...coefficients, gammaR, r, A001: a001Db, Ap: lossDb },
  };
}

/** What the models over terrain have in common. */
function antennas(fields: JsonFields): {
  frequencyGhz: number;
  txHeightM: number;
  rxHeightM: number;
  polarisation: (typeof POLARISATIONS)[number];
} {
  return {
    frequencyGhz: fields.number('frequencyGhz'),
    txHeightM: fields.number('txHeightM'),
    rxHeightM: fields.number('rxHeightM'),
    polarisation: fields.choice('polarisation', POLARISATIONS),
  };
}

/** A profile with any spacing; what stands on the ground does not count at the antennas themselves. */
function readProfile(fields: JsonFields): PathProfile {
  const distanceM = fields.numbers('distanceM');
  const groundM = fields.numbers('groundM');
  const clutterM = fields.has('clutterM') ? fields.numbers('clutterM') : null;
  if (clutterM === null) fields.assume('clutterM', 'nothing stands on the ground');
  const unordered = distanceM.findIndex((here, i) => (i === 0 ? here !== 0 : !(here > (distanceM[i - 1] ?? NaN))));
  if (unordered >= 0) throw fields.refuse(`distanceM[${unordered}]`, 'Distances begin with 0 and rise.');
  for (const [name, column] of Object.entries({ groundM, clutterM })) {
    if (column === null || column.length === distanceM.length) continue;
    throw fields.refuse(name, `It has ${column.length} values for ${distanceM.length} distances.`);
  }
  const isEnd = (i: number): boolean => i === 0 || i === distanceM.length - 1;
  const surface = clutterM?.map((above, i) => (groundM[i] ?? NaN) + (isEnd(i) ? 0 : above));
  return {
    lengthM: distanceM[distanceM.length - 1] ?? NaN,
    distanceM: Float64Array.from(distanceM),
    groundM: Float64Array.from(groundM),
    surfaceM: surface === undefined ? null : Float64Array.from(surface),
  };
}

function notNegative(fields: JsonFields, name: string): number {
  const value = fields.number(name);
  if (value < 0) throw fields.refuse(name, `${value} is below 0.`);
  return value;
}
