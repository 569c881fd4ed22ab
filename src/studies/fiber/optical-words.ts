import { countText, distanceText, numberText, plainSpaces, spanText, type UnitSystem } from '../../base/quantity-text.ts';
import type { Remedy } from '../../fiber/optical-budget.ts';
import type { FibrePlan } from './fibre-plan.ts';
import { lightElements, type LightElement } from './light-path.ts';
import type { OpticalStudy, PremisesBudget } from './optical-study.ts';

/** What would mend a path, as an instruction. */
export function remedyText(remedy: Remedy, units: UnitSystem): string {
  switch (remedy.kind) {
    case 'class':
      return `use ${remedy.optics.name} transceivers`;
    case 'split':
      return `split 1:${remedy.outputs}`;
    case 'shorten':
      return `shorten the fibre by ${spanText(remedy.byM, units)}`;
    case 'attenuate':
      return `set an attenuator of ${remedy.byDb} dB`;
  }
}

/** The result in sentences: whether all is within the class, the worst path, what would mend what fails. */
export function opticalSentences(study: OpticalStudy, units: UnitSystem): string[] {
  const { worst, strongest, premises, trees } = study;
  if (worst === null || strongest === null) return ['No premises has a fibre to a facility: there is no optical budget.'];
  const weak = premises.filter(({ verdict }) => verdict === 'too-weak').length;
  const strong = premises.filter(({ verdict }) => verdict === 'too-strong').length;
  const apart = trees.filter(({ withinReach }) => !withinReach);
  const failing = worst.verdict === 'too-weak' ? worst : strong > 0 ? strongest : null;
  const where = `${worst.fibre.drop.premisesId} at ${worst.fibre.terminal.id}, ${distanceText(worst.fibre.fibreM, units)} of fibre`;
  const loss = numberText(Math.max(worst.upDb, worst.downDb), 2);
  return [
    weak + strong === 0
      ? `All ${numberText(premises.length)} paths are within ${classesText(study)}.`
      : `${numberText(weak + strong)} of ${numberText(premises.length)} paths are outside ${classesText(study)}: ${numberText(weak)} lose too much, ${numberText(strong)} would overload the receiver.`,
    `Worst path: ${where}, loses ${loss} dB; with a margin of ${study.rules.marginDb} dB ${numberText(worst.spareDb, 2)} dB are left.`,
    `Strongest path: ${strongest.fibre.drop.premisesId}, ${numberText(strongest.overloadSpareDb, 2)} dB from overload.`,
    ...(failing === null ? [] : [mendingSentence(failing, units)]),
    ...beyondReach(study, units),
    ...(apart.length === 0
      ? []
      : [
          `${countText(apart.length, 'OLT port has', 'OLT ports have')} premises more than ${distanceText(study.reach.differentialM, units)} of fibre apart: ${apart.map(({ feed }) => feed).join(', ')}. Put near and far ones on ports of their own.`,
        ]),
  ];
}

/** Premises beyond the length that the transceivers are specified for, and what would mend that. */
function beyondReach({ premises, reach }: OpticalStudy, units: UnitSystem): string[] {
  const beyond = premises.filter(({ fibre }) => fibre.fibreM > reach.limitM);
  const farthest = beyond.reduce<PremisesBudget | null>((a, b) => (a === null || b.fibre.fibreM > a.fibre.fibreM ? b : a), null);
  if (farthest === null) return [];
  const { drop, fibreM } = farthest.fibre;
  return [
    `${numberText(beyond.length)} premises lie beyond ${distanceText(reach.limitM, units)} of fibre, the farthest ${drop.premisesId} at ${distanceText(fibreM, units)}: transceivers for the longer reach, or a facility that is ${distanceText(fibreM - reach.limitM, units)} nearer, would mend it.`,
  ];
}

/** The classes in use: the one class with its range, or each with the paths that have it. */
function classesText({ byClass }: OpticalStudy): string {
  const used = byClass.filter(({ paths }) => paths > 0);
  return used
    .map(({ optics, paths }) => {
      const range = `${optics.name} (${optics.leastLossDb}–${optics.greatestLossDb} dB)`;
      return used.length === 1 ? range : `${range}, ${numberText(paths)} paths`;
    })
    .join(used.length === 1 ? '' : '; ');
}

