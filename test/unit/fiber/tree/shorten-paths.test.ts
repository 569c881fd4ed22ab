import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import type { TreeProblem } from '../../../../src/fiber/tree/problem.ts';
import { shortenPaths } from '../../../../src/fiber/tree/shorten-paths.ts';
import { solveTree } from '../../../../src/fiber/tree/solve.ts';

type Edge = readonly [from: number, to: number, cost: number, lengthM: number];

function problemOf(
  nodeCount: number,
  edges: readonly Edge[],
  terminals: readonly number[],
  nodeCost?: readonly number[],
): TreeProblem {
  return {
    nodeCount,
    edgeFrom: Int32Array.from(edges, ([from]) => from),
    edgeTo: Int32Array.from(edges, ([, to]) => to),
    edgeCost: Float64Array.from(edges, ([, , cost]) => cost),
    ...(nodeCost === undefined ? {} : { nodeCost: Float64Array.from(nodeCost) }),
    terminals: Int32Array.from(terminals),
    terminalsAreEnds: true,
    root: 0,
  }; // prettier-ignore
}

/** Weight and metres of all ways, counted by a walk from the root; null where it is no tree over all terminals with these as leaves. */
function counted(
  problem: TreeProblem,
  edges: readonly Edge[],
  tree: ArrayLike<number>,
): { weight: number; pathsM: number } | null {
  const own = Array.from(tree, (index) => edges[index]!);
  const depthM = new Map([[0, 0]]);
  for (let grown = true; grown;) {
    grown = false;
    for (const [from, to, , lengthM] of own)
      for (const [a, b] of [
        [from, to],
        [to, from],
      ] as const)
        // prettier-ignore
        if (depthM.has(a) && !depthM.has(b)) {
          depthM.set(b, depthM.get(a)! + lengthM);
          grown = true;
        }
  }
  const isEnd = (node: number): boolean => problem.terminals.includes(node);
  const degree = (node: number): number => own.filter(([from, to]) => from === node || to === node).length;
  if (depthM.size !== own.length + 1 || [...problem.terminals].some((node) => degree(node) !== 1)) return null;
  const nodes = [...depthM.keys()].filter((node) => node !== 0);
  return {
    weight:
      own.reduce((sum, [, , cost]) => sum + cost, 0) + nodes.reduce((sum, node) => sum + (problem.nodeCost?.[node] ?? 0), 0),
    pathsM: nodes.reduce((sum, node) => sum + (isEnd(node) ? depthM.get(node)! : 0), 0),
  };
}

/** A block with a house at each of three corners (4, 5, 6 on 1, 2, 3): the cheapest tree goes all the way round. */
const block: readonly Edge[] = [
  [0, 1, 1000, 100],
  [1, 2, 1000, 100],
  [2, 3, 1001, 100],
  [3, 0, 1100, 100],
  [1, 4, 10, 0],
  [2, 5, 10, 0],
  [3, 6, 10, 0],
];
const priced = (edges: readonly Edge[], fibres: readonly number[], perFibreM: number) => ({
  lengthM: Float64Array.from(edges, ([, , , lengthM]) => lengthM),
  fibres: Float64Array.from(fibres),
  perFibreM,
}); // prettier-ignore

describe('shorter ways for light', () => {
  it('are taken where they are worth what they cost', () => {
    const problem = problemOf(7, block, [4, 5, 6]);
    const round = [0, 1, 2, 4, 5, 6];
    const fibres = [0, 0, 0, 0, 1, 1, 1];
    // The house in the last corner comes 200 m nearer for 99 more: at about half a unit a metre both are alike.
    expect([...shortenPaths(problem, round, priced(block, fibres, 0.49)).edges]).toEqual(round);
    const turned = shortenPaths(problem, round, priced(block, fibres, 0.51));
    expect([...turned.edges]).toEqual([0, 1, 3, 4, 5, 6]);
    expect(turned.weight).toBe(3130);
    // Four fibres there count four times.
    expect([...shortenPaths(problem, round, priced(block, [0, 0, 0, 0, 1, 1, 4], 0.13)).edges]).toEqual([0, 1, 3, 4, 5, 6]);
  });

  it('hang a part by another of its nodes than before', () => {
    // A road from the root past a side street to a loop 1 – 2 – 3 – 4 whose far end, 4, lies beside the root.
    const edges: readonly Edge[] = [[0, 1, 1000, 500], [1, 2, 300, 100], [2, 3, 300, 100], [3, 4, 300, 100], [0, 4, 1200, 50], [1, 5, 10, 0], [2, 6, 10, 0], [3, 7, 10, 0], [4, 8, 10, 0]]; // prettier-ignore
    const problem = problemOf(9, edges, [5, 6, 7, 8]);
    const turned = shortenPaths(problem, [0, 1, 2, 3, 5, 6, 7, 8], priced(edges, [0, 0, 0, 0, 0, 1, 1, 1, 1], 1));
    expect([...turned.edges]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(turned.weight).toBe(2140);
  });

  it('never cost more in all, reach everybody and lead through nobody', async () => {
    const graphs = fc.record({
      width: fc.integer({ min: 2, max: 6 }),
      costs: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 120, maxLength: 120 }),
      houses: fc.array(fc.nat({ max: 35 }), { minLength: 1, maxLength: 14 }),
      perFibreM: fc.constantFrom(0.01, 0.1, 1, 5),
    });
    await fc.assert(
      fc.asyncProperty(graphs, async ({ width, costs, houses, perFibreM }) => {
        const street = width * width;
        const edges: Edge[] = [];
        const add = (from: number, to: number, lengthM: number): unknown => edges.push([from, to, costs[edges.length % 120]!, lengthM]); // prettier-ignore
        for (let node = 0; node < street; node++) {
          if (node % width < width - 1) add(node, node + 1, 40 + (node % 7) * 10);
          if (node + width < street) add(node, node + width, 50);
        }
        houses.forEach((house, i) => [house, house * 5 + 3].forEach((at) => add(at % street, street + i, 10 + i)));
        const terminals = houses.map((_, i) => street + i);
        const problem = problemOf(street + houses.length, edges, terminals, Array.from({ length: street + houses.length }, (_, i) => (i < street ? costs[i]! % 50 : 0))); // prettier-ignore
        const solution = await solveTree(problem, { effort: 1, seed: 1 }, quietJob);
        const fibres = Array.from({ length: problem.nodeCount }, (_, i) => (i < street ? 0 : 1));
        const shorter = shortenPaths(problem, solution.edges, priced(edges, fibres, perFibreM));
        const [before, after] = [counted(problem, edges, solution.edges)!, counted(problem, edges, shorter.edges)!];
        expect(after).not.toBeNull();
        expect(after.weight).toBe(shorter.weight);
        expect(after.weight + perFibreM * after.pathsM).toBeLessThanOrEqual(before.weight + perFibreM * before.pathsM + 1e-6);
        expect(shorter.weight).toBeGreaterThanOrEqual(solution.lowerBound);
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});
