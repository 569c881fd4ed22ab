import type { Palette } from '../base/palette.ts';
import type { MapGroup } from '../state/map-groups.ts';

export type SwatchShape =
  | 'line' | 'dash' | 'dots' | 'dash-dot' | 'ring' | 'dot' | 'area' | 'outline' | 'star' | 'square' | 'diamond' | 'triangle' | 'cross' | 'shade' | 'street' | 'rail'; // prettier-ignore

/** One sign of the legend. */
export interface LegendEntry {
  readonly shape: SwatchShape;
  readonly colour: keyof Palette;
  readonly text: string;
}

/** What each group of the map looks like; the first entry stands for the group in lists. */
export const LEGEND: Readonly<Record<MapGroup, readonly [LegendEntry, ...LegendEntry[]]>> = {
  link: [
    { shape: 'line', colour: 'clear', text: 'clear' },
    { shape: 'dash', colour: 'marginal', text: 'marginal' },
    { shape: 'dots', colour: 'blocked', text: 'blocked' },
    { shape: 'dash-dot', colour: 'tooClose', text: 'too close to call' },
    { shape: 'cross', colour: 'blocked', text: 'the limiting point' },
  ],
  'network-facilities': [{ shape: 'square', colour: 'aerial', text: 'cabinet' }],
  'network-terminals': [
    { shape: 'dot', colour: 'aerial', text: 'terminal, ports used/all' },
    { shape: 'ring', colour: 'aerial', text: 'closure' },
  ],
  'network-poles': [
    { shape: 'ring', colour: 'aerial', text: 'pole that carries the cable' },
    { shape: 'dot', colour: 'aerial', text: 'pole with surveyed make-ready' },
    { shape: 'ring', colour: 'underground', text: 'new pole' },
  ],
  'network-crossings': [{ shape: 'diamond', colour: 'crossing', text: 'crossing of rail, water or highway' }],
  'network-routes': [
    { shape: 'line', colour: 'aerial', text: 'aerial, on poles' },
    { shape: 'dash', colour: 'underground', text: 'underground' },
    { shape: 'dots', colour: 'crossing', text: 'would join premises that no facility reaches' },
  ],
  'network-drops': [{ shape: 'line', colour: 'drop', text: 'drop to premises' }],
  links: [{ shape: 'dash', colour: 'inkSoft', text: 'link of the plan, coloured by verdict once judged' }],
  sites: [{ shape: 'triangle', colour: 'clear', text: 'radio site' }],
  facilities: [{ shape: 'star', colour: 'facility', text: 'facility' }],
  'cabinet-sites': [{ shape: 'square', colour: 'aerial', text: 'where a cabinet must or may stand' }],
  premises: [
    { shape: 'dot', colour: 'premises', text: 'premises' },
    { shape: 'ring', colour: 'blocked', text: 'not reached by the design' },
  ],
  poles: [{ shape: 'ring', colour: 'pole', text: 'existing pole' }],
  spans: [{ shape: 'line', colour: 'existing', text: 'span between poles' }],
  'existing-network': [{ shape: 'line', colour: 'existing', text: 'network in service' }],
  conditions: [
    { shape: 'area', colour: 'marginal', text: 'ground or wish that alters routes' },
    { shape: 'line', colour: 'marginal', text: 'stretch forbidden, preferred or kept' },
  ],
  addresses: [{ shape: 'dot', colour: 'inkSoft', text: 'address' }],
  neighbourhoods: [{ shape: 'outline', colour: 'neighbourhood', text: 'neighbourhood' }],
  'rights-of-way': [{ shape: 'street', colour: 'street', text: 'street or other right-of-way' }],
  barriers: [
    { shape: 'area', colour: 'water', text: 'water' },
    { shape: 'rail', colour: 'rail', text: 'railway' },
  ],
  buildings: [{ shape: 'area', colour: 'building', text: 'building' }],
  parcels: [{ shape: 'outline', colour: 'parcelLine', text: 'parcel' }],
  grants: [{ shape: 'outline', colour: 'neighbourhood', text: 'grant layer' }],
  hillshade: [{ shape: 'shade', colour: 'inkSoft', text: 'slopes, light from the north-west' }],
};
