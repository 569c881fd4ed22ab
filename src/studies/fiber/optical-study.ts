import {
  judgePath,
  OPTICS_CLASSES,
  remediesFor,
  type LossRules,
  type OpticalPath,
  type OpticsClass,
  type PathBudget,
  type Remedy,
} from '../../fiber/optical-budget.ts';
import { allSteps } from '../../base/steps.ts';
import type { Settings } from '../../plan/settings.ts';
import type { FibrePlan, PremisesFibre } from './fibre-plan.ts';
import { usualOptics } from './own-fibres.ts';
import { lossRules } from './split-study.ts';

/** The budget of a fibre to a premises, with what would mend it where it fails. */
export interface PremisesBudget extends PathBudget {
  readonly fibre: PremisesFibre;
  readonly path: OpticalPath;
  /** The optics of its OLT port. */
  readonly optics: OpticsClass;
  readonly remedies: readonly Remedy[];
}

/** All fibres on one OLT port: how far apart the nearest and the farthest premises are. */
export interface FeedTree {
  readonly feed: string;
  readonly premises: number;
  readonly nearestM: number;
  readonly farthestM: number;
  readonly withinReach: boolean;
}

/** Limits of length, metres. */
export interface Reach {
  readonly limitM: number;
  readonly differentialM: number;
}

/** The optical budget of a network. */
export interface OpticalStudy {
  /** The usual class; single ports may have a stronger one. */
  readonly optics: OpticsClass;
  readonly rules: LossRules;
  /** What the transceivers are specified for: fibre in all, and between the nearest and the farthest on one port; metres. */
  readonly reach: Reach;
  readonly premises: readonly PremisesBudget[];
  readonly trees: readonly FeedTree[];
  /** The path with least left at the far end, and the one nearest to overload; null where nothing is served. */
  readonly worst: PremisesBudget | null;
  readonly strongest: PremisesBudget | null;
  /** Of each class how many paths have it, and how many it would carry, all else equal. */
  readonly byClass: readonly { readonly optics: OpticsClass; readonly paths: number; readonly within: number }[];
}

/** Judges the fibre of every premises against the class of the optics at its OLT port. */
export function opticalStudy(plan: FibrePlan, settings: Settings): OpticalStudy {
  return allSteps(opticalSteps(plan, settings));
}

/** So many premises take some ten milliseconds. */
const PREMISES_A_STEP = 500;

/** The same in short steps, for where something else must be answered meanwhile. */
export function* opticalSteps(plan: FibrePlan, settings: Settings): Generator<undefined, OpticalStudy> {
  const optics = classOf(usualOptics(settings));
  const rules = lossRules(settings);
  const premises: PremisesBudget[] = [];
  for (const [i, fibre] of plan.premises.entries()) {
    const path = opticalPathOf(fibre, settings);
    const own = fibre.cabinet.opticsClass === optics.id ? optics : classOf(fibre.cabinet.opticsClass);
    premises.push({ fibre, path, optics: own, ...judgePath(path, own, rules), remedies: remediesFor(path, own, rules) });
    if (i % PREMISES_A_STEP === 0) yield;
  }
  return studyOf(optics, rules, { limitM: settings.reachLimitM, differentialM: settings.differentialReachM }, premises);
}

/** What the light of a premises passes. Where no splitter stands in a cabinet, its two connectors are not there either. */
function opticalPathOf({ stages, fibreM, splices, cabinet }: PremisesFibre, settings: Settings): OpticalPath {
  return {
    fibreM,
    splitters: stages.flatMap((stage) => (stage.kind === 'splitter' ? stage.splitter.outputs : [])),
    couplers: stages.flatMap((stage) =>
      stage.kind === 'coupler' ? { tapPercent: stage.splitter.tapPercent ?? 0, way: stage.way } : [],
    ),
    splices,
    connectors: Math.max(0, settings.pathConnectors - (cabinet.splitRatio > 1 ? 0 : 2)),
    otherDb: 0,
  };
}

function classOf(id: string): OpticsClass {
  const optics = OPTICS_CLASSES.find((one) => one.id === id);
  if (optics === undefined) throw new Error(`there is no optics class ${id}`);
  return optics;
}

/** The part of a study that concerns one neighbourhood's premises; the empty id stands for outside all. Splitters by these alone. */
export function opticalStudyWithin(study: OpticalStudy, neighbourhoodId: string): OpticalStudy {
  const own = study.premises.filter(({ fibre }) => (fibre.drop.neighbourhoodId ?? '') === neighbourhoodId);
  return studyOf(study.optics, study.rules, study.reach, own);
}

function studyOf(optics: OpticsClass, rules: LossRules, reach: Reach, premises: readonly PremisesBudget[]): OpticalStudy {
  return {
    optics,
    rules,
    reach,
    premises,
    trees: treesOf(
      premises.map(({ fibre }) => fibre),
      reach,
    ),
    worst: least(premises, ({ spareDb }) => spareDb),
    strongest: least(premises, ({ overloadSpareDb }) => overloadSpareDb),
    byClass: OPTICS_CLASSES.filter((one) => (one.family === 'Ethernet') === (optics.family === 'Ethernet')).map((one) => ({
      optics: one,
      paths: premises.filter(({ optics: own }) => own.id === one.id).length,
      within: premises.filter(({ path }) => judgePath(path, one, rules).verdict === 'within').length,
    })),
  };
}

function treesOf(premises: readonly PremisesFibre[], reach: Reach): FeedTree[] {
  const lengths = new Map<string, number[]>();
  for (const { feed, fibreM } of premises) lengths.set(feed, [...(lengths.get(feed) ?? []), fibreM]);
  return [...lengths].map(([feed, list]) => {
    const nearestM = Math.min(...list);
    const farthestM = Math.max(...list);
    return { feed, premises: list.length, nearestM, farthestM, withinReach: farthestM - nearestM <= reach.differentialM };
  });
}

/** The first with the least value. */
function least<T>(list: readonly T[], value: (one: T) => number): T | null {
  let best: T | null = null;
  for (const one of list) if (best === null || value(one) < value(best)) best = one;
  return best;
}
