import { compareText } from '../../base/compare.ts';
import { nearestOnSegment } from '../../geo/segment.ts';
import { boxIndex } from '../../geo/spatial-index.ts';
import { localFrame } from '../../geo/local-frame.ts';
import { boundsOf, contains, polygonsOf } from '../../geo/polygon.ts';
import { lengthM } from '../../geo/polyline.ts';
import type { LngLat } from '../../geo/position.ts';
import { featuresOf, idAt, type Feature, type FeatureTable } from '../feature-table.ts';
import { GEOMETRY_TYPES, partsOf } from '../geometry-columns.ts';
import { layerTable, type Plan } from '../plan.ts';
import { ROWS_A_STEP, ruleOf, type Finding } from './issue.ts';

/** A pole further than this from every right-of-way is probably in the wrong place, or a street is missing. */
const FAR_POLE_M = 150;
/** Ends of streets nearer than this (about a metre) are joined; further ones are not the same corner. */
const JOIN_DEGREES = 1e-5;

type Rows = Generator<Finding | undefined>;

/** The rows of a table that are points, and undefined after every few thousand. */
function* pointRows(table: FeatureTable): Generator<{ readonly row: number; readonly position: LngLat } | undefined> {
  const point = GEOMETRY_TYPES.indexOf('Point');
  for (let row = 0; row < table.count; row++) {
    if (row % ROWS_A_STEP === ROWS_A_STEP - 1) yield undefined;
    const at = 2 * (table.pathPoints[table.partPaths[table.featureParts[row] ?? 0] ?? 0] ?? 0);
    if (table.types[row] === point) yield { row, position: [table.coordinates[at] ?? NaN, table.coordinates[at + 1] ?? NaN] };
  }
}

function firstPoint(table: FeatureTable): { readonly position: LngLat } | undefined {
  for (const found of pointRows(table)) if (found !== undefined) return found;
  return undefined;
}

/** Two poles, or two premises, at one place are one thing imported twice, or two that need telling apart. */
const POINTS = ['poles', 'premises', 'facilities', 'sites'] as const;
export const duplicatePoints = ruleOf(POINTS, function* (plan: Plan): Rows {
  for (const layer of POINTS) {
    const table = layerTable(plan, layer);
    const seen = new SeenPlaces(table.count);
    const repeated: string[] = [];
    for (const found of pointRows(table)) {
      if (found === undefined) yield undefined;
      else if (seen.sees(found.position)) repeated.push(idAt(table, found.row));
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

/** Places to a ten-millionth of a degree (a centimetre), in a table of a few bytes each. */
class SeenPlaces {
  readonly #places: Int32Array;
  readonly #mask: number;

  constructor(count: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * count + 2));
    this.#places = new Int32Array(2 * slots).fill(NOWHERE);
    this.#mask = slots - 1;
  }

  /** Whether a place was there before; it is from now on. */
  sees(position: LngLat): boolean {
    const [x, y] = [Math.round(position[0] * 1e7), Math.round(position[1] * 1e7)];
    const mixed = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b);
    for (let slot = (mixed ^ (mixed >>> 15)) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const known = this.#places[2 * slot];
      if (known === x && this.#places[2 * slot + 1] === y) return true;
      if (known !== NOWHERE) continue;
      this.#places[2 * slot] = x;
      this.#places[2 * slot + 1] = y;
      return false;
    }
  }
}

/** No longitude, in ten-millionths of a degree. */
const NOWHERE = -(2 ** 31);

export const polesFarFromEverything = ruleOf(['poles', 'rights-of-way', 'spans'], function* (plan: Plan): Rows {
  const poles = layerTable(plan, 'poles');
  const first = firstPoint(poles);
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
  const far: string[] = [];
  let count = 0;
  for (const found of pointRows(poles)) {
    if (found === undefined) {
      yield undefined;
      continue;
    }
    count++;
    const p = frame.toLocal(found.position);
    const near = index.search(p.x - FAR_POLE_M, p.y - FAR_POLE_M, p.x + FAR_POLE_M, p.y + FAR_POLE_M);
    const isNear = near.some((at) => {
      const segment = segments[at];
      return segment !== undefined && nearestOnSegment(p, segment.a, segment.b).distance <= FAR_POLE_M;
    });
    if (!isNear) far.push(idAt(poles, found.row));
  }
  if (far.length > 0) {
    yield {
      severity: 'warning',
      code: 'poles/far',
      part: 'poles',
      layer: 'poles',
      ids: far,
      tell: (number) =>
        `${number} of ${count} poles ${number === 1 ? 'stands' : 'stand'} more than ${FAR_POLE_M} m from every right-of-way and span.`,
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
export const overlappingNeighbourhoods = ruleOf(['neighbourhoods', 'premises'], function* (plan: Plan): Rows {
  const areas = Array.from(featuresOf(layerTable(plan, 'neighbourhoods'))).map((feature) => ({
    ...feature,
    box: boundsOf(polygonsOf(feature.geometry).flat(2)),
  }));
  if (areas.length === 0) return;
  const premises = layerTable(plan, 'premises');
  let all = 0;
  const index = boxIndex(areas.map(({ box }) => box));
  const pairs = new Map<string, { readonly areas: readonly Feature[]; count: number }>();
  const outside: string[] = [];
  for (const found of pointRows(premises)) {
    if (found === undefined) {
      yield undefined;
      continue;
    }
    const { position } = found;
    all++;
    const inside = index
      .search(position[0], position[1], position[0], position[1])
      .flatMap((at) => (areas[at] !== undefined && contains(areas[at].geometry, position) ? [areas[at]] : []))
      .sort((a, b) => compareText(a.id, b.id));
    if (inside.length === 0) outside.push(idAt(premises, found.row));
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
      tell: (count) => `${count} of ${all} premises ${count === 1 ? 'lies' : 'lie'} in no neighbourhood.`,
    };
});
