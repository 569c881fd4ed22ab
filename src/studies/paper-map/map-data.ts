import { breathe, type JobContext } from '../../base/job.ts';
import { boundsOf } from '../../geo/polygon.ts';
import type { LngLat, LngLatBounds } from '../../geo/position.ts';
import { boxIndex, type BoxIndex } from '../../geo/spatial-index.ts';
import { makeTerrain, type Terrain } from '../../geo/terrain.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import { emptyLayer, featuresOfLayer } from '../../plan/layer.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { FiberNetwork, Stretch } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';

/** A thing of the ground to draw: its paths (rings, lines, a point) and what its style depends on. */
export interface MapShape {
  readonly id: string;
  readonly bounds: LngLatBounds;
  readonly form: 'point' | 'line' | 'area';
  /** Parts of paths: a polygon's rings belong together. */
  readonly parts: readonly (readonly (readonly LngLat[])[])[];
  readonly name: string | null;
  readonly kind: string;
  readonly widthM: number | null;
}

/** Shapes of one layer that can be asked for by box. */
export interface ShapeSet {
  within(bounds: LngLatBounds): MapShape[];
  readonly all: readonly MapShape[];
}

/** All that maps of a plan show, prepared once for all sheets. */
export interface MapData {
  readonly streets: ShapeSet;
  readonly parcels: ShapeSet;
  readonly buildings: ShapeSet;
  readonly barriers: ShapeSet;
  readonly neighbourhoods: ShapeSet;
  readonly existing: ShapeSet;
  readonly poles: ShapeSet;
  readonly premises: ShapeSet;
  readonly facilities: ShapeSet;
  readonly sites: ShapeSet;
  readonly links: ShapeSet;
  readonly conditions: ShapeSet;
  readonly terrain: Terrain | null;
  readonly network: FiberNetwork;
  /** The network's stretches that touch a box, in their order. */
  stretchesWithin(bounds: LngLatBounds): Stretch[];
  /** The poles of the plan that the network uses. */
  readonly usedPoleIds: ReadonlySet<string | null>;
}

const nothingHidden: ReadonlySet<string> = new Set();

/** Prepares the layers, the terrain and the network of a plan for drawing, without the groups of the map that are hidden. */
export async function prepareMap(plan: Plan, network: FiberNetwork, job: JobContext, hidden = nothingHidden): Promise<MapData> {
  const set = (name: FeatureLayerName): ShapeSet => (hidden.has(name) ? noShapes : shapeSet(plan, name));
  const grids = hidden.has('hillshade') ? [] : (plan.rasters.get('terrain')?.grids ?? []);
  const terrain = grids.length === 0 ? null : await makeTerrain(grids);
  await breathe(job);
  return {
    streets: set('rights-of-way'),
    parcels: set('parcels'),
    buildings: set('buildings'),
    barriers: set('barriers'),
    neighbourhoods: set('neighbourhoods'),
    existing: set('existing-network'),
    poles: set('poles'),
    premises: set('premises'),
    facilities: set('facilities'),
    sites: set('sites'),
    links: set('links'),
    conditions: set('conditions'),
    terrain,
    network,
    stretchesWithin: stretchSearch(network),
    usedPoleIds: new Set(network.poles.map(({ poleId }) => poleId)),
  };
}

function stretchSearch({ stretches }: FiberNetwork): MapData['stretchesWithin'] {
  const index = boxIndex(stretches.map(({ path }) => boundsOf(path)));
  return (bounds) => index.search(...bounds).flatMap((i) => stretches[i] ?? []);
}

const noShapes: ShapeSet = { within: () => [], all: [] };

function shapeSet(plan: Plan, name: FeatureLayerName): ShapeSet {
  const shapes: MapShape[] = [];
  for (const { id, geometry, fields } of featuresOfLayer(plan.layers.get(name) ?? emptyLayer)) {
    if (geometry === null) continue;
    const parts = partsOf(geometry);
    const width = fields['widthM'];
    shapes.push({
      id,
      bounds: boundsOf(parts.flat(2)),
      form: /Polygon/.test(geometry.type) ? 'area' : /Line/.test(geometry.type) ? 'line' : 'point',
      parts,
      name: typeof fields['name'] === 'string' ? fields['name'] : null,
      kind: typeof fields['kind'] === 'string' ? fields['kind'] : '',
      widthM: typeof width === 'number' ? width : null,
    });
  }
  const index: BoxIndex = boxIndex(shapes.map(({ bounds }) => bounds));
  return { all: shapes, within: (bounds) => index.search(...bounds).flatMap((i) => shapes[i] ?? []) };
}

/** Box around everything that a network has on the map; null where it has nothing. */
export function networkBounds(network: FiberNetwork): LngLatBounds | null {
  const points = [
    ...[...network.stretches, ...network.drops].flatMap(({ path }) => path),
    ...[...network.poles, ...network.terminals, ...network.cabinets, ...network.crossings, ...network.facilities].map(
      ({ position }) => position,
    ),
  ];
  return points.length === 0 ? null : boundsOf(points);
}
