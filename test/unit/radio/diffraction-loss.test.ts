import { describe, expect, it } from 'vitest';
import { diffractionLoss, knifeEdgeLossDb } from '../../../src/radio/diffraction-loss.ts';
import { profileOf, publishedResults, readResults } from '../../support/p1812-vectors.ts';
import { describeWithData } from '../../support/test-data.ts';

describeWithData('diffraction by delta-Bullington', () => {
  it('has the published intermediates of ITU-R P.1812-7 within 1e-6 dB', () => {
    const files = publishedResults();
    expect(files.length).toBeGreaterThan(30);
    for (const file of files) {
      const published = readResults(file);
      const path = {
        profile: profileOf(file).profile,
        altitudeAM: published.get('hts')!,
        altitudeBM: published.get('hrs')!,
        frequencyGhz: published.get('f')!,
        polarisation: published.get('pol') === 2 ? ('vertical' as const) : ('horizontal' as const),
        seaShare: published.get('w')!,
      };
      // The parts are published for the Earth of k = 3, the loss for that and for the median one.
      const steep = diffractionLoss({ ...path, effectiveRadiusM: 3 * 6371e3 });
      const median = diffractionLoss({ ...path, effectiveRadiusM: published.get('ae')! * 1000 });
      const near = (name: string, actual: number): void =>
        expect(Math.abs(actual - published.get(name)!), `${name} of ${file}: ${actual} for ${published.get(name)}`).toBeLessThan(
          1e-6,
        );
      near('Lbulla', steep.lbullaDb);
      near('Lbulls', steep.lbullsDb);
      near('Ldsph', steep.ldsphDb);
      near('Ldb', steep.lossDb);
      near('Ld50', median.lossDb);
    }
  });
});

describe('one knife edge', () => {
  it('costs 6 dB where it touches the ray and nothing far below it', () => {
    // ITU-R P.526: J(0) is 6.02 dB exactly; the approximation gives 6.03.
    expect(knifeEdgeLossDb(0)).toBeCloseTo(6.03, 2);
    expect(knifeEdgeLossDb(-0.78)).toBe(0);
    expect(knifeEdgeLossDb(-Infinity)).toBe(0);
    expect(knifeEdgeLossDb(2.4)).toBeCloseTo(13 + 20 * Math.log10(2.4), 0);
  });
});
