import { compareText } from '../../base/compare.ts';
import { lightPalette } from '../../base/palette.ts';
import type { Feature } from '../../plan/feature-table.ts';

/** How a layer looks in other programs: as on Weft's own map, as far as those can. */
export interface LayerLook {
  /** The field that divides the features into classes. */
  readonly field: string;
  /** By the field's value, in order of it; the value is empty where a feature has none. */
  readonly classes: ReadonlyMap<string, ClassLook>;
  readonly marker: 'circle' | 'square' | 'diamond' | 'triangle' | 'star';
  /** Of a point, and of a line. */
  readonly sizeMm: number;
  readonly widthMm: number;
  /** How much of its colour an area is filled with, 0 … 1. */
  readonly fill: number;
}

export interface ClassLook {
  /** `#rrggbb` */
  readonly color: string;
  readonly isDashed: boolean;
}

interface OwnLook extends Partial<Omit<LayerLook, 'classes'>> {
  /** Of every feature, unless its class has one. */
  readonly color: string;
  readonly colors?: Readonly<Record<string, string>>;
}

const p = lightPalette;
const CONSTRUCTION = { aerial: p.aerial, underground: p.underground, 'in-service': p.existing };
const THE_NETWORK: OwnLook = {
  color: p.aerial,
  colors: { drop: p.drop, pole: p.pole, facility: p.facility, crossing: p.crossing },
};

/** What a class is dashed for on the map, too: a colour alone carries nothing. */
const DASHED: readonly string[] = ['underground', 'planned', 'rail'];

/** The layers of a plan and of a design, by name in small letters. */
const LOOKS: Readonly<Record<string, OwnLook>> = {
  premises: { color: p.premises, sizeMm: 1.2 },
  addresses: { color: p.inkSoft, sizeMm: 0.8 },
  parcels: { color: p.rail, widthMm: 0.15, fill: 0 },
  buildings: { color: p.rail, widthMm: 0.15, fill: 0.35 },
  poles: { color: p.pole, sizeMm: 1.4 },
  spans: { color: p.existing, widthMm: 0.25 },
  'rights-of-way': { color: p.rail, widthMm: 0.4 },
  barriers: { color: p.rail, colors: { water: p.water }, widthMm: 0.5, fill: 0.6 },
  conditions: { color: p.marginal, fill: 0.12 },
  facilities: { color: p.facility, marker: 'star', sizeMm: 4.5 },
  'cabinet-sites': { color: p.facility, marker: 'square', sizeMm: 3 },
  sites: { color: p.clear, field: 'status', marker: 'triangle', sizeMm: 3.2 },
  links: { color: p.inkSoft, field: 'status', widthMm: 0.5 },
  neighbourhoods: { color: p.neighbourhood, widthMm: 0.5, fill: 0.05 },
  'existing-network': { color: p.existing, widthMm: 0.6 },
  grants: { color: p.tooClose, fill: 0.15 },
  network: THE_NETWORK,
  routes: { color: p.aerial, field: 'construction', colors: CONSTRUCTION, widthMm: 0.8 },
  drops: { color: p.drop, field: 'construction', widthMm: 0.3 },
  'network-poles': { color: p.aerial, sizeMm: 1.6 },
  terminals: { color: p.aerial, marker: 'square', sizeMm: 2 },
  cabinets: { color: p.facility, marker: 'square', sizeMm: 3.4 },
  splitters: { color: p.facility, marker: 'diamond', sizeMm: 2 },
  crossings: { color: p.crossing, marker: 'diamond', sizeMm: 2.6 },
  risers: { color: p.underground, marker: 'triangle', sizeMm: 2 },
  'network-facilities': { color: p.facility, marker: 'star', sizeMm: 4.5 },
};

/** Layers that Weft does not know: their kinds have these colours, one after the other. */
const IN_TURN = [p.aerial, p.underground, p.facility, p.premises, p.existing, p.crossing, p.drop, p.pole];

/** The look of a layer, with the classes that its features have. */
export function lookOf(layer: string, features: readonly Feature[]): LayerLook {
  const own = LOOKS[layer.toLowerCase().replaceAll(' ', '-')];
  const field = own?.field ?? 'kind';
  const found = new Set<string>();
  for (const feature of features) found.add(valueOf(feature, field));
  const values = [...found].sort(compareText);
  const colorOf = (value: string, index: number): string =>
    own === undefined ? (IN_TURN[index % IN_TURN.length] ?? p.ink) : (own.colors?.[value] ?? own.color);
  return {
    field,
    classes: new Map(
      values.map((value, index) => [
        value,
        { color: colorOf(value, index), isDashed: own !== undefined && DASHED.includes(value) },
      ]),
    ),
    marker: own?.marker ?? 'circle',
    sizeMm: own?.sizeMm ?? 2,
    widthMm: own?.widthMm ?? 0.6,
    fill: own?.fill ?? 0.25,
  };
}

/** The class that a feature is in. */
export function classOf({ field }: LayerLook, feature: Feature): string {
  return valueOf(feature, field);
}

function valueOf({ fields }: Feature, field: string): string {
  return String(fields[field] ?? '');
}
