/** A number as files write it: decimal point, or decimal comma where it can be nothing else; NaN where it is none. */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(trimmed)) return Number(trimmed);
  return /^[-+]?\d+,\d+$/.test(trimmed) ? Number(trimmed.replace(',', '.')) : NaN;
}

/**
 * A coordinate: a number, or degrees with minutes and seconds and a letter of the compass (`49°58'48.0"N`, `11 31.2E`).
 * @param axis which letters are possible @returns NaN where it is none
 */
export function parseCoordinate(text: string, axis: 'x' | 'y'): number {
  const plain = parseNumber(text);
  if (!Number.isNaN(plain)) return plain;
  const parts =
    /^\s*([NSEWO])?\s*(-?\d+(?:[.,]\d+)?)\s*[°ºd:\s]?\s*(?:(\d+(?:[.,]\d+)?)\s*['′’m:\s]?\s*)?(?:(\d+(?:[.,]\d+)?)\s*(?:["″”s]|'')?\s*)?([NSEWO])?\s*$/i.exec(
      text,
    );
  if (parts === null) return NaN;
  const [, before, degrees = '', minutes = '0', seconds = '0', after] = parts;
  const letter = (before ?? after ?? '').toUpperCase();
  if (letter !== '' && !(axis === 'y' ? 'NS' : 'EWO').includes(letter)) return NaN;
  const [d, m, s] = [degrees, minutes, seconds].map((part) => Number(part.replace(',', '.')));
  if (d === undefined || m === undefined || s === undefined || m >= 60 || s >= 60) return NaN;
  const size = Math.abs(d) + m / 60 + s / 3600;
  return degrees.startsWith('-') || letter === 'S' || letter === 'W' ? -size : size;
}
