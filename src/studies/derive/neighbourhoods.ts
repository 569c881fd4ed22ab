import { AppError } from '../../base/app-error.ts';
import { compareText } from '../../base/compare.ts';
import type { Geometry } from '../../geo/geometry.ts';
import { localFrame, type LocalFrame } from '../../geo/local-frame.ts';
import { boundsOf, contains, polygonsOf, signedArea } from '../../geo/polygon.ts';
import { quantise, type LngLat, type LocalXY } from '../../geo/position.ts';
import { boxIndex } from '../../geo/spatial-index.ts';
import { dissolvedCells } from '../../geo/voronoi.ts';
import type { Change } from '../../plan/change.ts';
import { featuresOf, type Feature } from '../../plan/feature-table.ts';
import { layerOf } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import { nameOf, pointOf } from '../fiber/prepare.ts';
import { derivedSources, inheritedClasses } from './sources.ts';

/** Premises nearer than this to each other belong to one village; metres. */
const VILLAGE_GAP_M = 200;
/** Land farther than this from every premises belongs to no neighbourhood; metres. */
const RIM_M = 250;
const RIM_STEP_M = 100;

/** Makes neighbourhoods from the polygons of another layer. */
export function neighbourhoodsFrom(plan: Plan, layerName: FeatureLayerName): { change: Change; count: number } {
  const features = [...featuresOf(layerTable(plan, layerName))].filter(({ geometry }) => polygonsOf(geometry).length > 0);
  if (features.length === 0)
    throw new AppError('study/missing-layer', {
      what: 'The layer has no polygons.',
      where: layerName,
      remedy: 'Choose a layer with polygons.',
    });
  return replacedNeighbourhoods(
    plan,
    features.map((feature) => ({ ...feature, fields: { ...feature.fields, name: nameOf(feature) } })),
    [layerName],
    [...layerTable(plan, layerName).columns.keys()].map((field) => [field, field]),
  );
}

/**
 * Makes neighbourhoods of about `size` premises: villages where there are gaps, districts where a village is larger, small ones
 * joined to their nearest neighbour. Each is the land nearest to its premises.
 */
export function neighbourhoodsOfSize(plan: Plan, size: number): { change: Change; count: number } {
  const premises = [...featuresOf(layerTable(plan, 'premises'))].filter(({ geometry }) => geometry !== null);
  if (premises.length === 0)
    throw new AppError('study/missing-layer', {
      what: 'There are no premises to group.',
      where: 'premises',
      remedy: 'Import or derive premises first.',
    });
  const [west, south, east, north] = boundsOf(premises.map(pointOf));
  const frame = localFrame([(west + east) / 2, (south + north) / 2]);
  const points = premises.map((feature) => frame.toLocal(pointOf(feature)));
  const groups = groupsOfSize(points, size);
  return replacedNeighbourhoods(
    plan,
    namedAreas(outlines(groups, points, frame), groups, premises),
    ['premises'],
    [['place', 'name']],
  );
}

/** Groups of about `size` points, from the north to the south, as lists of indices. */
export function groupsOfSize(points: readonly LocalXY[], size: number): number[][] {
  const groups = joinSmall(villages(points), points, Math.min(size / 3, 40)).flatMap((group) => districts(group, points, size));
  return groups.sort((a, b) => centre(b, points).y - centre(a, points).y || (a[0] ?? 0) - (b[0] ?? 0));
}

/** Areas as features, with the names of the places of their premises; `groups` holds the indices of each one's. */
export function namedAreas(
  areas: readonly Geometry[],
  groups: readonly (readonly number[])[],
  premises: readonly Feature[],
): Feature[] {
  const names = namesOf(groups, premises);
  return areas.map((geometry, i) => ({
    id: `n${String(i + 1).padStart(3, '0')}`,
    geometry,
    fields: { name: names[i] ?? '' },
  }));
}

/**
 * The layer of neighbourhoods replaced by others, as one step.
 * @param from the layers that they are made from, first the one that gives them their names
 * @param copied fields of that one, and what they are called in neighbourhoods
 */
export function replacedNeighbourhoods(
  plan: Plan,
  features: readonly Feature[],
  from: readonly [FeatureLayerName, ...FeatureLayerName[]],
  copied: readonly (readonly [string, string])[],
): { change: Change; count: number } {
  const layer = layerOf(features, derivedSources(plan, from, `derived from ${from.join(' and ')}`));
  const classes = inheritedClasses(
    plan,
    copied.map(([field, to]) => ({ from: [from[0], field], to: ['neighbourhoods', to] })),
  );
  return {
    change: { note: 'derive neighbourhoods', layers: [{ name: 'neighbourhoods', layer }], ...classes },
    count: features.length,
  };
}

/** Groups of points that hang together by gaps of at most `VILLAGE_GAP_M`, as lists of indices. */
function villages(points: readonly LocalXY[]): number[][] {
  const index = boxIndex(points.map(({ x, y }) => [x, y, x, y]));
  const group = new Int32Array(points.length).fill(-1);
  const groups: number[][] = [];
  points.forEach((_, start) => {
    if (group[start] !== -1) return;
    const members = [start];
    group[start] = groups.length;
    for (let at = 0; at < members.length; at++) {
      const { x, y } = points[members[at] ?? 0] ?? { x: 0, y: 0 };
      for (const other of index.nearest(x, y, Infinity, VILLAGE_GAP_M)) {
        if (group[other] !== -1) continue;
        group[other] = groups.length;
        members.push(other);
      }
    }
    groups.push(members.sort((a, b) => a - b));
  });
  return groups;
}

