import { AppError } from '../base/app-error.ts';
import { readSitingInstance } from '../fiber/siting/read-instance.ts';
import { solveSiting } from '../fiber/siting/solve.ts';
import type { Command } from './arguments.ts';
import { readInput } from './files.ts';
import { answer } from './terminal.ts';

/** `weft siting`: which cabinets to open and which homes each serves, and how far from the cheapest that can be. */
export const command: Command = {
  usage: 'siting INSTANCE.json [--seconds S]',
  options: { seconds: { kind: 'number', about: 'work for at most so many seconds; default 10' } },
  words: 1,
  async run(call) {
    const { name, bytes } = readInput(call.positional(0, 'The instance'));
    const problem = readSitingInstance(new TextDecoder().decode(bytes), name);
    const startMs = performance.now();
    const endMs = startMs + 1000 * (call.number('seconds') ?? 10);
    const found = solveSiting(problem, { cases: Infinity, steps: 300, isOver: () => performance.now() > endMs });
    if (found === null) {
      throw new AppError('study/no-room', {
        what: 'The cabinets have not room enough for all homes.',
        where: name,
        remedy: 'Allow more cabinets or larger ones.',
      });
    }
    const seconds = Math.round(performance.now() - startMs) / 1000;
    const { cost, lowerBound, placeOf } = found;
    const gap = cost === 0 ? 0 : (cost - lowerBound) / cost;
    const cabinetsOpen = new Set(placeOf).size;
    answer(call, { cost, lowerBound, gap, seconds, cabinetsOpen, cabinetOfHome: [...placeOf] }, [
      `cost ${cost}`,
      `lower bound ${lowerBound}`,
      `gap ${(100 * gap).toFixed(3)} %`,
      `${cabinetsOpen} of ${problem.places.length} cabinets open`,
      `${seconds} s`,
    ]);
  },
};
