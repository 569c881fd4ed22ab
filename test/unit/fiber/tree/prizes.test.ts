import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { gunzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { solvePrizeTree, type PrizeProblem, type PrizeSolution } from '../../../../src/fiber/tree/prizes.ts';
import { readTreeInstance } from '../../../../src/fiber/tree/read-instance.ts';
import { solveTree } from '../../../../src/fiber/tree/solve.ts';
import { describeWithData, testData } from '../../../support/test-data.ts';
import { exactTreeWeight } from './exact-tree.ts';

const effort = { effort: 2, seed: 1 } as const;

/** Edges, entered nodes and prizes forgone, counted anew; the edges must be a tree that holds the root. */
function weigh(problem: PrizeProblem, { edges }: PrizeSolution): number {
  const nodes = new Set(problem.root === undefined ? [] : [problem.root]);
  const group = Array.from({ length: problem.nodeCount }, (_, node) => node);
  const find = (node: number): number => (group[node] === node ? node : find(group[node]!));
  let weight = 0;
  for (const edge of edges) {
    const [a, b] = [problem.edgeFrom[edge]!, problem.edgeTo[edge]!];
    expect(find(a)).not.toBe(find(b));
    group[find(a)] = find(b);
    weight += problem.edgeCost[edge]!;
    nodes.add(a).add(b);
  }
  expect(new Set([...nodes].map(find)).size).toBeLessThanOrEqual(1);
  for (const node of nodes) if (node !== problem.root) weight += problem.nodeCost?.[node] ?? 0;
  // Without a root a tree may be a single node: the dearest terminal, for nothing.
  let dearest = 0;
  problem.terminals.forEach((terminal, i) => {
    if (nodes.has(terminal)) return;
    weight += problem.prizes[i]!;
    dearest = Math.max(dearest, problem.prizes[i]!);
  });
  return problem.root === undefined && nodes.size === 0 ? weight - dearest : weight;
}

/** Every choice of terminals tried, each with its exact tree. */
function exactPrizeWeight(problem: PrizeProblem): number {
  let best = Infinity;
  for (let set = 0; set < 1 << problem.terminals.length; set++) {
    const served = problem.terminals.filter((_, i) => (set >> i) & 1);
    const root = problem.root ?? served[0];
    let lost = 0;
    problem.terminals.forEach((_, i) => (lost += (set >> i) & 1 ? 0 : problem.prizes[i]!));
    best = Math.min(best, lost + (root === undefined ? 0 : exactTreeWeight({ ...problem, terminals: served, root })));
  }
  return best;
}

const sketches = fc.integer({ min: 2, max: 10 }).chain((nodeCount) => {
  const node = fc.integer({ min: 0, max: nodeCount - 1 });
  return fc.record({
    nodeCount: fc.constant(nodeCount),
    edges: fc.array(fc.tuple(node, node, fc.integer({ min: 0, max: 100 })), { minLength: nodeCount, maxLength: 3 * nodeCount }),
    nodeCost: fc.option(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: nodeCount, maxLength: nodeCount })),
    terminals: fc.uniqueArray(fc.tuple(node, fc.integer({ min: 0, max: 150 })), { maxLength: 5, selector: ([at]) => at }),
    root: fc.option(node, { nil: undefined }),
  });
});

type Sketch = typeof sketches extends fc.Arbitrary<infer T> ? T : never;

function problemOf({ edges, terminals, nodeCost, root, nodeCount }: Sketch): PrizeProblem {
  return {
    nodeCount,
    edgeFrom: Int32Array.from(edges, ([from]) => from),
    edgeTo: Int32Array.from(edges, ([, to]) => to),
    edgeCost: Float64Array.from(edges, ([, , cost]) => cost),
    // A tree without a root is entered at one of its terminals: what that node costs is left out of both counts.
    ...(nodeCost && root !== undefined ? { nodeCost: Float64Array.from(nodeCost) } : {}),
    terminals: Int32Array.from(terminals, ([at]) => at),
    prizes: Float64Array.from(terminals, ([, prize]) => prize),
    root,
  };
}

describe('a network that serves what is worth it', () => {
  test('weighs what it says and brackets the best of all choices', async () => {
    await fc.assert(
      fc.asyncProperty(sketches, async (sketch) => {
        const problem = problemOf(sketch);
        const solution = await solvePrizeTree(problem, effort, quietJob);
        expect(weigh(problem, solution)).toBe(solution.weight);
        const optimum = exactPrizeWeight(problem);
        expect(solution.lowerBound).toBeLessThanOrEqual(optimum);
        expect(solution.weight).toBeGreaterThanOrEqual(optimum);
      }),
      { numRuns: 400, seed: 11 },
    );
  });

  test('a higher prize never serves less, and prizes above everything serve all', async () => {
    const edges = Array.from({ length: 30 }, (_, i) => [i, i + 1, 10 + ((i * 37) % 50)] as const);
    const terminals = Array.from({ length: 10 }, (_, i) => 3 * i + 3);
    let before = 0;
    for (const prize of [1, 20, 60, 100, 1000]) {
      const { forgone } = await solvePrizeTree(
        {
          nodeCount: 31,
          edgeFrom: Int32Array.from(edges, ([from]) => from),
          edgeTo: Int32Array.from(edges, ([, to]) => to),
          edgeCost: Float64Array.from(edges, ([, , cost]) => cost),
          terminals: Int32Array.from(terminals),
          prizes: Float64Array.from(terminals, () => prize),
          root: 0,
        },
        effort,
        quietJob,
      );
      expect(terminals.length - forgone.length).toBeGreaterThanOrEqual(before);
      before = terminals.length - forgone.length;
    }
    expect(before).toBe(10);
  });
});

