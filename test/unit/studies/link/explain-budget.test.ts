import { describe, expect, it } from 'vitest';
import type { Reception } from '../../../../src/radio/link-budget.ts';
import type { StudiedBudget } from '../../../../src/studies/link/budget.ts';
import { explainBudget } from '../../../../src/studies/link/explain-budget.ts';

function received(levelDbm: number, throughputMbps: number | null, marginDb: number | null): Reception {
  const carried = { levelDbm, modulation: marginDb === null || marginDb < 0 ? null : 'MCS4', rateMbps: null, throughputMbps };
  const power = { powerDbm: 20, eirpDbm: 43, limit: null, overLimitDb: null };
  return { ...power, levelDbm, marginDb, atLow: carried, expected: carried, atHigh: carried };
}

function budget(atA: Reception, atB: Reception): StudiedBudget {
  const margins = [atA.marginDb, atB.marginDb].filter((margin) => margin !== null);
  const aim = { azimuthTrueDeg: 81, azimuthMagneticDeg: 80.5, declinationDeg: 0.5, tiltDeg: -0.3 };
  const losses = { pathLossDb: 110, gasLossDb: 0, foliageLossDb: 0, rain: null, notes: [] };
  const marginDb = margins.length === 2 ? Math.min(...margins) : null;
  return { ...losses, atA, atB, marginDb, aimA: aim, aimB: { ...aim, azimuthMagneticDeg: null } };
}

describe('the words of a link budget', () => {
  it('names the slower direction and the smaller margin', () => {
    const { verdict, works } = explainBudget(budget(received(-60, 180, 26), received(-68, 108, 18)), false);
    expect(verdict).toBe('Works: about 108 Mbps, 18 dB over the weakest level that works.');
    expect(works).toBe(true);
  });

  it('says when little is to spare, when nothing gets through, and when nobody knows', () => {
    expect(explainBudget(budget(received(-84, 30, 6), received(-84, 30, 6)), false).verdict).toMatch(
      /^Works with little to spare/,
    );
    const weak = explainBudget(budget(received(-97, null, -7), received(-97, null, -7)), false);
    expect(weak).toMatchObject({ works: false, verdict: 'Too weak to work: the weaker end lacks 7 dB.' });
    expect(explainBudget(budget(received(-60, null, null), received(-61, null, null)), false).verdict).toContain('not known');
  });

  it('promises nothing on a blocked path, whatever level bends over the obstacle', () => {
    const { verdict, notes } = explainBudget(budget(received(-65, 216, 25), received(-65, 216, 25)), true);
    expect(verdict).not.toMatch(/Works/);
    expect(notes[0]).toContain('Clear the path first');
  });

  it('gives both ways and both aims a row, by the names of the ends', () => {
    const { rows } = explainBudget(budget(received(-60, 180, 26), received(-60, 180, 26)), false, { a: 'Church', b: 'School' });
    expect(rows.map(([label]) => label)).toEqual([
      'Church to School',
      'School to Church',
      'Margin',
      'Aim at Church',
      'Aim at School',
    ]);
    expect(rows.at(-2)?.[1]).toBe('81.0° true, 80.5° by compass, tilt -0.30°');
    expect(rows.at(-1)?.[1]).toContain('no compass bearing');
  });
});
