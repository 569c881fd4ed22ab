import { compareText } from '../../base/compare.ts';
import { nearestOnSegment } from '../../geo/segment.ts';
import { boxIndex } from '../../geo/spatial-index.ts';
import { localFrame } from '../../geo/local-frame.ts';
import { boundsOf, contains, polygonsOf } from '../../geo/polygon.ts';
import { lengthM } from '../../geo/polyline.ts';
import type { LngLat } from '../../geo/position.ts';
import { featuresOf, type Feature } from '../feature-table.ts';
import { partsOf } from '../geometry-columns.ts';
import type { FeatureLayerName } from '../layers.ts';
import { layerTable, type Plan } from '../plan.ts';
import { ruleOf, type Finding } from './issue.ts';

/** A pole further than this from every right-of-way is probably in the wrong place, or a street is missing. */
const FAR_POLE_M = 150;
/** Ends of streets nearer than this (about a metre) are joined; further ones are not the same corner. */
const JOIN_DEGREES = 1e-5;

function pointsOf(plan: Plan, layer: FeatureLayerName): { id: string; position: LngLat; feature: Feature }[] {
  return Array.from(featuresOf(layerTable(plan, layer))).flatMap((feature) =>
    feature.geometry?.type === 'Point' ? [{ id: feature.id, position: feature.geometry.coordinates, feature }] : [],
  );
}

/** Two poles, or two premises, at one place are one thing imported twice, or two that need telling apart. */
const POINTS = ['poles', 'premises', 'facilities', 'sites'] as const;
export const duplicatePoints = ruleOf(POINTS, function* (plan: Plan): Generator<Finding> {
  for (const layer of POINTS) {
    const seen = new Map<string, string>();
    const repeated: string[] = [];
    for (const { id, position } of pointsOf(plan, layer)) {
      const key = position.map((degrees) => Math.round(degrees * 1e7)).join(' ');
      if (seen.has(key)) repeated.push(id);
      else seen.set(key, id);
    }
    if (repeated.length > 0) {
      yield {
        severity: 'warning',
        code: `${layer}/duplicate`,
        part: layer,
        layer,
        ids: repeated,
        tell: (count) =>
          count === 1
            ? 'One of them stands exactly where another one stands.'
            : `${count} of them stand exactly where another one stands.`,
      };
    }
  }
});

export const polesFarFromEverything = ruleOf(['poles', 'rights-of-way', 'spans'], function* (plan: Plan): Generator<Finding> {
  const poles = pointsOf(plan, 'poles');
  const first = poles[0];
  const ways = [...featuresOf(layerTable(plan, 'rights-of-way')), ...featuresOf(layerTable(plan, 'spans'))];
  if (first === undefined || ways.length === 0) return;
  const frame = localFrame(first.position);
  const segments = ways
    .flatMap(({ geometry }) => (geometry === null ? [] : partsOf(geometry).flat()))
    .flatMap((path) => {
      const local = path.map(frame.toLocal);
      return local.slice(1).flatMap((b, i) => (local[i] === undefined ? [] : [{ a: local[i], b }]));
    });
  const index = boxIndex(
    segments.map(({ a, b }) => [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)]),
  );
  const far = poles.filter(({ position }) => {
    const p = frame.toLocal(position);
    const near = index.search(p.x - FAR_POLE_M, p.y - FAR_POLE_M, p.x + FAR_POLE_M, p.y + FAR_POLE_M);
    return !near.some((at) => {
      const segment = segments[at];
      return segment !== undefined && nearestOnSegment(p, segment.a, segment.b).distance <= FAR_POLE_M;
    });
  });
  if (far.length > 0) {
    yield {
      severity: 'warning',
      code: 'poles/far',
      part: 'poles',
      layer: 'poles',
      ids: far.map(({ id }) => id),
      tell: (count) =>
        `${count} of ${poles.length} poles ${count === 1 ? 'stands' : 'stand'} more than ${FAR_POLE_M} m from every right-of-way and span.`,
    };
  }
});

