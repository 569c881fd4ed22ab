import type { JobContext } from '../base/job.ts';
import type { LngLat } from '../geo/position.ts';
import { siteHeight, type AntennaHeight } from '../studies/reach/site-height.ts';
import type { Arguments } from './arguments.ts';
import { readFeatures } from './radio-scene.ts';

/** A radio site of a file as studies of a landscape take it. */
export interface PlacedSite extends AntennaHeight {
  readonly id: string;
  readonly name: string;
  readonly position: LngLat;
}

/** The sites of `--sites` that have a position, at the height that they state, else at `--height-m` above ground. @throws AppError import/… */
export async function readSites(call: Arguments, job: JobContext): Promise<PlacedSite[]> {
  const features = await readFeatures('sites', call.many('sites'), job);
  const usualM = call.number('height-m') ?? 10;
  return features.flatMap(({ id, geometry, fields }): PlacedSite[] => {
    if (geometry?.type !== 'Point') return [];
    const name = typeof fields['name'] === 'string' && fields['name'] !== '' ? fields['name'] : id;
    return [{ id, name, position: geometry.coordinates, ...siteHeight(fields, usualM) }];
  });
}
