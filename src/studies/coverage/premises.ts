import { fromWgs84 } from '../../geo/crs.ts';
import { cellOfModel } from '../../geo/grid.ts';
import type { LngLat } from '../../geo/position.ts';
import { isServed, type CoverageResult } from './result.ts';

/** A place that may be served. */
export interface Premise {
  readonly id: string;
  readonly position: LngLat;
}

/** Finds the cell of a result in which a place lies; −1 outside. @throws AppError crs/… */
export async function cellFinder(
  result: Pick<CoverageResult, 'crs' | 'toModel' | 'width' | 'height' | 'minHeightM'>,
): Promise<(lng: number, lat: number) => number> {
  const toModel = await fromWgs84(result.crs);
  const placed = { ...result, values: result.minHeightM, verticalDatum: null, errorM: null };
  return (lng, lat) => {
    const [c, r] = cellOfModel(placed, ...toModel(lng, lat));
    const [column, row] = [Math.floor(c + 0.5), Math.floor(r + 0.5)];
    return column >= 0 && row >= 0 && column < result.width && row < result.height ? row * result.width + column : -1;
  };
}

/** Ids of the premises whose cell is served: by its level where a threshold and levels are there, else by sight. In their own order. */
export async function premisesServed(
  result: CoverageResult,
  premises: readonly Premise[],
  thresholdDbm: number | null,
): Promise<string[]> {
  const find = await cellFinder(result);
  return premises.flatMap(({ id, position }) => (isServed(result, find(...position), thresholdDbm) ? [id] : []));
}
