import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rainAttenuationDbPerKm, rainCoefficients } from '../../../src/radio/rain-coefficients.ts';
import { readRows } from '../../support/csv-rows.ts';
import { describeWithData, testDataFolder } from '../../support/test-data.ts';

const folder = join(testDataFolder, 'radio/p838');

function expectRelative(actual: number, published: number, tolerance: number, name: string): void {
  expect(Math.abs(actual / published - 1), `${name}: ${actual} for ${published}`).toBeLessThan(tolerance);
}

describeWithData('rain coefficients of ITU-R P.838-3', () => {
  it('has the published k and alpha of both polarisations within 1e-6', () => {
    const rows = readRows(join(folder, 'p838_coeffs_crc-covlib_4.6.2.csv'), 'f_GHz');
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      const ray = { frequencyGhz: Number(row['f_GHz']), elevationDeg: 0 };
      const actual = rainCoefficients({ ...ray, polarisationTiltDeg: 0 });
      for (const name of ['kH', 'alphaH', 'kV', 'alphaV'] as const) {
        expectRelative(actual[name], Number(row[name]), 1e-6, `${name} at ${row['f_GHz']} GHz`);
      }
      const vertical = rainCoefficients({ ...ray, polarisationTiltDeg: 90 });
      expectRelative(vertical.k, Number(row['kV']), 1e-6, 'k upright');
      expectRelative(vertical.alpha, Number(row['alphaV']), 1e-6, 'alpha upright');
    }
  });

  it('has the published attenuation of slanted rays, as far as the digits go', () => {
    const rows = readRows(join(folder, 'ITURP838-3_rain_specific_attenuation.csv'), 'el,').slice(1);
    expect(rows).toHaveLength(64);
    for (const row of rows) {
      const [elevationDeg, frequencyGhz, rate, tilt] = Object.values(row).map(Number) as [number, number, number, number];
      const actual = rainCoefficients({ elevationDeg, frequencyGhz, polarisationTiltDeg: tilt });
      // Eight decimals are published: half of the last one on top of the tolerance.
      const near = (value: number, published: number): void =>
        expect(Math.abs(value - published), JSON.stringify(row)).toBeLessThan(1e-6 * published + 0.5e-8);
      near(actual.k, Number(row['k']));
      near(actual.alpha, Number(row['alpha']));
      near(rainAttenuationDbPerKm(actual, rate), Number(row['gamma_r']));
    }
  });
});

it('refuses frequencies below 1 GHz, naming the field', () => {
  expect(() => rainCoefficients({ frequencyGhz: 0.9, elevationDeg: 0, polarisationTiltDeg: 0 })).toThrow(
    /^frequencyGhz .*1000 GHz/,
  );
});
