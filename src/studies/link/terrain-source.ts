import type { LngLat } from '../../geo/position.ts';

/** What a link study asks of a terrain; `Terrain` of geo/terrain.ts has it all. */
export interface TerrainSource {
  /** Height above the vertical datum, metres, bilinear between cell centres; NaN where nothing is known. */
  elevationM(position: LngLat): number;
  /** One standard deviation of the heights, metres; null where the source states none. */
  readonly errorM: number | null;
  /** Edge of a cell, metres. */
  readonly cellM: number;
  /**
   * Column and row at a position, whole at cell centres; null outside. Where a line crosses whole numbers the ground under it
   * bends; without this those bends are found only as well as the sampling step allows.
   */
  gridPosition?(position: LngLat): readonly [column: number, row: number] | null;
}
