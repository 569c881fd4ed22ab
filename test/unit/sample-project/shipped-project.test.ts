import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { readProject } from '../../../src/io/project-file.ts';
import { apply } from '../../../src/plan/change.ts';
import { emptyLayer, featuresOfLayer } from '../../../src/plan/layer.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { designFiber } from '../../../src/studies/fiber/design.ts';
import { designInputsHash } from '../../../src/studies/fiber/inputs-hash.ts';
import { judgePlanLinks } from '../../../src/studies/plan-links/judge.ts';

const PROJECT = join(import.meta.dirname, '../../../data/sample-project/millrace-bend.weft');

describe('the project that the app opens with', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await readProject(new Uint8Array(readFileSync(PROJECT)), 'millrace-bend.weft');
  });

  it('holds a design made from what it holds; otherwise run data/sample-project/make-project.mjs', () => {
    expect(plan.fiber?.inputsHash).toBe(designInputsHash(plan));
    expect(plan.fiber?.stretches.length).toBeGreaterThan(100);
  });

  it('knows the ground as it is read today, so that the first what-if goes on from its design; else make it anew likewise', async () => {
    const { reuse } = await designFiber(plan, { effort: 1, seed: 1 }, quietJob, true);
    expect(reuse).toMatchObject({ squaresChanged: 0, searched: 'nothing' });
  });

  it('holds three links, of which that from the church to the school is blocked', async () => {
    const links = await judgePlanLinks(plan, { equipment: [], season: 'leaf-on' }, quietJob);
    expect(links.map(({ link, finding }) => [link.name, finding?.verdict, finding?.confident])).toEqual([
      ['Millrace Grain Elevator – St. Olaf Church', 'clear', true],
      ['Millrace Grain Elevator – Meadows School', 'clear', true],
      ['St. Olaf Church – Meadows School', 'blocked', true],
    ]);
  });

  it('has that link surely clear with a mast of 3 m on the school', async () => {
    const [school] = [...featuresOfLayer(plan.layers.get('sites') ?? emptyLayer)].filter(({ id }) => id === 'site-school');
    if (school === undefined) throw new Error('the sample has lost its school');
    const raised = { ...school, fields: { ...school.fields, heightAglM: Number(school.fields['heightAglM']) + 3 } };
    apply(plan, { note: 'a mast', features: [{ layer: 'sites', id: school.id, feature: raised }] });
    const links = await judgePlanLinks(plan, { equipment: [], season: 'leaf-on' }, quietJob);
    expect(links.at(-1)?.finding).toMatchObject({ verdict: 'clear', confident: true });
  });
});
