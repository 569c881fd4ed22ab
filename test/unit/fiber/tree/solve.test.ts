import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import type { TreeEffort, TreeProblem } from '../../../../src/fiber/tree/problem.ts';
import { seededRandom } from '../../../../src/base/random.ts';
import { solveTree } from '../../../../src/fiber/tree/solve.ts';
import { exactTreeWeight, weighTree } from './exact-tree.ts';

const plain: TreeEffort = { effort: 2, seed: 1 };

interface Sketch {
  nodeCount: number;
  edges: (readonly [number, number, number])[];
  nodeCost?: number[];
  terminals: number[];
  root?: number;
}

function problemOf({ nodeCount, edges, nodeCost, terminals, root = 0 }: Sketch): TreeProblem {
  return {
    nodeCount,
    edgeFrom: Int32Array.from(edges, (edge) => edge[0]),
    edgeTo: Int32Array.from(edges, (edge) => edge[1]),
    edgeCost: Float64Array.from(edges, (edge) => edge[2]),
    ...(nodeCost ? { nodeCost: Float64Array.from(nodeCost) } : {}),
    terminals: Int32Array.from(terminals),
    root,
  };
}

/** Small graphs with loops, parallel edges, zero costs and, in half of them, node costs. */
const graphs = fc.integer({ min: 2, max: 14 }).chain((nodeCount) => {
  const node = fc.integer({ min: 0, max: nodeCount - 1 });
  return fc.record({
    nodeCount: fc.constant(nodeCount),
    edges: fc.array(fc.tuple(node, node, fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 1000 }))), {
      minLength: nodeCount,
      maxLength: 3 * nodeCount,
    }),
    nodeCost: fc.option(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: nodeCount, maxLength: nodeCount }), {
      nil: undefined,
    }),
    terminals: fc.array(node, { maxLength: 6 }),
    root: node,
  });
});

/** Street-like grids with a terminal in about every fifth node; the seed makes costs and terminals. */
function grid(width: number, height: number, seed: number, withNodeCosts: boolean, share = 0.2): TreeProblem {
  let state = seed;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  const edges: [number, number, number][] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (x + 1 < width) edges.push([at, at + 1, 1 + Math.floor(1000 * random())]);
      if (y + 1 < height) edges.push([at, at + width, 1 + Math.floor(1000 * random())]);
    }
  }
  const nodes = Array.from({ length: width * height }, (_, node) => node);
  return problemOf({
    nodeCount: nodes.length,
    edges,
    ...(withNodeCosts ? { nodeCost: nodes.map(() => Math.floor(800 * random())) } : {}),
    terminals: nodes.filter(() => random() < share),
    root: Math.floor(nodes.length / 2),
  });
}

/** A grid with six ends, each with twelve drops; the exact optimum by the dynamic programme with so high a toll on drops that no end is passed through. */
function townOfEnds(seed: number): { problem: TreeProblem; optimum: number } {
  const toll = 1e6;
  const streets = grid(8, 6, seed, true, 0);
  const random = seededRandom(seed);
  const ends = Array.from({ length: 6 }, (_, i) => 48 + i);
  const drops = ends.flatMap((end) =>
    Array.from({ length: 12 }, () => [Math.floor(48 * random()), end, Math.floor(400 * random())] as const),
  );
  const withDrops = (tolled: number): TreeProblem => ({
    nodeCount: 54,
    edgeFrom: Int32Array.from([...streets.edgeFrom, ...drops.map(([from]) => from)]),
    edgeTo: Int32Array.from([...streets.edgeTo, ...drops.map(([, end]) => end)]),
    edgeCost: Float64Array.from([...streets.edgeCost, ...drops.map(([, , cost]) => cost + tolled)]),
    nodeCost: Float64Array.from([...streets.nodeCost!, ...ends.map(() => 0)]),
    terminals: Int32Array.from(ends),
    root: streets.root,
  });
  const optimum = exactTreeWeight(withDrops(toll)) - toll * ends.length;
  return { problem: { ...withDrops(0), terminalsAreEnds: true }, optimum };
}

