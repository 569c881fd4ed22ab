/** River, island, creek and the road up the southern coulee, as curves in the valley frame. */
import { smoothStep } from './random.mjs';

const HALF_WIDTH_M = 28;
/** How far the river goes on beyond the map's edges, so that it does not end inside the terrain. */
const BEYOND_M = 330;
const ISLAND = { length: 84, width: 27 };

/** @param layout measures of the town */
export function makeWaters(layout) {
  const islandS = layout.meadowsEndS + 300;
  /** Middle of the river: gentle in the town, winding beyond it. */
  const riverT = (s) => {
    const wild = smoothStep(0, 500, Math.max(layout.sCuts[0] - 150 - s, s - layout.meadowsEndS));
    return -172 - 22 * wild + (24 + 40 * wild) * Math.sin(s / 215 + 0.4) + 9 * Math.sin(s / 83);
  };
  const halfWidth = (s) => HALF_WIDTH_M + 4 * Math.sin(s / 140) + 44 * Math.exp(-(((s - islandS) / 95) ** 2));
  /** 1 in the middle of the island, 0 on its shore, negative off it. */
  const islandDepth = (s, t) => 1 - ((s - islandS) / ISLAND.length) ** 2 - ((t - riverT(s)) / ISLAND.width) ** 2;
  /** Metres to the water's edge across the valley: negative on the water. */
  const shoreDistance = (s, t) => {
    const bank = Math.abs(t - riverT(s)) - halfWidth(s);
    const island = islandDepth(s, t);
    return island > 0 ? Math.max(bank, island * ISLAND.width * 0.5) : bank;
  };
  const creekS = (t) =>
    layout.creekS + 14 * Math.sin(t / 75) + 60 * smoothStep(layout.footNorthT, layout.footNorthT + 600, t) * Math.sin(t / 210);
  let creekMouthT = -172;
  for (let k = 0; k < 30; k++) creekMouthT = riverT(creekS(creekMouthT));
  const creekMouthS = creekS(creekMouthT);
  /** County Road O winds up the coulee south of the last street. */
  const southRoadT = layout.south.tCuts[layout.south.tCuts.length - 1];
  const coulee = (t) => 85 * smoothStep(0, 350, southRoadT - t) * Math.sin((southRoadT - t) / 290);
  return {
    riverT,
    halfWidth,
    islandS,
    islandDepth,
    shoreDistance,
    creekS,
    creekMouthT,
    creekMouthS,
    coulee,
    southRoadT,
    island: ISLAND,
  };
}

/** Rings of the river (outline, then the island's shore) in the valley frame. */
export function riverRings(layout, waters) {
  const stations = [];
  for (let s = layout.minS - BEYOND_M; s <= layout.maxS + BEYOND_M; s += 18) stations.push(s);
  const south = stations.map((s) => [s, waters.riverT(s) - waters.halfWidth(s)]);
  const north = stations.map((s) => [s, waters.riverT(s) + waters.halfWidth(s)]).reverse();
  const island = Array.from({ length: 28 }, (_, i) => {
    const angle = -(2 * Math.PI * i) / 28;
    const s = waters.islandS + waters.island.length * Math.cos(angle);
    return [s, waters.riverT(s) + waters.island.width * Math.sin(angle)];
  });
  return { outline: [...south, ...north], island };
}

/** The creek from its spring to the river. */
export function creekLine(layout, waters) {
  const line = [];
  for (let t = layout.maxT + 40; t > waters.creekMouthT; t -= 22) line.push([waters.creekS(t), t]);
  return [...line, [waters.creekMouthS, waters.creekMouthT]];
}
