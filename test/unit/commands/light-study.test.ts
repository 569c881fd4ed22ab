import { expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { knownLight, showWorstLight, workOutLight } from '../../../src/commands/study/light-study.ts';
import type { Workbench } from '../../../src/commands/workbench.ts';
import { designFiber } from '../../../src/studies/fiber/design.ts';
import { fibrePlanOf } from '../../../src/studies/fiber/fibre-plan.ts';
import { opticalStudy } from '../../../src/studies/fiber/optical-study.ts';
import { hamlet } from '../../support/hamlet.ts';

test('the light of a design is worked out once, and is unknown again with other settings or another design', async () => {
  const plan = hamlet();
  const network = await designFiber(plan, { effort: 1, seed: 1 }, quietJob);
  const state = { plan: { ...plan, fiber: network } };
  const bench = { plan: state, fiber: { light: null } } as unknown as Workbench; // all that is asked for
  expect(knownLight(bench)).toBeNull();
  expect(showWorstLight.can?.(bench)).toBe(true);
  const [one, other] = await Promise.all([workOutLight(bench), workOutLight(bench)]);
  expect(one).toBe(other);
  expect(knownLight(bench)).toBe(one);
  const fibres = fibrePlanOf(network, plan.settings);
  expect(one?.fibres).toEqual(fibres);
  expect(one?.study).toEqual(opticalStudy(fibres, plan.settings));

  state.plan = { ...state.plan, settings: { ...plan.settings, opticalMarginDb: 10 } };
  expect(knownLight(bench)).toBeNull();
  // What is begun for a design that is replaced meanwhile is never taken for that of the next.
  const late = workOutLight(bench);
  state.plan = { ...state.plan, fiber: { ...network } };
  expect(await late).toBeNull();
  expect((await workOutLight(bench))?.network).toBe(state.plan.fiber);
});
