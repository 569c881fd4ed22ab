import type { LngLat } from './position.ts';

/** A place in the Universal Transverse Mercator grid, metres; WGS 84. */
export interface UtmPlace {
  readonly zone: number;
  readonly isNorth: boolean;
  readonly eastM: number;
  readonly northM: number;
}

/** Northings of band S (32° N … 40° N): a typed S between them is the band, else the southern half of the Earth. */
const BAND_S_M = [3_540_000, 4_430_000] as const;

/** Reads "15T 644800 4862000", "15 N 644800 mE 4862000 mN", "15T 644,800 4,862,000". Null for anything else. */
export function parseUtm(typed: string): UtmPlace | null {
  const match = /^(\d{1,2})\s*([C-HJ-NP-X])\s+(\d[\d,.]*)\s*(?:M?E)?[\s,;]+(\d[\d,.]*)\s*(?:M?N)?$/i.exec(typed.trim());
  if (match === null) return null;
  const [zone, eastM, northM] = [match[1], match[3], match[4]].map((text) => Number(text?.replaceAll(',', '')));
  const letter = (match[2] ?? '').toUpperCase();
  if (zone === undefined || eastM === undefined || northM === undefined || !(zone >= 1 && zone <= 60)) return null;
  if (!(eastM >= 100_000 && eastM < 1_000_000 && northM >= 0 && northM <= 10_000_000)) return null;
  const isBandS = northM >= BAND_S_M[0] && northM <= BAND_S_M[1];
  return { zone, isNorth: letter >= 'N' && (letter !== 'S' || isBandS), eastM, northM };
}

/** The place as longitude and latitude. The projections are loaded when they are first asked for. */
export async function utmToLngLat({ zone, isNorth, eastM, northM }: UtmPlace): Promise<LngLat> {
  const { toWgs84 } = await import('./crs.ts');
  const transform = await toWgs84(`EPSG:${(isNorth ? 32600 : 32700) + zone}`);
  return transform(eastM, northM);
}
