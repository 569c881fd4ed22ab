import { AppError } from '../../base/app-error.ts';
import { fromWgs84 } from '../../geo/crs.ts';
import { cellOfModel, type Grid } from '../../geo/grid.ts';
import type { LngLat } from '../../geo/position.ts';
import { makeTerrain } from '../../geo/terrain.ts';
import { obstacleGrid } from '../obstacles/obstacle-grid.ts';
import type { HeightAbove, Obstacles } from '../obstacles/obstacles.ts';

/** A ground grid with what stands on it, cell by cell. */
export interface Scene {
  readonly ground: Grid;
  /** Altitude of what obstructs: roof, crown or the ground itself. Metres above the ground's datum. */
  readonly obstacle: Grid;
}

/** Where an antenna is on a scene. */
export interface Standpoint {
  /** Fractions of a cell from the centre of the first one. */
  readonly column: number;
  readonly row: number;
  readonly groundM: number;
  /** Above the ground's datum, metres. */
  readonly antennaAltitudeM: number;
}

/** A place and the height of its antenna, metres above what `HeightAbove` says. */
export interface Place {
  readonly position: LngLat;
  readonly heightM: number;
}

/** The finest of the grids that knows the ground at a place, with its obstacles. @throws AppError terrain/outside-coverage */
export async function sceneAt(grids: readonly Grid[], obstacles: Obstacles, position: LngLat): Promise<Scene> {
  let best: { grid: Grid; cellM: number } | null = null;
  for (const grid of grids) {
    const { cellM, elevationM } = await makeTerrain([grid]);
    if (!Number.isNaN(elevationM(position)) && (best === null || cellM < best.cellM)) best = { grid, cellM };
  }
  if (best === null) throw outside(position);
  return { ground: best.grid, obstacle: await obstacleGrid(best.grid, obstacles) };
}

/** Puts an antenna on a scene. @throws AppError terrain/outside-coverage where no ground is known there */
export async function standpointOf(scene: Scene, { position, heightM }: Place, heightAbove: HeightAbove): Promise<Standpoint> {
  const { ground, obstacle } = scene;
  const groundM = (await makeTerrain([ground])).elevationM(position);
  if (Number.isNaN(groundM)) throw outside(position);
  const toModel = await fromWgs84(ground.crs);
  const [c, r] = cellOfModel(ground, ...toModel(...position));
  const column = Math.min(Math.max(c, 0), ground.width - 1);
  const row = Math.min(Math.max(r, 0), ground.height - 1);
  const roofM = obstacle.values[Math.round(row) * ground.width + Math.round(column)] ?? NaN;
  const baseM =
    heightAbove === 'sea' ? 0 : heightAbove === 'ground' ? groundM : Math.max(groundM, Number.isNaN(roofM) ? groundM : roofM);
  return { column, row, groundM, antennaAltitudeM: baseM + heightM };
}

function outside(position: LngLat): AppError {
  return new AppError('terrain/outside-coverage', {
    what: 'The terrain knows no height under the antenna.',
    where: `${position[0]},${position[1]}`,
    remedy: 'Move the antenna or add a model that covers it.',
  });
}
