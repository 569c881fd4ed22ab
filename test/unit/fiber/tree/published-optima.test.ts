import { readFileSync } from 'node:fs';
import { gunzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { readTreeInstance } from '../../../../src/fiber/tree/read-instance.ts';
import { solveTree } from '../../../../src/fiber/tree/solve.ts';
import { describeWithData, testData } from '../../../support/test-data.ts';
import { weighTree } from './exact-tree.ts';

/**
 * Proven optima of PACE 2018 track 3 (CC0; fiber/manifest.json names the sources). The largest gap to the optimum that is
 * let pass: what good local search reaches on deployment graphs; the synthetic families are only checked for truth.
 */
const instances = [
  { name: 'I052', optimum: 13_309_487, gap: 0.0005 },
  { name: 'I056', optimum: 14_171_206, gap: 0.0005 },
  { name: 'I039', optimum: 85_566_290, gap: 0.001 },
  { name: 'G207', optimum: 2_265_834, gap: 0.01 },
  { name: 'wrp3-60', optimum: 6_001_164, gap: 0.02 },
  { name: 'w13c29', optimum: 507, gap: 0.2 },
  { name: 'hc9p', optimum: 30_242, gap: 0.2 },
  { name: 'i640-313', optimum: 35_535, gap: 0.2 },
  { name: 'es1000fst05', optimum: 228_330_602, gap: 0.02 },
];

describeWithData('trees on published instances', () => {
  test.each(instances)('$name: bound ≤ published optimum ≤ weight, and the gap is small', async ({ name, optimum, gap }) => {
    const path = testData(`fiber/stp/${name}.gr.gz`);
    if (path === null) throw new Error(`${name} is missing from the test data`);
    const instance = readTreeInstance(new TextDecoder().decode(gunzipSync(readFileSync(path))), name);
    const problem = { ...instance, root: instance.root ?? 0 };
    const solution = await solveTree(problem, { effort: 2, seed: 1 }, quietJob);
    expect(weighTree(problem, solution.edges)).toBe(solution.weight);
    expect(solution.unreached).toHaveLength(0);
    expect(solution.lowerBound).toBeLessThanOrEqual(optimum);
    expect(solution.weight).toBeGreaterThanOrEqual(optimum);
    expect(solution.weight / optimum - 1).toBeLessThanOrEqual(gap);
  });
});
