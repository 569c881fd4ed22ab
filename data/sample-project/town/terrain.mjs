/** The ground: a flat-floored valley between bluffs, cut by a river, a creek and a coulee with a road. Metres, NAVD 88. */
import { clamp, layeredNoise, makeNoise, smoothStep } from './random.mjs';

const FLOOR_M = 197;
const BLUFF_RUN_M = 235;
const ROAD_GRADE = 0.075;

/**
 * @param layout measures, @param frame bends, @param waters curves
 * @returns `heightAt([x, y])`, ground without the spur beside the school
 */
export function makeGround(layout, frame, waters) {
  const fine = makeNoise(layout.seed, 'fine');
  const broad = makeNoise(layout.seed, 'broad');
  const gully = makeNoise(layout.seed, 'gully');
  const hollows = makeNoise(layout.seed, 'hollows');

  const floorAt = (s, t) => {
    const shore = waters.shoreDistance(s, t);
    const rise = 0.0085 * clamp(Math.abs(t + 170) - 40, 0, 600) + 7.5 * smoothStep(layout.topT - 150, layout.topT - 30, t);
    const dry = FLOOR_M - 0.00035 * s + rise;
    if (shore < 0) return FLOOR_M - 0.00035 * s - 3;
    return FLOOR_M - 0.00035 * s - 3 + (dry - FLOOR_M + 0.00035 * s + 3) * smoothStep(0, 16, shore);
  };

  /** Rise of one bluff: `u` metres behind its foot, `calm` 0 where a road or creek has its own valley. */
  const bluffAt = (u, s, x, y, calm) => {
    if (u <= -40) return 0;
    const crest = 86 + 18 * broad(s / 620, 3.5);
    const cut = Math.abs(layeredNoise(gully, s / 150, u / 420, 3));
    const rise = smoothStep(0, BLUFF_RUN_M, u - 46 * (0.5 - cut));
    const bent = s + 70 * layeredNoise(broad, x / 310, y / 310, 2);
    const draw = (1 - Math.min(1, 2.6 * Math.abs(layeredNoise(hollows, bent / 410, u / 1900, 2)))) ** 1.5;
    const hollow = draw * (1 - 0.85 * smoothStep(150, 1150, u));
    const upland = smoothStep(120, 500, u) * (11 * layeredNoise(broad, x / 380, y / 380, 3) + 0.008 * u);
    return rise * (crest - 66 * calm * hollow) + upland;
  };

  return ([x, y]) => {
    const [s, t] = frame.unplace([x, y]);
    const footNorth = layout.footNorthT + 42 * (1 + broad(s / 300, 9.2));
    const footSouth = layout.footSouthT - 46 * (1 + broad(s / 340, 21.7));
    const floor = floorAt(s, t);
    const isNorth = t > 0;
    const behind = isNorth ? t - footNorth : footSouth - t;
    const wander = 1 + 0.4 * layeredNoise(gully, x / 170, y / 170, 2);
    const away = wander * Math.abs(s - (isNorth ? waters.creekS(t) : waters.coulee(t)));
    let height = floor + bluffAt(behind, s + (isNorth ? 0 : 5000), x, y, smoothStep(60, 260, away));
    const roughness = 0.25 + 2.6 * smoothStep(-10, 120, behind);
    const offWater = smoothStep(4, 40, waters.shoreDistance(s, t));
    height += roughness * offWater * layeredNoise(fine, x / 75, y / 75, 3);
    if (isNorth) return carveCreek(layout, height, away, t);
    return carveRoad(layout, height, floor, away, t);
  };
}

/** A notched side valley that falls to the creek. */
function carveCreek(layout, height, away, t) {
  const bed = FLOOR_M + 1.2 + 0.006 * Math.max(0, t) + 0.046 * Math.max(0, t - layout.footNorthT);
  const side = smoothStep(layout.footNorthT - 60, layout.footNorthT + 120, t);
  const valley = bed + 0.5 * Math.max(0, away - 5) * (1 - side) + 0.3 * Math.max(0, away - 12) * side;
  return softLeast(height, valley, 0.05 + 16 * side);
}

/** A coulee wide enough for a road at an even grade: cut where the ground is too high, filled where it is too low. */
function carveRoad(layout, height, floor, away, t) {
  const begins = layout.footSouthT + 60;
  if (t > begins) return height;
  const road = floor + Math.min(ROAD_GRADE * (begins - t), 96);
  const cut = softLeast(height, road + 0.26 * Math.max(0, away - 18), 16 * smoothStep(0, 120, begins - t) + 0.05);
  return road + (cut - road) * smoothStep(8, 46, away);
}

/** The lesser of two heights with the crease between them rounded over `width` metres. */
function softLeast(a, b, width) {
  return (a + b - Math.sqrt((a - b) ** 2 + width * width)) / 2;
}
