import type { Geometry } from '../geo/geometry.ts';
import type { LngLat } from '../geo/position.ts';
import { draftPath, lastPiece } from '../commands/draw/draft-facts.ts';
import { handlesOf, LEAST_MIDDLE_PX } from '../commands/draw/handles.ts';
import { sketchTool } from '../commands/draw/sketch-tool.ts';
import type { RouteTarget } from '../state/draw-state.svelte.ts';
import type { Workbench } from '../commands/workbench.ts';
import { movedFeatures } from '../plan/edits/move-shape.ts';
import { samePlace } from '../plan/edits/shape.ts';
import type { DrawnFeature } from './map-view.ts';

type Role = 'line' | 'area' | 'point' | 'handle' | 'middle' | 'chosen' | 'snap' | 'label';

/** What is being drawn, moved or selected, with the handles of the selected shape: not in the plan yet. */
export function draftFeatures(bench: Workbench): DrawnFeature[] {
  const { draw, view } = bench;
  if (draw.box !== null) return boxFeatures(draw.box);
  if (draw.grab !== null) return grabFeatures(bench);
  if (draw.route !== null) return routeFeatures(draw.route.to);
  if (view.tool === 'point') return snapFeatures(bench);
  return sketchTool(bench) === null ? handleFeatures(bench) : sketchFeatures(bench);
}

function feature(role: Role, geometry: Geometry, at: number, label?: string): DrawnFeature {
  return {
    type: 'Feature',
    geometry,
    properties: { key: `draft/${role}/${at}`, role, ...(label === undefined ? {} : { label }) },
  };
}
const point = (role: Role, coordinates: LngLat, at: number, label?: string): DrawnFeature =>
  feature(role, { type: 'Point', coordinates }, at, label);

function boxFeatures([a, b]: readonly [LngLat, LngLat]): DrawnFeature[] {
  return [feature('area', { type: 'Polygon', coordinates: [[a, [b[0], a[1]], b, [a[0], b[1]], a]] }, 0)];
}

/** Where a dragged route would run. */
function routeFeatures(to: RouteTarget | null): DrawnFeature[] {
  const end = to?.path.at(-1);
  if (to === null || end === undefined) return [];
  return [feature('line', { type: 'LineString', coordinates: to.path }, 0), point('label', end, 0, to.name)];
}

function sketchFeatures(bench: Workbench): DrawnFeature[] {
  const { draw, view, plan } = bench;
  const path = draftPath(bench);
  const isArea = view.tool === 'area' || view.tool === 'lasso';
  const shape: DrawnFeature[] =
    path.length < 2
      ? []
      : isArea && path.length > 2
        ? [feature('area', { type: 'Polygon', coordinates: [[...path, ...path.slice(0, 1)]] }, 0)]
        : [feature('line', { type: 'LineString', coordinates: path }, 0)];
  const label = lastPiece(path, plan.plan.settings.units);
  const pointer = draw.pointer?.position;
  return [
    ...shape,
    ...draw.points.map(({ position }, at) => point('handle', position, at)),
    ...(pointer === undefined || draw.points.length === 0 || label === '' || isArea ? [] : [point('label', pointer, 0, label)]),
    ...snapFeatures(bench),
  ];
}

/** The target that the pointer snaps to, highlighted and named. */
function snapFeatures({ draw }: Workbench): DrawnFeature[] {
  const target = draw.grab === null ? draw.pointer : draw.grabTo;
  if (!target) return [];
  if (target.snap === null) return draw.grab === null ? [point('point', target.position, 0)] : [];
  return [point('snap', target.position, 0, target.snap.name)];
}

function grabFeatures(bench: Workbench): DrawnFeature[] {
  const { grab, grabTo } = bench.draw;
  if (grab === null) return [];
  const to = grabTo?.position ?? grab.from;
  const moved = movedFeatures(grab, to).flatMap(({ feature: { geometry } }, at) => {
    if (geometry === null) return [];
    const role = geometry.type.endsWith('Point') ? 'handle' : geometry.type.endsWith('Polygon') ? 'area' : 'line';
    return [feature(role, geometry, at)];
  });
  return [...moved, point('chosen', to, 0), ...snapFeatures(bench)];
}

function handleFeatures(bench: Workbench): DrawnFeature[] {
  const handles = handlesOf(bench);
  if (handles === null) return [];
  const { camera, draw } = bench;
  const middles = handles.middles.filter(({ a, b }) => {
    const [p, q] = [camera.project(a), camera.project(b)];
    return Math.hypot(p.x - q.x, p.y - q.y) >= LEAST_MIDDLE_PX;
  });
  return [
    ...middles.map(({ middle }, at) => point('middle', middle, at)),
    ...handles.vertices.map(({ place, position }, at) =>
      point(samePlace(place, draw.vertex) ? 'chosen' : 'handle', position, at),
    ),
  ];
}
