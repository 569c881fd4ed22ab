import { AppError } from '../../base/app-error.ts';
import { breathe, type JobContext } from '../../base/job.ts';
import { countBits, type CellBits } from '../../geo/cell-bits.ts';
import { fromWgs84, toWgs84 } from '../../geo/crs.ts';
import { MEAN_EARTH_RADIUS_M } from '../../geo/geodesy.ts';
import { cellOfModel, modelOfCell, type Grid } from '../../geo/grid.ts';
import type { LngLat } from '../../geo/position.ts';
import { makeTerrain, type Terrain } from '../../geo/terrain.ts';
import { areAllKnown } from '../../io/raster-cells.ts';
import type { SweepOctants } from '../../radio/viewshed-fast.ts';
import { computeViewshed, type ViewshedMethod } from '../../radio/viewshed.ts';
import type { HeightAbove } from '../obstacles/obstacles.ts';
import { cellMetric } from './cell-metric.ts';

/** What a viewshed needs. Heights in metres. */
export interface ViewshedStudyInput {
  /** Ground; the finest grid that knows the antenna's place is the one that is answered on. */
  readonly grids: readonly Grid[];
  /** Roofs and trees above the same datum; the higher of the two hides. */
  readonly surface: { readonly grids: readonly Grid[]; readonly terrain: Terrain } | null;
  readonly position: LngLat;
  /** 0 to 2,000; above the sea −500 to 10,000. */
  readonly heightM: number;
  /** 0 to 2,000. */
  readonly targetHeightM: number;
  /**
   * What the antenna's height is counted from. What is to be seen stands on the ground; with `surface` on that, where it is unknown on the ground.
   */
  readonly heightAbove: HeightAbove;
  /** Infinity: the whole grid. */
  readonly radiusM: number;
  /** Effective over true Earth radius; Infinity: a flat Earth. */
  readonly kFactor: number;
  readonly method: ViewshedMethod;
}

/** What is seen, on the grid's own cells. */
export interface ViewshedResult {
  readonly grid: Grid;
  readonly cells: CellBits;
  readonly visibleCells: number;
  /** Cells with a known height. */
  readonly knownCells: number;
  readonly groundM: number;
  readonly antennaAltitudeM: number;
  readonly warnings: readonly string[];
}

/** What does an antenna see? @param sweep as `computeViewshed` has it @throws AppError study/viewshed-input, terrain/outside-coverage */
export async function studyViewshed(input: ViewshedStudyInput, job: JobContext, sweep?: SweepOctants): Promise<ViewshedResult> {
  checkInput(input);
  const { grid, column, row, groundM } = await findGrid(input);
  const surfaceM = input.surface === null ? null : await surfaceOnGrid(grid, input.surface, job);
  const obstacleM = surfaceM === null ? grid.values : higherOf(grid.values, surfaceM);
  const antennaAltitudeM = baseOf(input, groundM) + input.heightM;
  if (!(antennaAltitudeM >= groundM)) throw belowGround(input, groundM);
  const cells = await computeViewshed(
    {
      width: grid.width,
      height: grid.height,
      obstacleM,
      targetBaseM: input.heightAbove === 'surface' ? obstacleM : grid.values,
      targetHeightM: input.targetHeightM,
      column,
      row,
      antennaAltitudeM,
      metric: await cellMetric(grid, column, row),
      dropPerM2: 1 / (2 * input.kFactor * MEAN_EARTH_RADIUS_M),
      radiusM: input.radiusM,
    },
    input.method,
    job,
    sweep,
  );
  return {
    grid,
    cells,
    visibleCells: countBits(cells),
    knownCells: countKnown(grid),
    groundM,
    antennaAltitudeM,
    warnings: warningsOf(input, grid, surfaceM, antennaAltitudeM),
  };
}

/** What the antenna's height is counted from, metres above the terrain's datum. */
function baseOf({ heightAbove, surface, position }: ViewshedStudyInput, groundM: number): number {
  if (heightAbove === 'ground') return groundM;
  if (heightAbove === 'sea') return 0;
  const surfaceM = surface?.terrain.elevationM(position) ?? NaN;
  if (Number.isNaN(surfaceM)) throw outside('The surface knows no height under the antenna.', position);
  return heightAbove === 'roof' ? Math.max(groundM, surfaceM) : surfaceM;
}

function belowGround({ heightM, heightAbove }: ViewshedStudyInput, groundM: number): AppError {
  return inputError(
    `An antenna ${heightM} m above ${heightAbove} lies below the ground there, which is ${Math.round(groundM * 10) / 10} m above the sea.`,
    'Raise it, or count its height from the ground.',
  );
}

function countKnown({ values }: Grid): number {
  // Mostly every height is known, and there is nothing to be counted.
  if (areAllKnown(values)) return values.length;
  return values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
}

const MOST_HEIGHT_M = 2000;
const MOST_ALTITUDE_M = 10_000;

function inputError(what: string, remedy: string): AppError {
  return new AppError('study/viewshed-input', { what, remedy });
}

