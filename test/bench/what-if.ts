/**
 * What a what-if takes in Node, processor seconds of the design alone, in a process that keeps what it found out about the map:
 *   node --import tsx test/bench/what-if.ts PROJECT.weft [--check] [--only REGEXP]
 * The project holds a design. With `--check` each answer is compared, byte for byte, with one that nothing was kept for.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { quietJob } from '../../src/base/job.ts';
import { stableJson } from '../../src/base/stable-json.ts';
import { readProject } from '../../src/io/project-file.ts';
import { apply } from '../../src/plan/change.ts';
import type { FiberNetwork } from '../../src/plan/network.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { DesignMemory } from '../../src/studies/fiber/design-memory.ts';
import { designFiber } from '../../src/studies/fiber/design.ts';
import { effortOf } from '../../src/studies/fiber/effort.ts';
import { reuseSentence } from '../../src/studies/fiber/reuse-words.ts';
import { whatIfs } from '../support/what-ifs.ts';

const { values: options, positionals } = parseArgs({
  options: { check: { type: 'boolean' }, only: { type: 'string' } },
  allowPositionals: true,
});
const [path = ''] = positionals;
const asked = new RegExp(options.only ?? '');
const plan = await readProject(readFileSync(path), path, quietJob);
const memory = new DesignMemory();
const nothing = { note: 'nothing' };

for (const [name, change] of Object.entries({ 'nothing, the first time': nothing, nothing, ...whatIfs(plan) })) {
  if (!asked.test(name)) continue;
  const back = apply(plan, change);
  const [network, s] = await timed(plan, memory);
  const dollars = (cents: number): string => (cents / 100).toFixed(2);
  const routes = `${dollars(network.routeCostCents)} for routes, at least ${dollars(network.routeLowerBoundCents)}`;
  console.log(`${name}: ${s.toFixed(1)} s; ${routes}. ${reuseSentence(network.reuse)}`);
  if (options.check === true) {
    const [bare, bareS] = await timed(plan, new DesignMemory());
    console.log(
      `  with nothing kept ${bareS.toFixed(1)} s, ${stableJson(bare) === stableJson(network) ? 'the same' : 'NOT THE SAME'}`,
    );
  }
  apply(plan, back);
}

async function timed(asking: Plan, kept: DesignMemory): Promise<[FiberNetwork, number]> {
  const before = process.cpuUsage();
  const network = await designFiber(asking, effortOf(2, 1), quietJob, true, kept);
  const { user, system } = process.cpuUsage(before);
  return [network, (user + system) / 1e6];
}
