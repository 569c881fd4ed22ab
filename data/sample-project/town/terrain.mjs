/** The ground: a flat-floored valley between bluffs, cut by a river, a creek and a coulee with a road. Metres, NAVD 88. */
import { clamp, layeredNoise, makeNoise, smoothStep } from './random.mjs';

const FLOOR_M = 197;
const BLUFF_RUN_M = 235;
const ROAD_GRADE = 0.068;

/**
 * @param layout measures, @param frame bends, @param waters curves
 * @returns `heightAt([x, y])`, ground without the spur beside the school
 */
export function makeGround(layout, frame, waters) {
  const fine = makeNoise(layout.seed, 'fine');
  const broad = makeNoise(layout.seed, 'broad');
  const gully = makeNoise(layout.seed, 'gully');

  const floorAt = (s, t) => {
    const shore = waters.shoreDistance(s, t);
    const rise = 0.0085 * clamp(Math.abs(t + 170) - 40, 0, 600) + 7.5 * smoothStep(layout.topT - 150, layout.topT - 30, t);
    const dry = FLOOR_M - 0.00035 * s + rise;
    if (shore < 0) return FLOOR_M - 0.00035 * s - 3;
    return FLOOR_M - 0.00035 * s - 3 + (dry - FLOOR_M + 0.00035 * s + 3) * smoothStep(0, 16, shore);
  };

  /** Rise of one bluff: `u` metres behind its foot. */
  const bluffAt = (u, s, x, y) => {
    if (u <= 0) return 0;
    const crest = 84 + 20 * broad(s / 620, u < 0 ? 0 : 3.5);
    const cut = Math.abs(layeredNoise(gully, s / 150, u / 420, 3));
    const rise = smoothStep(0, BLUFF_RUN_M, u - 46 * (0.5 - cut));
    const upland = smoothStep(120, 500, u) * (9 * layeredNoise(broad, x / 420, y / 420, 3) + 0.006 * u);
    return crest * rise * (0.9 + 0.1 * Math.min(1, u / 400)) + upland;
  };

  return ([x, y]) => {
    const [s, t] = frame.unplace([x, y]);
    const footNorth = layout.footNorthT + 42 * (1 + broad(s / 300, 9.2));
    const footSouth = layout.footSouthT - 46 * (1 + broad(s / 340, 21.7));
    const floor = floorAt(s, t);
    const isNorth = t > 0;
    const behind = isNorth ? t - footNorth : footSouth - t;
    let height = floor + bluffAt(behind, s + (isNorth ? 0 : 5000), x, y);
    const roughness = 0.25 + 2.6 * smoothStep(-10, 120, behind);
    const offWater = smoothStep(4, 40, waters.shoreDistance(s, t));
    height += roughness * offWater * layeredNoise(fine, x / 75, y / 75, 3);
    if (isNorth) return carveCreek(layout, waters, height, s, t);
    return carveRoad(layout, waters, height, floor, s, t);
  };
}

/** A notched side valley that falls to the creek. */
function carveCreek(layout, waters, height, s, t) {
  const away = Math.abs(s - waters.creekS(t));
  const bed = FLOOR_M + 1.2 + 0.006 * Math.max(0, t) + 0.052 * Math.max(0, t - layout.footNorthT);
  const side = smoothStep(layout.footNorthT - 60, layout.footNorthT + 120, t);
  const valley = bed + 0.5 * Math.max(0, away - 5) * (1 - side) + (0.36 * Math.max(0, away - 12)) * side;
  return Math.min(height, valley);
}

/** A coulee wide enough for a road at an even grade: cut where the ground is too high, filled where it is too low. */
function carveRoad(layout, waters, height, floor, s, t) {
  if (t > layout.footSouthT + 60) return height;
  const away = Math.abs(s - waters.coulee(t));
  const climb = ROAD_GRADE * Math.max(0, layout.footSouthT + 60 - t);
  const road = floor + Math.min(climb, 92);
  const cut = Math.min(height, road + 0.3 * Math.max(0, away - 16));
  return Math.max(cut, road - 0.25 * Math.max(0, away - 12) - (away > 150 ? 1e6 : 0));
}
