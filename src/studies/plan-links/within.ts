import { localFrame } from '../../geo/local-frame.ts';
import { emptyLayer, featuresOfLayer } from '../../plan/layer.ts';
import type { Plan } from '../../plan/plan.ts';
import { boundariesOf } from '../fiber/boundaries.ts';
import type { JudgedLink } from './judge.ts';

/** The links by the neighbourhood in which their first end lies; the empty id stands for outside all. */
export function linksWithin(plan: Plan, links: readonly JudgedLink[]): ReadonlyMap<string, readonly JudgedLink[]> {
  const within = new Map<string, JudgedLink[]>();
  const [first] = links;
  if (first === undefined) return within;
  const areas = [...featuresOfLayer(plan.layers.get('neighbourhoods') ?? emptyLayer)].flatMap(({ id, geometry }) =>
    geometry === null ? [] : [{ id, geometry }],
  );
  const boundaries = boundariesOf(areas, localFrame(first.link.a.position));
  for (const judged of links) {
    const id = boundaries.idAt(judged.link.a.position) ?? '';
    within.set(id, [...(within.get(id) ?? []), judged]);
  }
  return within;
}
