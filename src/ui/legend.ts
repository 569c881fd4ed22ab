import type { Palette } from '../base/palette.ts';
import type { FiberNetwork } from '../plan/network.ts';
import type { Plan } from '../plan/plan.ts';
import type { MapGroup } from '../state/map-groups.ts';
import { wording } from '../text/wording.ts';

const words = wording.legend;

export type SwatchShape =
  | 'line' | 'dash' | 'dots' | 'dash-dot' | 'ring' | 'dot' | 'area' | 'outline' | 'star' | 'square' | 'diamond' | 'triangle' | 'cross' | 'shade' | 'street' | 'rail'; // prettier-ignore

/** One sign of the legend. */
export interface LegendEntry {
  readonly shape: SwatchShape;
  readonly colour: keyof Palette;
  readonly text: string;
  /** Whether the design has any of it; without it the sign stands wherever its group does. */
  readonly isIn?: (fiber: FiberNetwork) => boolean;
}

const hasStretch =
  (wanted: FiberNetwork['stretches'][number]['kind']) =>
  ({ stretches }: FiberNetwork): boolean =>
    stretches.some(({ kind }) => kind === wanted);

/** What each group of the map looks like; the first entry stands for the group in lists. */
export const LEGEND: Readonly<Record<MapGroup, readonly [LegendEntry, ...LegendEntry[]]>> = {
  link: [
    { shape: 'line', colour: 'clear', text: words.clear },
    { shape: 'dash', colour: 'marginal', text: words.marginal },
    { shape: 'dots', colour: 'blocked', text: words.blocked },
    { shape: 'dash-dot', colour: 'tooClose', text: words.tooCloseToCall },
    { shape: 'cross', colour: 'blocked', text: words.theLimitingPoint },
  ],
  'network-facilities': [{ shape: 'square', colour: 'aerial', text: words.cabinet }],
  'network-terminals': [
    { shape: 'dot', colour: 'aerial', text: words.terminalPortsUsedAll },
    { shape: 'ring', colour: 'aerial', text: words.closure, isIn: ({ closures }) => closures.length > 0 },
  ],
  'network-poles': [
    { shape: 'ring', colour: 'aerial', text: words.poleThatCarriesCable },
    {
      shape: 'dot',
      colour: 'aerial',
      text: words.poleWithSurveyedMakeReady,
      isIn: ({ poles }) => poles.some(({ makeReady }) => makeReady === 'surveyed'),
    },
    {
      shape: 'ring',
      colour: 'underground',
      text: words.newPole,
      isIn: ({ poles }) => poles.some(({ poleId }) => poleId === null),
    },
  ],
  'network-crossings': [{ shape: 'diamond', colour: 'crossing', text: words.crossingRailWaterOrHighway }],
  'network-routes': [
    { shape: 'line', colour: 'aerial', text: words.aerialOnPoles, isIn: hasStretch('aerial') },
    { shape: 'dash', colour: 'underground', text: words.underground, isIn: hasStretch('underground') },
    { shape: 'dash-dot', colour: 'existing', text: words.fibresOfACableInService, isIn: hasStretch('in-service') },
    {
      shape: 'dots',
      colour: 'crossing',
      text: words.wouldJoinPremisesThatNo,
      isIn: ({ islands }) => islands.some(({ join }) => join !== null),
    },
  ],
  'network-drops': [{ shape: 'line', colour: 'drop', text: words.dropToPremises }],
  links: [{ shape: 'dash', colour: 'inkSoft', text: words.linkPlanColouredByVerdict }],
  sites: [{ shape: 'triangle', colour: 'clear', text: words.radioSite }],
  facilities: [{ shape: 'star', colour: 'facility', text: words.facility }],
  'cabinet-sites': [{ shape: 'square', colour: 'aerial', text: words.whereCabinetMustOrMay }],
  premises: [
    { shape: 'dot', colour: 'premises', text: words.premises },
    {
      shape: 'ring',
      colour: 'blocked',
      text: words.notReachedByDesign,
      isIn: ({ notReached }) => notReached.length > 0,
    },
  ],
  poles: [{ shape: 'ring', colour: 'pole', text: words.existingPole }],
  spans: [{ shape: 'line', colour: 'existing', text: words.spanBetweenPoles }],
  'existing-network': [{ shape: 'line', colour: 'existing', text: words.networkInService }],
  conditions: [
    { shape: 'area', colour: 'marginal', text: words.groundOrWishThatAlters },
    { shape: 'line', colour: 'marginal', text: words.stretchForbiddenPreferredOrKept },
  ],
  addresses: [{ shape: 'dot', colour: 'inkSoft', text: words.address }],
  neighbourhoods: [{ shape: 'outline', colour: 'neighbourhood', text: words.neighbourhood }],
  'rights-of-way': [{ shape: 'street', colour: 'street', text: words.streetOrOtherRightWay }],
  barriers: [
    { shape: 'area', colour: 'water', text: words.water },
    { shape: 'rail', colour: 'rail', text: words.railway },
  ],
  buildings: [{ shape: 'area', colour: 'building', text: words.building }],
  parcels: [{ shape: 'outline', colour: 'parcelLine', text: words.parcel }],
  grants: [{ shape: 'outline', colour: 'neighbourhood', text: words.grantLayer }],
  hillshade: [{ shape: 'shade', colour: 'inkSoft', text: words.slopesLightFromNorthWest }],
};

/** The signs of a group that this plan has something of. */
export function legendOf({ fiber }: Plan, group: MapGroup): readonly LegendEntry[] {
  return LEGEND[group].filter(({ isIn }) => isIn === undefined || (fiber !== null && isIn(fiber)));
}
