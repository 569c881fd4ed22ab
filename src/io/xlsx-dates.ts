/** Number formats that are dates without being written out (ECMA-376 part 1, 18.8.30, with the East Asian ones). */
const BUILT_IN: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** Whether a number format shows a date or a time. @param code the format as written out, if it is */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN.some(([from, to]) => id >= from && id <= to);
  const letters = code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_./gi, '');
  return /[dmyhs]/i.test(letters) && !/^general$/i.test(letters);
}

const DAY_MS = 86_400_000;

/**
 * The date and time that a spreadsheet's number stands for, as ISO 8601 text: a day, a day with time, or a time alone.
 * @param serial days since 1899-12-30 (from March 1900 on), or since 1904-01-01 @returns null where there is none
 */
export function serialDate(serial: number, is1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return null;
  // Excel keeps a 29 February 1900 that never was.
  const days = is1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const text = new Date(Math.round((days - 25_569) * 86_400) * 1000).toISOString();
  const [day = '', time = ''] = [text.slice(0, 10), text.slice(11, 19)];
  if (serial < 1 && !is1904) return new Date(Math.round(serial * 86_400) * 1000).toISOString().slice(11, 19);
  return Math.round(serial * DAY_MS) % DAY_MS === 0 ? day : `${day}T${time}`;
}
