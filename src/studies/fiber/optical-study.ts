import {
  DIFFERENTIAL_REACH_M,
  judgePath,
  OPTICS_CLASSES,
  remediesFor,
  type LossRules,
  type OpticalPath,
  type OpticsClass,
  type PathBudget,
  type Remedy,
} from '../../fiber/optical-budget.ts';
import type { Settings } from '../../plan/settings.ts';
import type { FibrePlan, PremisesFibre } from './fibre-plan.ts';

/** The budget of one premises, with what would mend it where it fails. */
export interface PremisesBudget extends PathBudget {
  readonly fibre: PremisesFibre;
  readonly path: OpticalPath;
  readonly remedies: readonly Remedy[];
}

/** All premises on one splitter: how far apart in fibre the nearest and the farthest are. */
export interface SplitterTree {
  readonly splitter: string;
  readonly premises: number;
  readonly nearestM: number;
  readonly farthestM: number;
  readonly withinReach: boolean;
}

/** The optical budget of a network. */
export interface OpticalStudy {
  readonly optics: OpticsClass;
  readonly rules: LossRules;
  readonly premises: readonly PremisesBudget[];
  readonly trees: readonly SplitterTree[];
  /** The path with least left at the far end, and the one nearest to overload; null where nothing is served. */
  readonly worst: PremisesBudget | null;
  readonly strongest: PremisesBudget | null;
  /** How many paths each class would carry, all else equal. */
  readonly byClass: readonly { readonly optics: OpticsClass; readonly within: number }[];
}

/** Judges the fibre of every premises against the class of transceivers in the settings. */
export function opticalStudy(plan: FibrePlan, settings: Settings): OpticalStudy {
  const optics = OPTICS_CLASSES.find(({ id }) => id === settings.opticsClass);
  if (optics === undefined) throw new Error(`settings name the optics class ${settings.opticsClass}, which there is not`);
  const rules: LossRules = {
    spliceDb: settings.spliceLossDb,
    connectorDb: settings.connectorLossDb,
    marginDb: settings.opticalMarginDb,
  };
  const premises = plan.premises.map((fibre): PremisesBudget => {
    const path: OpticalPath = {
      fibreM: fibre.fibreM,
      splitters: [settings.splitRatio],
      splices: fibre.splices,
      connectors: settings.pathConnectors,
      otherDb: 0,
    };
    return { fibre, path, ...judgePath(path, optics, rules), remedies: remediesFor(path, optics, rules) };
  });
  return studyOf(optics, rules, premises);
}

/** The part of a study that concerns one neighbourhood's premises; the empty id stands for outside all. Splitters by these alone. */
export function opticalStudyWithin(study: OpticalStudy, neighbourhoodId: string): OpticalStudy {
  const own = study.premises.filter(({ fibre }) => (fibre.drop.neighbourhoodId ?? '') === neighbourhoodId);
  return studyOf(study.optics, study.rules, own);
}

function studyOf(optics: OpticsClass, rules: LossRules, premises: readonly PremisesBudget[]): OpticalStudy {
  return {
    optics,
    rules,
    premises,
    trees: treesOf(premises.map(({ fibre }) => fibre)),
    worst: least(premises, ({ spareDb }) => spareDb),
    strongest: least(premises, ({ overloadSpareDb }) => overloadSpareDb),
    byClass: OPTICS_CLASSES.map((one) => ({
      optics: one,
      within: premises.filter(({ path }) => judgePath(path, one, rules).verdict === 'within').length,
    })),
  };
}

function treesOf(premises: readonly PremisesFibre[]): SplitterTree[] {
  const lengths = new Map<string, number[]>();
  for (const { splitter, fibreM } of premises) lengths.set(splitter, [...(lengths.get(splitter) ?? []), fibreM]);
  return [...lengths].map(([splitter, list]) => {
    const nearestM = Math.min(...list);
    const farthestM = Math.max(...list);
    return { splitter, premises: list.length, nearestM, farthestM, withinReach: farthestM - nearestM <= DIFFERENTIAL_REACH_M };
  });
}

/** The first with the least value. */
function least<T>(list: readonly T[], value: (one: T) => number): T | null {
  let best: T | null = null;
  for (const one of list) if (best === null || value(one) < value(best)) best = one;
  return best;
}
