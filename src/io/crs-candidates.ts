import type { JobContext } from '../base/job.ts';
import { systemsNear, type NearSystem } from '../geo/crs.ts';
import type { LngLat } from '../geo/position.ts';
import { partsOf } from '../plan/geometry-columns.ts';
import type { InputFile } from './import-layer.ts';
import { parseVectorFile } from './vector-file.ts';

/** Coordinate systems in which the features of a file would lie near a place, nearest first. */
export async function crsCandidates(file: InputFile, near: LngLat, job: JobContext): Promise<readonly NearSystem[]> {
  const { name, bytes, companions } = file;
  const { layers } = await parseVectorFile(name, bytes, companions === undefined ? {} : { companions }, job);
  const positions = layers.flatMap(({ features }) =>
    features.flatMap(({ geometry }) => (geometry === null ? [] : (partsOf(geometry)[0]?.[0]?.slice(0, 1) ?? []))),
  );
  const middle = (axis: 0 | 1): number => positions.map((p) => p[axis]).sort((a, b) => a - b)[positions.length >> 1] ?? NaN;
  return positions.length === 0 ? [] : systemsNear([middle(0), middle(1)], near, job);
}