function mendingSentence({ fibre, remedies }: PremisesBudget, units: UnitSystem): string {
  if (remedies.length === 0)
    return `No single change mends ${fibre.drop.premisesId}: put its facility nearer, or split less and use stronger transceivers together.`;
  return `What would mend ${fibre.drop.premisesId}, each alone: ${remedies.map((remedy) => remedyText(remedy, units)).join(', or ')}.`;
}

/** The optical budget as `summary.json` and `weft design --json` tell it. Lengths in metres, losses in dB. */
export interface OpticalFields {
  readonly class: string;
  readonly leastLossDb: number;
  readonly greatestLossDb: number;
  readonly marginDb: number;
  readonly pathsWithin: number;
  readonly pathsTooWeak: number;
  readonly pathsTooStrong: number;
  readonly worst: PathFields | null;
  readonly strongest: PathFields | null;
  /** For each class how many paths have it in this design, and how many it would carry if all had it. */
  readonly pathsWithinByClass: readonly { readonly class: string; readonly paths: number; readonly pathsWithin: number }[];
  readonly reachLimitM: number;
  readonly pathsBeyondReach: number;
  readonly splittersBeyondDifferentialReach: readonly string[];
  readonly greatestDifferentialReachM: number;
}

interface PathFields {
  readonly premisesId: string;
  readonly terminalId: string;
  readonly splitter: string;
  readonly class: string;
  readonly fibreM: number;
  readonly splices: number;
  readonly downDb: number;
  readonly upDb: number;
  readonly spareDb: number;
  readonly overloadSpareDb: number;
  readonly verdict: PremisesBudget['verdict'];
  readonly mend: readonly string[];
  /** What the light passes from the OLT on; the losses add up to `downDb` and `upDb`. */
  readonly elements: readonly LightElement[];
}

/** The study's figures as fields. */
export function opticalFields(plan: FibrePlan, study: OpticalStudy, units: UnitSystem): OpticalFields {
  const { optics, premises, trees } = study;
  const count = (verdict: PremisesBudget['verdict']): number => premises.filter((one) => one.verdict === verdict).length;
  return {
    class: optics.name,
    leastLossDb: optics.leastLossDb,
    greatestLossDb: optics.greatestLossDb,
    marginDb: study.rules.marginDb,
    pathsWithin: count('within'),
    pathsTooWeak: count('too-weak'),
    pathsTooStrong: count('too-strong'),
    worst: study.worst === null ? null : pathFields(plan, study, study.worst, units),
    strongest: study.strongest === null ? null : pathFields(plan, study, study.strongest, units),
    pathsWithinByClass: study.byClass.map((one) => ({
      class: one.optics.name,
      paths: one.paths,
      pathsWithin: one.within,
    })),
    reachLimitM: study.reach.limitM,
    pathsBeyondReach: premises.filter(({ fibre }) => fibre.fibreM > study.reach.limitM).length,
    splittersBeyondDifferentialReach: trees.filter(({ withinReach }) => !withinReach).map(({ feed }) => feed),
    greatestDifferentialReachM: millimetres(Math.max(0, ...trees.map(({ nearestM, farthestM }) => farthestM - nearestM))),
  };
}

function pathFields(plan: FibrePlan, study: OpticalStudy, budget: PremisesBudget, units: UnitSystem): PathFields {
  const { fibre, downDb, upDb, spareDb, overloadSpareDb, verdict, remedies } = budget;
  return {
    premisesId: fibre.drop.premisesId,
    terminalId: fibre.terminal.id,
    splitter: fibre.splitter,
    class: budget.optics.name,
    fibreM: millimetres(fibre.fibreM),
    splices: fibre.splices,
    downDb,
    upDb,
    spareDb,
    overloadSpareDb,
    verdict,
    mend: remedies.map((remedy) => plainSpaces(remedyText(remedy, units))),
    elements: lightElements(plan, budget, study).map((element) => ({
      ...element,
      lengthM: element.lengthM === null ? null : millimetres(element.lengthM),
      downDb: Math.round(element.downDb * 1e4) / 1e4,
      upDb: Math.round(element.upDb * 1e4) / 1e4,
    })),
  };
}

function millimetres(lengthM: number): number {
  return Math.round(lengthM * 1000) / 1000;
}
