import { AppError } from '../../base/app-error.ts';
import type { JobContext } from '../../base/job.ts';
import { MEAN_EARTH_RADIUS_M } from '../../geo/geodesy.ts';
import type { Grid } from '../../geo/grid.ts';
import type { LngLat } from '../../geo/position.ts';
import { castCoverage, type CellLattice } from '../../radio/coverage-rays.ts';
import { treeDepths } from '../../radio/tree-depth.ts';
import { windowOf, type FieldWindow, type ViewshedInput } from '../../radio/viewshed-field.ts';
import { obstacleGrid } from '../obstacles/obstacle-grid.ts';
import type { HeightAbove, Obstacles } from '../obstacles/obstacles.ts';
import { sceneAt, standpointOf, type Scene } from '../panorama/standpoint.ts';
import { cellMetric } from '../viewshed/cell-metric.ts';
import type { CoverageRadio } from './cell-level.ts';
import { obstaclesText } from './assumptions.ts';
import { boundsAround, cropLandscape } from './crop-landscape.ts';
import { emptyLayers, type CoverageLayers, type CoverageResult } from './result.ts';
import { facingOf, takeInSite, type SiteRays } from './take-in-site.ts';

/** An antenna that covers. */
export interface CoverageSite {
  readonly id: string;
  readonly position: LngLat;
  readonly heightM: number;
  readonly heightAbove: HeightAbove;
  /** True bearing and tilt (upwards positive) of the main direction, degrees; null: aimed at every cell alike. */
  readonly azimuthDeg: number | null;
  readonly tiltDeg: number;
}

/** What a coverage needs. Lengths in metres. */
export interface CoverageInput {
  readonly grids: readonly Grid[];
  readonly obstacles: Obstacles;
  readonly sites: readonly CoverageSite[];
  /** Receiver above what `targetAbove` says. */
  readonly targetHeightM: number;
  readonly targetAbove: 'ground' | 'roof';
  readonly radiusM: number;
  readonly frequencyGhz: number;
  readonly kFactor: number;
  /** More columns or rows than these are not asked about: every second one, or third … is; Infinity: all. */
  readonly mostAcross: number;
  /** Null: no levels, and the best server is the one with the least loss. */
  readonly radio: CoverageRadio | null;
}

/** What a result rests on, without the rasters. */
export interface CoverageFacts extends Omit<CoverageInput, 'grids' | 'obstacles' | 'mostAcross'> {
  /** What stands in the way, in a sentence. */
  readonly obstaclesText: string;
}

export function factsOf({ grids: _grids, obstacles, mostAcross: _mostAcross, ...facts }: CoverageInput): CoverageFacts {
  return { ...facts, obstaclesText: obstaclesText(obstacles) };
}

/** What do some antennas cover? @throws AppError study/coverage-input, terrain/outside-coverage */
export async function studyCoverage(input: CoverageInput, job: JobContext): Promise<CoverageResult> {
  const [first] = input.sites;
  checkInput(input);
  if (first === undefined) throw refusal('There is no site.', 'Name at least one antenna.');
  // A little further, because cells are whole and the Earth is not flat.
  const bounds = boundsAround(input.sites, input.radiusM * 1.01);
  const { grids, obstacles } = input.radiusM === Infinity ? input : await cropLandscape(input.grids, input.obstacles, bounds);
  const scene = await sceneAt(grids, obstacles, first.position);
  const solid = await withoutTrees(scene, obstacles);
  const placed: { site: CoverageSite; field: ViewshedInput }[] = [];
  for (const site of input.sites) placed.push({ site, field: await fieldOf(input, scene, solid, site) });
  const { frequencyGhz } = input;
  const window = placed.map(({ field }) => windowOf(field)).reduce(unionOf);
  const stride = Math.max(1, Math.ceil(Math.max(window.width, window.height) / input.mostAcross));
  const whole = latticeOf(window, stride);
  const layers = emptyLayers(scene.ground, whole, input.radio !== null);
  for (const [index, { site, field }] of placed.entries()) {
    const share = (from: number, to: number): JobContext =>
      shareOf(job, (index + from) / placed.length, (index + to) / placed.length);
    const lattice = latticeOf(windowOf(field), stride);
    const rays = await castCoverage(field, lattice, frequencyGhz, share(0, solid === null ? 1 : 0.4));
    const trees = solid === null ? null : await throughTrees(input, field, solid, lattice, share(0.4, 1));
    const { azimuthDeg, tiltDeg } = site;
    const facing = await facingOf(scene.ground, field);
    const one = { index, azimuthDeg, tiltDeg, field, lattice, rays, trees, facing, frequencyGhz, radio: input.radio };
    await takeInSite(layers, whole, one, job);
  }
  return finished(layers, placed[0]?.field, stride);
}

function shareOf(job: JobContext, from: number, to: number): JobContext {
  return { signal: job.signal, progress: (phase, fraction) => job.progress(phase, from + fraction * (to - from)) };
}

