import { expect, test } from 'vitest';
import { eirpLimit } from '../../../src/radio/eirp-limits.ts';

const us = { region: 'us', gainDbi: 23, beamwidthDeg: 10, isPointToPoint: true } as const;

/** EIRP of a field strength at 3 m, dBm: P = (E·d)² / 30. */
const eirpDbm = (millivoltsPerM: number): number => 10 * Math.log10(((millivoltsPerM / 1000) * 3) ** 2 / 30) + 30;

test('24 GHz in the United States goes by field strength, and by how narrow the antenna is (15.249)', () => {
  const at = (more: object) => eirpLimit({ ...us, frequencyGhz: 24.1, ...more })!.limitDbm;
  expect(at({ gainDbi: 33 })).toBeCloseTo(eirpDbm(2500), 1);
  expect(at({ gainDbi: 30, beamwidthDeg: 3.5 })).toBeCloseTo(eirpDbm(2500), 1);
  expect(at({ gainDbi: 30, beamwidthDeg: 4 })).toBeCloseTo(eirpDbm(250), 1);
  expect(at({ gainDbi: 40, isPointToPoint: false })).toBeCloseTo(eirpDbm(250), 1);
  expect(at({ gainDbi: 40, frequencyGhz: 24.02 })).toBeCloseTo(eirpDbm(250), 1);
});

test('60 GHz in the United States: 82 dBm less 2 dB for each dB under 51 dBi (15.255)', () => {
  const at = (gainDbi: number) => eirpLimit({ ...us, frequencyGhz: 60, gainDbi })!.limitDbm;
  expect([at(51), at(38), at(20)]).toEqual([82, 56, 40]);
});

test('5 GHz in the United States: fixed links may use 23 dBi with 1 W (15.407)', () => {
  expect(eirpLimit({ ...us, frequencyGhz: 5.2 })).toMatchObject({ limitDbm: 53, conductedDbm: 30 });
  expect(eirpLimit({ ...us, frequencyGhz: 5.2, isPointToPoint: false })!.limitDbm).toBe(36);
});

test('a figure that nobody compared with its rule says so; where there is no rule nothing is said', () => {
  expect(eirpLimit({ ...us, frequencyGhz: 3.6 })!.comparedWith).toBeNull();
  expect(eirpLimit({ ...us, frequencyGhz: 24.1 })!.comparedWith).toContain('15.249');
  expect(eirpLimit({ ...us, frequencyGhz: 10 })).toBeNull();
});
