import { describe, expect, it } from 'vitest';
import { localFrame } from '../../../../src/geo/local-frame.ts';
import { geodesicDistanceM } from '../../../../src/geo/geodesy.ts';
import { fitFrame, mapFrame, scalesOf } from '../../../../src/studies/paper-map/map-frame.ts';
import { scaleBar } from '../../../../src/studies/paper-map/scale-bar.ts';

describe('the scale bar', () => {
  it('is round in its own unit and true to the scale', () => {
    expect(scaleBar(2400, 40, 'us')).toMatchObject({ label: '200 ft', lengthMm: 25.4 });
    expect(scaleBar(2400, 40, 'metric')).toMatchObject({ label: '50 m', groundM: 50 });
    expect(scaleBar(63_360, 40, 'us')).toMatchObject({ label: '1 mi', lengthMm: 25.4 });
  });

  it('measures on the map what it says on the ground, within 1 %', () => {
    for (const latitude of [0, 26, 50, 68]) {
      for (const scale of [1200, 4800, 24_000, 100_000]) {
        const frame = mapFrame({ x: 10, y: 10, width: 200, height: 180 }, [11, latitude], scale);
        for (const units of ['us', 'metric'] as const) {
          const bar = scaleBar(scale, 40, units);
          for (const [x, y] of [
            [20, 20],
            [110, 100],
            [150, 180],
          ] as const) {
            const ground = geodesicDistanceM(frame.toGround([x, y]), frame.toGround([x + bar.lengthMm, y]));
            expect(Math.abs(ground / bar.groundM - 1)).toBeLessThan(0.01);
            const down = geodesicDistanceM(frame.toGround([x, y]), frame.toGround([x, y - bar.lengthMm]));
            expect(Math.abs(down / bar.groundM - 1)).toBeLessThan(0.01);
          }
        }
      }
    }
  });
});

describe('a frame that fits', () => {
  it('shows all of the ground at one of the usual scales', () => {
    const local = localFrame([-91, 44]);
    const [west, south] = local.toLngLat({ x: -800, y: -300 });
    const [east, north] = local.toLngLat({ x: 800, y: 300 });
    const frame = fitFrame({ x: 0, y: 0, width: 200, height: 180 }, [west, south, east, north], 'metric');
    expect(scalesOf('metric')).toContain(frame.scale);
    expect(frame.bounds[0]).toBeLessThan(west);
    expect(frame.bounds[2]).toBeGreaterThan(east);
    expect(frame.scale).toBe(10_000);
  });
});
