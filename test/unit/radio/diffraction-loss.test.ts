import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diffractionLoss, knifeEdgeLossDb } from '../../../src/radio/diffraction-loss.ts';
import type { PathProfile } from '../../../src/radio/path-profile.ts';
import { describeWithData, testDataFolder } from '../../support/test-data.ts';

const folder = join(testDataFolder, 'radio/p1812');

/** A published profile: heights and, between the ends, what stands on them. */
function readProfile(name: string): PathProfile {
  const lines = readFileSync(join(folder, 'profiles', `${name}.csv`), 'latin1').split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith('{Begin of Profile}')) + 2;
  const end = lines.findIndex((line) => line.startsWith('{End of Profile}'));
  const rows = lines.slice(start, end).map((line) => line.split(',').map(Number));
  const groundM = Float64Array.from(rows, (row) => row[1]!);
  return {
    lengthM: rows.at(-1)![0]! * 1000,
    distanceM: Float64Array.from(rows, (row) => row[0]! * 1000),
    groundM,
    surfaceM: Float64Array.from(rows, (row, i) => row[1]! + (i === 0 || i === rows.length - 1 ? 0 : row[3]!)),
  };
}

/** Published intermediates by name; where a name stands twice, the first. */
function readResults(file: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of readFileSync(join(folder, 'results', file), 'latin1').split(/\r?\n/)) {
    const [label = '', , , value = ''] = line.split(',');
    const name = label.split(' ')[0]!;
    if (!values.has(name)) values.set(name, Number(value));
  }
  return values;
}

describeWithData('diffraction by delta-Bullington', () => {
  it('has the published intermediates of ITU-R P.1812-7 within 1e-6 dB', () => {
    const files = readdirSync(join(folder, 'results')).filter((file) => file.endsWith('_log.csv'));
    expect(files.length).toBeGreaterThan(30);
    for (const file of files) {
      const published = readResults(file);
      const path = {
        profile: readProfile(file.replace(/_\d_log\.csv$/, '')),
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
