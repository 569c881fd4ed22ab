import { quantise, type LngLat } from '../../geo/position.ts';
import { planFeature } from '../../plan/change.ts';
import type { Workbench } from '../workbench.ts';
import { addFeature, freeId } from './edit-feature.ts';

/** Puts a radio site on the map and selects it, so that its name and height can be typed at once. */
export function placeSite(bench: Workbench, position: LngLat): void {
  const id = freeId((taken) => planFeature(bench.plan.plan, 'sites', taken) !== undefined, 'site');
  bench.plan.commit(addFeature('sites', { id, geometry: { type: 'Point', coordinates: quantise(position) }, fields: {} }));
  bench.selection.set([{ kind: 'feature', layer: 'sites', id }]);
  bench.view.tool = 'select';
  bench.view.showRight('selection');
  bench.messages.announce(`Site ${id} was placed. Give it a name and a height.`);
}
