import { locale } from './wording.ts';

/** A day and time as the language writes them; milliseconds since 1970 in. */
export function momentText(atMs: number): string {
  return new Date(atMs).toLocaleString(locale);
}
