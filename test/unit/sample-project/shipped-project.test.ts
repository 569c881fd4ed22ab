import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { readProject } from '../../../src/io/project-file.ts';
import type { Plan } from '../../../src/plan/plan.ts';
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

  it('holds three links, of which that from the church to the school is blocked', async () => {
    const links = await judgePlanLinks(plan, { equipment: [], season: 'leaf-on' }, quietJob);
    expect(links.map(({ link, finding }) => [link.name, finding?.verdict])).toEqual([
      ['Millrace Grain Elevator – St. Olaf Church', 'clear'],
      ['Millrace Grain Elevator – Meadows School', 'clear'],
      ['St. Olaf Church – Meadows School', 'blocked'],
    ]);
  });
});
