import { compareText } from '../../base/compare.ts';
import type { LngLat } from '../../geo/position.ts';
import { addressKey, type AddressKey } from './address-key.ts';

/** An address whose place is known. */
export interface KnownAddress {
  readonly id: string;
  readonly text: string;
  readonly key: AddressKey;
  /** Town, as the layer writes it; empty where it says none. */
  readonly place: string;
  readonly position: LngLat;
}

/** What became of a line of the list. `near`: the street is there, the number is not; somebody must confirm it. */
export type Joined =
  | { readonly how: 'exact' | 'near'; readonly address: KnownAddress; readonly reason: string }
  | { readonly how: 'ambiguous' | 'none'; readonly candidates: readonly KnownAddress[]; readonly reason: string };

/** A number further off than this is another house. */
const MOST_NUMBERS_OFF = 10;
/** More are no help to a person. */
const MOST_CANDIDATES = 5;
/** Entries nearer than this to each other are one roof, degrees (about 20 m). */
const SAME_PLACE_DEG = 0.0002;

/** Finds the addresses of a list in the local address layer. Nothing is guessed: what fits several places is listed with them. */
export function addressBook(addresses: readonly KnownAddress[]): (line: string) => Joined {
  const streets = new Map<string, KnownAddress[]>();
  for (const address of [...addresses].sort((a, b) => compareText(a.id, b.id))) {
    const list = streets.get(address.key.street) ?? [];
    list.push(address);
    streets.set(address.key.street, list);
  }
  return (line) => find(streets, line);
}

function find(streets: ReadonlyMap<string, readonly KnownAddress[]>, line: string): Joined {
  const key = addressKey(line);
  const none = (reason: string): Joined => ({ how: 'none', candidates: [], reason });
  if (key.street === '') return none('There is no street in it.');
  const street = inPlace(streets.get(key.street), line);
  if (street === undefined) {
    const candidates = alike(streets, key);
    return { how: 'none', candidates, reason: `The address layer has no street "${key.street}".` };
  }
  if (key.numbers === null)
    return { how: 'ambiguous', candidates: street.slice(0, MOST_CANDIDATES), reason: 'It has no house number.' };
  const same = street.filter((one) => overlap(one.key, key));
  const suffixed = same.filter((one) => one.key.suffix === key.suffix);
  const fits = suffixed.length > 0 ? suffixed : same;
  const [first] = fits;
  if (first !== undefined) {
    if (!fits.every((one) => isSamePlace(one, first)))
      return {
        how: 'ambiguous',
        candidates: fits.slice(0, MOST_CANDIDATES),
        reason: `${fits.length} addresses fit, at different places.`,
      };
    return suffixed.length > 0
      ? { how: 'exact', address: first, reason: '' }
      : { how: 'near', address: first, reason: `The layer has ${first.text}, without "${key.suffix}" or with another letter.` };
  }
  const [number] = key.numbers;
  const near = byNumber(street, number);
  const [best] = near;
  if (best !== undefined && numbersOff(best, number) <= MOST_NUMBERS_OFF)
    return { how: 'near', address: best, reason: `Number ${number} is not there; ${best.text} is the nearest: please confirm.` };
  const reason = `The street is there, but no number within ${MOST_NUMBERS_OFF} of ${number}.`;
  return { how: 'none', candidates: near.slice(0, MOST_CANDIDATES), reason };
}

/** The nearest number on each of the streets that are written almost so. */
function alike(streets: ReadonlyMap<string, readonly KnownAddress[]>, { street, numbers }: AddressKey): KnownAddress[] {
  const most = Math.min(3, Math.floor(street.length / 4));
  return [...streets]
    .map(([name, addresses]) => ({ addresses, edits: editsBetween(street, name, most) }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits || compareText(a.addresses[0]?.id ?? '', b.addresses[0]?.id ?? ''))
    .slice(0, MOST_CANDIDATES)
    .flatMap(({ addresses }) => byNumber(addresses, numbers?.[0] ?? 1).slice(0, 1));
}

/** Letters to put, take away or change to make one text of the other (Levenshtein); `most` + 1 where it is surely more. */
function editsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? most + 1;
}

/** Where a line names the town of some of the entries, those; else all. */
function inPlace(street: readonly KnownAddress[] | undefined, line: string): readonly KnownAddress[] | undefined {
  const words = ` ${placeWords(line.slice(line.indexOf(',') + 1))} `;
  const there = street?.filter(({ place }) => place !== '' && words.includes(` ${placeWords(place)} `)) ?? [];
  return there.length > 0 && line.includes(',') ? there : street;
}

function placeWords(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}]+/u)
    .filter(Boolean)
    .join(' ');
}

/** The entries of a street by how far their numbers are off, those of the same side first. */
function byNumber(street: readonly KnownAddress[], number: number): KnownAddress[] {
  const side = (one: KnownAddress): number => (((one.key.numbers?.[0] ?? 0) - number) % 2 === 0 ? 0 : 1);
  return [...street].sort(
    (a, b) => side(a) - side(b) || numbersOff(a, number) - numbersOff(b, number) || compareText(a.id, b.id),
  );
}

function numbersOff({ key }: KnownAddress, number: number): number {
  return Math.abs((key.numbers?.[0] ?? Infinity) - number);
}

function overlap(one: AddressKey, other: AddressKey): boolean {
  if (one.numbers === null || other.numbers === null) return false;
  const [single, range] = one.numbers[0] === one.numbers[1] ? [one.numbers, other.numbers] : [other.numbers, one.numbers];
  // "12-14" is one side of the street: 13 stands across.
  const isOneSide = (range[1] - range[0]) % 2 === 0;
  if (isOneSide && (single[0] - range[0]) % 2 !== 0) return false;
  return single[0] <= range[1] && range[0] <= single[1];
}

function isSamePlace(one: KnownAddress, other: KnownAddress): boolean {
  return (
    Math.abs(one.position[0] - other.position[0]) <= SAME_PLACE_DEG &&
    Math.abs(one.position[1] - other.position[1]) <= SAME_PLACE_DEG
  );
}
