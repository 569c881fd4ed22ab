/** All lots of the town, in the valley frame; settle.mjs makes parcels of them. */
import { meadowLots, southLots, villageLots } from './lots-outside.mjs';
import { townLots } from './lots-town.mjs';
import { makeRandom } from './random.mjs';

/** All lots of town, south bank, subdivision and villages; farms come from farms.mjs. */
export function makeLots(layout) {
  const random = makeRandom(layout.seed, 'lots');
  const lots = [...townLots(layout, random), ...southLots(layout, random), ...meadowLots(layout, random)];
  for (const village of layout.villages) lots.push(...villageLots(layout, village, random));
  return lots;
}
