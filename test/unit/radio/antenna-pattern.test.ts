import { describe, expect, it } from 'vitest';
import { beamPattern, gainDbi } from '../../../src/radio/antenna-pattern.ts';

describe('antenna pattern', () => {
  const sector = beamPattern({ shape: 'sector', gainDbi: 16, azimuthBeamwidthDeg: 120, elevationBeamwidthDeg: 8 });
  const dish = beamPattern({ shape: 'dish', gainDbi: 30, azimuthBeamwidthDeg: 5, elevationBeamwidthDeg: 5 });

  it('falls by 3 dB at half the beamwidth and by 25 dB behind a sector', () => {
    expect(gainDbi(sector, 0, 0)).toBe(16);
    expect(gainDbi(sector, 60, 0)).toBeCloseTo(13, 9);
    expect(gainDbi(sector, 300, 0)).toBeCloseTo(13, 9);
    expect(gainDbi(sector, 0, -4)).toBeCloseTo(13, 9);
    expect(gainDbi(sector, 180, 0)).toBeCloseTo(-9, 9);
  });

  it('keeps the sidelobes of F.699 behind a dish, worked by hand', () => {
    // D/λ = 10^((30 − 7.7)/20) = 13.03; 52 − 10·log 13.03 − 25·log 20 = 8.32 dBi at 20°.
    expect(gainDbi(dish, 20, 0)).toBeCloseTo(8.32, 1);
    expect(gainDbi(dish, 180, 0)).toBeCloseTo(52 - 11.15 - 25 * Math.log10(48), 1);
  });

  it('never gains away from the main direction', () => {
    for (let angle = 0; angle < 180; angle += 0.5)
      expect(gainDbi(dish, angle + 0.5, 0)).toBeLessThanOrEqual(gainDbi(dish, angle, 0));
  });

  it('does not care about azimuth with an omni', () => {
    const omni = beamPattern({ shape: 'omni', gainDbi: 10, azimuthBeamwidthDeg: 360, elevationBeamwidthDeg: 10 });
    expect(gainDbi(omni, 123, 5)).toBeCloseTo(7, 9);
    expect(gainDbi(omni, 0, 90)).toBeCloseTo(-10, 9);
  });
});
