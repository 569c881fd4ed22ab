import { expect, test } from 'vitest';
import { seededRandom } from '../../../../src/base/random.ts';
import type { TreeProblem } from '../../../../src/fiber/tree/problem.ts';
import { trimTree } from '../../../../src/fiber/tree/trim-tree.ts';

/** A tree by the node above each node from 1 on, with the cost of that edge; node 0 is the root, nodes without any below are terminals. */
function treeOf(above: readonly number[], costs: readonly number[], nodeCosts?: readonly number[]): TreeProblem {
  const nodes = Array.from(above, (_, i) => i + 1);
  return {
    nodeCount: above.length + 1,
    edgeFrom: Int32Array.from(above),
    edgeTo: Int32Array.from(nodes),
    edgeCost: Float64Array.from(costs),
    terminals: Int32Array.from(nodes.filter((node) => !above.includes(node))),
    terminalsAreEnds: true,
    root: 0,
    ...(nodeCosts === undefined ? {} : { nodeCost: Float64Array.from(nodeCosts) }),
  };
}
const trimmed = (problem: TreeProblem, budget: number): { weight: number; cutOff: number[] } => {
  const { weight, cutOff } = trimTree(
    problem,
    Int32Array.from(problem.edgeFrom, (_, i) => i),
    budget,
  );
  return { weight, cutOff: [...cutOff] };
};

test('what costs most for each terminal falls off first, and no more than is needed', () => {
  // 0 – 1 (10), below it the ends 2 (1), 3 (2) and 4 (5); 0 – 5 (3) is an end of its own.
  const problem = treeOf([0, 1, 1, 1, 0], [10, 1, 2, 5, 3]);
  expect(trimmed(problem, 21)).toEqual({ weight: 21, cutOff: [] });
  expect(trimmed(problem, 20)).toEqual({ weight: 16, cutOff: [4] });
  expect(trimmed(problem, 15)).toEqual({ weight: 13, cutOff: [4, 5] });
  expect(trimmed(problem, 3)).toEqual({ weight: 3, cutOff: [2, 3, 4] });
  expect(trimmed(problem, 0)).toEqual({ weight: 0, cutOff: [2, 3, 4, 5] });
});

test('nodes cost with the edge above them, the root never', () => {
  const problem = treeOf([0, 1, 1], [1, 1, 1], [100, 5, 0, 7]);
  expect(trimmed(problem, 15)).toEqual({ weight: 15, cutOff: [] });
  expect(trimmed(problem, 14)).toEqual({ weight: 7, cutOff: [3] });
});

test('of any tree what is left is within the budget, hangs together and leads to terminals only, and is near to the best', () => {
  const random = seededRandom(5);
  let [found, possible] = [0, 0];
  for (let round = 0; round < 200; round++) {
    const count = 6 + Math.floor(random() * 9);
    const above = Array.from({ length: count }, (_, i) => Math.floor(random() * (i + 1)));
    const problem = treeOf(
      above,
      above.map(() => 1 + Math.floor(random() * 20)),
    );
    const budget = Math.floor(random() * problem.edgeCost.reduce((sum, cost) => sum + cost, 0));
    const { weight, cutOff } = trimmed(problem, budget);
    const kept = [...problem.terminals].filter((terminal) => !cutOff.includes(terminal));
    expect(weight).toBe(costOf(problem, above, kept));
    expect(weight).toBeLessThanOrEqual(budget);
    found += kept.length;
    possible += mostWithin(problem, above, budget);
  }
  expect(found).toBeLessThanOrEqual(possible);
  expect(found / possible).toBeGreaterThan(0.9);
});

/** Of the ways from terminals up to the root, each edge once. */
function costOf({ edgeCost }: TreeProblem, above: readonly number[], terminals: readonly number[]): number {
  const used = new Set<number>();
  for (const terminal of terminals) for (let node = terminal; node !== 0; node = above[node - 1] ?? 0) used.add(node);
  return [...used].reduce((sum, node) => sum + (edgeCost[node - 1] ?? 0), 0);
}

/** The most terminals that any choice of them reaches within a budget: all choices are tried. */
function mostWithin(problem: TreeProblem, above: readonly number[], budget: number): number {
  const { terminals } = problem;
  let most = 0;
  for (let choice = 0; choice < 1 << terminals.length; choice++) {
    const chosen = [...terminals].filter((_, i) => choice & (1 << i));
    if (chosen.length > most && costOf(problem, above, chosen) <= budget) most = chosen.length;
  }
  return most;
}
