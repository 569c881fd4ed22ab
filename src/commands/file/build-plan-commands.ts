import { loadEquipment } from '../study/link-budget.ts';
import { missingForDesign } from '../study/fiber-study.ts';
import { designIsStale } from '../study/fiber-freshness.ts';
import { audienceSentence, planFor, type Audience } from '../../plan/audience.ts';
import type { Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';
import { fileStem } from './project-commands.ts';
import { wording } from '../../text/wording.ts';

const words = wording.buildPlanCommands;

const SEED = 1;

/** One zip with everything that the crews take along, for everybody to see. */
export const exportBuildPlan: Command = {
  id: 'file.build-plan',
  title: wording.everywhere.exportBuildPlan,
  keywords: words.zipPdfBillMaterialsPoles,
  shortcuts: ['shift+mod+e'],
  can: ({ plan: { plan } }) => (plan.fiber === null ? (missingForDesign(plan) ?? true) : true),
  run: (bench) => writeBuildPlan(bench, 'public'),
};

export const exportFullBuildPlan: Command = {
  ...exportBuildPlan,
  id: 'file.build-plan-full',
  title: words.exportBuildPlanWithAll,
  keywords: words.zipPdfMembersPrivateRestricted,
  shortcuts: [],
  run: (bench) => writeBuildPlan(bench, 'full'),
};

/** Designs first what is missing or out of date, as the command line does. */
async function writeBuildPlan(bench: Workbench, audience: Audience): Promise<void> {
  const { generation } = bench.plan;
  if (bench.plan.plan.fiber === null || (await designIsStale(bench))) {
    const { plan } = bench.plan;
    const fiber = await runWithProgress(bench, wording.everywhere.designingFiber, 'design-fiber', {
      plan,
      effort: bench.fiber.effort,
      seed: SEED,
    });
    if (bench.plan.generation !== generation) return;
    bench.plan.commit({ note: words.designFiberNetwork, fiber });
  }
  const { plan } = bench.plan;
  const zip = await runWithProgress(bench, words.writingBuildPlan, 'build-plan', {
    plan,
    equipment: await loadEquipment(plan),
    audience,
  });
  const name = `${fileStem(plan.name)} build plan${audience === 'public' ? '' : ` ${audience}`}.zip`.replaceAll(' ', '-');
  bench.files.save(name, zip, 'application/zip');
  bench.messages.say(words.theBuildPlanIn({ name, audienceSentence: audienceSentence(planFor(plan, audience)) }));
}