describe('a cap by the clock', () => {
  test('is one for all roots that are tried, and the bound holds for those that were not', async () => {
    // A star of 40 houses, each for 10 instead of its prize of 15: all are served, for 400. After the first root 26 more are asked.
    const star = Array.from({ length: 40 }, (_, i) => [0, i + 1] as const);
    const problem: PrizeProblem = {
      nodeCount: 41,
      edgeFrom: Int32Array.from(star, ([from]) => from),
      edgeTo: Int32Array.from(star, ([, to]) => to),
      edgeCost: Float64Array.from(star, () => 10),
      terminals: Int32Array.from(star, ([, to]) => to),
      prizes: Float64Array.from(star, () => 15),
      root: undefined,
    };
    let asked = 0;
    // A clock that goes on by a second whenever it is looked at.
    const solution = await solvePrizeTree(problem, { ...effort, seconds: 100, nowMs: () => 1000 * asked++ }, quietJob);
    expect(asked).toBeLessThanOrEqual(110);
    expect(solution.weight).toBe(400);
    expect(solution.lowerBound).toBeLessThan(400);
    const uncapped = await solvePrizeTree(problem, effort, quietJob);
    expect(uncapped.lowerBound).toBe(400);
  });
});

describe('terminals that must be leaves', () => {
  test('are never passed through, and the answer brackets the best choice of their edges', async () => {
    const ends = fc.array(
      fc.array(fc.tuple(fc.nat({ max: 6 }), fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 3 }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const streets = fc.array(fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 6 }), fc.nat({ max: 100 })), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(ends, streets, async (drops, random) => {
        // A path keeps everything joined; ends are the nodes from 7 on.
        const ways = [...random, ...Array.from({ length: 6 }, (_, i) => [i, i + 1, 80] as const)];
        const edges = [...ways, ...drops.flatMap((drop, end) => drop.map(([at, cost]) => [at, 7 + end, cost] as const))];
        const problem = {
          nodeCount: 7 + drops.length,
          edgeFrom: Int32Array.from(edges, ([from]) => from),
          edgeTo: Int32Array.from(edges, ([, to]) => to),
          edgeCost: Float64Array.from(edges, ([, , cost]) => cost),
          terminals: Int32Array.from(drops, (_, end) => 7 + end),
          root: 0,
        };
        const solution = await solveTree({ ...problem, terminalsAreEnds: true }, effort, quietJob);
        const degree = drops.map((_, end) => [...solution.edges].filter((edge) => problem.edgeTo[edge] === 7 + end).length);
        expect(degree.every((count) => count === 1)).toBe(true);
        let optimum = Infinity;
        const choose = (end: number, at: number[], cost: number): void => {
          const next = drops[end];
          if (next) for (const [to, price] of next) choose(end + 1, [...at, to], cost + price);
          else {
            const street = {
              ...problem,
              edgeFrom: problem.edgeFrom.slice(0, ways.length),
              edgeTo: problem.edgeTo.slice(0, ways.length),
            };
            const edgeCost = problem.edgeCost.slice(0, ways.length);
            optimum = Math.min(optimum, cost + exactTreeWeight({ ...street, edgeCost, terminals: Int32Array.from(at) }));
          }
        };
        choose(0, [], 0);
        expect(solution.lowerBound).toBeLessThanOrEqual(optimum);
        expect(solution.weight).toBeGreaterThanOrEqual(optimum);
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

/** Optima proven by another solver; fiber/manifest.json names it. */
const published = [
  ['i101M2', 315_925.310428],
  ['i103M2', 407_834.227844],
  ['i201M4', 773_398.302518],
  ['i203M4', 677_733.067256],
  ['i204M4', 245_287.202568],
  ['K100.1', 124_108],
  ['K200', 329_211],
  ['K400.4', 389_451],
] as const;

describeWithData('published prize-collecting instances', () => {
  test.each(published)('%s: the optimum is found and proven', async (name, optimum) => {
    const path = testData(`fiber/pcstp/${name}.stp.gz`);
    if (path === null) throw new Error(`${name} is missing from the test data`);
    const instance = readTreeInstance(new TextDecoder().decode(gunzipSync(readFileSync(path))), name);
    const problem = { ...instance, prizes: instance.prizes ?? new Float64Array(0) };
    const solution = await solvePrizeTree(problem, effort, quietJob);
    expect(weigh(problem, solution)).toBe(solution.weight);
    expect(solution.weight / instance.unitsPerCost).toBeCloseTo(optimum, 5);
    expect(solution.lowerBound).toBe(solution.weight);
  });
});
