/**
 * Two frames. Ground: metres east and north of the origin. Valley: `s` metres along the railway, `t` metres across it
 * (railway at t = 0, river at about −170). Everything is laid out in the valley frame and bent onto the ground, which is
 * what makes a plain grid look grown: streets follow the valley, blocks are never quite square, nothing overlaps.
 */
import { smoothStep } from './random.mjs';

const ORIGIN = { lng: -91.2, lat: 43.9 };
const TURN = (11 * Math.PI) / 180;
const COS = Math.cos(TURN);
const SIN = Math.sin(TURN);

/** Metres per degree on WGS 84 at the origin. */
function metresPerDegree(latDeg) {
  const e2 = 0.0066943799901413165;
  const phi = (latDeg * Math.PI) / 180;
  const w2 = 1 - e2 * Math.sin(phi) ** 2;
  return {
    east: (6378137 / Math.sqrt(w2)) * Math.cos(phi) * (Math.PI / 180),
    north: ((6378137 * (1 - e2)) / (w2 * Math.sqrt(w2))) * (Math.PI / 180),
  };
}

const SCALE = metresPerDegree(ORIGIN.lat);
const round7 = (degrees) => Math.round(degrees * 1e7) / 1e7;

/** Ground metres → [longitude, latitude], rounded to 1e-7 degrees. */
export function toLngLat([x, y]) {
  return [round7(ORIGIN.lng + x / SCALE.east), round7(ORIGIN.lat + y / SCALE.north)];
}

/** [longitude, latitude] → ground metres. */
export function toGround([lng, lat]) {
  return [(lng - ORIGIN.lng) * SCALE.east, (lat - ORIGIN.lat) * SCALE.north];
}

/**
 * @param layout the town's measures (layout.mjs)
 * @returns `place` valley → ground and `unplace` ground → valley
 */
export function makeFrame(layout) {
  const shift = (s, t) => ({ ds: 9 * Math.sin(t / 260 + s / 700), dt: bendAcross(layout, s, t) });
  const place = ([s, t]) => {
    const { ds, dt } = shift(s, t);
    const u = s + ds;
    const v = t + dt;
    return [u * COS - v * SIN, u * SIN + v * COS];
  };
  const unplace = ([x, y]) => {
    const u = x * COS + y * SIN;
    const v = -x * SIN + y * COS;
    let s = u;
    let t = v;
    for (let k = 0; k < 8; k++) {
      const { ds, dt } = shift(s, t);
      s = u - ds;
      t = v - dt;
    }
    return [s, t];
  };
  return { place, unplace };
}

/** How far the valley, the upper streets and the new subdivision bend away from a straight grid, metres. */
function bendAcross(layout, s, t) {
  const valley = 115 * Math.sin(s / 1000 + 0.6) + 22 * Math.sin(s / 330 + 2);
  const hill = 16 * smoothStep(layout.topT - 170, layout.topT, t) * Math.sin(s / 190 + 1.3);
  const inMeadows =
    smoothStep(layout.creekS, layout.creekS + 130, s) * (1 - smoothStep(layout.meadowsEndS + 20, layout.meadowsEndS + 220, s));
  const meadows = 24 * inMeadows * smoothStep(layout.mainT, layout.mainT + 95, t) * Math.sin((s - layout.creekS) / 92);
  return valley + hill + meadows;
}
