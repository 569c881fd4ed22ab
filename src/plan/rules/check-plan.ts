import { compareText } from '../../base/compare.ts';
import type { Plan } from '../plan.ts';
import { premisesWithoutUnits, spansWithoutPoles, tallPoles } from './attributes.ts';
import { cablesOffTheNetwork, cablesOverFull, cablesWithoutSpare, standingWithoutPrice } from './cables-in-service.ts';
import { featuresWithoutGeometry, missingLayers, missingLicences, missingTerrain } from './completeness.ts';
import { premisesBeyondLimit, premisesNotReached, weakPrices } from './design.ts';
import { someIds, type Finding, type IgnoredIssue, type Issue, type Rule } from './issue.ts';
import { duplicatePoints, overlappingNeighbourhoods, polesFarFromEverything, unconnectedRightsOfWay } from './places.ts';

const RULES: readonly Rule[] = [
  missingLayers,
  missingTerrain,
  featuresWithoutGeometry,
  premisesWithoutUnits,
  tallPoles,
  spansWithoutPoles,
  duplicatePoints,
  polesFarFromEverything,
  unconnectedRightsOfWay,
  overlappingNeighbourhoods,
  cablesWithoutSpare,
  cablesOffTheNetwork,
  cablesOverFull,
  standingWithoutPrice,
  premisesNotReached,
  premisesBeyondLimit,
  weakPrices,
  missingLicences,
];

const ORDER = { error: 0, warning: 1, note: 2 } as const;

/** All that the rules find in a plan and nobody has ignored: errors first, then by code and place. */
export function checkPlan(plan: Plan): Issue[] {
  return issuesOf(plan, new PlanRules().findings(plan));
}

/** The rules with what they found last: a rule runs again only where what it looks at has changed. */
export class PlanRules {
  readonly #found = new Map<Rule, { readonly read: readonly unknown[]; readonly findings: readonly Finding[] }>();

  /** A step for each rule that has to run, and for every few thousand features that it looks at, so that a page can do other things in between; then all findings. */
  *steps(plan: Plan): Generator<undefined, Finding[]> {
    for (const rule of RULES) {
      const read = rule.reads(plan);
      const known = this.#found.get(rule);
      if (known?.read.length === read.length && known.read.every((value, i) => value === read[i])) continue;
      const findings: Finding[] = [];
      for (const found of rule.find(plan)) {
        if (found === undefined) yield undefined;
        else findings.push(found);
      }
      this.#found.set(rule, { read, findings });
      yield undefined;
    }
    return [...this.#found.values()].flatMap(({ findings }) => findings);
  }

  findings(plan: Plan): Finding[] {
    const steps = this.steps(plan);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }
}

/** Findings less what the plan says to ignore. */
export function issuesOf({ ignored }: Plan, findings: readonly Finding[]): Issue[] {
  return findings
    .flatMap((finding): Issue[] => {
      const ids = heededIds(finding, ignored);
      if (ids === null) return [];
      const { severity, code, part, layer } = finding;
      const where = ids.length === 0 ? part : `${part}: ${someIds(ids)}`;
      return [{ severity, code, part, layer, ids, where, message: finding.tell(ids.length) }];
    })
    .sort((a, b) => ORDER[a.severity] - ORDER[b.severity] || compareText(a.code, b.code) || compareText(a.where, b.where));
}

/** What is left of a finding's ids; null where all of it is ignored. */
function heededIds({ code, part, ids }: Finding, ignored: readonly IgnoredIssue[]): readonly string[] | null {
  const about = ignored.filter((one) => one.code === code && one.part === part);
  if (about.some((one) => one.ids.length === 0)) return null;
  const gone = new Set(about.flatMap((one) => one.ids));
  if (gone.size === 0) return ids;
  const left = ids.filter((id) => !gone.has(id));
  return left.length === 0 ? null : left;
}
