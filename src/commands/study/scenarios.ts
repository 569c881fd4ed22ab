import { changeBetween } from '../../plan/difference.ts';
import type { Scenario } from '../../state/scenario-state.svelte.ts';
import { compareDesigns, type Comparison } from '../../studies/compare/run.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.scenarios;

export const copyScenario: Command = {
  id: 'scenario.copy',
  title: words.copyPlanAsScenarioB,
  keywords: words.whatIfCompareAlternativeVariant,
  can: (bench) => scenarioAside(bench) === null || words.thereScenarioBesideThisOne,
  run: (bench) => {
    const { plan, generation } = bench.plan;
    bench.scenarios.aside = { name: 'A', plan, generation };
    bench.scenarios.name = 'B';
    show(bench);
    bench.messages.say(words.scenarioSetAsideAsStands);
  },
};

export const switchScenario: Command = {
  id: 'scenario.switch',
  title: (bench) => words.showScenario({ name: scenarioAside(bench)?.name ?? 'A' }),
  alters: true,
  keywords: words.compareBackOtherVariant,
  can: (bench) => scenarioAside(bench) !== null || NONE,
  run: (bench) => {
    const other = scenarioAside(bench);
    if (other === null) return;
    const { plan, generation } = bench.plan;
    const { name } = bench.scenarios;
    const change = changeBetween(plan, other.plan, words.showScenarioNote({ name: other.name }));
    if (change !== null) bench.plan.commit(change);
    bench.selection.clear();
    bench.scenarios.aside = { name, plan, generation };
    bench.scenarios.name = other.name;
  },
};

export const dropScenario: Command = {
  id: 'scenario.drop',
  title: (bench) => words.dropScenarioKeepOneThat({ name: scenarioAside(bench)?.name ?? 'A' }),
  keywords: words.endCompareVariant,
  can: (bench) => scenarioAside(bench) !== null || NONE,
  run: (bench) => {
    bench.scenarios.aside = null;
    bench.scenarios.name = 'A';
  },
};

const NONE = words.thereNoOtherScenarioCopy;

function show({ view }: Workbench): void {
  if (!view.narrow) view.drawer = 'scenarios';
}

/** The scenario beside the one in the window, null where there is none of this plan. */
export function scenarioAside({ scenarios, plan }: Workbench): Scenario | null {
  return scenarios.aside?.generation === plan.generation ? scenarios.aside : null;
}

/** Both scenarios, A first; null unless both are designed. */
export function comparedScenarios(bench: Workbench): Comparison | null {
  const aside = scenarioAside(bench);
  if (aside === null) return null;
  const [here, there] = [bench.plan.plan, aside.plan];
  const [a, b] = aside.name < bench.scenarios.name ? [there, here] : [here, there];
  return a.fiber === null || b.fiber === null ? null : compareDesigns(a, a.fiber, b, b.fiber);
}
