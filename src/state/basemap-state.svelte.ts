import { BUILT_IN_BASEMAPS, isBuiltIn, type AddedBasemap, type BuiltInBasemap } from '../store/basemap.ts';
import type { KeptArea } from '../store/kept-areas.ts';
import type { OpenBasemap } from '../store/basemap-tiles.ts';
import type { MapGroup } from './map-groups.ts';

/** What lies under the plan. A matter of this browser: a plan that is handed on knows nothing of it. */
export class BasemapState {
  /** The id of the one that was chosen: built in, or added. */
  chosen = $state<string>('plain');
  added = $state.raw<readonly AddedBasemap[]>([]);
  /** The chosen one as the map draws it, once it is open. */
  open = $state.raw<OpenBasemap | null>(null);
  /** Why the chosen one cannot be shown, with what to do; the plain one is shown in its place. */
  trouble = $state.raw<{ readonly what: string; readonly remedy: string; readonly needsFile: boolean } | null>(null);

  /** The areas that are kept on this computer. */
  kept = $state.raw<readonly KeptArea[]>([]);
  /** True while only what is kept of the chosen one can be shown. */
  isPartial = $state(false);

  keptOf(id: string): readonly KeptArea[] {
    return this.kept.filter(({ basemapId }) => basemapId === id);
  }

  /** What is shown in fact. */
  get shown(): BuiltInBasemap | OpenBasemap {
    if (this.trouble !== null) return 'plain';
    if (isBuiltIn(this.chosen)) return this.chosen;
    return this.open !== null && this.open.basemap.id === this.chosen ? this.open : 'plain';
  }

  /** Ids in the order in which they follow each other. */
  get order(): readonly string[] {
    return [...BUILT_IN_BASEMAPS, ...this.added.map(({ id }) => id)];
  }
}

/** How much of the plan's own ground is seen over a basemap, by group; groups that are not named are untouched. */
const OVER_BASEMAP: Readonly<Record<BuiltInBasemap | 'added', Partial<Record<MapGroup, number>>>> = {
  plain: {},
  terrain: { hillshade: 1.7, 'rights-of-way': 0.4, barriers: 0.6, buildings: 0.45, parcels: 0.3 },
  none: { 'rights-of-way': 0, barriers: 0, buildings: 0, parcels: 0, hillshade: 0 },
  added: { 'rights-of-way': 0, barriers: 0, buildings: 0, hillshade: 0 },
};

/** Share of a group's own opacity that is left over a basemap, 0 … 1. */
export function opacityOver(shown: BuiltInBasemap | OpenBasemap, group: MapGroup): number {
  if (typeof shown !== 'string' && shown.basemap.withGround) return 1;
  return OVER_BASEMAP[typeof shown === 'string' ? shown : 'added'][group] ?? 1;
}
