import { toWgs84 } from '../geo/crs.ts';
import { geodesicDistanceM } from '../geo/geodesy.ts';
import type { Geometry } from '../geo/geometry.ts';
import type { LngLat } from '../geo/position.ts';
import { partsOf } from '../plan/geometry-columns.ts';
import type { FeatureTable } from '../plan/feature-table.ts';
import { tableOfLayer } from '../plan/layer.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProblemList, SourceFeature } from './source-layer.ts';

/** Features further than this from all that the plan has are doubted. */
const FAR_M = 50_000;

/** Features further than this from the middle of their file are strays, if no more than this share of them is. */
const STRAY_M = 200_000;
const STRAY_SHARE = 0.05;

/** Warns when new features lie far from everything in the plan, above all when they would lie in it with their axes swapped. */
export async function hintAtFarPlaces(plan: Plan, features: readonly SourceFeature[], problems: ProblemList): Promise<void> {
  const places = await placesOfPlan(plan);
  const step = Math.max(1, Math.floor(features.length / 1000));
  const middle = medianOf(
    features.filter((_, i) => i % step === 0).flatMap(({ geometry }) => (geometry === null ? [] : firstPosition(geometry))),
  );
  if (places.length === 0 || middle === null) return;
  const distanceM = Math.min(...places.map((place) => geodesicDistanceM(place, middle)));
  if (distanceM <= FAR_M) return;
  const swapped: LngLat = [middle[1], middle[0]];
  const fitsSwapped = Math.abs(swapped[1]) <= 90 && places.some((place) => geodesicDistanceM(place, swapped) <= FAR_M);
  const far = `The features lie about ${Math.round(distanceM / 1000)} km from the other layers.`;
  if (fitsSwapped)
    problems.add(
      'warning',
      'import/swapped-axes',
      '',
      `${far} Latitude and longitude seem to be swapped: swapped, they would fit.`,
      'Read them the other way round with --swap-axes.',
    );
  else problems.add('warning', 'import/far-away', '', `${far} Is the coordinate system right, and are these the right files?`);
}

/** Warns of points that lie far from the others of their file, as a misread address does. */
export function hintAtStrays(features: readonly SourceFeature[], problems: ProblemList): void {
  const places = features.flatMap(({ where, geometry }) => {
    const [position] = geometry === null ? [] : firstPosition(geometry);
    return position === undefined ? [] : [{ where, position }];
  });
  const step = Math.max(1, Math.floor(places.length / 1000));
  const middle = medianOf(places.filter((_, i) => i % step === 0).map(({ position }) => position));
  if (middle === null) return;
  const strays = places.filter(({ position }) => geodesicDistanceM(position, middle) > STRAY_M);
  // Where they are many, the file is simply about a wide country.
  if (strays.length === 0 || strays.length > places.length * STRAY_SHARE) return;
  problems.add(
    'warning',
    'import/strays',
    strays[0]?.where ?? '',
    `${strays.length} of ${places.length} features lie more than ${STRAY_M / 1000} km from the middle of the others. The map shows where most are.`,
  );
}

function firstPosition(geometry: Geometry): readonly LngLat[] {
  return partsOf(geometry)[0]?.[0]?.slice(0, 1) ?? [];
}

/** A middle position of each layer and raster. */
async function placesOfPlan(plan: Plan): Promise<LngLat[]> {
  const ofLayers = [...plan.layers.values()].map((layer) => medianOf(samples(tableOfLayer(layer))));
  const ofRasters = [...plan.rasters.values()].flatMap(({ grids }) =>
    grids.map(async ({ crs, toModel, width, height }): Promise<LngLat> => {
      const [column, row] = [width / 2, height / 2];
      const convert = await toWgs84(crs);
      return convert(toModel[0] + toModel[1] * column + toModel[2] * row, toModel[3] + toModel[4] * column + toModel[5] * row);
    }),
  );
  return [...ofLayers, ...(await Promise.all(ofRasters))].filter(
    (place) => place !== null && place.every(Number.isFinite),
  ) as LngLat[]; // null was left out
}

/** Up to a thousand positions of a table, evenly chosen. */
function samples(table: FeatureTable): LngLat[] {
  const points = table.coordinates.length / 2;
  const step = Math.max(1, Math.floor(points / 1000));
  return Array.from({ length: Math.ceil(points / step) }, (_, i): LngLat => [
    table.coordinates[2 * i * step] ?? NaN,
    table.coordinates[2 * i * step + 1] ?? NaN,
  ]);
}

function medianOf(positions: readonly LngLat[]): LngLat | null {
  if (positions.length === 0) return null;
  const median = (axis: 0 | 1): number =>
    positions.map((position) => position[axis]).sort((a, b) => a - b)[positions.length >> 1] ?? NaN;
  return [median(0), median(1)];
}
