import { geodesicDistanceM } from '../../geo/geodesy.ts';
import type { Geometry } from '../../geo/geometry.ts';
import type { LngLat } from '../../geo/position.ts';
import { planFeature, type Change } from '../change.ts';
import { deleteFeatures } from '../edits/delete-features.ts';
import { setField, type PlacedFeature } from '../edits/edit-feature.ts';
import { verticesOf } from '../edits/shape.ts';
import { featuresOf, type Feature } from '../feature-table.ts';
import type { FeatureLayerName } from '../layers.ts';
import { layerTable, type Plan } from '../plan.ts';
import type { Issue } from './issue.ts';

/** Cuts areas; given by the caller, so that no rule needs the library behind it. */
export type CutArea = (area: Geometry, taken: Geometry) => Geometry | null;

/** What mends an issue in one step. */
export interface Fix {
  /** As on its button. */
  readonly title: string;
  change(plan: Plan, issue: Issue, cut: CutArea): Change;
}

/** A pole stands at the end of a span where it is no further from it than this. */
const AT_END_M = 1;
const FOOT_M = 0.3048;

/** The one-click remedy of an issue, null where only a person can tell. */
export function fixOf({ code, layer }: Issue): Fix | null {
  const what = code.split('/')[1] ?? '';
  if (layer !== null && Object.hasOwn(OF_ANY_LAYER, what)) return OF_ANY_LAYER[what] ?? null;
  return Object.hasOwn(OF_CODE, code) ? (OF_CODE[code] ?? null) : null;
}

const OF_ANY_LAYER: Readonly<Record<string, Fix>> = {
  'no-geometry': {
    title: 'Delete them',
    change: (plan, issue) => ({
      ...deleteFeatures(plan, placedOf(plan, issue)),
      note: `delete ${issue.part} without geometry`,
    }),
  },
  duplicate: { title: 'Merge what stands in one place', change: mergeDuplicates },
};

const OF_CODE: Readonly<Record<string, Fix>> = {
  'premises/no-units': {
    title: 'Give each 1 unit',
    change: (plan, issue) => setField(placedOf(plan, issue), 'units', 1),
  },
  'premises/units': {
    title: 'Clear these numbers',
    change: (plan, issue) => setField(placedOf(plan, issue), 'units', undefined),
  },
  'poles/tall': {
    title: 'Read these heights as feet',
    change: (plan, issue) => ({
      note: `read heights of ${issue.ids.length} poles as feet`,
      features: placedOf(plan, issue).map(({ layer, feature }) => ({
        layer,
        id: feature.id,
        feature: withFields(feature, { heightM: Math.round(Number(feature.fields['heightM']) * FOOT_M * 1000) / 1000 }),
      })),
    }),
  },
  'spans/unknown-pole': { title: 'Name the poles at their ends', change: nameEnds },
  'neighbourhoods/overlap': {
    title: 'Leave it to the first',
    change: (plan, issue, cut) => {
      const [first, second] = placedOf(plan, issue);
      const geometry =
        first?.feature.geometry && second?.feature.geometry ? cut(second.feature.geometry, first.feature.geometry) : null;
      return {
        note: `cut ${first?.feature.id ?? ''} out of ${second?.feature.id ?? ''}`,
        features:
          second === undefined
            ? []
            : [
                {
                  layer: second.layer,
                  id: second.feature.id,
                  feature: geometry === null ? null : { ...second.feature, geometry },
                },
              ],
      };
    },
  },
};

/** The features that an issue is about, as they stand. */
function placedOf(plan: Plan, { layer, ids }: Issue): PlacedFeature[] {
  if (layer === null) return [];
  return ids.flatMap((id) => {
    const feature = planFeature(plan, layer, id);
    return feature === undefined ? [] : [{ layer, feature }];
  });
}

/** The first of each place stays, takes over what it did not say itself, and, of premises, the units of the others. Spans follow their pole. */
function mergeDuplicates(plan: Plan, { layer, ids }: Issue): Change {
  if (layer === null) return { note: 'merge', features: [] };
  const repeated = new Set(ids);
  const groups = new Map<string, Feature[]>();
  for (const feature of featuresOf(layerTable(plan, layer))) {
    const key = placeKey(feature);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), feature]);
  }
  const features: { layer: FeatureLayerName; id: string; feature: Feature | null }[] = [];
  const renamed = new Map<string, string>();
  for (const [kept, ...others] of groups.values()) {
    const gone = others.filter(({ id }) => repeated.has(id));
    if (kept === undefined || gone.length === 0) continue;
    const fields = Object.assign({}, ...[...gone].reverse().map((one) => one.fields), kept.fields) as Feature['fields']; // joined fields are fields
    const units = [kept, ...gone].reduce((sum, one) => sum + Number(one.fields['units'] ?? 1), 0);
    const all = layer === 'premises' ? { ...fields, units } : fields;
    features.push({ layer, id: kept.id, feature: { ...kept, fields: all } });
    for (const { id } of gone) {
      features.push({ layer, id, feature: null });
      renamed.set(id, kept.id);
    }
  }
  if (layer === 'poles') features.push(...renamedEnds(plan, renamed));
  return { note: `merge ${renamed.size} ${layer} into those at the same place`, features };
}

function placeKey({ geometry }: Feature): string | null {
  if (geometry?.type !== 'Point') return null;
  return geometry.coordinates.map((degrees) => Math.round(degrees * 1e7)).join(' ');
}

function renamedEnds(plan: Plan, renamed: ReadonlyMap<string, string>) {
  return [...featuresOf(layerTable(plan, 'spans'))].flatMap((span) => {
    const [from, to] = [span.fields['from'], span.fields['to']].map((pole) => renamed.get(String(pole)));
    if (from === undefined && to === undefined) return [];
    const fields = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    return [{ layer: 'spans' as const, id: span.id, feature: withFields(span, fields) }];
  });
}

/** An end that names no known pole names the one that stands there, or none. */
function nameEnds(plan: Plan, issue: Issue): Change {
  const poles = [...featuresOf(layerTable(plan, 'poles'))].flatMap(({ id, geometry }) =>
    geometry?.type === 'Point' ? [{ id, position: geometry.coordinates }] : [],
  );
  const isKnown = new Set(poles.map(({ id }) => id));
  const poleAt = (place: LngLat | undefined): string | undefined =>
    place === undefined
      ? undefined
      : poles.find(
          ({ position }) =>
            Math.abs(position[1] - place[1]) < 1e-4 && // a coarse look before the exact one
            geodesicDistanceM(position, place) <= AT_END_M,
        )?.id;
  const features = placedOf(plan, issue).map(({ layer, feature }) => {
    const vertices = feature.geometry === null ? [] : verticesOf(feature.geometry);
    const ends = { from: vertices[0]?.position, to: vertices.at(-1)?.position };
    const { from, to, ...rest } = feature.fields;
    const named = (value: typeof from, place: LngLat | undefined): typeof from =>
      value === undefined || isKnown.has(String(value)) ? value : poleAt(place);
    const [start, end] = [named(from, ends.from), named(to, ends.to)];
    const fields = { ...rest, ...(start === undefined ? {} : { from: start }), ...(end === undefined ? {} : { to: end }) };
    return { layer, id: feature.id, feature: { ...feature, fields } };
  });
  return { note: `name the poles of ${features.length} spans`, features };
}

function withFields(feature: Feature, fields: Feature['fields']): Feature {
  return { ...feature, fields: { ...feature.fields, ...fields } };
}
