import { describe, expect, test } from 'vitest';
import { addressKey, addressKeyOf } from '../../../../src/studies/worklist/address-key.ts';
import { addressBook, type KnownAddress } from '../../../../src/studies/worklist/join-addresses.ts';
import { waysIn } from '../../../../src/studies/worklist/run.ts';

const known = (text: string, lng: number): KnownAddress => {
  const place = lng === 3 ? 'Bindlach' : '';
  return { id: `${text}${lng}`, text, key: addressKey(text), place, position: [lng, 42] };
};

describe('an address', () => {
  test.each([
    ['12 Main St', '12 MAIN STREET'],
    ['12 N. Main St., Apt 3', '12 North Main Street'],
    ['7 Elm Ave #2B', '7 elm avenue'],
    ['Hauptstr. 5a', 'Hauptstraße 5 a'],
    ['Bayreuther Str. 3', 'Bayreuther Straße 3'],
    ['5 Réné Blvd', '5 Rene Boulevard'],
    ['16 Magazine St, Cambridge MA 02139', '16 Magazine Street'],
  ])('%s is %s', (one, other) => expect(addressKey(one)).toEqual(addressKey(other)));

  test('keeps apart what differs', () => {
    expect(addressKey('12 Main St').street).not.toBe(addressKey('12 Main Ave').street);
    expect(addressKey('10 St Mary Rd').street).toBe('saint mary road');
    expect(addressKey('12-14 Main St').numbers).toEqual([12, 14]);
    expect(addressKeyOf('Hauptstraße', '5a')).toEqual(addressKey('Hauptstr. 5a'));
  });
});

describe('the address book', () => {
  const book = addressBook([
    known('12 Main St', 1),
    known('13 Main St', 1.2),
    known('16 Main St', 1.1),
    known('20 Elm St', 2),
    known('20 Elm St', 3),
  ]);

  test('joins what is there exactly, ranges too', () => {
    expect(book('12 main street')).toMatchObject({ how: 'exact', address: { text: '12 Main St' } });
    expect(book('12-14 Main St.')).toMatchObject({ how: 'exact', address: { text: '12 Main St' } });
  });
  test('takes the nearest number of the same side, and flags it', () =>
    expect(book('18 Main St')).toMatchObject({ how: 'near', address: { text: '16 Main St' } }));
  test('never guesses between places, and says why nothing fits', () => {
    expect(book('20 Elm St')).toMatchObject({ how: 'ambiguous', candidates: [{}, {}] });
    expect(book('20 Elm St, Bindlach')).toMatchObject({ how: 'exact', address: { position: [3, 42] } });
    expect(book('Main St')).toMatchObject({ how: 'ambiguous' });
    expect(book('12 Oak St')).toMatchObject({ how: 'none' });
    expect(book('90 Main St')).toMatchObject({ how: 'none' });
    expect(book('')).toMatchObject({ how: 'none' });
  });
});

test('Roofs hang on those that see a node, by the fewest steps', () => {
  const graph = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['a', 'c'])],
    ['c', new Set(['b'])],
    ['alone', new Set<string>()],
  ]);
  expect([...waysIn(graph, ['a'])]).toEqual([
    ['a', null],
    ['b', 'a'],
    ['c', 'b'],
  ]);
});