/** Joins groups of fewer than `least` points to the group of the nearest other point, smallest first. */
function joinSmall(groups: readonly number[][], points: readonly LocalXY[], least: number): number[][] {
  const list = groups.map((group) => [...group]);
  for (;;) {
    const small = list.reduce<number[] | null>(
      (best, group) => (group.length < least && (best === null || group.length < best.length) ? group : best),
      null,
    );
    if (small === null || list.length === 1) return list;
    let nearest = { distance: Infinity, group: list.find((group) => group !== small) ?? small };
    for (const group of list) {
      if (group === small) continue;
      for (const a of group) {
        for (const b of small) {
          const distance = Math.hypot((points[a]?.x ?? 0) - (points[b]?.x ?? 0), (points[a]?.y ?? 0) - (points[b]?.y ?? 0));
          if (distance < nearest.distance) nearest = { distance, group };
        }
      }
    }
    nearest.group.push(...small);
    list.splice(list.indexOf(small), 1);
  }
}

/** Halves a group along its longer extent until its parts have about `size` points. */
function districts(group: readonly number[], points: readonly LocalXY[], size: number): number[][] {
  const parts = Math.round(group.length / size);
  if (parts < 2) return [[...group]];
  const { x, y } = centre(group, points);
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const i of group) {
    const dx = (points[i]?.x ?? 0) - x;
    const dy = (points[i]?.y ?? 0) - y;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const along = (i: number): number =>
    Math.round(((points[i]?.x ?? 0) - x) * Math.cos(angle) * 1000 + ((points[i]?.y ?? 0) - y) * Math.sin(angle) * 1000);
  const sorted = [...group].sort((a, b) => along(a) - along(b) || a - b);
  const half = Math.floor(parts / 2);
  const cut = Math.round((sorted.length * half) / parts);
  return [sorted.slice(0, cut), sorted.slice(cut)].flatMap((part) =>
    districts(part, points, part.length / (part.length === cut ? half : parts - half)),
  );
}

function centre(group: readonly number[], points: readonly LocalXY[]): LocalXY {
  const sum = group.reduce((total, i) => ({ x: total.x + (points[i]?.x ?? 0), y: total.y + (points[i]?.y ?? 0) }), {
    x: 0,
    y: 0,
  });
  return { x: sum.x / group.length, y: sum.y / group.length };
}

/** The land nearest to each group's points, up to `RIM_M` away from them; points in no group keep theirs for themselves. */
export function outlines(groups: readonly number[][], points: readonly LocalXY[], frame: LocalFrame): Geometry[] {
  const labelled = new Map<string, { point: LocalXY; label: number }>();
  groups.forEach((group, label) => {
    for (const i of group) {
      const point = points[i] ?? { x: 0, y: 0 };
      labelled.set(keyOf(point), { point, label });
    }
  });
  for (const point of points) {
    const key = keyOf(point);
    if (!labelled.has(key)) labelled.set(key, { point, label: -1 });
  }
  const all = [...labelled.values(), ...rimPoints(points).map((point) => ({ point, label: -1 }))];
  const cells = dissolvedCells(
    all.map(({ point }) => point),
    all.map(({ label }) => label),
  );
  return cells.map((rings) => polygonFrom(rings, frame));
}

const keyOf = ({ x, y }: LocalXY): string => `${Math.round(x * 100)},${Math.round(y * 100)}`;

/** Points on a grid around and between the premises, where no premises is near: they bound the land of the others. */
function rimPoints(points: readonly LocalXY[]): LocalXY[] {
  const index = boxIndex(points.map(({ x, y }) => [x, y, x, y]));
  const margin = 3 * RIM_M;
  const minX = points.reduce((least, { x }) => Math.min(least, x), Infinity) - margin;
  const maxX = points.reduce((most, { x }) => Math.max(most, x), -Infinity) + margin;
  const minY = points.reduce((least, { y }) => Math.min(least, y), Infinity) - margin;
  const maxY = points.reduce((most, { y }) => Math.max(most, y), -Infinity) + margin;
  const rim: LocalXY[] = [];
  for (let row = 0; minY + row * RIM_STEP_M <= maxY; row++) {
    for (let x = minX + (row % 2) * (RIM_STEP_M / 2); x <= maxX; x += RIM_STEP_M) {
      const y = minY + row * RIM_STEP_M;
      if (index.nearest(x, y, 1, RIM_M).length === 0) rim.push({ x, y });
    }
  }
  return rim;
}

/** Counter-clockwise rings are shells, clockwise ones holes of the shell around them. */
export function polygonFrom(rings: readonly LocalXY[][], frame: LocalFrame): Geometry {
  const toRing = (ring: readonly LocalXY[]): LngLat[] => ring.map((xy) => quantise(frame.toLngLat(xy)));
  const shells = rings.filter((ring) => signedArea(ring) > 0).map((ring) => [toRing(ring)]);
  for (const hole of rings.filter((ring) => signedArea(ring) < 0).map(toRing)) {
    const inside = hole[0];
    shells
      .find((shell) => inside !== undefined && contains({ type: 'Polygon', coordinates: [shell[0] ?? []] }, inside))
      ?.push(hole);
  }
  const only = shells[0];
  return shells.length === 1 && only !== undefined
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: shells };
}

/** The commonest place name of each group, numbered where several share it. */
function namesOf(groups: readonly (readonly number[])[], premises: readonly Feature[]): string[] {
  const bases = groups.map((group) => {
    const counts = new Map<string, number>();
    for (const i of group) {
      const place = premises[i]?.fields['place'];
      if (typeof place === 'string') counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))[0]?.[0] ?? 'District';
  });
  const used = new Map<string, number>();
  return bases.map((base) => {
    const several = bases.filter((other) => other === base).length > 1 || base === 'District';
    const number = (used.get(base) ?? 0) + 1;
    used.set(base, number);
    return several ? `${base} ${number}` : base;
  });
}
