import { expect, test } from 'vitest';
import { parseUtm, utmToLngLat } from '../../../src/geo/utm.ts';
import { formatPosition, parsePosition, positionReadings } from '../../../src/geo/position-text.ts';

test.each([
  ['44.05, -91.67', [-91.67, 44.05]],
  ['44.05 -91.67', [-91.67, 44.05]],
  ['44.05N 91.67W', [-91.67, 44.05]],
  ['91.67 W, 44.05 N', [-91.67, 44.05]],
  ['44°03\'00"N 91°40\'12"W', [-91.67, 44.05]],
  ['−12.5, 130.25', [130.25, -12.5]],
  ['44 03 00 N, 91 40 12 W', [-91.67, 44.05]],
  ["N 44° 03.0' W 91° 40.2'", [-91.67, 44.05]],
  ['N44 3 W91 40.2', [-91.67, 44.05]],
])('"%s" is a position', (typed, expected) => {
  const position = parsePosition(typed);
  expect(position?.[0]).toBeCloseTo(expected[0]!, 9);
  expect(position?.[1]).toBeCloseTo(expected[1]!, 9);
});

test.each(['', 'here', '44.05', '95, 10', '10, 200', '1,2,3'])('"%s" is none', (typed) => {
  expect(parsePosition(typed)).toBeNull();
});

test.each([
  ['-91.2 43.9', ['longitude']],
  ['43.9, -91.2', ['latitude']],
  ['-71.09 42.37', ['latitude', 'longitude']],
  ['42.37N 71.09W', ['latitude']],
  ['71.09W 42.37N', ['longitude']],
  ['-191 43.9', []],
])('"%s" can be read with %j first', (typed, first) => {
  expect(positionReadings(typed).map((one) => one.first)).toEqual(first);
});

test('of two ways to read it only latitude first is taken unasked', () => {
  expect(parsePosition('-71.09 42.37')).toEqual([42.37, -71.09]);
  expect(parsePosition('-91.2 43.9')).toBeNull();
  expect(positionReadings('-71.09 42.37')[1]?.position).toEqual([-71.09, 42.37]);
});

test('a position that is shown is read back', () => {
  expect(parsePosition(formatPosition([-91.2005733, 43.9009936], 7))).toEqual([-91.2005733, 43.9009936]);
});

// The central meridian of zone 31 is 3° E, where easting is 500 km; on the equator northing is 0 (NGA.SIG.0012, 7).
test.each([
  ['31N 500000 0', [3, 0]],
  ['31 N 500,000 mE 0 mN', [3, 0]],
  ['31M 500000 10000000', [3, 0]],
])('"%s" is a place of the UTM grid', async (typed, expected) => {
  const [lng, lat] = await utmToLngLat(parseUtm(typed)!);
  expect(lng).toBeCloseTo(expected[0]!, 7);
  expect(lat).toBeCloseTo(expected[1]!, 7);
});

test('S is a band where its northings are, else the southern half', () => {
  expect(parseUtm('11S 400000 3760000')?.isNorth).toBe(true);
  expect(parseUtm('56S 334000 6251000')?.isNorth).toBe(false);
  expect(parseUtm('44.05, -91.67')).toBeNull();
});
