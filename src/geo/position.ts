/** [longitude, latitude], WGS 84, degrees. */
export type LngLat = readonly [lng: number, lat: number];

/** Metres east and north in a flat frame around some centre (see local-frame.ts). */
export interface LocalXY {
  readonly x: number;
  readonly y: number;
}

/** [west, south, east, north] in degrees. */
export type LngLatBounds = readonly [number, number, number, number];

/**
 * Rounds degrees to 1e-7 (about 1 cm), the precision at which designed things are stored and written, so
 * that every engine and every reader of our files sees the same positions.
 */
export function quantise(position: LngLat): LngLat {
  return [Math.round(position[0] * 1e7) / 1e7, Math.round(position[1] * 1e7) / 1e7];
}
