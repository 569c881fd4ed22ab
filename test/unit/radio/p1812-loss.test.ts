import { describe, expect, it } from 'vitest';
import { p1812Loss } from '../../../src/radio/p1812/p1812-loss.ts';
import type { P1812Input } from '../../../src/radio/p1812/p1812-input.ts';
import { profileOf, publishedResults, readResults } from '../../support/p1812-vectors.ts';
import { describeWithData } from '../../support/test-data.ts';

/** The input that a file of results states. */
function inputOf(file: string, published: Map<string, number>): P1812Input {
  const value = (name: string): number => published.get(name)!;
  return {
    ...profileOf(file),
    frequencyGhz: value('f'),
    txHeightM: value('htg'),
    rxHeightM: value('hrg'),
    polarisation: value('pol') === 2 ? 'vertical' : 'horizontal',
    timePercent: value('p'),
    locationPercent: value('pL'),
    locationSigmaDb: value('sigmaL'),
    pathCentreLatitudeDeg: value('phi'),
    refractivityGradientN: value('DN'),
    seaLevelRefractivityN: value('N0'),
    txCoastDistanceM: value('dct') * 1000,
    rxCoastDistanceM: value('dcr') * 1000,
  };
}

describeWithData('ITU-R P.1812-7', () => {
  it('has every published intermediate and loss of 36 paths within 1e-6', () => {
    const files = publishedResults();
    expect(files).toHaveLength(36);
    for (const file of files) {
      const published = readResults(file);
      const { lossDb, horizons, zones, path, losses } = p1812Loss(inputOf(file, published));
      const actual: Record<string, number> = {
        ...losses,
        dlt: horizons.dltKm,
        dlr: horizons.dlrKm,
        th_t: horizons.thetaTMrad,
        th_r: horizons.thetaRMrad,
        th: horizons.thetaMrad,
        w: zones.seaShare,
        dtm: zones.longestLandM / 1000,
        dlm: zones.longestInlandM / 1000,
        hts: path.hts,
        hrs: path.hrs,
        hst: path.groundLine.heightAM,
        hsr: path.groundLine.heightBM,
        hstd: path.hstd,
        hsrd: path.hsrd,
        hte: path.hte,
        hre: path.hre,
        hm: path.hm,
        b0: path.b0,
        ae: path.ae,
        Lb: lossDb,
      };
      for (const [name, value] of Object.entries(actual)) {
        if (name === 'Lloc') continue;
        const expected = published.get(name);
        expect(expected, `${name} is published in ${file}`).toBeDefined();
        expect(Math.abs(value - expected!), `${name} of ${file}: ${value} for ${expected}`).toBeLessThan(1e-6);
      }
    }
  });
});

describe('P.1812 on made-up ground', () => {
  const distanceM = Float64Array.from({ length: 101 }, (_, i) => i * 100);
  const input: P1812Input = {
    profile: { lengthM: 10_000, distanceM, groundM: distanceM.map((d) => 100 + 30 * Math.sin(d / 900)), surfaceM: null },
    zones: Array.from(distanceM, () => 'inland' as const),
    frequencyGhz: 0.6,
    txHeightM: 30,
    rxHeightM: 10,
    polarisation: 'horizontal',
    timePercent: 50,
    locationPercent: 50,
    locationSigmaDb: 0,
    pathCentreLatitudeDeg: 50,
    refractivityGradientN: 45,
    seaLevelRefractivityN: 325,
    txCoastDistanceM: 500_000,
    rxCoastDistanceM: 500_000,
  };

  it('loses more where more of the time and of the places shall be served', () => {
    const atTime = [1, 5, 20, 50].map((timePercent) => p1812Loss({ ...input, timePercent }).lossDb);
    expect(atTime).toEqual(atTime.toSorted((a, b) => a - b));
    const at95 = p1812Loss({ ...input, locationPercent: 95, locationSigmaDb: 5.5 }).lossDb;
    // 1.645 standard deviations, within what the approximation of the deviate allows.
    expect(at95 - p1812Loss(input).lossDb).toBeCloseTo(1.645 * 5.5, 2);
  });

  it('refuses what the Recommendation does not cover, naming the field', () => {
    expect(() => p1812Loss({ ...input, frequencyGhz: 6.1 })).toThrow(/^frequencyGhz .*0.03 to 6 GHz/);
    expect(() => p1812Loss({ ...input, frequencyGhz: 0.02 })).toThrow(/^frequencyGhz /);
    expect(() => p1812Loss({ ...input, timePercent: 60 })).toThrow(/^timePercent /);
    expect(() => p1812Loss({ ...input, txHeightM: 0.5 })).toThrow(/^txHeightM /);
    expect(() => p1812Loss({ ...input, profile: { ...input.profile, lengthM: 200 } })).toThrow(/^profile.distanceM /);
    expect(() => p1812Loss({ ...input, zones: [] })).toThrow(/^profile.zones /);
  });
});
