import type { LngLat } from './position.ts';

/** A position as people read it: latitude first, as maps and phones show it. */
export function formatPosition([lng, lat]: LngLat, digits = 5): string {
  return `${lat.toFixed(digits)}, ${lng.toFixed(digits)}`.replaceAll('-', '−');
}

/** One way to read a typed position: which of its numbers comes first, and whether letters say so. */
export interface PositionReading {
  readonly position: LngLat;
  readonly first: 'latitude' | 'longitude';
  readonly isSaid: boolean;
}

/**
 * What was typed as a position: "44.05, -91.67", "44.05 N 91.67 W", "44°03'00"N 91°40'12"W", "N 44 03.5, W 91 40.2". Latitude first
 * unless letters say otherwise. Null when it is none.
 */
export function parsePosition(typed: string): LngLat | null {
  return positionReadings(typed).find(({ first, isSaid }) => isSaid || first === 'latitude')?.position ?? null;
}

/**
 * Every way to read what was typed as a position: latitude first, then longitude first; one alone where letters tell, or where the other
 * one is no place on Earth. None where it is no position.
 */
export function positionReadings(typed: string): PositionReading[] {
  const text = degreesMarked(typed.trim().replaceAll('−', '-').toUpperCase());
  const part = String.raw`([+-]?\d+(?:\.\d+)?)(?:\s*°\s*(?:(\d+(?:\.\d+)?)\s*['′]\s*)?(?:(\d+(?:\.\d+)?)\s*["″]\s*)?)?\s*([NSEW])?`;
  const match = new RegExp(`^${part}(?:\\s*[,;]\\s*|\\s+|(?<=[NSEW°'"′″]))${part}$`).exec(text);
  if (match === null) return [];
  const one = angle(match.slice(1, 5));
  const other = angle(match.slice(5, 9));
  const isLongitudeFirst = /[EW]/.test(match[4] ?? '') || /[NS]/.test(match[8] ?? '');
  const isSaid = isLongitudeFirst || /[NS]/.test(match[4] ?? '') || /[EW]/.test(match[8] ?? '');
  return [
    { first: 'latitude' as const, position: [other, one] as LngLat, isSaid },
    { first: 'longitude' as const, position: [one, other] as LngLat, isSaid },
  ].filter(
    ({ first, position: [lng, lat] }) =>
      Math.abs(lat) <= 90 && Math.abs(lng) <= 180 && (!isSaid || isLongitudeFirst === (first === 'longitude')),
  );
}

/** Letters behind their numbers, and the marks of degrees, minutes and seconds where blanks stand for them. */
function degreesMarked(text: string): string {
  const behind = text.replace(/^([NSEW])\s*(\d.*?)[\s,;]+([NSEW])\s*(\d.*)$/, '$2$1 $4$3');
  return behind.replace(/(\d+)\s+(\d+(?:\.\d+)?)(?:\s+(\d+(?:\.\d+)?))?\s*([NSEW])/g, (_, degrees, minutes, seconds, letter) =>
    [degrees, '°', minutes, "'", seconds === undefined ? '' : `${String(seconds)}"`, letter].join(''),
  );
}

function angle([degrees = '', minutes, seconds, letter]: readonly (string | undefined)[]): number {
  const size = Math.abs(Number(degrees)) + Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600;
  return degrees.startsWith('-') || letter === 'S' || letter === 'W' ? -size : size;
}
