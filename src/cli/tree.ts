import type { JobContext } from '../base/job.ts';
import { solvePrizeTree, type PrizeSolution } from '../fiber/tree/prizes.ts';
import { readTreeInstance, type TreeInstance } from '../fiber/tree/read-instance.ts';
import { solveTree } from '../fiber/tree/solve.ts';
import type { TreeEffort } from '../fiber/tree/problem.ts';
import type { Arguments, Command } from './arguments.ts';
import { readInput, writeAtomically } from './files.ts';
import { answer, terminalJob, warn } from './terminal.ts';

/** `weft tree`: the cheapest tree in a graph, and how far from the best it can be. */
export const command: Command = {
  usage: 'tree GRAPH.gr|GRAPH.stp [--seconds S | --effort N] [--seed N] [--tree-out FILE]',
  options: {
    seconds: { kind: 'number', about: 'work for at most so many seconds' },
    effort: { kind: 'number', about: 'amount of work, 1 to 5 (2): same effort and seed, same tree' },
    seed: { kind: 'number', about: 'start of the random numbers (1)' },
    'tree-out': { kind: 'text', about: 'file for the tree: VALUE n, then an edge "u v" per line' },
  },
  words: 1,
  run: runTree,
};

async function runTree(call: Arguments): Promise<void> {
  const path = call.positional(0, 'The graph file');
  const effort = readEffort(call);
  const { name, bytes } = readInput(path);
  const startMs = performance.now();
  const instance = readTreeInstance(new TextDecoder().decode(bytes), name);
  const solution = await solve(instance, effort, terminalJob());
  const seconds = Math.round(performance.now() - startMs) / 1000;
  const output = call.text('tree-out');
  const weight = solution.weight / instance.unitsPerCost;
  const lowerBound = solution.lowerBound / instance.unitsPerCost;
  if (output !== undefined) writeAtomically(output, new TextEncoder().encode(formatTree(instance, solution.edges, weight)));
  const gap = weight === 0 ? 0 : (weight - lowerBound) / weight;
  const unreached = Array.from(solution.unreached, (node) => node + 1);
  const leftOut = Array.from(solution.forgone, (node) => node + 1);
  if (unreached.length > 0)
    warn(`${unreached.length} terminals have no path to the root and were left out: ${unreached.slice(0, 10).join(', ')}`);
  const more = { ...(unreached.length > 0 ? { unreached } : {}), ...(instance.prizes ? { leftOut } : {}) };
  answer(call, { weight, lowerBound, gap, seconds, ...more }, [
    `weight ${weight}`,
    ...(instance.prizes
      ? [`left out ${leftOut.length} of ${instance.terminals.length} terminals, whose prizes are in the weight`]
      : []),
    `lower bound ${lowerBound}`,
    `gap ${(100 * gap).toFixed(3)} %`,
    `${seconds} s`,
  ]);
}

async function solve(instance: TreeInstance, effort: TreeEffort, job: JobContext): Promise<PrizeSolution> {
  const { prizes, root } = instance;
  if (prizes) return solvePrizeTree({ ...instance, prizes }, effort, job);
  return { ...(await solveTree({ ...instance, root: root ?? 0 }, effort, job)), forgone: new Int32Array(0) };
}

function readEffort(call: Arguments): TreeEffort {
  if (call.has('seconds') && call.has('effort')) throw call.wrong('Give --seconds or --effort, not both.');
  const seed = call.whole('seed', { min: 0, max: 0xffffffff, fallback: 1 });
  const seconds = call.number('seconds');
  if (seconds === undefined) return { effort: effortOf(call.whole('effort', { min: 1, max: 5, fallback: 2 })), seed };
  return { effort: 5, seed, seconds, nowMs: () => performance.now() };
}

function effortOf(typed: number): TreeEffort['effort'] {
  const levels = [1, 2, 3, 4, 5] as const;
  return levels.find((level) => level === typed) ?? 2;
}

/** The tree as PACE writes it; nodes count from 1. */
function formatTree({ edgeFrom, edgeTo }: TreeInstance, edges: Int32Array, weight: number): string {
  const lines = [`VALUE ${weight}`];
  for (const edge of edges) lines.push(`${(edgeFrom[edge] ?? 0) + 1} ${(edgeTo[edge] ?? 0) + 1}`);
  return `${lines.join('\n')}\n`;
}
