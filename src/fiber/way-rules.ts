/** What may be built along a kind of right-of-way, before settings and prices decide. */
export interface WayRule {
  /** Digging along it is possible. */
  readonly buried: boolean;
  /** A new line of poles along it is possible (outside built-up areas). */
  readonly newPoles: boolean;
  /** Surface where the data state none. */
  readonly surface: 'paved' | 'unpaved';
  /** Crossing it needs a permit like a barrier. */
  readonly isHighway: boolean;
}

const street: WayRule = { buried: true, newPoles: true, surface: 'paved', isHighway: false };
const unpaved: WayRule = { buried: true, newPoles: true, surface: 'unpaved', isHighway: false };
const footway: WayRule = { buried: true, newPoles: false, surface: 'unpaved', isHighway: false };
const closed: WayRule = { buried: false, newPoles: false, surface: 'paved', isHighway: false };
const highway: WayRule = { buried: false, newPoles: false, surface: 'paved', isHighway: true };

/** OpenStreetMap's street classes and Weft's own kinds. A kind that is not listed counts as a street. */
const RULES: Readonly<Record<string, WayRule>> = {
  motorway: highway,
  motorway_link: highway,
  trunk: highway,
  trunk_link: highway,
  track: unpaved,
  easement: unpaved,
  'rail-trail': footway,
  path: footway,
  footway,
  cycleway: { ...footway, surface: 'paved' },
  bridleway: footway,
  pedestrian: { ...street, newPoles: false },
  alley: { ...street, newPoles: false },
  steps: closed,
  corridor: closed,
  construction: closed,
  proposed: closed,
  raceway: closed,
  rail: closed,
};

/** The rule for a kind of right-of-way; streets for kinds that nobody listed. */
export function wayRule(kind: string | undefined): WayRule {
  return (kind === undefined ? undefined : RULES[kind.toLowerCase()]) ?? street;
}

const UNPAVED_SURFACES =
  /^(unpaved|gravel|fine_gravel|ground|dirt|earth|grass|sand|mud|compacted|pebblestone|soil|grass_paver|woodchips)/i;
const PAVED_SURFACES = /^(paved|asphalt|concrete|paving_stones|sett|cobblestone|metal|bitumen|brick|chip)/i;

/** Paved or unpaved, from the stated surface where there is one, else from the kind. */
export function waySurface(rule: WayRule, surface: string | undefined): 'paved' | 'unpaved' {
  if (surface !== undefined && UNPAVED_SURFACES.test(surface)) return 'unpaved';
  return surface !== undefined && PAVED_SURFACES.test(surface) ? 'paved' : rule.surface;
}
