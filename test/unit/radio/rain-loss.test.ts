import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rainLoss } from '../../../src/radio/rain-loss.ts';
import { readRows } from '../../support/csv-rows.ts';
import { describeWithData, testDataFolder } from '../../support/test-data.ts';

describeWithData('rain on a path by ITU-R P.530-18', () => {
  it('has the published losses within 1e-5 dB, with and without the limit of the distance factor', () => {
    const rows = readRows(join(testDataFolder, 'radio/p530/p530_rain_vectors.csv'), 'f_GHz');
    expect(rows.length).toBeGreaterThan(1000);
    for (const row of rows) {
      const actual = rainLoss({
        frequencyGhz: Number(row['f_GHz']),
        distanceM: Number(row['d_km']) * 1000,
        elevationDeg: 0,
        polarisationTiltDeg: Number(row['tau_deg']),
        rainRateMmPerH: Number(row['R001_mmh']),
        timePercent: Number(row['p_percent']),
        isDistanceFactorLimited: row['clamp'] === '1',
      });
      const near = (value: number, name: string): void =>
        expect(Math.abs(value - Number(row[name])), `${name} of ${JSON.stringify(row)}`).toBeLessThan(1e-5);
      near(actual.r, 'r');
      near(actual.a001Db, 'A001_dB');
      near(actual.lossDb, 'Ap_dB');
    }
  });
});

describe('rain on a path', () => {
  const path = {
    frequencyGhz: 60,
    distanceM: 100,
    elevationDeg: 0,
    polarisationTiltDeg: 90,
    rainRateMmPerH: 42,
    timePercent: 0.01,
    isDistanceFactorLimited: true,
  };

  it('counts a short path at most two and a half times', () => {
    expect(rainLoss(path).lossDb).toBeCloseTo(3.5, 1);
    expect(rainLoss({ ...path, isDistanceFactorLimited: false }).lossDb).toBeCloseTo(7, 1);
  });

  it('loses nothing without rain', () => {
    expect(rainLoss({ ...path, rainRateMmPerH: 0 }).lossDb).toBe(0);
  });

  it('refuses what the Recommendation does not cover, naming the field', () => {
    expect(() => rainLoss({ ...path, distanceM: 61_000 })).toThrow(/^distanceM /);
    expect(() => rainLoss({ ...path, frequencyGhz: 120 })).toThrow(/^frequencyGhz /);
    expect(() => rainLoss({ ...path, timePercent: 2 })).toThrow(/^timePercent /);
  });
});
