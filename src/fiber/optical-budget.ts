/** Wavelengths of passive optical networks, nanometres. */
export type WavelengthNm = 1270 | 1310 | 1330 | 1490 | 1550 | 1577;

/** Loss of single-mode fibre, dB/km: planning values for G.652.D cable, splices not included. */
export const FIBRE_DB_PER_KM: Readonly<Record<WavelengthNm, number>> = {
  1270: 0.45,
  1310: 0.35,
  1330: 0.35,
  1490: 0.3,
  1550: 0.25,
  1577: 0.25,
};

/** Typical insertion loss of even splitters by number of outputs, dB (makers' tables; single 1:32 range from 16.5 to 18). */
const SPLITTER_DB: readonly (readonly [outputs: number, lossDb: number])[] = [
  [1, 0],
  [2, 3.7],
  [4, 7.3],
  [8, 10.5],
  [16, 13.7],
  [32, 17.1],
  [64, 20.5],
];

/** Typical loss of unequal couplers by the share that leaves at the tap, per cent: to the tap and through, dB. */
const COUPLER_DB: Readonly<Record<number, { readonly tapDb: number; readonly throughDb: number }>> = {
  5: { tapDb: 14.3, throughDb: 0.8 },
  10: { tapDb: 11, throughDb: 1.1 },
  20: { tapDb: 7.9, throughDb: 1.6 },
  30: { tapDb: 6.1, throughDb: 2.2 },
  40: { tapDb: 4.8, throughDb: 2.9 },
};

/** The shares that unequal couplers are made for, ascending, per cent. */
export const TAP_PERCENTS: readonly number[] = Object.keys(COUPLER_DB).map(Number);

/** Loss of an even splitter, dB: that of the next size made; beyond 1:64 a second stage stands before it. @param outputs 1 … 4096 */
export function splitterLossDb(outputs: number): number {
  const single = SPLITTER_DB.find(([size]) => size >= outputs);
  return single === undefined ? splitterLossDb(64) + splitterLossDb(Math.ceil(outputs / 64)) : single[1];
}

/** Loss of an unequal coupler, dB. @param tapPercent 5, 10, 20, 30 or 40: share of the light at the tap; null where none is made so */
export function couplerLossDb(tapPercent: number, way: 'tap' | 'through'): number | null {
  const coupler = COUPLER_DB[tapPercent];
  return coupler === undefined ? null : way === 'tap' ? coupler.tapDb : coupler.throughDb;
}

/** A kind of transceivers: the loss that the passive network must have at least and may have at most, both ways, dB. */
export interface OpticsClass {
  readonly id: string;
  readonly name: string;
  readonly family: 'GPON' | 'XGS-PON' | 'Ethernet';
  /** Less would overload the receiver next to the strongest transmitter of the class. */
  readonly leastLossDb: number;
  /** More would leave the weakest transmitter below the receiver's sensitivity. */
  readonly greatestLossDb: number;
  readonly downNm: WavelengthNm;
  readonly upNm: WavelengthNm;
}

const gpon = { family: 'GPON', downNm: 1490, upNm: 1310 } as const;
/** Point to point, 10 Gbit/s over one fibre. */
const ethernet = { family: 'Ethernet', downNm: 1330, upNm: 1270 } as const;
const xgsPon = { family: 'XGS-PON', downNm: 1577, upNm: 1270 } as const;

/**
 * Classes of ITU-T G.984.2 (B+, and C+ of its amendment 2) and G.9807.1, each family from the least to the most loss; and modules for a fibre of one's own, by a maker's data sheet (HDV 10G BiDi SFP+, 1330/1270 nm):
 * least power sent less sensitivity (−14, −14 and −17 dBm) less 2 dB for dispersion; most power sent less overload (0.5 dBm).
 */
export const OPTICS_CLASSES: readonly OpticsClass[] = [
  { id: 'gpon-b+', name: 'GPON B+', leastLossDb: 13, greatestLossDb: 28, ...gpon },
  { id: 'gpon-c+', name: 'GPON C+', leastLossDb: 17, greatestLossDb: 32, ...gpon },
  { id: 'xgs-n1', name: 'XGS-PON N1', leastLossDb: 14, greatestLossDb: 29, ...xgsPon },
  { id: 'xgs-n2', name: 'XGS-PON N2', leastLossDb: 16, greatestLossDb: 31, ...xgsPon },
  { id: 'xgs-e1', name: 'XGS-PON E1', leastLossDb: 18, greatestLossDb: 33, ...xgsPon },
  { id: 'xgs-e2', name: 'XGS-PON E2', leastLossDb: 20, greatestLossDb: 35, ...xgsPon },
  { id: 'bidi-10', name: '10G BiDi 10 km', leastLossDb: 0, greatestLossDb: 7, ...ethernet },
  { id: 'bidi-20', name: '10G BiDi 20 km', leastLossDb: 2.5, greatestLossDb: 10, ...ethernet },
  { id: 'bidi-40', name: '10G BiDi 40 km', leastLossDb: 4.5, greatestLossDb: 16, ...ethernet },
];

