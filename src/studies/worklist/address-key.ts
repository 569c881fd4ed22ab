/** An address as it is compared: street without abbreviations, accents and case; numbers apart. */
export interface AddressKey {
  readonly street: string;
  /** First and last number of a range; equal for one number; null where there is none. */
  readonly numbers: readonly [first: number, last: number] | null;
  /** Letter or fraction behind the number: "a", "1/2". */
  readonly suffix: string;
}

/** Words that are written short. Saint and street share "st": at the beginning it is Saint. */
const WORDS: Readonly<Record<string, string>> = {
  st: 'street',
  str: 'street',
  ave: 'avenue',
  av: 'avenue',
  rd: 'road',
  dr: 'drive',
  pl: 'place',
  ct: 'court',
  ter: 'terrace',
  terr: 'terrace',
  cir: 'circle',
  ln: 'lane',
  tpke: 'turnpike',
  pk: 'park',
  gdns: 'gardens',
  apts: 'apartments',
  pkwy: 'parkway',
  sq: 'square',
  hwy: 'highway',
  ctr: 'center',
  blvd: 'boulevard',
  ext: 'extension',
  lndg: 'landing',
  n: 'north',
  s: 'south',
  e: 'east',
  w: 'west',
  ne: 'northeast',
  nw: 'northwest',
  se: 'southeast',
  sw: 'southwest',
  mt: 'mount',
};

const UNIT = /\b(?:apt|apartment|unit|suite|ste|floor|fl|rm|room|whg|wohnung)\b\.?\s*#?\s*[\w-]*|#\s*[\w-]+/g;

/** Takes an address in one line apart: "12-14 N. Main St, Apt 3" and "Hauptstr. 5a" alike. What stands behind a comma is not the street. */
export function addressKey(line: string): AddressKey {
  const plain = plainText(line).replace(UNIT, ' ');
  const first =
    plain
      .split(',')
      .map((part) => part.trim())
      .find((part) => /[a-z]/.test(part)) ?? '';
  const alone = plain.split(',').map((part) => part.trim());
  // "12, Main St": the number stands in a part of its own.
  const text = /^\d/.test(alone[0] ?? '') && !/[a-z]{2}/.test(alone[0] ?? '') ? `${alone[0] ?? ''} ${first}` : first;
  // A letter apart from the number belongs to it, but for n, s, e, w: those are directions of the street.
  const front = /^(\d+)(?:\s*[-–]\s*(\d+))?(\s*1\/2|[a-z]|\s+[^nsew\d\W])?\s+(.*[a-z].*)$/.exec(text);
  if (front !== null) return keyOf(front[4] ?? '', front[1], front[2], front[3]);
  const back = /^(.*?[a-z].*?)\s+(\d+)(?:\s*[-–]\s*(\d+))?\s*(1\/2|[a-z])?$/.exec(text);
  if (back !== null) return keyOf(back[1] ?? '', back[2], back[3], back[4]);
  return keyOf(text, undefined, undefined, undefined);
}

/** The key of an address that has its street and its number in two fields. */
export function addressKeyOf(street: string, number: string): AddressKey {
  const parts = /^\s*(\d+)(?:\s*[-–]\s*(\d+))?\s*(1\/2|[a-z])?/.exec(plainText(number));
  return keyOf(plainText(street), parts?.[1], parts?.[2], parts?.[3]);
}

function keyOf(street: string, first: string | undefined, last: string | undefined, suffix: string | undefined): AddressKey {
  const from = Number(first);
  const to = Math.max(from, Number(last ?? first));
  return { street: streetOf(street), numbers: first === undefined ? null : [from, to], suffix: suffix?.trim() ?? '' };
}

function plainText(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')

    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[.'’]/g, (c) => (c === '.' ? ' ' : ''));
}

function streetOf(text: string): string {
  const words = text.split(/[^a-z0-9]+/).filter(Boolean);
  return (
    words
      .map((word, index) => (word === 'st' && index === 0 && words.length > 1 ? 'saint' : (WORDS[word] ?? word)))
      .join(' ')
      // "Hauptstr." and "Haupt Straße" are one street.
      .replace(/\s*stra?sse\b/g, 'strasse')
      .replace(/([a-z])str\b/g, '$1strasse')
      .replace(/^(.*er) street$/, '$1strasse')
  );
}
