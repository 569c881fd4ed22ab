import type { Shape } from '../geo/geometry.ts';

/** A column that Weft understands. Files map theirs to it; the unit is that inside the program. */
export interface FieldDefinition {
  readonly name: string;
  readonly kind: 'number' | 'text' | 'boolean';
  /** Quantity's unit for numbers with a dimension. */
  readonly unit?: 'm' | 'years' | 'cents' | 'count';
  readonly about: string;
  /** Columns of common files that are taken for it without being told, in order of preference, compared without case. */
  readonly aliases: readonly string[];
  /** The values that rules know; others are kept and treated as `other`. */
  readonly values?: readonly string[];
}

export interface LayerDefinition {
  readonly title: string;
  readonly shape: Shape | 'any';
  readonly about: string;
  readonly fields: readonly FieldDefinition[];
  /** Features without a position are taken in where they have this field: the address layer says where they are. */
  readonly placedBy?: 'address';
}

const text = (name: string, about: string, aliases: readonly string[] = [], values?: readonly string[]): FieldDefinition => ({
  name,
  kind: 'text',
  about,
  aliases,
  ...(values ? { values } : {}),
});
const metres = (name: string, about: string, aliases: readonly string[] = []): FieldDefinition => ({
  name,
  kind: 'number',
  unit: 'm',
  about,
  aliases,
});
const count = (name: string, about: string, aliases: readonly string[] = []): FieldDefinition => ({
  name,
  kind: 'number',
  unit: 'count',
  about,
  aliases,
});
const flag = (name: string, about: string, aliases: readonly string[] = []): FieldDefinition => ({
  name,
  kind: 'boolean',
  about,
  aliases,
});
const factor = (about: string): FieldDefinition => ({
  name: 'costFactor',
  kind: 'number',
  about,
  aliases: ['costfactor', 'cost_factor'],
});
const routing = text(
  'routing',
  'nothing is built here, rather here than elsewhere, or here in any case',
  ['routing'],
  ['forbidden', 'preferred', 'keep'],
);
const nameField = text('name', 'what people call it', [
  'name',
  'label',
  'street',
  'streetname',
  'full_name',
  'site_name',
  'n_hood',
]);

