import { locale, wording } from '../text/wording.ts';

const words = wording.relativeTime;
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** A moment as people say it ("3 days ago"); less than a minute is "just now". Both in milliseconds since 1970. */
export function relativeTime(atMs: number, nowMs: number, language = locale): string {
  const seconds = Math.max(0, (nowMs - atMs) / 1000);
  const unit = UNITS.find(([, length]) => seconds >= length);
  if (unit === undefined) return words.justNow;
  return new Intl.RelativeTimeFormat(language, { numeric: 'always' }).format(-Math.floor(seconds / unit[1]), unit[0]);
}

/** How long something takes yet, milliseconds, as exactly as such a guess is: to five seconds, from a minute and a half on in minutes. */
export function timeLeft(leftMs: number): string {
  const seconds = Math.max(5, Math.ceil(leftMs / 5000) * 5);
  return seconds < 90 ? words.secondsLeft({ seconds }) : words.minutesLeft({ minutes: Math.round(seconds / 60) });
}

/** A size in bytes as people read it. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? words.kb({ bytes: (bytes / 1000).toFixed(1) }) : words.mb({ bytes: (bytes / 1e6).toFixed(1) });
}
