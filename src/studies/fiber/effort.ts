import type { TreeEffort } from '../../fiber/tree/problem.ts';

/** The efforts of the route search from 1 (quick) to 5 (thorough). @throws RangeError for others; callers check what is typed */
export function effortOf(effort: number, seed: number): TreeEffort {
  if (effort === 1 || effort === 2 || effort === 3 || effort === 4 || effort === 5) return { effort, seed };
  throw new RangeError(`effort ${effort}`);
}
