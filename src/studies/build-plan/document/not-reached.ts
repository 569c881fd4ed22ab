import { contains } from '../../../geo/polygon.ts';
import { emptyLayer, findFeature } from '../../../plan/layer.ts';
import type { DocumentInput } from './document-input.ts';

/** The premises that the design does not reach and that lie in this neighbourhood (or, for what lies outside, in none). */
export function notReachedIn({
  plan,
  network,
  neighbourhood,
}: Pick<DocumentInput, 'plan' | 'network' | 'neighbourhood'>): FiberNetworkNotReached[] {
  const premises = plan.layers.get('premises') ?? emptyLayer;
  const layer = plan.layers.get('neighbourhoods') ?? emptyLayer;
  const area = neighbourhood.id === '' ? null : (findFeature(layer, neighbourhood.id)?.geometry ?? null);
  if (area === null && layer !== emptyLayer) return [];
  return network.notReached.filter(({ id }) => {
    if (area === null) return true;
    const geometry = findFeature(premises, id)?.geometry;
    return geometry?.type === 'Point' && contains(area, geometry.coordinates);
  });
}

/** The islands that some of these premises lie on. */
export function islandsIn(input: Pick<DocumentInput, 'plan' | 'network' | 'neighbourhood'>): DocumentInput['network']['islands'] {
  const here = new Set(notReachedIn(input).map(({ id }) => id));
  return input.network.islands.filter(({ premises }) => premises.some((id) => here.has(id)));
}

type FiberNetworkNotReached = DocumentInput['network']['notReached'][number];
