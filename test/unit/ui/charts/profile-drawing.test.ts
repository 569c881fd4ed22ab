import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import type { LngLat } from '../../../../src/geo/position.ts';
import type { LinkResult } from '../../../../src/studies/link/result.ts';
import { studyLink } from '../../../../src/studies/link/run.ts';
import { axisTicks } from '../../../../src/ui/charts/axis-ticks.ts';
import { drawProfile } from '../../../../src/ui/charts/profile-drawing.ts';
import { profileCsv, profileRows, readProfile } from '../../../../src/ui/charts/profile-table.ts';

/** Flat ground at 100 m with a hill of 40 m in the middle of about 10 km; unknown where asked. */
function aLink(isUnknown: (lng: number) => boolean = () => false): Promise<LinkResult> {
  const elevationM = ([lng]: LngLat): number => (isUnknown(lng) ? NaN : 100 + Math.max(0, 40 - Math.abs(lng - 11.07) * 4000));
  return studyLink(
    {
      terrain: { elevationM, errorM: 1, cellM: 30 },
      from: { position: [11, 50], heightM: 20 },
      to: { position: [11.14, 50], heightM: 30 },
      heightAbove: 'ground',
      frequencyGhz: 5.5,
      kFactor: 4 / 3,
    },
    quietJob,
  );
}

const SIZE = { widthPx: 800, heightPx: 260, units: 'metric' } as const;
const spots = (path: string): [number, number][] =>
  [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

describe('the drawing of a profile', () => {
  it('stays within its frame and has few corners', async () => {
    const drawing = drawProfile(await aLink(), SIZE);
    for (const path of [drawing.ground, drawing.ray, drawing.zone, drawing.neededZone]) {
      for (const [x, y] of spots(path)) {
        expect(x).toBeGreaterThanOrEqual(drawing.frame.left - 0.1);
        expect(x).toBeLessThanOrEqual(drawing.frame.right + 0.1);
        expect(y).toBeGreaterThanOrEqual(drawing.frame.top - 0.1);
        expect(y).toBeLessThanOrEqual(drawing.frame.bottom + 0.1);
      }
    }
    expect(spots(drawing.ground).length).toBeLessThan(4 * SIZE.widthPx);
    expect(spots(drawing.zone).length).toBeLessThan(450);
  });

  it('shows a part of the path: its ground fills the height, an end outside has no mast', async () => {
    const result = await aLink();
    const drawing = drawProfile(result, { ...SIZE, part: { fromM: 1000, toM: 3000 } });
    expect(drawing.distanceAt(drawing.frame.left)).toBe(1000);
    expect(drawing.distanceAt(drawing.frame.right + 50)).toBe(3000);
    expect(drawing.xOf(2000)).toBeCloseTo((drawing.frame.left + drawing.frame.right) / 2);
    expect(drawing.masts).toEqual([null, null]);
    expect(drawing.limiting.isShown).toBe(false);
    // The hill is not in this part: the flat ground before it is drawn larger.
    const whole = drawProfile(result, SIZE);
    expect(drawing.yOf(100) - drawing.yOf(101)).toBeGreaterThan(whole.yOf(100) - whole.yOf(101));
    expect(drawProfile(result, { ...SIZE, part: { fromM: 0, toM: 2000 } }).masts).toEqual([expect.anything(), null]);
  });

  it('keeps the crest, puts the ground on the curve of the Earth, and marks the limiting point on it', async () => {
    const result = await aLink();
    const drawing = drawProfile(result, SIZE);
    const crestY = Math.min(...spots(drawing.groundLine).map(([, y]) => y));
    const bulgeM = result.distanceM ** 2 / (8 * (4 / 3) * 6371008.8);
    expect(crestY).toBeCloseTo(drawing.yOf(140 + bulgeM), 0);
    expect(drawing.limiting.ground.y).toBeCloseTo(crestY, 0);
    expect(drawing.limiting.ground.y).toBeLessThan(drawing.limiting.ray.y);
  });

  it('goes from pixel to distance and back', async () => {
    const drawing = drawProfile(await aLink(), SIZE);
    expect(drawing.distanceAt(drawing.xOf(4321))).toBeCloseTo(4321, 6);
    expect(drawing.distanceAt(-50)).toBe(0);
  });

  it('breaks the ground where nothing is known', async () => {
    const result = await aLink((lng) => lng > 11.02 && lng < 11.04);
    const drawing = drawProfile(result, SIZE);
    expect(drawing.gaps).toHaveLength(1);
    const [gap] = drawing.gaps;
    const middleX = (gap!.fromX + gap!.toX) / 2;
    expect(drawing.distanceAt(middleX)).toBeCloseTo(result.distanceM * (0.03 / 0.14), -2);
    expect(spots(drawing.groundLine).some(([x]) => x > gap!.fromX + 2 && x < gap!.toX - 2)).toBe(false);
  });
});

describe('ticks', () => {
  const labels = (lowM: number, highM: number, kind: 'distance' | 'height', units: 'us' | 'metric'): string[] =>
    axisTicks({ lowM, highM, most: 5, kind, units }, (value) => value).map(({ label }) => label);

  it('stand at round numbers of the unit that people read', () => {
    expect(labels(0, 9670, 'distance', 'metric')).toEqual(['0 km', '2 km', '4 km', '6 km', '8 km']);
    expect(labels(0, 3218.688, 'distance', 'us')).toEqual(['0.0 mi', '0.5 mi', '1.0 mi', '1.5 mi', '2.0 mi']);
    expect(labels(0, 400, 'distance', 'metric')).toEqual(['0 m', '100 m', '200 m', '300 m', '400 m']);
    expect(labels(-10, 32, 'height', 'metric')).toEqual(['-10 m', '0 m', '10 m', '20 m', '30 m']);
  });
});

describe('the readings of a profile', () => {
  it('agree with the study at the limiting point', async () => {
    const result = await aLink();
    const reading = readProfile(result, result.limitingPoint.distanceM);
    expect(reading.clearanceM).toBeCloseTo(result.limitingPoint.clearanceM, 2);
    expect(reading.freeShare).toBe(0);
  });

  it('are one row per step, ends included, and the same in a file', async () => {
    const result = await aLink((lng) => lng > 11.02 && lng < 11.04);
    const rows = profileRows(result, 101);
    expect([rows[0]!.distanceM, rows[100]!.distanceM]).toEqual([0, result.profile.distanceM.at(-1)]);
    const lines = profileCsv(result, 'us').trimEnd().split('\r\n');
    expect(lines[0]).toBe('distance_ft,ground_ft,surface_ft,ray_ft,clearance_ft,fresnel_zone_free');
    expect(lines).toHaveLength(102);
    expect(Number(lines[1]!.split(',')[1])).toBeCloseTo(100 / 0.3048, 1);
    expect(lines[21]!.split(',')[1]).toBe('');
    expect(lines.join()).not.toContain('NaN');
  });
});
