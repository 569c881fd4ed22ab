import { describe, expect, it } from 'vitest';
import { freeSpaceLossDb } from '../../../src/radio/free-space-loss.ts';
import { earthBulgeM, fresnelRadiusM } from '../../../src/radio/fresnel.ts';

describe('the first Fresnel zone', () => {
  it('has the radius of the practical formula 550·√(d1·d2/((d1+d2)·f)) of ITU-R P.526 equation (3), to its rounding', () => {
    // Kilometres and megahertz in, metres out; 550 is the rounded constant (547.5).
    const practicalM = (d1Km: number, d2Km: number, mhz: number): number =>
      550 * Math.sqrt((d1Km * d2Km) / ((d1Km + d2Km) * mhz));
    for (const [d1, d2, mhz] of [
      [0.25, 0.25, 5500],
      [1, 9, 5800],
      [20, 30, 915],
      [0.4, 0.4, 60000],
    ] as const) {
      const radiusM = fresnelRadiusM(mhz / 1000, d1 * 1000, d2 * 1000);
      expect(Math.abs(radiusM / practicalM(d1, d2, mhz) - 1)).toBeLessThan(0.005);
    }
  });

  it('is 2.6 m in the middle of 500 m at 5.5 GHz', () => {
    expect(fresnelRadiusM(5.5, 250, 250)).toBeCloseTo(2.61, 2);
  });

  it('is the locus of paths half a wavelength longer', () => {
    const radiusM = fresnelRadiusM(5.5, 3000, 7000);
    const detourM = Math.hypot(3000, radiusM) + Math.hypot(7000, radiusM) - 10000;
    expect(detourM).toBeCloseTo(299_792_458 / 5.5e9 / 2, 5);
  });
});

describe('the curve of the Earth', () => {
  it('rises by the sagitta of a circle of k times the radius', () => {
    const [radiusM, k, lengthM] = [6371008.8, 4 / 3, 50_000];
    for (const d1M of [1, 5000, 25_000, 49_000]) {
      const fromMiddleM = Math.abs(d1M - lengthM / 2);
      const bigM = k * radiusM;
      const sagittaM = Math.sqrt(bigM ** 2 - fromMiddleM ** 2) - Math.sqrt(bigM ** 2 - (lengthM / 2) ** 2);
      expect(Math.abs(earthBulgeM(d1M, lengthM - d1M, radiusM, k) - sagittaM)).toBeLessThan(0.001);
    }
  });
});

describe('free-space loss', () => {
  it('is 32.45 + 20 log MHz + 20 log km (ITU-R P.525 equation (4), 32.4 rounded)', () => {
    const practicalDb = 32.4478 + 20 * Math.log10(5500) + 20 * Math.log10(12.5);
    expect(freeSpaceLossDb(5.5, 12_500)).toBeCloseTo(practicalDb, 3);
  });
});
