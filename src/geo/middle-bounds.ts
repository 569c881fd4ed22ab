import { breathe, quietJob } from '../base/job.ts';
import type { LngLatBounds } from './position.ts';

/** Outliers are what lies further out than this share of the middle's size. */
const OUTLIER_SHARE = 0.3;

/** So many positions, evenly chosen, tell where most things are. */
const SAMPLES = 4096;

/**
 * The box around everything but outliers: one far farm does not make the town small, nor a request from another continent the city.
 * @param coordinates longitude, latitude, …, degrees
 * @returns null without any position
 */
export function middleBounds(coordinates: Float64Array): LngLatBounds | null {
  const box = boundsOfAll(coordinates);
  if (box === null) return null;
  const step = Math.max(1, Math.floor(coordinates.length / 2 / SAMPLES));
  const axis = (offset: 0 | 1): [number, number] => {
    const sorted = Float64Array.from(
      { length: Math.ceil(coordinates.length / 2 / step) },
      (_, i) => coordinates[2 * i * step + offset] ?? NaN,
    ).sort();
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
    const [low, high, least, most] = [at(0.02), at(0.98), box[offset], box[offset + 2] ?? NaN];
    const reach = (high - low) * OUTLIER_SHARE;
    return [least < low - reach ? low : least, most > high + reach ? high : most];
  };
  const [west, east] = axis(0);
  const [south, north] = axis(1);
  return [west, south, east, north];
}

/** Boxes that were found, since a county's parcels have millions of corners. */
const boxes = new WeakMap<Float64Array, LngLatBounds | null>();

/** Numbers that are gone through in one step. */
const NUMBERS_PER_STEP = 2 ** 18;

/** As `middleBounds`, of positions that may be a county's: gone through in steps, once for all who ask later. */
export async function findMiddleBounds(coordinates: Float64Array): Promise<LngLatBounds | null> {
  if (boxes.has(coordinates)) return middleBounds(coordinates);
  let box: LngLatBounds | null = null;
  for (let at = 0; at < coordinates.length; at += NUMBERS_PER_STEP) {
    await breathe(quietJob);
    box = joined(box, boxAround(coordinates.subarray(at, at + NUMBERS_PER_STEP)));
  }
  boxes.set(coordinates, box);
  return middleBounds(coordinates);
}

/** The box around positions given as longitude, latitude, …; null without any. */
function boundsOfAll(coordinates: Float64Array): LngLatBounds | null {
  const known = boxes.get(coordinates);
  if (known !== undefined) return known;
  const box = boxAround(coordinates);
  boxes.set(coordinates, box);
  return box;
}

function boxAround(coordinates: Float64Array): LngLatBounds | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at + 1 < coordinates.length; at += 2) {
    const lng = coordinates[at] ?? NaN;
    const lat = coordinates[at + 1] ?? NaN;
    if (lng < west) west = lng;
    if (lng > east) east = lng;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return west <= east ? [west, south, east, north] : null;
}

function joined(a: LngLatBounds | null, b: LngLatBounds | null): LngLatBounds | null {
  if (a === null || b === null) return a ?? b;
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
