/** Farmsteads strung along the county roads, set back 40–250 m, and two places that no road reaches. */
import { makeRandom } from './random.mjs';
import { makeLot, weldLots } from './lots.mjs';
import { easementEnd, quarryS } from './plan-rules.mjs';

const MAX_RELIEF_M = 16;

/** @param heightAt ground at [x, y] @returns lots, each a homestead cut out of its fields */
export function makeFarms(layout, frame, waters, heightAt) {
  const random = makeRandom(layout.seed, 'farms');
  const context = { layout, frame, waters, heightAt, random };
  return [...valleyFarms(context), ...couleeFarms(context), ...easementFarm(context), ...remoteHomes(context)];
}

function valleyFarms(context) {
  const { layout, random } = context;
  const busy = [
    [quarryS(layout) - 45, quarryS(layout) + 60],
    [layout.sCuts[0] - 70, layout.meadowsEndS + 70],
    ...layout.villages.map((v) => [v.sCuts[0] - 70, v.sCuts[v.sCuts.length - 1] + 70]),
  ];
  const farms = [];
  for (const side of [1, -1]) {
    for (let s = layout.minS + 90; s < layout.maxS - 160; s += random.range(130, 260)) {
      const depth = random.range(55, 85);
      const width = random.range(50, 80);
      const setback = side > 0 ? random.range(40, 230) : random.range(34, 46);
      const front = layout.mainT + side * setback;
      const strip = { axis: 's', front, back: front + side * depth, street: 'County Rd K', district: 'country', style: 'farm' };
      if (busy.some(([from, to]) => s + width > from && s < to)) continue;
      addIfFit(context, farms, makeLot(strip, s, s + width));
    }
  }
  return farms;
}

function couleeFarms(context) {
  const { layout, waters, random } = context;
  const farms = [];
  for (let t = layout.footSouthT + 60; t > layout.minT + 120; t -= random.range(140, 230)) {
    const first = random.chance(0.5) ? 1 : -1;
    const depth = random.range(50, 75);
    for (const reach of [random.range(60, 230), random.range(60, 230), 110, 70, 40, -60, -110]) {
      const side = reach < 0 ? -first : first;
      const front = waters.coulee(t - 30) + first * reach;
      const strip = { axis: 't', front, back: front + side * depth, street: 'County Rd O', district: 'country', style: 'farm' };
      if (addIfFit(context, farms, makeLot(strip, t - 65, t))) break;
    }
  }
  return farms;
}

/** The farm that the co-op's line across the fields was built for. */
function easementFarm(context) {
  const [s, t] = easementEnd(context.layout);
  const strip = { axis: 't', front: s + 32, back: s + 98, street: 'County Rd O', district: 'country', style: 'farm' };
  const farms = [];
  addIfFit(context, farms, makeLot(strip, t - 40, t + 30));
  return farms;
}

/** Keeps a farmstead that stands dry, off the creek and on fairly level ground. */
function addIfFit({ layout, frame, waters, heightAt }, farms, lot) {
  const points = [...lot.corners, [(lot.corners[0][0] + lot.corners[2][0]) / 2, (lot.corners[0][1] + lot.corners[2][1]) / 2]];
  const isDry = points.every(([s, t]) => waters.shoreDistance(s, t) > 25 && Math.abs(t) > 24);
  const isOffCreek = points.every(([s, t]) => t < 0 || Math.abs(s - waters.creekS(t)) > 35);
  const isInside = points.every(([s, t]) => s > layout.minS + 30 && s < layout.maxS - 30 && t > layout.minT + 30);
  const heights = points.map((p) => heightAt(frame.place(p)));
  const isLevel = Math.max(...heights) - Math.min(...heights) < MAX_RELIEF_M;
  if (!isDry || !isOffCreek || !isInside || !isLevel) return false;
  farms.push(...weldLots([lot]));
  return true;
}

/** A cabin on the island and a farm on the bluff, both far from any right-of-way. */
function remoteHomes({ layout, waters }) {
  const islandT = waters.riverT(waters.islandS);
  const island = {
    axis: 's',
    front: islandT + 11,
    back: islandT - 12,
    street: 'Heron Island',
    district: 'meadows',
    style: 'cabin',
  };
  const top = {
    axis: 's',
    front: layout.footNorthT + 560,
    back: layout.footNorthT + 640,
    street: 'Bluff Top',
    district: 'country',
    style: 'farm',
  };
  const s = layout.sCuts[0] - 260;
  return weldLots([makeLot(island, waters.islandS - 18, waters.islandS + 16), makeLot(top, s, s + 80)]).map((lot) => ({
    ...lot,
    isRemote: true,
  }));
}