function checkInput(input: ViewshedStudyInput): void {
  const refuse = inputError;
  const isAboveSea = input.heightAbove === 'sea';
  const [leastM, mostM] = isAboveSea ? [-500, MOST_ALTITUDE_M] : [0, MOST_HEIGHT_M];
  if (!(input.heightM >= leastM && input.heightM <= mostM))
    throw refuse(
      `An antenna height of ${input.heightM} m is not between ${leastM} and ${mostM} m.`,
      isAboveSea ? 'Give it in metres.' : 'Give it above ground, roof or surface; one above sea level needs --height-above sea.',
    );
  if (!(input.targetHeightM >= 0 && input.targetHeightM <= MOST_HEIGHT_M))
    throw refuse(
      `A height to be seen of ${input.targetHeightM} m is not between 0 and ${MOST_HEIGHT_M} m.`,
      'Give it above ground.',
    );
  if (!(input.radiusM > 0)) throw refuse(`A radius of ${input.radiusM} m is not more than 0.`, 'Give the radius in metres.');
  if (!(input.kFactor >= 0.1))
    throw refuse(`An effective Earth factor of ${input.kFactor} is below 0.1.`, 'The usual value is 1.3333.');
  if ((input.heightAbove === 'surface' || input.heightAbove === 'roof') && input.surface === null)
    throw refuse(`Heights above the ${input.heightAbove} need a surface model.`, 'Add one, or give heights above ground.');
}

interface PlacedAntenna {
  readonly grid: Grid;
  readonly column: number;
  readonly row: number;
  readonly groundM: number;
}

/** A place this near to a cell's centre, in cells, is the centre: conversions round. */
const CENTRE = 1e-6;

async function findGrid({ grids, position }: ViewshedStudyInput): Promise<PlacedAntenna> {
  const found: (PlacedAntenna & { readonly cellM: number })[] = [];
  for (const grid of grids) {
    const terrain = await makeTerrain([grid]);
    const groundM = terrain.elevationM(position);
    if (Number.isNaN(groundM)) continue;
    const toModel = await fromWgs84(grid.crs);
    const [column, row] = cellOfModel(grid, ...toModel(...position));
    // In the outer half of a border cell the terrain knows a height too; rays start from the border's centres.
    found.push({ grid, column: inside(column, grid.width), row: inside(row, grid.height), groundM, cellM: terrain.cellM });
  }
  const [finest] = found.sort((a, b) => a.cellM - b.cellM);
  if (finest === undefined) throw outside('The terrain knows no height under the antenna.', position);
  return finest;
}

function inside(place: number, count: number): number {
  const held = Math.min(Math.max(place, 0), count - 1);
  return Math.abs(held - Math.round(held)) < CENTRE ? Math.round(held) : held;
}

function outside(what: string, position: LngLat): AppError {
  return new AppError('terrain/outside-coverage', {
    what,
    where: `${position[0]},${position[1]}`,
    remedy: 'Move the antenna or add a model that covers it.',
  });
}

const ROWS_PER_BREATH = 32;

/** The surface's height at each cell's centre, NaN where it is unknown. */
async function surfaceOnGrid(
  grid: Grid,
  surface: NonNullable<ViewshedStudyInput['surface']>,
  job: JobContext,
): Promise<Float32Array> {
  const [only, ...others] = surface.grids;
  if (only !== undefined && others.length === 0 && isSamePlace(only, grid)) return only.values;
  const toLngLat = await toWgs84(grid.crs);
  const heightsM = new Float32Array(grid.values.length);
  for (let row = 0; row < grid.height; row++) {
    if (row % ROWS_PER_BREATH === ROWS_PER_BREATH - 1) {
      job.progress('Reading the surface', row / grid.height);
      await breathe(job);
    }
    for (let column = 0; column < grid.width; column++) {
      heightsM[row * grid.width + column] = surface.terrain.elevationM(toLngLat(...modelOfCell(grid, column, row)));
    }
  }
  return heightsM;
}

function isSamePlace(one: Grid, other: Grid): boolean {
  const same = one.crs === other.crs && one.width === other.width && one.height === other.height;
  return same && one.toModel.every((value, index) => value === other.toModel[index]);
}

/** Ground or surface, the higher; unknown where the ground is. */
function higherOf(groundM: Float32Array, surfaceM: Float32Array): Float32Array {
  return groundM.map((ground, index) => {
    const surface = surfaceM[index] ?? NaN;
    return surface > ground ? surface : ground;
  });
}

function warningsOf(input: ViewshedStudyInput, grid: Grid, surfaceM: Float32Array | null, antennaAltitudeM: number): string[] {
  const warnings: string[] = [];
  if (input.grids.length > 1)
    warnings.push(
      `The terrain has ${input.grids.length} grids that are not tiles of one raster; what is seen is computed on the one of ${grid.width} × ${grid.height} cells under the antenna`,
    );
  if (surfaceM !== null) {
    const unknown = surfaceM.reduce((sum, height) => sum + (Number.isNaN(height) ? 1 : 0), 0);
    if (unknown > 0) warnings.push(`The surface is unknown at ${unknown} cells; the bare ground counts there`);
    const roofM = input.surface?.terrain.elevationM(input.position) ?? NaN;
    const depthM = Math.round((roofM - antennaAltitudeM) * 10) / 10;
    if (depthM > 0)
      warnings.push(`The antenna lies ${depthM} m below the surface; raise it or count its height from the surface`);
  }
  return warnings;
}
