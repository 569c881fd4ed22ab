import type { JobContext } from '../base/job.ts';
import type { LngLat } from '../geo/position.ts';
import type { HeightAbove } from '../studies/obstacles/obstacles.ts';
import type { Arguments } from './arguments.ts';
import { readFeatures } from './radio-scene.ts';

/** A radio site of a file as studies of a landscape take it. */
export interface PlacedSite {
  readonly id: string;
  readonly name: string;
  readonly position: LngLat;
  readonly heightM: number;
  readonly heightAbove: HeightAbove;
}

/** The sites of `--sites` at their heightAslM, else heightAglM, else `--height-m`. @throws AppError import/… */
export async function readSites(call: Arguments, job: JobContext): Promise<PlacedSite[]> {
  const features = await readFeatures('sites', call.many('sites'), job);
  const fallbackM = call.number('height-m') ?? 10;
  return features.flatMap(({ id, geometry, fields }): PlacedSite[] => {
    if (geometry?.type !== 'Point') return [];
    const name = typeof fields['name'] === 'string' && fields['name'] !== '' ? fields['name'] : id;
    const { heightAslM, heightAglM } = fields;
    const place = { id, name, position: geometry.coordinates };
    if (typeof heightAglM !== 'number' && typeof heightAslM === 'number')
      return [{ ...place, heightM: heightAslM, heightAbove: 'sea' }];
    return [{ ...place, heightM: typeof heightAglM === 'number' ? heightAglM : fallbackM, heightAbove: 'ground' }];
  });
}
