import { metresPerDegree } from './geodesy.ts';
import type { LngLat, LocalXY } from './position.ts';

/**
 * A flat metric frame around a centre, for nearest-point, intersection and index work over an area of up to
 * about 50 km. Its scale is true at the centre's latitude; at 10 km north of it, east–west lengths are wrong by about
 * 0.2 % at 50° N. Never report a length from it: lengths come from geodesy.ts.
 */
export interface LocalFrame {
  readonly centre: LngLat;
  toLocal(position: LngLat): LocalXY;
  toLngLat(xy: LocalXY): LngLat;
}

/** Makes the frame around a centre. */
export function localFrame(centre: LngLat): LocalFrame {
  const scale = metresPerDegree(centre[1]);
  return {
    centre,
    toLocal: (p) => ({ x: (p[0] - centre[0]) * scale.east, y: (p[1] - centre[1]) * scale.north }),
    toLngLat: (q) => [centre[0] + q.x / scale.east, centre[1] + q.y / scale.north],
  };
}
