import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import { CLIMATES } from '../../../src/radio/itm/climate.ts';
import { itmLoss, type ItmInput } from '../../../src/radio/itm/itm-loss.ts';
import { readRows } from '../../support/csv-rows.ts';
import { describeWithData, testDataFolder } from '../../support/test-data.ts';

const folder = join(testDataFolder, 'radio/itm');

describeWithData('ITM 1.3, point to point', () => {
  it('has the losses that NTIA publishes within 0.005 dB', () => {
    const rows = readRows(join(folder, 'p2p.csv'), 'h_tx__meter');
    const profiles = readFileSync(join(folder, 'pfls.csv'), 'utf8').trim().split(/\r?\n/);
    expect(rows).toHaveLength(5);
    expect(profiles).toHaveLength(5);
    rows.forEach((row, i) => {
      const [steps, stepM, ...heightsM] = profiles[i]!.split(',').map(Number) as [number, number, ...number[]];
      expect(heightsM).toHaveLength(steps + 1);
      const { lossDb } = itmLoss({
        profile: { stepM, heightsM },
        frequencyGhz: Number(row['f__mhz']) / 1000,
        txHeightM: Number(row['h_tx__meter']),
        rxHeightM: Number(row['h_rx__meter']),
        polarisation: row['pol'] === '1' ? 'vertical' : 'horizontal',
        seaLevelRefractivityN: Number(row['N_0']),
        permittivity: Number(row['epsilon']),
        conductivitySPerM: Number(row['sigma']),
        climate: CLIMATES[Number(row['climate']) - 1]!,
        timePercent: Number(row['time']),
        locationPercent: Number(row['location']),
        situationPercent: Number(row['situation']),
        mdvar: Number(row['mdvar']),
      });
      // Two decimals are published: half of the last one is the tolerance; the rounding of the print comes on top of it.
      expect(Math.abs(lossDb - Number(row['A__db'])), `row ${i + 1}: ${lossDb} for ${row['A__db']}`).toBeLessThanOrEqual(0.005);
    });
  });
});

describe('ITM on made-up ground', () => {
  const heightsM = Array.from({ length: 201 }, (_, i) => 100 + 10 * Math.sin(i / 9));
  const input: ItmInput = {
    profile: { stepM: 50, heightsM },
    frequencyGhz: 0.9,
    txHeightM: 10,
    rxHeightM: 3,
    polarisation: 'vertical',
    seaLevelRefractivityN: 301,
    permittivity: 15,
    conductivitySPerM: 0.005,
    climate: 'continental-temperate',
    timePercent: 50,
    locationPercent: 50,
    situationPercent: 50,
    mdvar: 12,
  };

  it('loses the same both ways', () => {
    const reversed = { ...input, txHeightM: 3, rxHeightM: 10 };
    const back = itmLoss({ ...reversed, profile: { stepM: 50, heightsM: heightsM.toReversed() } });
    expect(back.lossDb).toBeCloseTo(itmLoss(input).lossDb, 1);
  });

  it('warns of paths under 1 km and says nothing of ordinary ones', () => {
    const gentle = { ...input, profile: { stepM: 50, heightsM: heightsM.map((heightM) => heightM / 10) } };
    expect(itmLoss(gentle).warnings).toEqual([]);
    const short = itmLoss({ ...input, profile: { stepM: 4, heightsM } });
    expect(short.warnings).toContain('PATH_DISTANCE_TOO_SMALL_2');
    expect(itmLoss({ ...gentle, timePercent: 99.95 }).warnings).toEqual(['EXTREME_VARIABILITIES']);
  });

  it('loses more, the surer the link shall be', () => {
    const losses = [10, 50, 90, 99].map((situationPercent) => itmLoss({ ...input, situationPercent }).lossDb);
    expect(losses).toEqual(losses.toSorted((a, b) => a - b));
  });

  it('refuses what the model does not cover, naming the field', () => {
    expect(() => itmLoss({ ...input, frequencyGhz: 24 })).toThrow(/^frequencyGhz .*20 GHz/);
    expect(() => itmLoss({ ...input, frequencyGhz: 0.019 })).toThrow(/^frequencyGhz /);
    expect(() => itmLoss({ ...input, txHeightM: 0.4 })).toThrow(/^txHeightM /);
    expect(() => itmLoss({ ...input, mdvar: 14 })).toThrow(/^mdvar /);
    expect(() => itmLoss({ ...input, permittivity: 1, polarisation: 'horizontal' })).toThrow(/^permittivity /);
    expect(() => itmLoss({ ...input, profile: { stepM: 50, heightsM: [1, NaN, 3] } })).toThrow(/^profile.heightsM /);
    expect(() => itmLoss({ ...input, profile: { stepM: 50, heightsM: [1, 3] } })).toThrow(/^profile.heightsM /);
  });

  it('gives a number or refuses the profile, however wild the ground', () => {
    const anyProfile = fc.record({
      stepM: fc.double({ min: 1, max: 500, noNaN: true }),
      heightsM: fc.array(fc.double({ min: 0, max: 3000, noNaN: true }), { minLength: 3, maxLength: 60 }),
    });
    fc.assert(
      fc.property(anyProfile, fc.double({ min: 0.02, max: 20, noNaN: true }), (profile, frequencyGhz) => {
        try {
          expect(itmLoss({ ...input, profile, frequencyGhz }).lossDb).toBeGreaterThan(-1000);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(error.where).toBe('profile.heightsM');
        }
      }),
    );
  });
});
