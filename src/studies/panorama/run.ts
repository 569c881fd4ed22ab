import { AppError } from '../../base/app-error.ts';
import { breathe, type JobContext } from '../../base/job.ts';
import { fromWgs84, toWgs84 } from '../../geo/crs.ts';
import { azimuthDeg, destination, geodesicDistanceM, MEAN_EARTH_RADIUS_M } from '../../geo/geodesy.ts';
import { cellOfModel, modelOfCell, type Grid } from '../../geo/grid.ts';
import type { LngLat } from '../../geo/position.ts';
import { END_MARGIN_M } from '../../radio/sightline.ts';
import { obstacleGrid } from '../obstacles/obstacle-grid.ts';
import { LEAST_OBSTACLE_M, type HeightAbove, type Obstacles } from '../obstacles/obstacles.ts';
import { lookAlong, type RayNodes, type RayView, type Steepest } from './look-ray.ts';
import { sceneAt, standpointOf, type Scene } from './standpoint.ts';

/** A place that is looked for. */
export interface PanoramaTarget {
  readonly id: string;
  readonly name: string;
  readonly position: LngLat;
  /** Antenna height, metres. */
  readonly heightM: number;
  /** What it is counted from; absent: as the eye's. */
  readonly heightAbove?: HeightAbove;
}

/** What a panorama needs. Heights and distances in metres. */
export interface PanoramaInput {
  readonly grids: readonly Grid[];
  readonly obstacles: Obstacles;
  readonly position: LngLat;
  readonly heightM: number;
  readonly heightAbove: HeightAbove;
  /** Nothing further away is looked at. */
  readonly rangeM: number;
  /** Between two rays, degrees; a full turn holds a whole number of them. */
  readonly stepDeg: number;
  /** Effective over true Earth radius; Infinity: a flat Earth. */
  readonly kFactor: number;
  readonly targets: readonly PanoramaTarget[];
  /** Magnetic declination at the place, degrees, east positive; null where it is not known. */
  readonly declinationDeg: number | null;
}

/** What makes the horizon: of a surface model it is not known what stands there. */
export type HorizonCause = 'ground' | 'building' | 'trees' | 'surface';

/** What hides a place. */
export interface Hiding {
  readonly cause: HorizonCause;
  readonly distanceM: number;
  /** Metres that the target's antenna would have to rise to come into sight, to the decimetre. */
  readonly missingM: number;
}

/** A place as seen from the eye. Angles in degrees, from true north and above the horizontal. */
export interface PanoramaSite {
  readonly id: string;
  readonly name: string;
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
  readonly distanceM: number;
  /** Null where its height is not known. */
  readonly isVisible: boolean | null;
  readonly hiddenBy: Hiding | null;
}

/** Ridges between two distances: the silhouette that they show, one elevation a ray, NaN where nothing is known. */
export interface PanoramaBand {
  readonly fromM: number;
  readonly toM: number;
  readonly topDeg: Float64Array;
}

/** All around from one place: ray `i` goes to the true bearing i · stepDeg. */
export interface Panorama {
  readonly position: LngLat;
  readonly groundM: number;
  readonly antennaAltitudeM: number;
  readonly kFactor: number;
  readonly rangeM: number;
  readonly stepDeg: number;
  readonly declinationDeg: number | null;
  /** Elevation angle of the horizon, degrees; NaN where a ray meets nothing known. */
  readonly horizonDeg: Float64Array;
  readonly horizonDistanceM: Float64Array;
  readonly horizonCause: readonly (HorizonCause | null)[];
  /** From near to far. */
  readonly bands: readonly PanoramaBand[];
  readonly sites: readonly PanoramaSite[];
  readonly warnings: readonly string[];
}

const BAND_COUNT = 14;
const NEAREST_BAND_M = 40;
const RAYS_PER_BREATH = 60;
/** Rays are straight in cells over this length: under 3 cm off a geodesic. */
const PIECE_M = 1000;
const DEGREES = 180 / Math.PI;

