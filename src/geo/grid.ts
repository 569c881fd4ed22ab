/**
 * A raster of heights: metres above `verticalDatum`, NaN where nothing is known. Values lie at cell centres, row by row;
 * the centre of column `c`, row `r` is x = toModel[0] + toModel[1]·c + toModel[2]·r, y = toModel[3] + toModel[4]·c + toModel[5]·r
 * in the coordinates of `crs`.
 */
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  readonly toModel: readonly [number, number, number, number, number, number];
  /** `EPSG:n`, or a PROJ definition for a system without a code. */
  readonly crs: string;
  /** Name of the vertical datum where the source states one. */
  readonly verticalDatum: string | null;
  /** One standard deviation of the heights, metres, where it is known; null is unknown. */
  readonly errorM: number | null;
}
