/**
 * Capacitated siting against proven optima: `node --import tsx test/bench/siting.ts [--seconds 10]`. Costs are recomputed here from the
 * instance and the answer.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { costOfSiting } from '../../src/fiber/siting/problem.ts';
import { readSitingInstance } from '../../src/fiber/siting/read-instance.ts';
import { solveSiting } from '../../src/fiber/siting/solve.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const folder = join(process.env['WEFT_TEST_DATA'] ?? join(import.meta.dirname, '../../../shared/data'), 'fiber/cfl');

console.log('instance   places  customers    optimum       cost  to optimum     proven      cpu');
for (const file of readdirSync(folder).sort()) {
  const text = readFileSync(join(folder, file), 'utf8');
  const problem = readSitingInstance(text, file);
  const { optimum } = JSON.parse(text) as { optimum: number };
  const start = process.cpuUsage();
  const cpuS = (): number => (process.cpuUsage(start).user + process.cpuUsage(start).system) / 1e6;
  const found = solveSiting(problem, { cases: Infinity, steps: 300, isOver: () => cpuS() > Number(values.seconds) });
  const seconds = cpuS();
  if (found === null) throw new Error(`${file} has no solution`);
  const cost = costOfSiting(problem, found.placeOf);
  if (cost === null || cost !== found.cost) throw new Error(`${file}: the cost is ${cost}, said to be ${found.cost}`);
  const percent = (fraction: number): string => `${(100 * fraction).toFixed(3)} %`.padStart(11);
  console.log(
    [
      file.padEnd(10),
      String(problem.places.length).padStart(6),
      String(problem.customers.length).padStart(10),
      String(optimum).padStart(10),
      String(cost).padStart(10),
      percent(cost / optimum - 1),
      percent(1 - found.lowerBound / cost),
      `${seconds.toFixed(1)} s`.padStart(8),
    ].join(' '),
  );
}
