import { expect, it } from 'vitest';
import { readPlanetAntenna } from '../../../src/io/antenna-file.ts';
import { gainDbi } from '../../../src/radio/antenna-pattern.ts';

const FILE =
  'NAME tiny\nFREQUENCY 5500\nGAIN 12.85 dBd\nHORIZONTAL 4\n0 0\n90 10\n180 20\n270 12\nVERTICAL 4\n0 0\n90 8\n180 20\n270 16\n';

it('reads gain and both cuts, downwards in the file being downwards', () => {
  const pattern = readPlanetAntenna(FILE, 'tiny.msi');
  expect(gainDbi(pattern, 0, 0)).toBeCloseTo(15, 9);
  expect(gainDbi(pattern, 90, 0)).toBeCloseTo(5, 9);
  expect(gainDbi(pattern, -90, 0)).toBeCloseTo(3, 9);
  expect(gainDbi(pattern, 180, 0)).toBeCloseTo(-5, 9);
  expect(gainDbi(pattern, 0, -90)).toBeCloseTo(7, 9);
  expect(gainDbi(pattern, 0, 90)).toBeCloseTo(-1, 9);
});

it('refuses broken files by line', () => {
  expect(() => readPlanetAntenna('', 'x.msi')).toThrow(/gain/);
  expect(() => readPlanetAntenna(FILE.replace('180 20', '180 NaN'), 'x.msi')).toThrow(/line 7/);
  expect(() => readPlanetAntenna(FILE.replace('HORIZONTAL 4', 'HORIZONTAL 999999999'), 'x.msi')).toThrow(/line 4/);
});