/** A class and so many stronger ones of its family, weakest first. @throws Error where there is no such class */
export function classesFrom(id: string, steps: number): OpticsClass[] {
  const base = OPTICS_CLASSES.find((one) => one.id === id);
  if (base === undefined) throw new Error(`there is no optics class ${id}`);
  const family = OPTICS_CLASSES.filter(({ family: name }) => name === base.family);
  const first = family.indexOf(base);
  return family.slice(first, first + 1 + steps);
}

/** An unequal coupler on a path: what it takes out, and whether the path leaves it there or goes on. */
export interface PassedCoupler {
  readonly tapPercent: number;
  readonly way: 'tap' | 'through';
}

/** What light passes between the two ends. */
export interface OpticalPath {
  readonly fibreM: number;
  /** Outputs of each even splitter passed. */
  readonly splitters: readonly number[];
  readonly couplers: readonly PassedCoupler[];
  readonly splices: number;
  readonly connectors: number;
  /** Loss of all else (attenuators, an own splitter's measured loss), dB. */
  readonly otherDb: number;
}

/** Loss of one splice and one connector pair, and what is kept for ageing and repairs, dB. */
export interface LossRules {
  readonly spliceDb: number;
  readonly connectorDb: number;
  readonly marginDb: number;
}

/** Loss of a path at one wavelength, dB, to 1e-4; the margin is not in it. Splitters by their typical loss: each may lose about 1 dB more. */
export function pathLossDb(path: OpticalPath, wavelengthNm: WavelengthNm, rules: LossRules): number {
  const lossDb =
    (FIBRE_DB_PER_KM[wavelengthNm] * path.fibreM) / 1000 +
    path.splitters.reduce((sum, outputs) => sum + splitterLossDb(outputs), 0) +
    path.couplers.reduce((sum, { tapPercent, way }) => sum + (couplerLossDb(tapPercent, way) ?? 0), 0) +
    path.splices * rules.spliceDb +
    path.connectors * rules.connectorDb +
    path.otherDb;
  return Math.round(lossDb * 1e4) / 1e4;
}

/** How a path stands with a class of transceivers. */
export interface PathBudget {
  readonly downDb: number;
  readonly upDb: number;
  /** What is left at the far end after loss and margin, dB; below 0 the path fails. */
  readonly spareDb: number;
  /** How much the path loses over what the receiver at the near end needs, dB, margin left out; below 0 it is overloaded. */
  readonly overloadSpareDb: number;
  readonly verdict: 'within' | 'too-weak' | 'too-strong';
}

/** Judges both directions, far end (greatest loss, with margin) and near end (least loss, without). */
export function judgePath(path: OpticalPath, optics: OpticsClass, rules: LossRules): PathBudget {
  const downDb = pathLossDb(path, optics.downNm, rules);
  const upDb = pathLossDb(path, optics.upNm, rules);
  const spareDb = Math.round((optics.greatestLossDb - rules.marginDb - Math.max(downDb, upDb)) * 1e4) / 1e4;
  const overloadSpareDb = Math.round((Math.min(downDb, upDb) - optics.leastLossDb) * 1e4) / 1e4;
  return {
    downDb,
    upDb,
    spareDb,
    overloadSpareDb,
    verdict: spareDb < 0 ? 'too-weak' : overloadSpareDb < 0 ? 'too-strong' : 'within',
  };
}

/** One thing that alone would bring a failing path within its class. */
export type Remedy =
  | { readonly kind: 'class'; readonly optics: OpticsClass }
  | { readonly kind: 'split'; readonly outputs: number }
  | { readonly kind: 'shorten'; readonly byM: number }
  | { readonly kind: 'attenuate'; readonly byDb: number };

/** What would mend a path, each alone: other transceivers of the family, a smaller splitter, less fibre; an attenuator where it is too strong. */
export function remediesFor(path: OpticalPath, optics: OpticsClass, rules: LossRules): Remedy[] {
  const budget = judgePath(path, optics, rules);
  if (budget.verdict === 'within') return [];
  const passes = (other: OpticalPath, classed = optics): boolean => judgePath(other, classed, rules).verdict === 'within';
  const remedies: Remedy[] = [];
  const other = OPTICS_CLASSES.find((one) => one.family === optics.family && one.id !== optics.id && passes(path, one));
  if (other !== undefined) remedies.push({ kind: 'class', optics: other });
  if (budget.verdict === 'too-strong') {
    const byDb = Math.ceil(-budget.overloadSpareDb);
    if (passes({ ...path, otherDb: path.otherDb + byDb })) remedies.push({ kind: 'attenuate', byDb });
    return remedies;
  }
  const [first = 1, ...rest] = path.splitters;
  const sizes = SPLITTER_DB.map(([size]) => size).filter((size) => size > 1 && size < first);
  const outputs = sizes.reverse().find((size) => passes({ ...path, splitters: [size, ...rest] }));
  if (outputs !== undefined) remedies.push({ kind: 'split', outputs });
  const worstNm = budget.upDb >= budget.downDb ? optics.upNm : optics.downNm;
  const byM = Math.ceil((-budget.spareDb / FIBRE_DB_PER_KM[worstNm]) * 1000);
  if (byM < path.fibreM && passes({ ...path, fibreM: path.fibreM - byM })) remedies.push({ kind: 'shorten', byM });
  return remedies;
}
