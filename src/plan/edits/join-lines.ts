import type { LngLat } from '../../geo/position.ts';
import type { Change } from '../change.ts';
import type { Feature, FieldValue } from '../feature-table.ts';
import type { PlacedFeature } from './edit-feature.ts';
import { isLength } from './split-line.ts';

interface Line {
  readonly path: readonly LngLat[];
  readonly feature: Feature;
}

/** Joins lines of one layer end to end, in whatever order they were chosen. Returns the step, or why it cannot be. */
export function joinLines(features: readonly PlacedFeature[]): Change | string {
  const [first] = features;
  if (first === undefined || features.length < 2) return 'Select two lines or more that share an end.';
  const { layer } = first;
  if (features.some((one) => one.layer !== layer)) return 'Can’t join: these lines are in different layers.';
  const lines = features.flatMap(({ feature }): Line[] =>
    feature.geometry?.type === 'LineString' ? [{ path: feature.geometry.coordinates, feature }] : [],
  );
  if (lines.length < features.length) return 'Can’t join: only single lines can be joined.';
  const joined = lines.slice(1).length > 0 ? chain(lines) : null;
  if (joined === null) {
    return layer === 'spans' ? 'Can’t join: these spans do not share a pole.' : 'Can’t join: these lines do not share an end.';
  }
  const kept: Feature = {
    id: first.feature.id,
    geometry: { type: 'LineString', coordinates: joined.path },
    fields: layer === 'spans' ? withPoles(joinedFields(lines), joined) : joinedFields(lines),
  };
  const others = features.slice(1).map(({ feature }) => ({ layer, id: feature.id, feature: null }));
  return { note: `join ${features.length} lines`, features: [{ layer, id: kept.id, feature: kept }, ...others] };
}

/** Turns a line round; a span swaps its poles. */
export function reverseLine({ layer, feature }: PlacedFeature): Change | string {
  if (feature.geometry?.type !== 'LineString') return 'Only a single line can be reversed.';
  const { from, to, ...rest } = feature.fields;
  const ends = { ...(to === undefined ? {} : { from: to }), ...(from === undefined ? {} : { to: from }) };
  const geometry = { ...feature.geometry, coordinates: [...feature.geometry.coordinates].reverse() };
  const fields = layer === 'spans' ? { ...rest, ...ends } : feature.fields;
  return { note: `reverse ${feature.id}`, features: [{ layer, id: feature.id, feature: { ...feature, geometry, fields } }] };
}

interface Chain {
  readonly path: readonly LngLat[];
  readonly start: FieldValue | undefined;
  readonly end: FieldValue | undefined;
}

function chain(lines: readonly Line[]): Chain | null {
  const [first, ...rest] = lines;
  if (first === undefined) return null;
  let done: Chain = { path: first.path, start: first.feature.fields['from'], end: first.feature.fields['to'] };
  const left = new Set(rest);
  while (left.size > 0) {
    let grown: Chain | null = null;
    for (const line of left) {
      grown = appended(done, line);
      if (grown === null) continue;
      left.delete(line);
      done = grown;
      break;
    }
    if (grown === null) return null;
  }
  return done;
}

/** The chain with a line at whichever end they share, or null. */
function appended({ path, start, end }: Chain, { path: other, feature }: Line): Chain | null {
  const { from, to } = feature.fields;
  const meets = (a: LngLat | undefined, b: LngLat | undefined): boolean =>
    a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];
  if (meets(path.at(-1), other[0])) return { path: [...path, ...other.slice(1)], start, end: to };
  if (meets(path.at(-1), other.at(-1))) return { path: [...path, ...[...other].reverse().slice(1)], start, end: from };
  if (meets(path[0], other.at(-1))) return { path: [...other, ...path.slice(1)], start: from, end };
  if (meets(path[0], other[0])) return { path: [...[...other].reverse(), ...path.slice(1)], start: to, end };
  return null;
}

function withPoles({ from: _from, to: _to, ...rest }: Feature['fields'], { start, end }: Chain): Feature['fields'] {
  return { ...rest, ...(start === undefined ? {} : { from: start }), ...(end === undefined ? {} : { to: end }) };
}

/** The first line's values, completed by the others'; lengths add up. */
function joinedFields(lines: readonly Line[]): Feature['fields'] {
  const fields: Record<string, FieldValue> = {};
  for (const { feature } of lines) {
    for (const [name, value] of Object.entries(feature.fields)) {
      const before = fields[name];
      if (before === undefined) fields[name] = value;
      else if (isLength(name, value) && isLength(name, before)) fields[name] = before + value;
    }
  }
  return fields;
}
