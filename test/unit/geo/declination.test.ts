import { describe, expect, it } from 'vitest';
import { declinationDeg, magneticAzimuthDeg, parseDate } from '../../../src/geo/declination.ts';

describe('declination', () => {
  // From the WMM2025 test values of NOAA (WMM2025_TestValues), epoch 2025.0: height km, latitude, longitude, declination.
  it.each([
    [28, 89, -121, -99.77],
    [48, 80, -96, -29.91],
    [54, 82, 87, 54.89],
    [65, 43, 93, 0.5],
  ])('matches the published value at %d km, %d°, %d°', (heightKm, lat, lng, expected) => {
    expect(declinationDeg([lng, lat], heightKm * 1000, new Date('2025-01-01T00:00:00Z'))).toBeCloseTo(expected, 1);
  });

  it('holds from 2025 to 2029 and says nothing outside', () => {
    const at = (day: string): number | null => declinationDeg([-74, 40.7], 0, parseDate(day) ?? new Date(NaN));
    expect(at('2024-12-31')).toBeNull();
    expect(at('2025-01-01')).not.toBeNull();
    expect(at('2029-12-31')).not.toBeNull();
    expect(at('2030-01-01')).toBeNull();
  });

  it('turns a true bearing into the compass, and refuses dates that are none', () => {
    expect(magneticAzimuthDeg(5, 12)).toBe(353);
    expect(magneticAzimuthDeg(355, -12)).toBe(7);
    expect(parseDate('2026-02-30')).toBeNull();
  });
});