describe('a route tree', () => {
  test('spans every terminal, weighs what its edges and nodes weigh, and brackets the exact optimum', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.constantFrom(1 as const, 2 as const, 4 as const), async (sketch, effort) => {
        const problem = problemOf(sketch as Sketch);
        const solution = await solveTree(problem, { effort, seed: 7 }, quietJob);
        const reached = problem.terminals.filter((terminal) => !solution.unreached.includes(terminal));
        const optimum = exactTreeWeight({ ...problem, terminals: reached });
        expect(weighTree(problem, solution.edges)).toBe(solution.weight);
        const spanned = new Set([
          problem.root,
          ...[...solution.edges].flatMap((edge) => [problem.edgeFrom[edge]!, problem.edgeTo[edge]!]),
        ]);
        expect(reached.every((terminal) => spanned.has(terminal))).toBe(true);
        expect(optimum).toBeLessThan(Infinity);
        expect(solution.lowerBound).toBeLessThanOrEqual(optimum);
        expect(solution.weight).toBeGreaterThanOrEqual(optimum);
      }),
      { numRuns: 800, seed: 4 },
    );
  });

  test('is the exact optimum on grids with few terminals, with node costs and without', async () => {
    for (const withNodeCosts of [false, true]) {
      for (let seed = 1; seed <= 15; seed++) {
        const problem = grid(8, 6, seed, withNodeCosts, 0.12);
        if (problem.terminals.length > 9) continue;
        const optimum = exactTreeWeight(problem);
        const solution = await solveTree(problem, { effort: 3, seed: 1 }, quietJob);
        expect(solution.lowerBound).toBeLessThanOrEqual(optimum);
        expect(weighTree(problem, solution.edges)).toBe(solution.weight);
        expect(solution.weight).toBeLessThanOrEqual(optimum * 1.01);
        expect(solution.weight).toBeGreaterThanOrEqual(optimum);
      }
    }
  });

  test('is within two per cent of its own bound on a town-sized grid with node costs', async () => {
    const problem = grid(50, 50, 5, true);
    const solution = await solveTree(problem, plain, quietJob);
    expect(weighTree(problem, solution.edges)).toBe(solution.weight);
    expect(solution.lowerBound / solution.weight).toBeGreaterThan(0.98);
    expect(solution.lowerBound).toBeLessThanOrEqual(solution.weight);
  });

  test('brackets the exact optimum where terminals are leaves with many drops each', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { problem, optimum } = townOfEnds(seed);
      for (const effort of [1, 2] as const) {
        const solution = await solveTree(problem, { effort, seed: 1 }, quietJob);
        expect(weighTree(problem, solution.edges)).toBe(solution.weight);
        for (const end of problem.terminals)
          expect([...solution.edges].filter((edge) => problem.edgeTo[edge] === end)).toHaveLength(1);
        expect(solution.lowerBound).toBeLessThanOrEqual(optimum);
        expect(solution.weight).toBeGreaterThanOrEqual(optimum);
        expect(solution.lowerBound).toBeGreaterThan(0.8 * optimum);
      }
    }
  });

  test('goes round a pole whose make-ready costs more than the detour', async () => {
    const problem = problemOf({
      nodeCount: 4,
      edges: [
        [0, 1, 10],
        [1, 3, 10],
        [0, 2, 30],
        [2, 3, 30],
      ],
      nodeCost: [500, 100, 0, 7],
      terminals: [3],
    });
    const solution = await solveTree(problem, plain, quietJob);
    expect([...solution.edges]).toEqual([2, 3]);
    // The terminal's own cost is paid, the root's is not.
    expect(solution).toMatchObject({ weight: 67, lowerBound: 67 });
  });

  test('leaves out terminals on another island and says which', async () => {
    const problem = problemOf({
      nodeCount: 6,
      edges: [
        [0, 1, 5],
        [1, 2, 5],
        [3, 4, 1],
      ],
      terminals: [5, 2, 4],
    });
    const solution = await solveTree(problem, plain, quietJob);
    expect([...solution.unreached]).toEqual([4, 5]);
    expect([...solution.edges]).toEqual([0, 1]);
    expect(solution).toMatchObject({ weight: 10, lowerBound: 10 });
  });

  test('is empty when there is nothing to join', async () => {
    for (const terminals of [[], [0], [0, 0]]) {
      const solution = await solveTree(problemOf({ nodeCount: 3, edges: [[0, 1, 5]], terminals }), plain, quietJob);
      expect(solution).toMatchObject({ weight: 0, lowerBound: 0 });
      expect(solution.edges).toHaveLength(0);
    }
  });

  test('joins several facilities through a virtual root at no cost', async () => {
    const problem = problemOf({
      nodeCount: 7,
      edges: [
        [6, 0, 0],
        [6, 5, 0],
        [0, 1, 10],
        [1, 2, 50],
        [2, 3, 50],
        [3, 4, 10],
        [4, 5, 10],
      ],
      terminals: [1, 3],
      root: 6,
    });
    const solution = await solveTree(problem, plain, quietJob);
    expect(solution).toMatchObject({ weight: 30, lowerBound: 30 });
    expect([...solution.edges]).toEqual([0, 1, 2, 5, 6]);
  });

  test('is the same for the same problem, effort and seed', async () => {
    const problem = grid(30, 30, 3, true);
    const [first, second] = [await solveTree(problem, plain, quietJob), await solveTree(problem, plain, quietJob)];
    expect(second).toEqual(first);
  });

  test('never gets dearer when an edge is added, as far as the bound can tell', async () => {
    const problem = grid(12, 12, 9, false);
    const before = await solveTree(problem, plain, quietJob);
    const after = await solveTree(
      {
        ...problem,
        edgeFrom: Int32Array.from([...problem.edgeFrom, 0]),
        edgeTo: Int32Array.from([...problem.edgeTo, 77]),
        edgeCost: Float64Array.from([...problem.edgeCost, 40]),
      },
      plain,
      quietJob,
    );
    expect(after.lowerBound).toBeLessThanOrEqual(before.weight);
  });

  test('ends with an abort error soon after it is cancelled', async () => {
    const controller = new AbortController();
    const job = { signal: controller.signal, progress: () => undefined };
    const running = solveTree(grid(120, 120, 2, false), { effort: 5, seed: 1 }, job);
    setTimeout(() => controller.abort(), 50);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('keeps to a cap by the clock and still has a tree and a bound', async () => {
    const problem = grid(80, 80, 6, true);
    let nowMs = 0;
    // Every look at the clock takes a millisecond.
    const solution = await solveTree(problem, { effort: 5, seed: 1, seconds: 0.02, nowMs: () => nowMs++ }, quietJob);
    expect(weighTree(problem, solution.edges)).toBe(solution.weight);
    expect(solution.lowerBound).toBeLessThanOrEqual(solution.weight);
    expect(solution.lowerBound).toBeGreaterThanOrEqual(0);
  });
});
