import geomagnetism from 'geomagnetism';
import type { LngLat } from './position.ts';

/** From when to when the World Magnetic Model 2025 of NOAA and BGS holds; UTC, the end excluded. */
const FROM = Date.UTC(2025, 0, 1);
const TO = Date.UTC(2030, 0, 1);

/** Coefficients are known two weeks before their epoch; a date within them gives that model. */
const MODEL_DATE = new Date(Date.UTC(2025, 0, 1));

/** A calendar date of ISO 8601, `2026-05-31`; null where it is none. */
export function parseDate(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? null : date;
}

/**
 * How far magnetic north lies east of true north, degrees (negative: west). Source: World Magnetic Model 2025, good to about 0.5°
 * away from the magnetic poles; iron and steel beside the compass are not in it.
 * @param heightM above the ellipsoid, metres
 * @returns null outside 2025–2029, where the model says nothing
 */
export function declinationDeg([lng, lat]: LngLat, heightM: number, date: Date): number | null {
  const time = date.getTime();
  if (!(time >= FROM && time < TO)) return null;
  // The package's own bounds end seven weeks before the model does.
  const model = geomagnetism.model(date, { allowOutOfBoundsModel: true });
  if (model.name !== geomagnetism.model(MODEL_DATE).name) return null;
  return model.point([lat, lng, heightM / 1000]).decl;
}

/** A true bearing as a compass shows it, degrees 0 … 360. */
export function magneticAzimuthDeg(trueAzimuthDeg: number, declination: number): number {
  return (((trueAzimuthDeg - declination) % 360) + 360) % 360;
}
