import { AppError } from '../../base/app-error.ts';
import { breathe, type JobContext } from '../../base/job.ts';
import { fromWgs84, toWgs84 } from '../../geo/crs.ts';
import { MEAN_EARTH_RADIUS_M, metresPerDegree } from '../../geo/geodesy.ts';
import { cellOfModel, modelOfCell, type Grid } from '../../geo/grid.ts';
import type { LngLat } from '../../geo/position.ts';
import { castCoverage, type CoverageRays } from '../../radio/coverage-rays.ts';
import { squaredDistanceM2, windowOf, type FieldWindow, type ViewshedInput } from '../../radio/viewshed-field.ts';
import type { HeightAbove, Obstacles } from '../obstacles/obstacles.ts';
import { sceneAt, standpointOf, type Scene } from '../panorama/standpoint.ts';
import { cellMetric } from '../viewshed/cell-metric.ts';
import { cellLoss, levelDbm, type CoverageRadio } from './cell-level.ts';

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
  /** Null: no levels, and the best server is the one with the least loss. */
  readonly radio: CoverageRadio | null;
}

/** Best of all sites, cell by cell, on a window of the terrain's own grid; NaN where nothing is known or in reach. */
export interface CoverageResult {
  readonly width: number;
  readonly height: number;
  readonly toModel: Grid['toModel'];
  readonly crs: string;
  /** 255 seen by a site, 0 not. */
  readonly visible: Uint8Array;
  /** Metres above the target's base at which the first site comes into sight. */
  readonly minHeightM: Float32Array;
  /** Greatest over sites of the least Fresnel fraction on the way. */
  readonly fresnelFraction: Float32Array;
  /** dBm; null without equipment. */
  readonly levelDbm: Float32Array | null;
  /** Place in the list of sites. */
  readonly server: Float32Array;
  /** Least loss, dB. */
  readonly lossDb: Float32Array;
  /** Cells in reach with a known ground, and those of them that are seen. */
  readonly knownCells: number;
  readonly visibleCells: number;
  readonly cellAreaM2: number;
  readonly warnings: readonly string[];
}

/** What do some antennas cover? @throws AppError study/coverage-input, terrain/outside-coverage */
export async function studyCoverage(input: CoverageInput, job: JobContext): Promise<CoverageResult> {
  const [first] = input.sites;
  checkInput(input);
  if (first === undefined) throw refusal('There is no site.', 'Name at least one antenna.');
  const scene = await sceneAt(input.grids, input.obstacles, first.position);
  const placed: { site: CoverageSite; field: ViewshedInput }[] = [];
  for (const site of input.sites) placed.push({ site, field: await fieldOf(input, scene, site) });
  const window = placed.map(({ field }) => windowOf(field)).reduce(unionOf);
  const result = emptyResult(scene.ground, window, input.radio !== null);
  for (const [index, { site, field }] of placed.entries()) {
    const part: JobContext = {
      signal: job.signal,
      progress: (phase, fraction) => job.progress(phase, (index + fraction) / placed.length),
    };
    const own = windowOf(field);
    const rays = await castCoverage(field, own, input.frequencyGhz, part);
    await merge(result, window, { input, site, field, own, rays, index, facing: await facingOf(scene.ground, field) }, part);
  }
  return finished(result, placed[0]?.field);
}

type Layers = Omit<CoverageResult, 'knownCells' | 'visibleCells' | 'cellAreaM2' | 'warnings'>;

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

