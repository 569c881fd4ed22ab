import type { LngLat } from './position.ts';

/** A position as people read it: latitude first, as maps and phones show it. */
export function formatPosition([lng, lat]: LngLat, digits = 5): string {
  return `${lat.toFixed(digits)}, ${lng.toFixed(digits)}`.replaceAll('-', '−');
}

/**
 * What was typed as a position: "44.05, -91.67", "44.05 N 91.67 W", "44°03'00"N 91°40'12"W", "N 44 03.5, W 91 40.2". Latitude first
 * unless letters say otherwise. Null when it is none.
 */
export function parsePosition(typed: string): LngLat | null {
  const text = degreesMarked(typed.trim().replaceAll('−', '-').toUpperCase());
  const part = String.raw`([+-]?\d+(?:\.\d+)?)(?:\s*°\s*(?:(\d+(?:\.\d+)?)\s*['′]\s*)?(?:(\d+(?:\.\d+)?)\s*["″]\s*)?)?\s*([NSEW])?`;
  const match = new RegExp(`^${part}(?:\\s*[,;]\\s*|\\s+|(?<=[NSEW°'"′″]))${part}$`).exec(text);
  if (match === null) return null;
  const first = angle(match.slice(1, 5));
  const second = angle(match.slice(5, 9));
  const [lat, lng] = /[EW]/.test(match[4] ?? '') || /[NS]/.test(match[8] ?? '') ? [second, first] : [first, second];
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? [lng, lat] : null;
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
