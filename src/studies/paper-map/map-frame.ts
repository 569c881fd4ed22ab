import type { UnitSystem } from '../../base/quantity-text.ts';
import { localFrame } from '../../geo/local-frame.ts';
import type { LngLat, LngLatBounds } from '../../geo/position.ts';
import type { PagePoint } from '../../io/drawing.ts';
import type { PageBox } from './clip.ts';

/** A piece of ground on a piece of paper, north up, at a fixed scale that is true at the middle of the frame. */
export interface MapFrame {
  readonly box: PageBox;
  /** 2400 for 1 : 2,400. */
  readonly scale: number;
  readonly centre: LngLat;
  /** Box of the ground shown, degrees. */
  readonly bounds: LngLatBounds;
  toPage(position: LngLat): PagePoint;
  toGround(point: PagePoint): LngLat;
}

export function mapFrame(box: PageBox, centre: LngLat, scale: number): MapFrame {
  const frame = localFrame(centre);
  const mmPerM = 1000 / scale;
  const middle = [box.x + box.width / 2, box.y + box.height / 2] as const;
  const toGround = ([x, y]: PagePoint): LngLat => frame.toLngLat({ x: (x - middle[0]) / mmPerM, y: (middle[1] - y) / mmPerM });
  const [west, north] = toGround([box.x, box.y]);
  const [east, south] = toGround([box.x + box.width, box.y + box.height]);
  return {
    box,
    scale,
    centre,
    bounds: [west, south, east, north],
    toPage: (position) => {
      const { x, y } = frame.toLocal(position);
      return [middle[0] + x * mmPerM, middle[1] - y * mmPerM];
    },
    toGround,
  };
}

/** Scales that people know from their rulers: engineer's feet to an inch, or round ratios. */
const SCALES = {
  us: [
    480, 600, 1200, 2400, 3600, 4800, 6000, 7200, 9600, 12_000, 18_000, 24_000, 36_000, 48_000, 63_360, 100_000, 126_720, 250_000,
    500_000, 1_000_000,
  ],
  metric: [
    500, 1000, 1500, 2000, 2500, 4000, 5000, 7500, 10_000, 15_000, 20_000, 25_000, 40_000, 50_000, 75_000, 100_000, 200_000,
    500_000, 1_000_000,
  ],
} as const;

export function scalesOf(units: UnitSystem): readonly number[] {
  return units === 'us' ? SCALES.us : SCALES.metric;
}

/** The largest picture on which all of the ground fits, with a rim. */
export function fitFrame(box: PageBox, bounds: LngLatBounds, units: UnitSystem): MapFrame {
  const centre: LngLat = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
  const frame = localFrame(centre);
  const corner = frame.toLocal([bounds[2], bounds[3]]);
  const needed = Math.max((2 * corner.x * 1000) / (box.width * 0.92), (2 * corner.y * 1000) / (box.height * 0.92));
  const scale = scalesOf(units).find((one) => one >= needed) ?? Math.ceil(needed / 100_000) * 100_000;
  return mapFrame(box, centre, scale);
}
