import { AppError } from '../../base/app-error.ts';
import { WayMap } from '../../fiber/way-network.ts';
import { localFrame } from '../../geo/local-frame.ts';
import { isInside, planarCells, type PlanarCells } from '../../geo/planar-cells.ts';
import { differenceOf, unionOf } from '../../geo/polygon-overlay.ts';
import { boundsOf } from '../../geo/polygon.ts';
import type { LocalXY } from '../../geo/position.ts';
import { boxIndex } from '../../geo/spatial-index.ts';
import type { Change } from '../../plan/change.ts';
import { featuresOf } from '../../plan/feature-table.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import { pointOf, text, waysOf } from '../fiber/prepare.ts';
import { groupsOfSize, namedAreas, outlines, polygonFrom, replacedNeighbourhoods } from './neighbourhoods.ts';

/** Ways that bound nothing: one walks across a block on them. */
const NO_BOUNDS = new Set(['path', 'footway', 'cycleway', 'steps', 'service', 'easement', 'rail-trail']);
/** A joined neighbourhood may be so many times as large as asked for. */
const MOST = 1.5;

/**
 * Makes neighbourhoods of the cells between streets, joined along their longest common border to about `size` premises. Cells without premises
 * belong to none. Premises that no street runs around are grouped by nearness; theirs is the land nearest to them outside the cells.
 */
export function neighbourhoodsOfCells(plan: Plan, size: number): { change: Change; count: number } {
  const premises = [...featuresOf(layerTable(plan, 'premises'))].filter(({ geometry }) => geometry !== null);
  const ways = waysOf(plan).filter(
    ({ feature: { fields } }) =>
      fields['bridge'] !== true && fields['tunnel'] !== true && !NO_BOUNDS.has(text(fields['kind']) ?? ''),
  );
  if (premises.length === 0 || ways.length === 0)
    throw new AppError('study/missing-layer', {
      what: premises.length === 0 ? 'There are no premises to group.' : 'There are no streets that could bound anything.',
      where: premises.length === 0 ? 'premises' : 'rights-of-way',
      remedy: premises.length === 0 ? 'Import or derive premises first.' : 'Import rights-of-way first.',
    });
  const [west, south, east, north] = boundsOf(premises.map(pointOf));
  const frame = localFrame([(west + east) / 2, (south + north) / 2]);
  const network = new WayMap(
    ways.map(({ path }) => path),
    frame,
  ).network();
  const cells = planarCells(network.edges.map(({ from, to, path }) => ({ from, to, path: path.map(frame.toLocal) })));
  const points = premises.map((feature) => frame.toLocal(pointOf(feature)));
  const inside = membersOf(cells, points);
  const labels = joinCells(
    cells,
    inside.map((members) => members.length),
    size,
  );
  const groups: number[][] = [];
  labels.forEach((label, cell) => {
    if (label >= 0) groups[label] = [...(groups[label] ?? []), ...(inside[cell] ?? [])];
  });
  const areas = cells.joined(labels).map((rings) => polygonFrom(rings, frame));
  const rest = restOf(points, new Set(inside.flat()), size);
  const taken = unionOf(areas);
  const restAreas = outlines(rest, points, frame).map((area) => (taken === null ? area : (differenceOf(area, taken) ?? area)));
  return replacedNeighbourhoods(
    plan,
    namedAreas([...areas, ...restAreas], [...groups, ...rest], premises),
    ['premises', 'rights-of-way'],
    [['place', 'name']],
  );
}

/** Points that lie in no cell, grouped. */
function restOf(points: readonly LocalXY[], inCells: ReadonlySet<number>, size: number): number[][] {
  const indices = points.flatMap((_, i) => (inCells.has(i) ? [] : [i]));
  if (indices.length === 0) return [];
  const at = (i: number): number => indices[i] ?? 0;
  return groupsOfSize(
    indices.map((i) => points[i] ?? { x: 0, y: 0 }),
    size,
  ).map((group) => group.map(at));
}

/** The points of each cell, by index; of cells within cells the smallest has them. */
function membersOf({ outlines }: PlanarCells, points: readonly LocalXY[]): number[][] {
  const boxes = outlines.map((ring) => boxOf(ring));
  const index = boxIndex(boxes);
  const members: number[][] = outlines.map(() => []);
  points.forEach((point, i) => {
    const cell = index
      .search(point.x, point.y, point.x, point.y)
      .filter((at) => isInside(point, outlines[at] ?? []))
      .sort((a, b) => boxArea(boxes[a]) - boxArea(boxes[b]) || a - b)[0];
    if (cell !== undefined) members[cell]?.push(i);
  });
  return members;
}

/** A label for each cell, −1 for those without premises: the smallest group joins the one with which it shares most border. */
function joinCells({ borders }: PlanarCells, counts: readonly number[], size: number): number[] {
  const groupOf = counts.map((count, cell) => (count > 0 ? cell : -1));
  const sizes = new Map(counts.flatMap((count, cell) => (count > 0 ? [[cell, count] as const] : [])));
  const shared = new Map<number, Map<number, number>>([...sizes.keys()].map((group) => [group, new Map()]));
  for (const [a, b, length] of borders) {
    if (!sizes.has(a) || !sizes.has(b)) continue;
    shared.get(a)?.set(b, length);
    shared.get(b)?.set(a, length);
  }
  const done = new Set<number>();
  for (;;) {
    const small = [...sizes].filter(([group, count]) => count < size / 2 && !done.has(group));
    const least = small.sort((a, b) => a[1] - b[1] || a[0] - b[0])[0];
    if (least === undefined) break;
    const [group, count] = least;
    const into = [...(shared.get(group) ?? [])]
      .filter(([other]) => (sizes.get(other) ?? Infinity) + count <= size * MOST)
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
    if (into === undefined) {
      done.add(group);
      continue;
    }
    sizes.set(into, (sizes.get(into) ?? 0) + count);
    sizes.delete(group);
    for (const [other, length] of shared.get(group) ?? []) {
      shared.get(other)?.delete(group);
      if (other === into) continue;
      const sum = (shared.get(into)?.get(other) ?? 0) + length;
      shared.get(into)?.set(other, sum);
      shared.get(other)?.set(into, sum);
    }
    groupOf.forEach((one, cell) => {
      if (one === group) groupOf[cell] = into;
    });
  }
  const labels = new Map([...sizes.keys()].sort((a, b) => a - b).map((group, label) => [group, label]));
  return groupOf.map((group) => labels.get(group) ?? -1);
}

function boxOf(ring: readonly LocalXY[]): [number, number, number, number] {
  const [xs, ys] = [ring.map(({ x }) => x), ring.map(({ y }) => y)];
  return [
    xs.reduce((a, b) => Math.min(a, b), Infinity),
    ys.reduce((a, b) => Math.min(a, b), Infinity),
    xs.reduce((a, b) => Math.max(a, b), -Infinity),
    ys.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
}

function boxArea(box: readonly [number, number, number, number] | undefined): number {
  return box === undefined ? Infinity : (box[2] - box[0]) * (box[3] - box[1]);
}