/** What obstructs when trees are left out; null where no trees are known apart from the rest. */
async function withoutTrees({ ground }: Scene, obstacles: Obstacles): Promise<Float32Array | null> {
  if (obstacles.canopy.length === 0 || obstacles.surface.length > 0) return null;
  return (await obstacleGrid(ground, { ...obstacles, canopy: [] })).values;
}

async function throughTrees(
  input: CoverageInput,
  field: ViewshedInput,
  obstacleM: Float32Array,
  lattice: CellLattice,
  job: JobContext,
): Promise<SiteRays['trees']> {
  const bare = { ...field, obstacleM };
  const rays = await castCoverage(bare, lattice, input.frequencyGhz, shareOf(job, 0, 0.7));
  const depthM = await treeDepths(bare, field.obstacleM, lattice, shareOf(job, 0.7, 1));
  return { rays, depthM, season: input.obstacles.season };
}

/** The lattice of a window's cells; lattices of one stride share their cells, whatever the window. */
function latticeOf({ left, top, width, height }: FieldWindow, stride: number): CellLattice {
  const [firstColumn, firstRow] = [Math.floor(left / stride) * stride, Math.floor(top / stride) * stride];
  return {
    ...{ left: firstColumn, top: firstRow, stride },
    width: Math.floor((left + width - 1 - firstColumn) / stride) + 1,
    height: Math.floor((top + height - 1 - firstRow) / stride) + 1,
  };
}

function checkInput({ radiusM, frequencyGhz, kFactor, targetHeightM, sites }: CoverageInput): void {
  if (!(radiusM > 0)) throw refusal(`A radius of ${radiusM} m is not more than 0.`, 'Give the radius in metres.');
  if (!(frequencyGhz >= 0.03 && frequencyGhz <= 300))
    throw refusal(`A frequency of ${frequencyGhz} GHz is outside 0.03–300 GHz.`, 'Give the frequency in GHz, such as 5.5.');
  if (!(kFactor >= 0.1)) throw refusal(`An effective Earth factor of ${kFactor} is below 0.1.`, 'The usual value is 1.3333.');
  for (const heightM of [targetHeightM, ...sites.filter((site) => site.heightAbove !== 'sea').map((site) => site.heightM)]) {
    if (!(heightM >= 0 && heightM <= 2000))
      throw refusal(`A height of ${heightM} m is not between 0 and 2000 m.`, 'Give heights above ground, not above sea level.');
  }
}

function refusal(what: string, remedy: string): AppError {
  return new AppError('study/coverage-input', { what, remedy });
}

async function fieldOf(
  input: CoverageInput,
  scene: Scene,
  solid: Float32Array | null,
  site: CoverageSite,
): Promise<ViewshedInput> {
  const { column, row, groundM, antennaAltitudeM } = await standpointOf(scene, site, site.heightAbove);
  if (antennaAltitudeM < groundM)
    throw refusal(
      `The antenna at ${site.id} would be ${(groundM - antennaAltitudeM).toFixed(1)} m below ground.`,
      'Is its height above the sea right? Give it above the ground.',
    );
  return {
    width: scene.ground.width,
    height: scene.ground.height,
    obstacleM: scene.obstacle.values,
    // Nobody lives on a tree.
    targetBaseM: input.targetAbove === 'roof' ? (solid ?? scene.obstacle.values) : scene.ground.values,
    targetHeightM: input.targetHeightM,
    column,
    row,
    antennaAltitudeM,
    metric: await cellMetric(scene.ground, column, row),
    dropPerM2: 1 / (2 * input.kFactor * MEAN_EARTH_RADIUS_M),
    radiusM: input.radiusM,
  };
}

function unionOf(one: FieldWindow, other: FieldWindow): FieldWindow {
  const left = Math.min(one.left, other.left);
  const top = Math.min(one.top, other.top);
  const right = Math.max(one.left + one.width, other.left + other.width);
  const bottom = Math.max(one.top + one.height, other.top + other.height);
  return { left, top, width: right - left, height: bottom - top };
}

function finished(layers: CoverageLayers, field: ViewshedInput | undefined, stride: number): CoverageResult {
  let [knownCells, visibleCells] = [0, 0];
  for (let i = 0; i < layers.seenBy.length; i++) {
    if (!Number.isNaN(layers.minHeightM[i] ?? NaN)) knownCells++;
    if (layers.seenBy[i] !== 0) visibleCells++;
  }
  const row = field === undefined ? 0 : Math.round(field.row);
  const [across, skew, down] = [field?.metric.across[row] ?? NaN, field?.metric.skew[row] ?? NaN, field?.metric.down[row] ?? NaN];
  const cellAreaM2 = Math.sqrt(across * down - skew * skew) * stride ** 2;
  return { ...layers, knownCells, visibleCells, cellAreaM2, warnings: [] };
}