/** What is to be seen all around? @throws AppError study/panorama-input, terrain/outside-coverage */
export async function studyPanorama(input: PanoramaInput, job: JobContext): Promise<Panorama> {
  const rays = checkInput(input);
  const scene = await sceneAt(input.grids, input.obstacles, input.position);
  const { groundM, antennaAltitudeM } = await standpointOf(scene, input, input.heightAbove);
  const rangeM = Math.min(input.rangeM, await farthestCornerM(scene.ground, input.position));
  const bandLimitsM = bandLimits(rangeM);
  const look: Look = {
    origin: input.position,
    toModel: await fromWgs84(scene.ground.crs),
    view: {
      obstacle: scene.obstacle,
      eyeAltitudeM: antennaAltitudeM,
      dropPerM2: 1 / (2 * input.kFactor * MEAN_EARTH_RADIUS_M),
      nearM: END_MARGIN_M,
      farM: rangeM,
      bandLimitsM,
    },
  };
  const causeOf = await causesOf(scene, input.obstacles);
  const all = await lookAround(look, rays, input.stepDeg, job);
  const sites: PanoramaSite[] = [];
  for (const target of input.targets) {
    // A list of sites may hold the one that is looked from: it is nowhere on the horizon.
    if (geodesicDistanceM(input.position, target.position) < LEAST_DISTANCE_M) continue;
    sites.push(await siteOf(target, input, { scene, look, causeOf }));
  }
  return {
    position: input.position,
    groundM,
    antennaAltitudeM,
    kFactor: input.kFactor,
    rangeM,
    stepDeg: input.stepDeg,
    declinationDeg: input.declinationDeg,
    horizonDeg: Float64Array.from(all.steepest, ({ tangent }) => angleDeg(tangent)),
    horizonDistanceM: Float64Array.from(all.steepest, ({ distanceM }) => distanceM),
    horizonCause: all.steepest.map(({ cell }) => causeOf(cell)),
    bands: Array.from(bandLimitsM, (toM, band) => ({
      fromM: band === 0 ? 0 : (bandLimitsM[band - 1] ?? 0),
      toM,
      topDeg: Float64Array.from({ length: rays }, (_, ray) => angleDeg(all.bandTops[ray * bandLimitsM.length + band] ?? NaN)),
    })),
    sites,
    warnings: warningsOf(input, scene, antennaAltitudeM, groundM),
  };
}

interface Look {
  readonly origin: LngLat;
  readonly toModel: (lng: number, lat: number) => [x: number, y: number];
  readonly view: RayView;
}

function checkInput({ stepDeg, rangeM, kFactor, heightM, heightAbove }: PanoramaInput): number {
  const refuse = (what: string, remedy: string): AppError => new AppError('study/panorama-input', { what, remedy });
  const rays = Math.round(360 / stepDeg);
  if (!(stepDeg >= 0.01 && stepDeg <= 10) || Math.abs(rays * stepDeg - 360) > 1e-6)
    throw refuse(`A full turn does not hold a whole number of steps of ${stepDeg}°.`, 'Give 0.1, 0.2 or 0.25 degrees.');
  if (!(rangeM > 0)) throw refuse(`A range of ${rangeM} m is not more than 0.`, 'Give the range in metres.');
  if (!(kFactor >= 0.1)) throw refuse(`An effective Earth factor of ${kFactor} is below 0.1.`, 'The usual value is 1.3333.');
  if (heightAbove !== 'sea' && !(heightM >= 0 && heightM <= 2000))
    throw refuse(`A height of ${heightM} m is not between 0 and 2000 m.`, 'Give heights above ground, not above sea level.');
  return rays;
}

/** Limits that grow by a constant factor, so that near and far are divided alike. */
function bandLimits(rangeM: number): Float64Array {
  const factor = (Math.max(rangeM, NEAREST_BAND_M * 2) / NEAREST_BAND_M) ** (1 / (BAND_COUNT - 1));
  return Float64Array.from({ length: BAND_COUNT }, (_, i) =>
    i === BAND_COUNT - 1 ? Math.max(rangeM, NEAREST_BAND_M * 2) : NEAREST_BAND_M * factor ** i,
  );
}

async function lookAround(
  look: Look,
  rays: number,
  stepDeg: number,
  job: JobContext,
): Promise<{ steepest: Steepest[]; bandTops: Float64Array }> {
  const bands = look.view.bandLimitsM.length;
  const bandTops = new Float64Array(rays * bands).fill(-Infinity);
  const steepest: Steepest[] = [];
  for (let ray = 0; ray < rays; ray++) {
    steepest.push(lookAlong(nodesTo(look, ray * stepDeg, look.view.farM), look.view, bandTops, ray * bands));
    if (ray % RAYS_PER_BREATH !== 0) continue;
    job.progress('Looking around', ray / rays);
    await breathe(job);
  }
  return { steepest, bandTops };
}

function nodesTo({ origin, toModel, view }: Look, bearingDeg: number, lengthM: number): RayNodes {
  const count = Math.max(1, Math.ceil(lengthM / PIECE_M)) + 1;
  const nodes = { columns: new Float64Array(count), rows: new Float64Array(count), distanceM: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    const distanceM = (lengthM * i) / (count - 1);
    const [lng, lat] = i === 0 ? origin : destination(origin, bearingDeg, distanceM);
    const [column, row] = cellOfModel(view.obstacle, ...toModel(lng, lat));
    nodes.columns[i] = column;
    nodes.rows[i] = row;
    nodes.distanceM[i] = distanceM;
  }
  return nodes;
}

