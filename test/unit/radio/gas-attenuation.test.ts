import { join } from 'node:path';
import { expect, it } from 'vitest';
import { gasAttenuation } from '../../../src/radio/gas-attenuation.ts';
import { readRows } from '../../support/csv-rows.ts';
import { describeWithData, testDataFolder } from '../../support/test-data.ts';

const folder = join(testDataFolder, 'radio/p676');

/** Fails with the worst row where a column is off by more than one millionth of itself. */
function expectPublished(rows: readonly Record<string, string>[], names: Readonly<Record<string, string>>): void {
  let worst = { error: 0, row: '' };
  const cell = (row: Record<string, string>, name: string): number => Number(row[names[name]!]);
  for (const row of rows) {
    const actual = gasAttenuation(cell(row, 'f'), {
      dryPressureHpa: cell(row, 'P'),
      temperatureK: cell(row, 'T'),
      vapourDensityGPerM3: cell(row, 'rho'),
    });
    for (const [value, published] of [
      [actual.oxygenDbPerKm, cell(row, 'oxygen')],
      [actual.waterDbPerKm, cell(row, 'water')],
    ] as const) {
      const error = published === 0 ? Math.abs(value) : Math.abs(value / published - 1);
      if (!(error <= worst.error)) worst = { error, row: `${JSON.stringify(row)}: ${value} for ${published}` };
    }
  }
  expect(worst.error, worst.row).toBeLessThan(1e-6);
}

describeWithData('gases by ITU-R P.676-13', () => {
  it('has the published attenuation of 1 to 350 GHz in the reference atmosphere within 1e-6', () => {
    // The second line holds units; it writes g/cm3 where the numbers are g/m3.
    const rows = readRows(join(folder, 'ITURP676-13_gamma.csv'), 'f,').slice(1);
    expect(rows).toHaveLength(350);
    expectPublished(rows, { f: 'f', P: 'P', T: 'T', rho: 'rho', oxygen: 'gamma0', water: 'gammaw' });
  });

  it('has 10,000 published attenuations over pressure, humidity and temperature within 1e-6', () => {
    const rows = readRows(join(folder, 'gamma_validation.csv'), 'f (GHz)');
    expect(rows).toHaveLength(10_000);
    expectPublished(rows, {
      f: 'f (GHz)',
      P: 'P (hPa)',
      T: 'T (k)',
      rho: 'rho (g/m3)',
      oxygen: 'gamma0 (dB/km)',
      water: 'gammaw (dB/km)',
    });
  });
});

it('takes some 15 dB from each kilometre at 60 GHz and refuses what is not air', () => {
  const air = { dryPressureHpa: 1013.25, temperatureK: 288.15, vapourDensityGPerM3: 7.5 };
  expect(gasAttenuation(60, air).oxygenDbPerKm).toBeCloseTo(15, 0);
  expect(() => gasAttenuation(0.5, air)).toThrow(/^frequencyGhz /);
  expect(() => gasAttenuation(60, { ...air, temperatureK: 15 })).toThrow(/^temperatureK /);
});
