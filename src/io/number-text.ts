/** A number as files write it: decimal point, or decimal comma where it can be nothing else; NaN where it is none. */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(trimmed)) return Number(trimmed);
  return /^[-+]?\d+,\d+$/.test(trimmed) ? Number(trimmed.replace(',', '.')) : NaN;
}

/** `12,345` is twelve thousand to some and twelve to others. */
export function isAmbiguous(text: string): boolean {
  return /^[-+]?[1-9]\d{0,2},\d{3}$/.test(text.trim());
}

/** Whether a number has a comma that can only stand before decimals: `35,5`. */
export function hasDecimalComma(text: string): boolean {
  return /^\s*[-+]?\d+,(\d{1,2}|\d{4,})\s*$/.test(text) || /^\s*[-+]?0,\d+\s*$/.test(text);
}

/** As `parseNumber`, of what may have signs between thousands where these can be nothing else: `1,234.50`, `1.234,50`, `1 234,5`, `1'234'567`. */
export function parseAmount(text: string): number {
  const plain = parseNumber(text);
  if (!Number.isNaN(plain)) return plain;
  const trimmed = text.trim();
  if (/^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(trimmed)) return Number(trimmed.replaceAll(',', ''));
  if (/^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$/.test(trimmed)) return Number(trimmed.replaceAll('.', '').replace(',', '.'));
  return /^[-+]?\d{1,3}([ \u00a0\u202f'’]\d{3})+([.,]\d+)?$/.test(trimmed)
    ? Number(trimmed.replace(/[ \u00a0\u202f'’]/g, '').replace(',', '.'))
    : NaN;
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
