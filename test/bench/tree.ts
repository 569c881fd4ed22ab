/**
 * Route solver against published optima: `node --import tsx test/bench/tree.ts [--seconds 10 [--processor] | --effort 2] [NAME...]`.
 * With `--processor` the seconds are those that this process has used, which other work on the machine does not alter.
 * Every cost is recomputed here from the edges of the answer, and every answer is checked to be a tree over all terminals.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { quietJob } from '../../src/base/job.ts';
import { readTreeInstance } from '../../src/fiber/tree/read-instance.ts';
import { solveTree } from '../../src/fiber/tree/solve.ts';
import type { TreeEffort, TreeProblem } from '../../src/fiber/tree/problem.ts';

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string' }, processor: { type: 'boolean' }, effort: { type: 'string' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const folder = join(process.env['WEFT_TEST_DATA'] ?? join(import.meta.dirname, '../../../shared/data'), 'fiber');
interface Entry {
  name: string;
  file: string;
  optimum: number;
}
const entries = (JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Entry[]).filter(
  (entry) =>
    entry.file.startsWith('stp/') && (positionals.length === 0 || positionals.some((word) => entry.name.startsWith(word))),
);

const effort: TreeEffort = {
  effort: Number(values.effort ?? 2) as TreeEffort['effort'],
  seed: Number(values.seed ?? 1),
  ...(values.effort === undefined
    ? {
        seconds: Number(values.seconds ?? 10),
        nowMs: values.processor === true ? () => process.cpuUsage().user / 1000 : () => performance.now(),
      }
    : {}),
};

/** Weight of a set of edges, after checking that it is a tree that spans all terminals. */
function weigh(problem: TreeProblem, edges: Int32Array): number {
  const group = Int32Array.from({ length: problem.nodeCount }, (_, node) => node);
  const find = (node: number): number => {
    while (group[node] !== node) node = group[node] = group[group[node]!]!;
    return node;
  };
  let weight = 0;
  for (const edge of edges) {
    const a = find(problem.edgeFrom[edge]!);
    const b = find(problem.edgeTo[edge]!);
    if (a === b) throw new Error('The answer has a cycle.');
    group[a] = b;
    weight += problem.edgeCost[edge]!;
  }
  if (problem.terminals.some((terminal) => find(terminal) !== find(problem.root))) throw new Error('A terminal is not spanned.');
  return weight;
}

const percent = (fraction: number): string => `${(100 * fraction).toFixed(3)} %`.padStart(10);
const groups = new Map<string, { gap: number; proven: number; count: number }>();
console.log('instance       nodes  terminals      weight  to optimum     proven  seconds      cpu');
for (const entry of entries) {
  const instance = readTreeInstance(gunzipSync(readFileSync(join(folder, entry.file))).toString('latin1'), entry.name);
  const problem = { ...instance, root: instance.root ?? 0 };
  const start = performance.now();
  const startCpu = process.cpuUsage().user;
  const solution = await solveTree(problem, effort, quietJob);
  const seconds = (performance.now() - start) / 1000;
  const weight = weigh(problem, solution.edges);
  if (weight !== solution.weight) throw new Error(`${entry.name}: weight ${solution.weight} was claimed, ${weight} it is.`);
  if (solution.lowerBound > entry.optimum) throw new Error(`${entry.name}: bound ${solution.lowerBound} above the optimum.`);
  if (weight < entry.optimum) throw new Error(`${entry.name}: better than the proven optimum cannot be.`);
  const gap = weight / entry.optimum - 1;
  const proven = 1 - solution.lowerBound / weight;
  console.log(
    entry.name.padEnd(12),
    String(problem.nodeCount).padStart(7),
    String(problem.terminals.length).padStart(10),
    String(weight).padStart(11),
    percent(gap).padStart(11),
    percent(proven),
    seconds.toFixed(2).padStart(8),
    ((process.cpuUsage().user - startCpu) / 1e6).toFixed(2).padStart(8),
  );
  const key = /^[GI]\d/.test(entry.name) ? entry.name.slice(0, 1) : 'other';
  const group = groups.get(key) ?? { gap: 0, proven: 0, count: 0 };
  groups.set(key, { gap: group.gap + gap, proven: group.proven + proven, count: group.count + 1 });
}
for (const [key, group] of groups) {
  console.log(`mean ${key}: to optimum ${percent(group.gap / group.count)}, proven ${percent(group.proven / group.count)}`);
}