async function fieldOf(input: CoverageInput, scene: Scene, site: CoverageSite): Promise<ViewshedInput> {
  const { column, row, antennaAltitudeM } = await standpointOf(scene, site, site.heightAbove);
  return {
    width: scene.ground.width,
    height: scene.ground.height,
    obstacleM: scene.obstacle.values,
    targetBaseM: input.targetAbove === 'roof' ? scene.obstacle.values : scene.ground.values,
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

function emptyResult(ground: Grid, window: FieldWindow, hasLevels: boolean): Layers {
  const count = window.width * window.height;
  const unknown = (): Float32Array => new Float32Array(count).fill(NaN);
  const [x, y] = modelOfCell(ground, window.left, window.top);
  const [, xc, xr, , yc, yr] = ground.toModel;
  return {
    width: window.width,
    height: window.height,
    toModel: [x, xc, xr, y, yc, yr],
    crs: ground.crs,
    visible: new Uint8Array(count),
    minHeightM: unknown(),
    fresnelFraction: unknown(),
    levelDbm: hasLevels ? unknown() : null,
    server: unknown(),
    lossDb: unknown(),
  };
}

/** Metres east and north per column and row, at the antenna: for bearings. */
interface Facing {
  readonly eastPerColumn: number;
  readonly northPerColumn: number;
  readonly eastPerRow: number;
  readonly northPerRow: number;
}

async function facingOf(grid: Grid, { column, row }: ViewshedInput): Promise<Facing> {
  const toLngLat = await toWgs84(grid.crs);
  const at = (c: number, r: number): [number, number] => toLngLat(...modelOfCell(grid, c, r));
  const [lng, lat] = at(column, row);
  const { east, north } = metresPerDegree(lat);
  const [across, down] = [at(column + 1, row), at(column, row + 1)];
  return {
    eastPerColumn: (across[0] - lng) * east,
    northPerColumn: (across[1] - lat) * north,
    eastPerRow: (down[0] - lng) * east,
    northPerRow: (down[1] - lat) * north,
  };
}

interface SiteRays {
  readonly input: CoverageInput;
  readonly site: CoverageSite;
  readonly field: ViewshedInput;
  readonly own: FieldWindow;
  readonly rays: CoverageRays;
  readonly index: number;
  readonly facing: Facing;
}

/** Takes one site's rays into the best of all. */
async function merge(result: Layers, window: FieldWindow, one: SiteRays, job: JobContext): Promise<void> {
  const { own, rays, input, field } = one;
  for (let r = 0; r < own.height; r++) {
    if (r % 64 === 63) await breathe(job);
    for (let c = 0; c < own.width; c++) {
      const from = r * own.width + c;
      const neededM = rays.minHeightM[from] ?? NaN;
      if (Number.isNaN(neededM)) continue;
      const to = (own.top + r - window.top) * window.width + own.left + c - window.left;
      const fraction = rays.fresnelFraction[from] ?? NaN;
      if (neededM <= field.targetHeightM) result.visible[to] = 255;
      if (!(neededM >= (result.minHeightM[to] ?? NaN))) result.minHeightM[to] = neededM;
      if (!(fraction <= (result.fresnelFraction[to] ?? NaN))) result.fresnelFraction[to] = fraction;
      serve(result, to, one, own.left + c, own.top + r, from, input.frequencyGhz);
    }
  }
}

const DEGREES = 180 / Math.PI;

function serve(result: Layers, to: number, one: SiteRays, column: number, row: number, from: number, frequencyGhz: number): void {
  const { rays, field, site, input, facing } = one;
  const lengthM = Math.sqrt(squaredDistanceM2(field, column, row));
  const targetM = (field.targetBaseM[row * field.width + column] ?? NaN) + field.targetHeightM;
  const lossDb = cellLoss({
    frequencyGhz,
    lengthM,
    riseM: targetM - field.antennaAltitudeM,
    fresnelFraction: rays.fresnelFraction[from] ?? NaN,
    slopeFromAntenna: rays.slopeFromAntenna[from] ?? NaN,
    slopeFromTarget: rays.slopeFromTarget[from] ?? NaN,
  });
  if (input.radio === null || result.levelDbm === null) {
    if (lossDb >= (result.lossDb[to] ?? NaN)) return;
    result.lossDb[to] = lossDb;
    result.server[to] = one.index;
    return;
  }
  const [dc, dr] = [column - field.column, row - field.row];
  const eastM = facing.eastPerColumn * dc + facing.eastPerRow * dr;
  const northM = facing.northPerColumn * dc + facing.northPerRow * dr;
  const bearingDeg = Math.atan2(eastM, northM) * DEGREES;
  const tiltDeg = Math.atan2(targetM - field.antennaAltitudeM, Math.max(lengthM, 0.1)) * DEGREES;
  const offset =
    site.azimuthDeg === null ? null : { azimuthDeg: bearingDeg - site.azimuthDeg, elevationDeg: tiltDeg - site.tiltDeg };
  const level = levelDbm(input.radio, { lossDb, lengthM }, offset);
  if (level <= (result.levelDbm[to] ?? NaN)) return;
  result.levelDbm[to] = level;
  result.lossDb[to] = lossDb;
  result.server[to] = one.index;
}

function finished(result: Layers, field: ViewshedInput | undefined): CoverageResult {
  let [knownCells, visibleCells] = [0, 0];
  for (let i = 0; i < result.visible.length; i++) {
    if (!Number.isNaN(result.minHeightM[i] ?? NaN)) knownCells++;
    if (result.visible[i] !== 0) visibleCells++;
  }
  const row = field === undefined ? 0 : Math.round(field.row);
  const [across, skew, down] = [field?.metric.across[row] ?? NaN, field?.metric.skew[row] ?? NaN, field?.metric.down[row] ?? NaN];
  return { ...result, knownCells, visibleCells, cellAreaM2: Math.sqrt(across * down - skew * skew), warnings: [] };
}

/** A place that may be served. */
export interface Premise {
  readonly id: string;
  readonly position: LngLat;
}

/** Ids of the premises whose cell is served: by its level where a threshold and levels are there, else by sight. In their own order. */
export async function premisesServed(
  result: CoverageResult,
  premises: readonly Premise[],
  thresholdDbm: number | null,
): Promise<string[]> {
  const toModel = await fromWgs84(result.crs);
  const levels = thresholdDbm === null ? null : result.levelDbm;
  const placed = { ...result, values: result.minHeightM, verticalDatum: null, errorM: null };
  return premises.flatMap(({ id, position }) => {
    const [column, row] = cellOfModel(placed, ...toModel(...position)).map(Math.round) as [number, number]; // two in, two out
    if (!(column >= 0 && row >= 0 && column < result.width && row < result.height)) return [];
    const cell = row * result.width + column;
    const isServed = levels === null ? result.visible[cell] !== 0 : (levels[cell] ?? NaN) >= (thresholdDbm ?? Infinity);
    return isServed ? [id] : [];
  });
}
