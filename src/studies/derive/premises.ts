import { AppError } from '../../base/app-error.ts';
import { WayMap } from '../../fiber/way-network.ts';
import { wayRule } from '../../fiber/way-rules.ts';
import { localFrame } from '../../geo/local-frame.ts';
import { shortDistanceM } from '../../geo/geodesy.ts';
import { boundsOf, polygonsOf, representativePoint } from '../../geo/polygon.ts';
import { between } from '../../geo/polyline.ts';
import { quantise, type LngLat } from '../../geo/position.ts';
import type { Change } from '../../plan/change.ts';
import { featuresOf, type Feature, type FieldValue } from '../../plan/feature-table.ts';
import { isLandOfNobody } from '../../plan/land-use.ts';
import { layerOf } from '../../plan/layer.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import { waysOf } from '../fiber/prepare.ts';
import { derivedSources, inheritedClasses } from './sources.ts';

export interface DerivePremisesOptions {
  readonly from: 'parcels' | 'buildings';
  /** Where the point lies: at the middle of the side that faces a street, or inside. */
  readonly at: 'frontage' | 'centroid';
  /** Which of them count; all where absent. */
  readonly where?: (feature: Feature) => boolean;
}

/** Streets farther than this from a lot are not its frontage; metres. */
const FRONTAGE_REACH_M = 80;
const SHORTEST_FRONTAGE_M = 2;
const PASSED_ON = ['name', 'units', 'place', 'address', 'street', 'housenumber'];

/** Makes the layer premises from lots or buildings; the former premises are replaced. @throws AppError study/missing-layer */
export function derivePremises(plan: Plan, options: DerivePremisesOptions): { change: Change; count: number; left: number } {
  const table = layerTable(plan, options.from);
  if (table.count === 0) {
    throw new AppError('study/missing-layer', {
      what: `There are no ${options.from} to derive premises from.`,
      where: options.from,
      remedy: `Import ${options.from} first.`,
    });
  }
  const all = [...featuresOf(table)].filter((feature) => polygonsOf(feature.geometry).length > 0);
  const chosen = all.filter((feature) => (options.where?.(feature) ?? true) && !isLandOfNobody(feature));
  const frontage = options.at === 'frontage' ? frontageFinder(plan, chosen) : null;
  const premises = chosen.map((feature): Feature => {
    const front = frontage?.(feature) ?? null;
    const position = quantise(
      front?.position ?? (feature.geometry === null ? [NaN, NaN] : representativePoint(feature.geometry)),
    );
    const fields: Record<string, FieldValue> = { [options.from === 'parcels' ? 'parcel' : 'building']: feature.id };
    for (const name of PASSED_ON) {
      const value = feature.fields[name];
      if (value !== undefined) fields[name] = value;
    }
    if (front !== null) fields['frontage'] = front.wayId;
    return { id: feature.id, geometry: { type: 'Point', coordinates: position }, fields };
  });
  const layer = layerOf(
    premises,
    derivedSources(
      plan,
      options.at === 'frontage' ? [options.from, 'rights-of-way'] : [options.from],
      `derived from ${options.from}`,
    ),
  );
  return {
    change: {
      note: `derive premises from ${options.from}`,
      layers: [{ name: 'premises', layer }],
      ...inheritedClasses(
        plan,
        PASSED_ON.map((field) => ({ from: [options.from, field], to: ['premises', field] })),
      ),
    },
    count: premises.length,
    left: table.count - premises.length,
  };
}

/** Finds the middle of the side of a lot that is nearest to a street, to that of its address where this is near; null where no street is near. */
function frontageFinder(plan: Plan, lots: readonly Feature[]): (lot: Feature) => { position: LngLat; wayId: string } | null {
  const [west, south, east, north] = boundsOf(lots.flatMap((lot) => polygonsOf(lot.geometry).flat(2)));
  const ways = waysOf(plan);
  const streets = ways.map(({ feature }) => {
    const kind = feature.fields['kind'];
    const rule = wayRule(kind === undefined ? undefined : String(kind));
    return rule.buried && rule.newPoles && kind !== 'easement' && kind !== 'track';
  });
  const map = new WayMap(
    ways.map(({ path }) => path),
    localFrame([(west + east) / 2, (south + north) / 2]),
  );
  const names = ways.map(({ feature }) => streetKey(String(feature.fields['name'] ?? '')));
  const isKnown = new Set(names.filter((name, way) => name !== '' && streets[way] === true));
  return (lot) => {
    const told = streetsTold(lot).find((name) => isKnown.has(name));
    const own = told === undefined ? null : sideAt(lot, (way) => streets[way] === true && names[way] === told);
    return own ?? sideAt(lot, (way) => streets[way] ?? false);
  };

  function sideAt(lot: Feature, isMeant: (way: number) => boolean): { position: LngLat; wayId: string } | null {
    let best: { position: LngLat; wayId: string; distanceM: number } | null = null;
    for (const ring of polygonsOf(lot.geometry).map((rings) => rings[0] ?? [])) {
      for (let i = 1; i < ring.length; i++) {
        const a = ring[i - 1] as LngLat; // indices lie inside the ring
        const b = ring[i] as LngLat;
        if (shortDistanceM(a, b) < SHORTEST_FRONTAGE_M) continue;
        const middle = between(a, b, 0.5);
        const place = map.nearestPlaces(middle, FRONTAGE_REACH_M, 1, isMeant)[0];
        if (place !== undefined && (best === null || place.distanceM < best.distanceM - 0.01)) {
          best = { position: middle, wayId: ways[place.way]?.feature.id ?? '', distanceM: place.distanceM };
        }
      }
    }
    return best;
  }
}

/** How kinds of street are shortened, so that "Main Street" and "MAIN ST." are one. */
const SHORT_KINDS: Readonly<Record<string, string>> = {
  street: 'st',
  avenue: 'ave',
  av: 'ave',
  road: 'rd',
  drive: 'dr',
  lane: 'ln',
  court: 'ct',
  place: 'pl',
  boulevard: 'blvd',
  terrace: 'ter',
  highway: 'hwy',
  strasse: 'str',
};

/** A street's name as names are compared: small letters, no signs, kinds shortened. */
function streetKey(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/strasse$/, 'str');
  return words
    .split(' ')
    .map((word) => SHORT_KINDS[word] ?? word)
    .join(' ');
}

/** The street that a lot's data name, by its field or in its address: "12 Main St", "Hauptstr. 12 a", each up to a comma. */
function streetsTold({ fields: { street, address } }: Feature): string[] {
  const text = String(address ?? '').split(',')[0] ?? '';
  const before = text.replace(/^\s*\d+\s*[a-zA-Z]?(\s*[-/]\s*\d+\s*[a-zA-Z]?)?\s+/, '');
  const behind = text.replace(/\s+\d+\s*[a-zA-Z]?(\s*[-/]\s*\d+\s*[a-zA-Z]?)?\s*$/, '');
  return [String(street ?? ''), before, behind].map(streetKey).filter((name) => name !== '');
}
