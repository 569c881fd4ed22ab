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
  expect(eirpLimit({ ...us, region: 'eu', frequencyGhz: 24.1 })!.comparedWith).toBeNull();
  expect(eirpLimit({ ...us, frequencyGhz: 24.1 })!.comparedWith).toContain('15.249');
  expect(eirpLimit({ ...us, frequencyGhz: 10 })).toBeNull();
});

test('70 and 80 GHz in the United States: 55 dBW, 3 W into the antenna (101.113)', () => {
  const dbm = (watts: number): number => 10 * Math.log10(watts) + 30;
  for (const frequencyGhz of [73, 83]) {
    const limit = eirpLimit({ ...us, frequencyGhz })!;
    expect(limit.limitDbm).toBe(55 + 30);
    expect(limit.conductedDbm).toBeCloseTo(dbm(3), 1);
  }
});

test('the middle of 5 GHz in the United States: 250 mW at 6 dBi (15.407(a)(2)); 902–928 MHz: 1 W at 6 dBi (15.247(b))', () => {
  const dbm = (watts: number): number => 10 * Math.log10(watts) + 30;
  for (const frequencyGhz of [5.3, 5.6]) {
    const limit = eirpLimit({ ...us, frequencyGhz })!;
    expect(limit.conductedDbm).toBeCloseTo(dbm(0.25), 1);
    expect(limit.limitDbm).toBeCloseTo(dbm(0.25) + 6, 1);
  }
  expect(eirpLimit({ ...us, frequencyGhz: 0.915 })).toMatchObject({ conductedDbm: dbm(1), limitDbm: dbm(1) + 6 });
});

test('60 GHz in Europe: 55 dBm for fixed antennas of 30 dBi and more, else 40 dBm (ERC/REC 70-03 annex 3)', () => {
  const at = (gainDbi: number): number | null => eirpLimit({ ...us, region: 'eu', frequencyGhz: 60, gainDbi })!.limitDbm;
  expect([at(30), at(29)]).toEqual([55, 40]);
});
