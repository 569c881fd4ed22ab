import { countOf } from '../plan/layer.ts';
import { isStreetCabinet } from '../plan/network.ts';
import type { Plan } from '../plan/plan.ts';
import { groupOrder } from '../state/map-display.ts';
import { isLayerGroup, type MapGroup } from '../state/map-groups.ts';

/** How many things a group holds; null where it has no meaning (shading, link). */
export function groupCount(plan: Plan, group: MapGroup): number | null {
  if (isLayerGroup(group)) {
    const layer = plan.layers.get(group);
    return layer === undefined ? 0 : countOf(layer);
  }
  const { fiber } = plan;
  switch (group) {
    case 'network-routes':
      return fiber?.stretches.length ?? 0;
    case 'network-drops':
      return fiber?.drops.length ?? 0;
    case 'network-poles':
      return fiber?.poles.length ?? 0;
    case 'network-terminals':
      return fiber?.terminals.length ?? 0;
    case 'network-crossings':
      return fiber?.crossings.length ?? 0;
    case 'network-facilities':
      return fiber?.cabinets.filter(isStreetCabinet).length ?? 0;
    case 'hillshade':
      return plan.rasters.has('terrain') ? null : 0;
    default:
      return null;
  }
}

/** The groups that hold something now, top of the map first. */
export function groupsInUse(plan: Plan, hasLink: boolean): MapGroup[] {
  return groupOrder(plan.display).filter((group) => (group === 'link' ? hasLink : groupCount(plan, group) !== 0));
}
