import { loadEquipment } from '../study/link-budget.ts';
import { missingForDesign } from '../study/fiber-study.ts';
import { isDesignStale } from '../study/fiber-freshness.ts';
import { audienceSentence, planFor, type Audience } from '../../plan/audience.ts';
import type { Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';
import { fileStem } from './project-commands.ts';

const SEED = 1;

/** One zip with everything that the crews take along, for everybody to see. */
export const exportBuildPlan: Command = {
  id: 'file.build-plan',
  title: 'Export build plan',
  keywords: 'zip pdf bill of materials poles crossings print public',
  shortcuts: ['shift+mod+e'],
  can: ({ plan: { plan } }) => (plan.fiber === null ? (missingForDesign(plan) ?? true) : true),
  run: (bench) => writeBuildPlan(bench, 'public'),
};

export const exportFullBuildPlan: Command = {
  ...exportBuildPlan,
  id: 'file.build-plan-full',
  title: 'Export build plan with all fields, not for the public',
  keywords: 'zip pdf members private restricted crew',
  shortcuts: [],
  run: (bench) => writeBuildPlan(bench, 'full'),
};

/** Designs first what is missing or out of date, as the command line does. */
async function writeBuildPlan(bench: Workbench, audience: Audience): Promise<void> {
  const { generation } = bench.plan;
  if (bench.plan.plan.fiber === null || isDesignStale(bench)) {
    const { plan } = bench.plan;
    const fiber = await runWithProgress(bench, 'Designing fiber', 'design-fiber', {
      plan,
      effort: bench.fiber.effort,
      seed: SEED,
    });
    if (bench.plan.generation !== generation) return;
    bench.plan.commit({ note: 'design fiber network', fiber });
  }
  const { plan } = bench.plan;
  const zip = await runWithProgress(bench, 'Writing the build plan', 'build-plan', {
    plan,
    equipment: await loadEquipment(),
    audience,
  });
  const name = `${fileStem(plan.name)} build plan${audience === 'public' ? '' : ` ${audience}`}.zip`.replaceAll(' ', '-');
  bench.files.save(name, zip, 'application/zip');
  bench.messages.say(`The build plan is in ${name}. ${audienceSentence(planFor(plan, audience))}`);
}