interface Surroundings {
  readonly scene: Scene;
  readonly look: Look;
  readonly causeOf: (cell: number) => HorizonCause | null;
}

/** Nearer places are where one stands, metres: there is nothing between their mounts and the own one. */
const LEAST_DISTANCE_M = 2 * END_MARGIN_M;

/** A ray to the very place decides whether it is seen: its own mount does not count. */
async function siteOf(
  target: PanoramaTarget,
  input: PanoramaInput,
  { scene, look, causeOf }: Surroundings,
): Promise<PanoramaSite> {
  const distanceM = geodesicDistanceM(input.position, target.position);
  const bearingDeg = azimuthDeg(input.position, target.position);
  const { id, name } = target;
  const place = { id, name, azimuthDeg: rounded(bearingDeg, 1e3), distanceM: rounded(distanceM, 10) };
  const altitudeM = await altitudeOf(scene, target, input.heightAbove);
  if (Number.isNaN(altitudeM)) return { ...place, elevationDeg: NaN, isVisible: null, hiddenBy: null };
  const tangent = (altitudeM - look.view.eyeAltitudeM) / distanceM - distanceM * look.view.dropPerM2;
  const view = { ...look.view, farM: distanceM - END_MARGIN_M };
  const bands = new Float64Array(view.bandLimitsM.length);
  const highest = lookAlong(nodesTo(look, bearingDeg, distanceM), view, bands, 0);
  const isVisible = tangent >= highest.tangent;
  const cause = causeOf(highest.cell);
  const missingM = Math.ceil((highest.tangent - tangent) * distanceM * 10) / 10;
  const hiddenBy = isVisible || cause === null ? null : { cause, distanceM: rounded(highest.distanceM, 10), missingM };
  return { ...place, elevationDeg: rounded(angleDeg(tangent), 1e3), isVisible, hiddenBy };
}

async function altitudeOf(scene: Scene, target: PanoramaTarget, heightAbove: HeightAbove): Promise<number> {
  try {
    return (await standpointOf(scene, target, target.heightAbove ?? heightAbove)).antennaAltitudeM;
  } catch (error) {
    if (error instanceof AppError && error.code === 'terrain/outside-coverage') return NaN;
    throw error;
  }
}

/** Names what stands in a cell. */
async function causesOf({ ground, obstacle }: Scene, obstacles: Obstacles): Promise<(cell: number) => HorizonCause | null> {
  const hasSurface = obstacles.surface.length > 0;
  const hasBoth = obstacles.canopy.length > 0 && (obstacles.buildings !== null || obstacles.buildingHeights.length > 0);
  const builtM = !hasSurface && hasBoth ? (await obstacleGrid(ground, { ...obstacles, canopy: [] })).values : null;
  const alone: HorizonCause = hasSurface ? 'surface' : obstacles.canopy.length > 0 ? 'trees' : 'building';
  return (cell) => {
    if (cell < 0) return null;
    const topM = obstacle.values[cell] ?? NaN;
    if (!(topM > (ground.values[cell] ?? NaN) + LEAST_OBSTACLE_M / 2)) return 'ground';
    if (builtM === null) return alone;
    return topM > (builtM[cell] ?? NaN) ? 'trees' : 'building';
  };
}

async function farthestCornerM(grid: Grid, position: LngLat): Promise<number> {
  const toLngLat = await toWgs84(grid.crs);
  const corners = [
    [0, 0],
    [grid.width, 0],
    [0, grid.height],
    [grid.width, grid.height],
  ] as const;
  const farM = corners.map(([c, r]) => geodesicDistanceM(position, toLngLat(...modelOfCell(grid, c, r))));
  return Math.max(1, ...farM.filter(Number.isFinite));
}

function warningsOf({ rangeM, obstacles }: PanoramaInput, scene: Scene, antennaAltitudeM: number, groundM: number): string[] {
  const warnings: string[] = [];
  const hasNothing =
    obstacles.surface.length + obstacles.buildingHeights.length + obstacles.canopy.length === 0 && obstacles.buildings === null;
  if (hasNothing) warnings.push('Trees and buildings are not in the horizon: only the ground is known');
  if (antennaAltitudeM < groundM) warnings.push('The antenna lies below the ground: check what its height is counted from');
  if (rangeM !== Infinity && scene.ground.values.some(Number.isNaN))
    warnings.push('The ground is unknown in places; there nothing hides and nothing is seen');
  return warnings;
}

function angleDeg(tangent: number): number {
  return tangent === -Infinity ? NaN : Math.atan(tangent) * DEGREES;
}

function rounded(value: number, perUnit: number): number {
  return Math.round(value * perUnit) / perUnit + 0;
}
