import { describe, expect, it } from 'vitest';
import {
  areaText,
  bearingText,
  clearanceText,
  distanceText,
  heightText,
  levelText,
  mastText,
  moneyRangeText,
  moneyText,
  numberText,
  percentText,
  plainSpaces,
  routeText,
  shortRouteText,
  spanText,
  zoneShareText,
} from '../../../src/base/quantity-text.ts';

const plain = plainSpaces;
const miles = 1609.344;
const feet = 0.3048;

describe('numbers as people read them', () => {
  it('are those of the table of units, in feet and miles', () => {
    expect(plain(spanText(1234 * feet, 'us'))).toBe('1,234 ft');
    expect(plain(distanceText(1.46 * miles, 'us'))).toBe('1.46 mi');
    expect(plain(distanceText(0.2499 * miles, 'us'))).toBe('1,319 ft');
    expect(plain(routeText(12.41 * miles, 'us'))).toBe('12.41 mi (65,500 ft)');
    expect(plain(heightText(35 * feet, 'us'))).toBe('35 ft');
    expect(plain(areaText(3.2 * 4046.8564224, 'us'))).toBe('3.2 acres');
    expect(plain(areaText(1.4 * miles ** 2, 'us'))).toBe('1.4 mi²');
  });

  it('are those of the table of units, in metres', () => {
    expect(plain(spanText(376, 'metric'))).toBe('376 m');
    expect(plain(distanceText(2350, 'metric'))).toBe('2.35 km');
    expect(plain(distanceText(999.7, 'metric'))).toBe('1.0 km');
    expect(plain(routeText(19_970, 'metric'))).toBe('19.97 km');
    expect(plain(heightText(10.7, 'metric'))).toBe('10.7 m');
    // Metres for what is built, miles for how far it is: 2,350 m are 1.46 mi.
    expect(plain(distanceText(2350, 'mixed'))).toBe('1.46 mi');
    expect(plain(distanceText(376, 'mixed'))).toBe('376 m');
    expect(plain(shortRouteText(12.41 * miles, 'mixed'))).toBe('12.41 mi');
    expect(plain(heightText(10.7, 'mixed'))).toBe('10.7 m');
    expect(plain(areaText(13_000, 'metric'))).toBe('1.3 ha');
    expect(plain(areaText(3.6e6, 'metric'))).toBe('3.6 km²');
  });

  it('have signs, money and bearings as they are written by hand', () => {
    expect(moneyText(48_200, 'USD')).toBe('$48,200');
    expect(moneyRangeText(41_000, 57_000, 'USD')).toBe('$41k–$57k');
    expect(moneyRangeText(950_000, 1_854_222, 'EUR')).toBe('€950k–€1.85M');
    expect(plain(moneyText(12, 'CHF'))).toBe('CHF 12');
    expect(plain(levelText(-62.1, 'dBm'))).toBe('−62.1 dBm');
    expect(bearingText(87.2)).toBe('087°');
    expect(bearingText(359.8)).toBe('000°');
    expect(numberText(-0.2)).toBe('0');
    expect(numberText(NaN)).toBe('–');
  });

  it('are as fine as they are known', () => {
    expect(plain(distanceText(25_540, 'metric'))).toBe('25.5 km');
    expect(plain(distanceText(1.4 * miles, 'us'))).toBe('1.4 mi');
    expect(plain(shortRouteText(12.41 * miles, 'us'))).toBe('12.41 mi');
    expect(plain(heightText(0.5, 'us'))).toBe('1.6 ft');
    expect(['metric', 'us'].map((units) => plain(clearanceText(0.01, units as 'us' | 'metric')))).toEqual([
      'under 0.1 m',
      'under 0.1 ft',
    ]);
    expect(plain(clearanceText(-12.34, 'metric'))).toBe('12 m');
    expect(plain(clearanceText(9.96, 'metric'))).toBe('10 m');
  });

  it('keep their promise: masts are rounded up, free zones down and never negative', () => {
    expect([3.01, 3].map((heightM) => plain(mastText(heightM, 'metric')))).toEqual(['3.5 m', '3 m']);
    expect(plain(mastText(10 * feet, 'us'))).toBe('10 ft');
    expect([-0.4, 0.599, 1.7].map((share) => plain(zoneShareText(share)))).toEqual(['0 %', '59 %', '100 %']);
    expect(percentText(0 / 0)).toBe('–');
  });
});
