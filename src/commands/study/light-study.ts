import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Settings } from '../../plan/settings.ts';
import { fibrePlanOf, type FibrePlan } from '../../studies/fiber/fibre-plan.ts';
import { litStretches } from '../../studies/fiber/light-path.ts';
import { opticalStudy, type OpticalStudy, type PremisesBudget } from '../../studies/fiber/optical-study.ts';
import type { MapItem } from '../../state/map-item.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.lightStudy;

/** The light of a design: its fibres and what is lost on them. */
export interface DesignLight {
  readonly fibres: FibrePlan;
  readonly study: OpticalStudy;
}

const kept = new WeakMap<FiberNetwork, { readonly settings: Settings; readonly light: DesignLight }>();

/** The light of the designed network, kept until it or the settings change; null before the first design. */
export function designLight({ fiber, settings }: Plan): DesignLight | null {
  if (fiber === null) return null;
  const known = kept.get(fiber);
  if (known?.settings === settings) return known.light;
  const fibres = fibrePlanOf(fiber, settings);
  const light = { fibres, study: opticalStudy(fibres, settings) };
  kept.set(fiber, { settings, light });
  return light;
}

/** The path of light that is shown; null where none is, or where it is no longer there. */
export function shownLight(bench: Workbench): PremisesBudget | null {
  const { litPremises } = bench.fiber;
  if (litPremises === null) return null;
  return designLight(bench.plan.plan)?.study.premises.find(({ fibre }) => fibre.drop.premisesId === litPremises) ?? null;
}

export const showWorstLight: Command = {
  id: 'fiber.worst-light',
  title: words.showWorstPathLight,
  keywords: words.opticalBudgetLossWeakestSplice,
  can: ({ plan }) => (designLight(plan.plan)?.study.worst ? true : words.thereNoDesignWithFibres),
  run: (bench) => {
    const worst = designLight(bench.plan.plan)?.study.worst;
    if (worst) light(bench, worst);
  },
};

export const showLight: Command = {
  id: 'fiber.light',
  title: words.showItsPathLight,
  keywords: words.opticalBudgetLossTraceFibre,
  can: (bench) => (selectedBudget(bench) === null ? words.selectOnePremisesOrOne : true),
  run: (bench) => {
    const budget = selectedBudget(bench);
    if (budget !== null) light(bench, budget);
  },
};

function selectedBudget(bench: Workbench): PremisesBudget | null {
  const item = bench.selection.single;
  const study = designLight(bench.plan.plan)?.study;
  if (item === null || study === undefined) return null;
  const isIt = ({ fibre: { drop } }: PremisesBudget): boolean =>
    item.kind === 'feature'
      ? item.layer === 'premises' && drop.premisesId === item.id
      : item.list === 'drops' && drop.id === item.id;
  return study.premises.find(isIt) ?? null;
}

/** Lights a path on the map, all of it selected, and shows its losses. */
function light(bench: Workbench, budget: PremisesBudget): void {
  const { fiber } = bench.plan.plan;
  const fibres = designLight(bench.plan.plan)?.fibres;
  if (fiber === null || fibres === undefined) return;
  const { drop, terminal, cabinet, facility, stages } = budget.fibre;
  const part = (list: 'stretches' | 'drops' | 'terminals' | 'cabinets' | 'facilities', id: string): MapItem => ({
    kind: 'network',
    list,
    id,
  });
  const passed = stages.flatMap((stage) => (stage.kind === 'line' ? [] : (stage.splitter.terminal?.id ?? [])));
  bench.selection.set([
    part('facilities', facility.id),
    ...(cabinet.inFacility ? [] : [part('cabinets', cabinet.id)]),
    ...litStretches(fiber.stretches, fibres, budget).map(({ id }) => part('stretches', id)),
    ...[...new Set([...passed, terminal.id])].map((id) => part('terminals', id)),
    part('drops', drop.id),
  ]);
  bench.fiber.litPremises = drop.premisesId;
  bench.view.showRight('fiber');
  bench.messages.announce(words.thePathLightToShown({ premisesId: drop.premisesId }));
}
