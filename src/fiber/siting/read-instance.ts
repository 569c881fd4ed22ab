import { AppError } from '../../base/app-error.ts';
import type { SitingProblem } from './problem.ts';

interface InstanceFile {
  readonly cabinet_fixed_cost: number;
  readonly capacity: number;
  readonly cost_per_metre: number;
  readonly allowed_nearest: number;
  readonly cabinets: readonly (readonly [number, number])[];
  readonly homes: readonly (readonly [number, number])[];
}

/**
 * Reads an instance of capacitated cabinets: places and homes on a plane, each home to be served from one of its `allowed_nearest` nearest
 * cabinets (ties by index) at round(distance × cost_per_metre). @throws AppError file/siting-instance
 */
export function readSitingInstance(text: string, file: string): SitingProblem {
  const refuse = (what: string): AppError =>
    new AppError('file/siting-instance', {
      what,
      where: file,
      remedy: 'Give a file with cabinets, homes, cabinet_fixed_cost, capacity, cost_per_metre and allowed_nearest.',
    });
  let instance: InstanceFile;
  try {
    instance = JSON.parse(text) as InstanceFile; // checked below
  } catch {
    throw refuse('This is not JSON.');
  }
  const isList = (list: unknown): boolean =>
    Array.isArray(list) &&
    list.length > 0 &&
    list.every((one) => Array.isArray(one) && one.length === 2 && one.every(Number.isFinite));
  const numbers = [instance.cabinet_fixed_cost, instance.capacity, instance.cost_per_metre, instance.allowed_nearest];
  if (!isList(instance.cabinets) || !isList(instance.homes) || !numbers.every((one) => Number.isFinite(one) && one >= 0))
    throw refuse('Something that such an instance needs is missing or no number.');
  const { cabinets, homes, allowed_nearest: nearest, cost_per_metre: perMetre } = instance;
  return {
    places: cabinets.map(() => ({ openingCost: instance.cabinet_fixed_cost, capacity: instance.capacity })),
    customers: homes.map(([x, y]) =>
      cabinets
        .map(([cx, cy], place) => ({ place, distance: Math.sqrt((x - cx) ** 2 + (y - cy) ** 2) }))
        .sort((a, b) => a.distance - b.distance || a.place - b.place)
        .slice(0, nearest)
        .map(({ place, distance }) => ({ place, cost: Math.round(distance * perMetre) })),
    ),
  };
}
