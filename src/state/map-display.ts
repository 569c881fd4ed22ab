import type { Display } from '../plan/display.ts';
import { groupTitle, MAP_GROUPS, DESIGN_GROUPS, type MapGroup } from './map-groups.ts';

/** The parts of the list of layers; a group stays in its part. */
export type Band = 'design' | 'places' | 'ground';

const GROUND: readonly MapGroup[] = [
  'rights-of-way',
  'barriers',
  'buildings',
  'parcels',
  'hillshade',
  'neighbourhoods',
  'grants',
  'addresses',
];

/** The band of a group. */
export function bandOf(group: MapGroup): Band {
  if ((DESIGN_GROUPS as readonly MapGroup[]).includes(group)) return 'design';
  return GROUND.includes(group) ? 'ground' : 'places';
}

export function isGroupShown(display: Display, group: MapGroup): boolean {
  return display.groups[group]?.hidden !== true;
}

export function groupOpacity(display: Display, group: MapGroup): number {
  return display.groups[group]?.opacity ?? 1;
}

/** What the group is called in this plan. */
export function shownTitle(display: Display, group: MapGroup): string {
  return display.groups[group]?.title ?? groupTitle(group);
}

/** All groups from the top of the map to its bottom: band by band, in each those that were put in order first. */
export function groupOrder({ order }: Display): readonly MapGroup[] {
  const usual = [...MAP_GROUPS].sort((a, b) => rank(a) - rank(b));
  if (order.length === 0) return usual;
  const place = (group: MapGroup): number => {
    const at = order.indexOf(group);
    return at < 0 ? usual.indexOf(group) : at;
  };
  return [...usual].sort((a, b) => rank(a) - rank(b) || place(a) - place(b));
}

const BANDS: readonly Band[] = ['design', 'places', 'ground'];
const rank = (group: MapGroup): number => BANDS.indexOf(bandOf(group));

/** True for what can be moved up and down in the list: the shading and the link stay where they are. */
export function isMovable(group: MapGroup): boolean {
  return group !== 'hillshade' && group !== 'link';
}
