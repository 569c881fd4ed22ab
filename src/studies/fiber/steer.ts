import { AppError } from '../../base/app-error.ts';
import type { Routing } from '../../fiber/conditions.ts';
import type { Change } from '../../plan/change.ts';
import { emptyLayer, findFeature } from '../../plan/layer.ts';
import type { Stretch } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';

/** Stretches of the present design by id. @throws AppError plan/no-stretch */
export function stretchesNamed(plan: Plan, ids: readonly string[]): Stretch[] {
  return ids.map((id) => {
    // In network.geojson, ids say what they are of: stretch:S-00001.
    const own = id.replace(/^stretch:/, '');
    const found = plan.fiber?.stretches.find((stretch) => stretch.id === own);
    if (found !== undefined) return found;
    throw new AppError('plan/no-stretch', {
      what: plan.fiber === null ? 'There is no design yet.' : 'The design has no such stretch.',
      where: id,
      remedy: 'Stretches are named S-00001 and so on, in network.geojson and on the map.',
    });
  });
}

/** What a wish is about: a stretch of the design, or a way that none runs along yet. */
type Steered = Pick<Stretch, 'id' | 'along' | 'path' | 'kind'>;

/** A line of the layer `conditions` along each stretch, saying what is wanted there: a what-if that the next design heeds and undo takes back. */
export function steer(plan: Plan, routing: Routing, stretches: readonly Steered[]): Change {
  const layer = plan.layers.get('conditions') ?? emptyLayer;
  const taken = new Set<string>();
  const features = stretches.map((stretch) => {
    let number = 1;
    while (findFeature(layer, `${routing}-${number}`) !== undefined || taken.has(`${routing}-${number}`)) number++;
    const id = `${routing}-${number}`;
    taken.add(id);
    const name = `${routing}: ${stretch.along === '' ? stretch.id : stretch.along}`;
    const geometry = { type: 'LineString' as const, coordinates: stretch.path };
    return { layer: 'conditions' as const, id, feature: { id, geometry, fields: { name, routing, applies: stretch.kind } } };
  });
  return { note: `${routing} ${stretches.map(({ id }) => id).join(', ')}`, features };
}
