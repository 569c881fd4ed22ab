import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { keepWithin } from '../../../../src/fiber/tree/limit-paths.ts';
import type { TreeProblem } from '../../../../src/fiber/tree/problem.ts';
import { solveTree } from '../../../../src/fiber/tree/solve.ts';

type Edge = readonly [from: number, to: number, cost: number, lengthM: number];

function problemOf(nodeCount: number, edges: readonly Edge[], terminals: readonly number[]): TreeProblem {
  return {
    nodeCount,
    edgeFrom: Int32Array.from(edges, ([from]) => from),
    edgeTo: Int32Array.from(edges, ([, to]) => to),
    edgeCost: Float64Array.from(edges, ([, , cost]) => cost),
    terminals: Int32Array.from(terminals),
    terminalsAreEnds: true,
    root: 0,
  };
}

const lengths = (edges: readonly Edge[]): Float64Array => Float64Array.from(edges, ([, , , lengthM]) => lengthM);
const fibresTo = (problem: TreeProblem): Float64Array =>
  Float64Array.from({ length: problem.nodeCount }, (_, node) => (problem.terminals.includes(node) ? 1 : 0));

/** Metres to each node by the simplest way there is: relaxing all edges as often as there are nodes. */
function distances(problem: TreeProblem, edges: readonly Edge[], chosen: Iterable<number>): number[] {
  const own = [...chosen].map((i) => edges[i]!);
  const depth = Array.from({ length: problem.nodeCount }, (_, node) => (node === 0 ? 0 : Infinity));
  const leads = (node: number): boolean => node === 0 || !problem.terminals.includes(node);
  for (let round = 0; round < problem.nodeCount; round++)
    for (const [a, b, , lengthM] of own) {
      if (leads(a)) depth[b] = Math.min(depth[b]!, depth[a]! + lengthM);
      if (leads(b)) depth[a] = Math.min(depth[a]!, depth[b]! + lengthM);
    }
  return depth;
}

/** A block with a house at each of three corners (4, 5, 6 on 1, 2, 3): the cheapest tree goes all the way round, 300 m to the last. */
const block: readonly Edge[] = [[0, 1, 1000, 100], [1, 2, 1000, 100], [2, 3, 1001, 100], [3, 0, 9000, 100], [1, 4, 10, 0], [2, 5, 10, 0], [3, 6, 10, 0]]; // prettier-ignore
const round = [0, 1, 2, 4, 5, 6];

describe('a longest way', () => {
  const problem = problemOf(7, block, [4, 5, 6]);
  const price = { lengthM: lengths(block), fibres: fibresTo(problem), perFibreM: 0 };
  const within = (mostM: number, mustStay: (edge: number) => boolean = () => false) =>
    keepWithin(problem, round, { ...price, mustStay }, { lengthM: lengths(block), mostM });

  it('alters nothing where all keep to it', () => {
    expect([...within(300).edges]).toEqual(round);
    expect(within(300).beyond).toEqual([]);
  });

  it('is kept to at whatever that costs, and no more is moved than must be', () => {
    const kept = within(299);
    expect([...kept.edges]).toEqual([0, 1, 3, 4, 5, 6]);
    expect(kept.weight).toBe(1000 + 1000 + 9000 + 30);
    expect(kept.beyond).toEqual([]);
  });

  it('names those to whom the map has no way within it, and how short that could be', () => {
    expect(within(150).beyond).toEqual([{ terminal: 5, lengthM: 200, shortestM: 200 }]);
    expect([...within(150).edges]).toEqual([0, 1, 3, 4, 5, 6]);
  });

  it('leaves what must stay where it is: the corners behind it are fed from their other end', () => {
    const kept = within(299, (edge) => edge === 2);
    expect([...kept.edges]).toEqual([0, 2, 3, 4, 5, 6]);
    expect(kept.weight).toBe(1000 + 1001 + 9000 + 30);
    expect(kept.beyond).toEqual([]);
    // Where all of the round must stay nobody comes nearer.
    const stuck = within(299, (edge) => edge < 3);
    expect([...stuck.edges]).toEqual(round);
    expect(stuck.beyond).toEqual([{ terminal: 6, lengthM: 300, shortestM: 100 }]);
  });

  it('is kept to in any town by everybody whom any way within it reaches', async () => {
    const graphs = fc.record({
      width: fc.integer({ min: 2, max: 5 }),
      costs: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 90, maxLength: 90 }),
      houses: fc.array(fc.nat({ max: 24 }), { minLength: 1, maxLength: 12 }),
      mostM: fc.integer({ min: 60, max: 500 }),
      perFibreM: fc.constantFrom(0, 0.01, 1),
    });
    await fc.assert(
      fc.asyncProperty(graphs, async ({ width, costs, houses, mostM, perFibreM }) => {
        const street = width * width;
        const edges: Edge[] = [];
        const add = (from: number, to: number, lengthM: number): unknown => edges.push([from, to, costs[edges.length % 90]!, lengthM]); // prettier-ignore
        for (let node = 0; node < street; node++) {
          if (node % width < width - 1) add(node, node + 1, 40 + (node % 7) * 10);
          if (node + width < street) add(node, node + width, 50);
        }
        houses.forEach((house, i) => [house, house * 5 + 3].forEach((at) => add(at % street, street + i, i % 3)));
        const any = problemOf(street + houses.length, edges, houses.map((_, i) => street + i)); // prettier-ignore
        const solution = await solveTree(any, { effort: 1, seed: 1 }, quietJob);
        const own = { lengthM: lengths(edges), fibres: fibresTo(any), perFibreM };
        const kept = keepWithin(any, solution.edges, own, { lengthM: lengths(edges), mostM });
        const [map, tree] = [distances(any, edges, edges.keys()), distances(any, edges, kept.edges)];
        // A tree: as many edges as nodes in it, less the root; nobody is lost.
        expect(tree.filter(Number.isFinite).length).toBe(kept.edges.length + 1);
        for (const house of any.terminals) expect(tree[house]! <= mostM || map[house]! > mostM).toBe(true);
        for (const house of any.terminals) expect(Number.isFinite(tree[house]!)).toBe(true);
        expect(kept.beyond.map(({ terminal }) => terminal)).toEqual([...any.terminals].filter((house) => tree[house]! > mostM));
        for (const one of kept.beyond) expect([one.lengthM, one.shortestM]).toEqual([tree[one.terminal], map[one.terminal]]);
        expect(kept.weight).toBe([...kept.edges].reduce((sum, edge) => sum + edges[edge]![2], 0));
        if ([...any.terminals].every((house) => distances(any, edges, solution.edges)[house]! <= mostM))
          expect([...kept.edges]).toEqual([...solution.edges]);
      }),
      { numRuns: 80, seed: 11 },
    );
  });
});
