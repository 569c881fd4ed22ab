import type { LngLat } from '../../geo/position.ts';
import { featureAt, valueAt, type Feature, type FeatureTable } from '../feature-table.ts';
import { emptyLayer, type Layer } from '../layer.ts';
import type { Plan } from '../plan.ts';
import type { PlacedFeature } from './edit-feature.ts';
import { samePlace, verticesOf, type VertexPlace } from './shape.ts';

/** The ends of spans that hang on a pole. */
export function spanEndsAt(plan: Plan, poleId: string): { placed: PlacedFeature; places: VertexPlace[] }[] {
  const spans = featuresWith(plan.layers.get('spans') ?? emptyLayer, ['from', 'to'], poleId);
  return spans.map((feature) => {
    const vertices = feature.geometry === null ? [] : verticesOf(feature.geometry);
    const ends = [
      feature.fields['from'] === poleId ? vertices[0] : undefined,
      feature.fields['to'] === poleId ? vertices.at(-1) : undefined,
    ];
    return {
      placed: { layer: 'spans' as const, feature },
      places: ends.flatMap((end) => (end === undefined ? [] : [end.place])),
    };
  });
}

/** The pole that the first or last vertex of a span hangs on, null in between. */
export function poleAtVertex({ geometry, fields }: Feature, place: VertexPlace): string | null {
  const vertices = geometry === null ? [] : verticesOf(geometry);
  const field = samePlace(vertices[0]?.place ?? null, place)
    ? 'from'
    : samePlace(vertices.at(-1)?.place ?? null, place)
      ? 'to'
      : null;
  const pole = field === null ? undefined : fields[field];
  return pole === undefined ? null : String(pole);
}

/** The vertices of a feature that stand exactly at a position. */
export function placesAt(feature: Feature, [lng, lat]: LngLat): VertexPlace[] {
  if (feature.geometry === null) return [];
  return verticesOf(feature.geometry)
    .filter(({ position }) => position[0] === lng && position[1] === lat)
    .map(({ place }) => place);
}

/** Features of a layer whose text column holds a value. */
function featuresWith(layer: Layer, columns: readonly string[], value: string): Feature[] {
  const { table, edits } = layer;
  const rows = new Set<number>();
  for (const name of columns) {
    const column = table.columns.get(name);
    for (let row = 0; column !== undefined && row < table.count; row++) if (valueAt(column, row) === value) rows.add(row);
  }
  const edited = [...edits.values()].filter(
    (feature) => feature !== null && columns.some((name) => feature.fields[name] === value),
  );
  return [...untouched(table, edits, rows), ...edited.filter((feature) => feature !== null)];
}

/** Features of a layer with a vertex exactly at a position. */
export function featuresWithVertex({ table, edits }: Layer, [lng, lat]: LngLat): Feature[] {
  const { coordinates } = table;
  const rows = new Set<number>();
  for (let at = 0; at < coordinates.length; at += 2) {
    if (coordinates[at] === lng && coordinates[at + 1] === lat) rows.add(rowOfPoint(table, at / 2));
  }
  const edited = [...edits.values()].filter((feature) => feature !== null && placesAt(feature, [lng, lat]).length > 0);
  return [...untouched(table, edits, rows), ...edited.filter((feature) => feature !== null)];
}

function untouched(table: FeatureTable, edits: Layer['edits'], rows: ReadonlySet<number>): Feature[] {
  return [...rows].map((row) => featureAt(table, row)).filter(({ id }) => !edits.has(id));
}

/** The row whose geometry holds a point of the coordinates. */
function rowOfPoint(table: FeatureTable, point: number): number {
  const path = holder(table.pathPoints, point);
  return holder(table.featureParts, holder(table.partPaths, path));
}

/** The last offset that is not beyond a value. */
function holder(offsets: Uint32Array, value: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? Infinity) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