/** All feature layers, what they hold and which fields the rules read. docs/CLI.md's table is made from this. */
export const FEATURE_LAYERS = {
  premises: {
    title: 'Premises',
    shape: 'point',
    about: 'places to be served',
    fields: [
      nameField,
      count('units', 'dwelling or business units, 1 where missing', ['units', 'num_units', 'unit_count', 'dwellings']),
      count('fibres', 'fibres that it takes; where missing as the setting fibresPer says', [
        'fibres',
        'fibers',
        'fibre_count',
        'fiber_count',
      ]),
      text(
        'drop',
        'how its drop is built: underground, or aerial where a pole is near enough; where missing the cheaper',
        ['drop', 'drop_type'],
        ['aerial', 'underground'],
      ),
      text('kind', 'home, business or anchor', ['kind', 'use'], ['home', 'business', 'anchor']),
      text('place', 'village or street that it belongs to', ['place', 'city', 'addr:city', 'town']),
      text('address', 'postal address', ['address', 'addr', 'street address', 'full_address']),
      text('frontage', 'id of the right-of-way that it fronts'),
    ],
  },
  parcels: {
    title: 'Parcels',
    shape: 'polygon',
    about: 'lots; premises are derived from them',
    fields: [
      nameField,
      text('use', 'land use: residential, business, anchor, vacant, road, water …', ['use', 'land_use', 'use_code', 'poly_type']),
      count('units', 'units on the lot', ['units', 'num_units']),
    ],
  },
  buildings: {
    title: 'Buildings',
    shape: 'polygon',
    about: 'outlines of buildings',
    fields: [
      nameField,
      text('kind', 'what it is: house, barn, garage …', ['kind', 'building']),
      metres('heightM', 'height of the roof above ground', ['heightm', 'height', 'building:height']),
      count('units', 'units in it', ['units', 'building:flats']),
      text('place', 'village or town of its address', ['place', 'addr:city', 'city']),
      text('street', 'street of its address', ['addr:street']),
      text('housenumber', 'number in the street', ['addr:housenumber']),
    ],
  },
  poles: {
    title: 'Poles',
    shape: 'point',
    about: 'existing supports',
    fields: [
      text(
        'kind',
        'pole, tower (carries none of our strand unless the settings say so) or other',
        ['kind', 'power', 'type'],
        ['pole', 'tower'],
      ),
      text('owner', 'who owns it', ['owner', 'operator', 'pole_owner']),
      metres('heightM', 'length above ground', ['heightm', 'height', 'pole_height', 'ht']),
      text('class', 'class by ANSI O5.1, 1 is strongest of the common ones', ['class', 'pole_class']),
      count('year', 'year it was set', ['year', 'installed', 'year_set', 'yr_set', 'install_year']),
      text('substation', 'substation that feeds its circuit', ['substation']),
      text('feeder', 'feeder or circuit', ['feeder', 'circuit']),
      text('zone', 'attachment allowed in', ['zone', 'attachment'], ['supply', 'communications', 'none']),
      {
        name: 'makeReadyCents',
        kind: 'number',
        unit: 'cents',
        about: 'surveyed cost of make-ready',
        aliases: ['makereadycents'],
      },
      flag('attachable', 'false where no strand may be hung', ['attachable']),
    ],
  },
  spans: {
    title: 'Spans',
    shape: 'line',
    about: 'gaps between two poles that are on one line',
    fields: [
      text('kind', 'minor_line, line (towers: not used), telecom', ['kind', 'power']),
      text('from', 'id of the pole at the start', ['from', 'from_pole']),
      text('to', 'id of the pole at the end', ['to', 'to_pole']),
      text('owner', 'who owns the line', ['owner', 'operator']),
      text('along', 'right-of-way that it follows', ['along']),
      factor('strand on it costs so many times the price'),
      routing,
    ],
  },
  'rights-of-way': {
    title: 'Rights-of-way',
    shape: 'line',
    about: 'streets, roads, tracks, paths, easements along which one may build',
    fields: [
      nameField,
      text(
        'kind',
        'street class or easement',
        ['kind', 'highway', 'class', 'road_class'],
        [
          'motorway',
          'trunk',
          'primary',
          'secondary',
          'tertiary',
          'unclassified',
          'residential',
          'living_street',
          'service',
          'alley',
          'track',
          'path',
          'footway',
          'cycleway',
          'steps',
          'rail-trail',
          'easement',
          'street',
        ],
      ),
      text('surface', 'asphalt, concrete, gravel, grass …', ['surface']),
      metres('widthM', 'width of the way', ['widthm', 'width']),
      text('permits', 'for an easement: electric, communications, unknown', ['permits']),
      flag('bridge', 'the way is on a bridge', ['bridge']),
      flag('tunnel', 'the way is in a tunnel', ['tunnel']),
      factor('building along it costs so many times the price'),
      routing,
    ],
  },
  barriers: {
    title: 'Barriers',
    shape: 'any',
    about: 'water, rail, highways: what a route pays to cross',
    fields: [
      nameField,
      text(
        'kind',
        'rail, water, stream (drops may cross it), highway or other (no obstacle)',
        ['kind'],
        ['rail', 'water', 'stream', 'highway', 'other'],
      ),
      flag('tunnel', 'lies in a culvert or tunnel: free to cross', ['tunnel']),
    ],
  },
  conditions: {
    title: 'Ground and wishes',
    shape: 'any',
    about: 'areas, or lines along a stretch, where building costs more or less, is forbidden, preferred or decided',
    fields: [
      nameField,
      text('kind', 'rock, wetland, protected …: in words', ['kind', 'soil', 'type']),
      factor('building here costs so many times the price'),
      routing,
      text(
        'applies',
        'what it is about; what is built in the ground and in the air where missing; in-service: fibres of cables in service',
        ['applies'],
        ['underground', 'aerial', 'in-service'],
      ),
    ],
  },
  facilities: {
    title: 'Facilities',
    shape: 'point',
    about: 'where the light comes from',
    fields: [
      nameField,
      text(
        'kind',
        'hut (to be built, and paid for), or what stands already: central-office, cabinet, cable-end, gateway',
        ['kind', 'amenity'],
        ['hut', 'central-office', 'cabinet', 'cable-end', 'gateway'],
      ),
      flag('offered', 'may be built: the design uses it where that costs less, or where premises lie beyond reach', [
        'offered',
        'optional',
      ]),
    ],
  },
  'cabinet-sites': {
    title: 'Cabinet sites',
    shape: 'point',
    about: 'where cabinets with splitters must or may stand; without it a design chooses among all places on its routes',
    fields: [
      nameField,
      text('kind', 'must one stand here, or may it; fixed where missing', ['kind', 'status'], ['fixed', 'possible']),
      count('premises', 'premises that it can feed; the setting cabinetPremises where missing', [
        'premises',
        'capacity',
        'ports',
      ]),
    ],
  },
  sites: {
    title: 'Radio sites',
    shape: 'point',
    about:
      'places with a radio, or that may get one; one without a position, but with an address, is placed by the address layer',
    placedBy: 'address',
    fields: [
      nameField,
      metres('heightAglM', 'antenna above ground', ['heightaglm', 'height', 'height_m', 'antenna_height', 'height above ground']),
      metres('heightRoofM', 'antenna above the roof under it; counts where heightAglM is missing', [
        'heightroofm',
        'mast_height',
        'height above roof',
      ]),
      metres('heightAslM', 'antenna above sea level; counts where the other two are missing', [
        'heightaslm',
        'altitude_m',
        'height above sea level',
      ]),
      text('roof', 'roof or member it belongs to: several possible mounts of one roof share it', ['roof', 'roof_id']),
      text('status', 'what stands, what is decided, who asked to join', ['status'], ['installed', 'planned', 'request']),
      text('equipment', 'model or class of the radio', ['equipment', 'device']),
      text('structure', 'what carries it', ['structure']),
      text('consent', 'of the owner of the roof', ['consent'], ['yes', 'asked', 'no']),
      text('address', 'postal address (a member’s: never in public exports)', [
        'address',
        'street address',
        'full_address',
        'adresse',
        'anschrift',
      ]),
    ],
  },
  links: {
    title: 'Radio links',
    shape: 'line',
    about: 'radio links that are planned or stand; an end that names a site follows it, others are the ends of the line',
    fields: [
      nameField,
      text('from', 'id of the radio site at the start', ['from', 'from_site']),
      text('to', 'id of the radio site at the end', ['to', 'to_site']),
      text('status', 'what stands and what is decided', ['status'], ['installed', 'planned']),
      metres('fromHeightM', 'antenna at the start, where it is not the site’s', ['fromheightm']),
      text('fromAbove', 'what fromHeightM counts from: ground where missing', ['fromabove'], ['ground', 'roof', 'sea']),
      metres('toHeightM', 'antenna at the end, where it is not the site’s', ['toheightm']),
      text('toAbove', 'what toHeightM counts from: ground where missing', ['toabove'], ['ground', 'roof', 'sea']),
      text('fromEquipment', 'radio at the start, by its id in the catalogue', ['fromequipment']),
      text('toEquipment', 'radio at the end, by its id in the catalogue', ['toequipment']),
      count('frequencyGhz', 'frequency, GHz; that of the project where missing', ['frequencyghz']),
    ],
  },
  neighbourhoods: {
    title: 'Neighbourhoods',
    shape: 'polygon',
    about: 'units of a build plan',
    fields: [
      nameField,
      text('phase', 'group that is built together', ['phase']),
      text('status', 'how far it is', ['status'], ['idea', 'planned', 'funded', 'building', 'built']),
    ],
  },
  'existing-network': {
    title: 'Existing network',
    shape: 'any',
    about: 'cables, ducts, nodes and links in service',
    fields: [
      nameField,
      text('kind', 'cable, duct (cable can be pulled into it), closure (a cable can be opened there), node, link', [
        'kind',
        'type',
      ]),
      count('spareFibres', 'fibres free along the whole cable; a duct with 0 is full', ['sparefibres', 'spare']),
      count('fibres', 'fibres in the cable; the free ones are taken to be its last', ['fibres', 'fibercount', 'fibrecount']),
    ],
  },
  addresses: {
    title: 'Addresses',
    shape: 'any',
    about: 'the local address layer',
    fields: [
      nameField,
      text('street', 'street', ['street', 'addr:street']),
      text('housenumber', 'number', ['housenumber', 'addr:housenumber']),
      text('place', 'town', ['place', 'addr:city', 'city']),
    ],
  },
  grants: {
    title: 'Grant layers',
    shape: 'any',
    about: 'availability, blocks, service areas',
    fields: [
      nameField,
      text(
        'kind',
        'level of service in an area, or funded already: what is unserved and not funded is counted',
        ['kind', 'service_level', 'bead_service_level', 'status'],
        ['unserved', 'underserved', 'served', 'funded'],
      ),
    ],
  },
} as const satisfies Record<string, LayerDefinition>;

export const RASTER_LAYERS = {
  terrain: 'bare ground',
  surface: 'ground with what stands on it',
  'building-heights': 'height of buildings above ground',
  canopy: 'height of trees above ground',
} as const;

export type FeatureLayerName = keyof typeof FEATURE_LAYERS;
export type RasterLayerName = keyof typeof RASTER_LAYERS;
export type LayerName = FeatureLayerName | RasterLayerName;

export const FEATURE_LAYER_NAMES = Object.keys(FEATURE_LAYERS) as FeatureLayerName[]; // keys of a constant
export const RASTER_LAYER_NAMES = Object.keys(RASTER_LAYERS) as RasterLayerName[]; // keys of a constant

export function isFeatureLayerName(name: string): name is FeatureLayerName {
  return Object.hasOwn(FEATURE_LAYERS, name);
}

export function isRasterLayerName(name: string): name is RasterLayerName {
  return Object.hasOwn(RASTER_LAYERS, name);
}

/** The definition of a feature layer. */
export function layerDefinition(name: FeatureLayerName): LayerDefinition {
  return FEATURE_LAYERS[name];
}