/** Streets that do not meet the others cannot be reached; a few are usual at the edge of the data. */
export const unconnectedRightsOfWay = ruleOf(['rights-of-way'], function* (plan: Plan): Generator<Finding> {
  const lines = Array.from(featuresOf(layerTable(plan, 'rights-of-way'))).flatMap(({ id, geometry }) =>
    geometry === null
      ? []
      : partsOf(geometry)
          .flat()
          .map((path) => ({ id, path, lengthM: lengthM(path) })),
  );
  const groups = joinedGroups(lines.map(({ path }) => path));
  const sums = new Map<number, number>();
  lines.forEach((line, i) => sums.set(groups[i] ?? i, (sums.get(groups[i] ?? i) ?? 0) + line.lengthM));
  if (sums.size < 2) return;
  const total = [...sums.values()].reduce((sum, value) => sum + value, 0);
  const [largest, largestM] = [...sums].reduce((best, next) => (next[1] > best[1] ? next : best), [-1, 0]);
  const apart = [...new Set(lines.flatMap((line, i) => (groups[i] === largest ? [] : [line.id])))].sort(compareText);
  const share = Math.round((100 * (total - largestM)) / total);
  yield {
    severity: share >= 10 ? 'warning' : 'note',
    code: 'rights-of-way/not-connected',
    part: 'rights-of-way',
    layer: 'rights-of-way',
    ids: apart,
    tell: () => `The rights-of-way fall into ${sums.size} pieces; ${share} % of their length does not meet the largest piece.`,
  };
});

/** For each path the number of its group; paths that share a corner are in one group. */
function joinedGroups(paths: readonly (readonly LngLat[])[]): number[] {
  const parent = paths.map((_, i) => i);
  const rootOf = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root] = parent[parent[root] ?? root] ?? root;
    return root;
  };
  const corners = new Map<string, number>();
  paths.forEach((path, i) => {
    for (const [lng, lat] of path) {
      const key = `${Math.round(lng / JOIN_DEGREES)} ${Math.round(lat / JOIN_DEGREES)}`;
      const other = corners.get(key);
      if (other === undefined) corners.set(key, i);
      else parent[rootOf(i)] = rootOf(other);
    }
  });
  return paths.map((_, i) => rootOf(i));
}

/** Premises in two neighbourhoods would count in one of them only: the one with the lower id. */
export const overlappingNeighbourhoods = ruleOf(['neighbourhoods', 'premises'], function* (plan: Plan): Generator<Finding> {
  const areas = Array.from(featuresOf(layerTable(plan, 'neighbourhoods'))).map((feature) => ({
    ...feature,
    box: boundsOf(polygonsOf(feature.geometry).flat(2)),
  }));
  if (areas.length === 0) return;
  const premises = pointsOf(plan, 'premises');
  const index = boxIndex(areas.map(({ box }) => box));
  const pairs = new Map<string, { readonly areas: readonly Feature[]; count: number }>();
  const outside: string[] = [];
  for (const { id, position } of premises) {
    const inside = index
      .search(position[0], position[1], position[0], position[1])
      .flatMap((at) => (areas[at] !== undefined && contains(areas[at].geometry, position) ? [areas[at]] : []))
      .sort((a, b) => compareText(a.id, b.id));
    if (inside.length === 0) outside.push(id);
    if (inside.length < 2) continue;
    const both = inside.slice(0, 2);
    const key = both.map((area) => area.id).join('/');
    const pair = pairs.get(key) ?? { areas: both, count: 0 };
    pair.count++;
    pairs.set(key, pair);
  }
  for (const { areas: both, count } of pairs.values())
    yield {
      severity: 'warning',
      code: 'neighbourhoods/overlap',
      part: both.map(({ id, fields }) => String(fields['name'] ?? id)).join(' and '),
      layer: 'neighbourhoods',
      ids: both.map(({ id }) => id),
      tell: () => `${count} premises lie in both; they count in the one with the lower id.`,
    };
  if (outside.length > 0)
    yield {
      severity: 'note',
      code: 'premises/outside',
      part: 'premises',
      layer: 'premises',
      ids: outside,
      tell: (count) => `${count} of ${premises.length} premises ${count === 1 ? 'lies' : 'lie'} in no neighbourhood.`,
    };
});
