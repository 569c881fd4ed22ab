import { quietJob } from '../../base/job.ts';
import { inSteps } from '../../base/steps.ts';
import type { Drop, FiberNetwork } from '../../plan/network.ts';
import type { Settings } from '../../plan/settings.ts';
import { fibrePlanSteps } from '../../studies/fiber/fibre-plan.ts';
import { litStretches } from '../../studies/fiber/light-path.ts';
import { opticalSteps, type PremisesBudget } from '../../studies/fiber/optical-study.ts';
import type { DesignLight } from '../../state/fiber-state.svelte.ts';
import type { MapItem } from '../../state/map-item.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.lightStudy;

/** The light of the plan's design, where it has been worked out. */
export function knownLight({ plan: { plan }, fiber: { light } }: Workbench): DesignLight | null {
  return light !== null && light.network === plan.fiber && light.settings === plan.settings ? light : null;
}

/** Works out the light of the plan's design in short steps, once for a design and its settings; null before the first design. */
export async function workOutLight(bench: Workbench): Promise<DesignLight | null> {
  const { fiber, settings } = bench.plan.plan;
  if (fiber === null) return null;
  const known = begun.get(fiber);
  const light = known?.settings === settings ? known.light : lightInSteps(fiber, settings);
  begun.set(fiber, { settings, light });
  const found = await light;
  if (bench.plan.plan.fiber === fiber && bench.plan.plan.settings === settings) bench.fiber.light = found;
  return knownLight(bench);
}

const begun = new WeakMap<FiberNetwork, { readonly settings: Settings; readonly light: Promise<DesignLight> }>();

async function lightInSteps(network: FiberNetwork, settings: Settings): Promise<DesignLight> {
  const fibres = await inSteps(fibrePlanSteps(network, settings), quietJob);
  return { network, settings, fibres, study: await inSteps(opticalSteps(fibres, settings), quietJob) };
}

/** The path of light that is shown; null where none is, or where it is not known yet or no longer there. */
export function shownLight(bench: Workbench): PremisesBudget | null {
  const { litPremises } = bench.fiber;
  if (litPremises === null) return null;
  return knownLight(bench)?.study.premises.find(({ fibre }) => fibre.drop.premisesId === litPremises) ?? null;
}

export const showWorstLight: Command = {
  id: 'fiber.worst-light',
  title: words.showWorstPathLight,
  keywords: words.opticalBudgetLossWeakestSplice,
  can: ({ plan: { plan } }) => ((plan.fiber?.drops.length ?? 0) > 0 ? true : words.thereNoDesignWithFibres),
  run: async (bench) => {
    const light = await workOutLight(bench);
    if (light?.study.worst) show(bench, light, light.study.worst);
  },
};

export const showLight: Command = {
  id: 'fiber.light',
  title: words.showItsPathLight,
  keywords: words.opticalBudgetLossTraceFibre,
  can: (bench) => (selectedDrop(bench) === null ? words.selectOnePremisesOrOne : true),
  run: async (bench) => {
    const wanted = selectedDrop(bench);
    const light = await workOutLight(bench);
    const budget = light?.study.premises.find(({ fibre: { drop } }) => drop.id === wanted?.id);
    if (light !== null && budget !== undefined) show(bench, light, budget);
  },
};

/** The drop that is selected, or leads to the premises that are. */
function selectedDrop({ selection, plan: { plan } }: Workbench): Drop | null {
  const item = selection.single;
  if (item === null) return null;
  const isIt = ({ id, premisesId }: Drop): boolean =>
    item.kind === 'feature' ? item.layer === 'premises' && premisesId === item.id : item.list === 'drops' && id === item.id;
  return plan.fiber?.drops.find(isIt) ?? null;
}

/** Lights a path on the map, all of it selected, and shows its losses. */
function show(bench: Workbench, { network, fibres }: DesignLight, budget: PremisesBudget): void {
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
    ...litStretches(network.stretches, fibres, budget).map(({ id }) => part('stretches', id)),
    ...[...new Set([...passed, terminal.id])].map((id) => part('terminals', id)),
    part('drops', drop.id),
  ]);
  bench.fiber.litPremises = drop.premisesId;
  bench.view.showRight('fiber');
  bench.messages.announce(words.thePathLightToShown({ premisesId: drop.premisesId }));
}
