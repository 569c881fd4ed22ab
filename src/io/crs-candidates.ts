import { breathe, type JobContext } from '../base/job.ts';
import { systemsNear, type NearSystem } from '../geo/crs.ts';
import type { LngLat } from '../geo/position.ts';
import { partsOf } from '../plan/geometry-columns.ts';
import type { InputFile } from './import-layer.ts';
import { parseVectorFile } from './vector-file.ts';

const FEATURES_PER_BREATH = 2000;

/** Coordinate systems in which the features of a file would lie near a place, nearest first. */
export async function crsCandidates(file: InputFile, near: LngLat, job: JobContext): Promise<readonly NearSystem[]> {
  const { name, bytes, companions } = file;
  const { layers } = await parseVectorFile(name, bytes, companions === undefined ? {} : { companions }, job);
  const positions: (readonly number[])[] = [];
  for (const { features } of layers) {
    for (const [index, { geometry }] of features.entries()) {
      if (index % FEATURES_PER_BREATH === 0) await breathe(job);
      const first = geometry === null ? undefined : partsOf(geometry)[0]?.[0]?.[0];
      if (first !== undefined) positions.push(first);
    }
  }
  await breathe(job);
  const middle = (axis: 0 | 1): number =>
    Float64Array.from(positions, (position) => position[axis] ?? NaN).sort()[positions.length >> 1] ?? NaN;
  return positions.length === 0 ? [] : systemsNear([middle(0), middle(1)], near, job);
}
