import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Equipment } from '../../../src/base/equipment.ts';
import { linkBudget, type LinkBudgetInput } from '../../../src/radio/link-budget.ts';
import { rainAvailability } from '../../../src/radio/rain-availability.ts';
import { rainLoss } from '../../../src/radio/rain-loss.ts';

function dish(change: Partial<Equipment> = {}): Equipment {
  return {
    id: 'dish',
    name: 'Dish',
    shape: 'dish',
    frequencyMinGhz: 5.15,
    frequencyMaxGhz: 5.875,
    channelMhz: 40,
    powerDbm: 20,
    gainDbi: 23,
    azimuthBeamwidthDeg: 10,
    elevationBeamwidthDeg: 10,
    rates: [
      { modulation: 'slow', sensitivityDbm: -90, rateMbps: 30, throughputMbps: 20, powerDbm: null },
      { modulation: 'fast', sensitivityDbm: -65, rateMbps: 300, throughputMbps: 250, powerDbm: null },
    ],
    forwardingLimitMbps: null,
    isGeneric: false,
    source: 'test',
    ...change,
  };
}

function input(change: Partial<LinkBudgetInput> = {}): LinkBudgetInput {
  const end = { equipment: dish(), cableLossDb: 1 };
  return {
    a: end,
    b: end,
    frequencyGhz: 5.8,
    distanceM: 1000,
    pathLossDb: null,
    foliageLossDb: 0,
    sigmaDb: 4,
    region: null,
    isCapped: false,
    rainRateMmPerH: null,
    ...change,
  };
}

describe('link budget', () => {
  it("gives the level of Friis' equation worked by hand", () => {
    // 20 − 1 + 23 − (32.45 + 20·log 5800 + 20·log 1 = 107.72) + 23 − 1 = −43.72; the air takes 0.01 dB.
    const budget = linkBudget(input());
    expect(budget.atB.levelDbm).toBeCloseTo(-43.72, 1);
    expect(budget.atB.eirpDbm).toBeCloseTo(42, 9);
    expect(budget.marginDb).toBeCloseTo(90 - 43.72, 1);
    expect(budget.atB.expected).toMatchObject({ modulation: 'fast', throughputMbps: 250 });
  });

  it('carries no more than the router forwards', () => {
    const slow = { equipment: dish({ forwardingLimitMbps: 100 }), cableLossDb: 0 };
    expect(linkBudget(input({ a: slow })).atB.expected.throughputMbps).toBe(100);
  });

  it('says nothing of rain without a rain rate', () => {
    expect(linkBudget(input()).rain).toBeNull();
  });

  it('lets two dishes in the US radiate any gain at 5.8 GHz, but flags a sector', () => {
    const sector = { equipment: dish({ shape: 'sector' as const }), cableLossDb: 0 };
    expect(linkBudget(input({ region: 'us' })).atB.overLimitDb).toBe(0);
    const budget = linkBudget(input({ region: 'us', a: sector }));
    expect(budget.atB.overLimitDb).toBeCloseTo(7, 9);
    expect(linkBudget(input({ region: 'us', a: sector, isCapped: true })).atB.eirpDbm).toBeCloseTo(36, 9);
  });

  it('refuses a frequency that the equipment does not have, and ends of different bands', () => {
    expect(() => linkBudget(input({ frequencyGhz: 24 }))).toThrow(/outside 5.15 to 5.875 GHz/);
    const other = { equipment: dish({ name: 'Sixty', frequencyMinGhz: 57, frequencyMaxGhz: 71 }), cableLossDb: 0 };
    expect(() => linkBudget(input({ b: other }))).toThrow(/share no band/);
  });

  it('never receives less with more gain', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 40, noNaN: true }), fc.double({ min: 0, max: 10, noNaN: true }), (gain, more) => {
        const level = (dbi: number): number =>
          linkBudget(input({ a: { equipment: dish({ gainDbi: dbi }), cableLossDb: 0 } })).atB.levelDbm;
        expect(level(gain + more)).toBeGreaterThanOrEqual(level(gain));
      }),
    );
  });
});

describe('rain availability', () => {
  const path = { frequencyGhz: 60, elevationDeg: 0, polarisationTiltDeg: 0, distanceM: 1000, isDistanceFactorLimited: true };

  it('is the time at which the rain takes the margin', () => {
    const marginDb = rainLoss({ ...path, rainRateMmPerH: 42, timePercent: 0.05 }).lossDb;
    const answer = rainAvailability({ ...path, rainRateMmPerH: 42 }, marginDb);
    expect(answer).toMatchObject({ availabilityPercent: 99.95, bound: 'exact' });
    // 0.05 % of 525,960 minutes.
    expect(answer.outageMinutesPerYear).toBeCloseTo(263, 0);
  });

  it('never rises with more rain', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 0, max: 60 }),
        (rate, more, margin) => {
          const at = (rainRateMmPerH: number): number =>
            rainAvailability({ ...path, rainRateMmPerH }, margin).availabilityPercent;
          expect(at(rate + more)).toBeLessThanOrEqual(at(rate));
        },
      ),
      { numRuns: 50 },
    );
  });
});
