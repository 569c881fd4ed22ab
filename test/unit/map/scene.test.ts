import { MercatorCoordinate } from 'maplibre-gl';
import { expect, test } from 'vitest';
import { lightPalette } from '../../../src/base/palette.ts';
import { airCorners, CORNER_NUMBERS } from '../../../src/map/air-line.ts';
import { sceneLines } from '../../../src/map/scene-lines.ts';

const sight = {
  from: { position: [10, 50] as const, altitudeM: 320, groundM: 300 },
  to: { position: [10.01, 50] as const, altitudeM: 420, groundM: 410 },
  verdict: 'clear',
};

test('a link hangs between its antennas, and masts reach from the ground to them, all raised alike', () => {
  const lines = sceneLines([sight], { lowestM: 290, raise: 2 }, lightPalette);
  expect(lines.map(({ from, to }) => [from.zM, to.zM])).toEqual([
    [20, 60],
    [240, 260],
    [60, 260],
  ]);
  expect(lines[2]).toMatchObject({ colour: lightPalette.clear, dash: null });
});

test('verdicts differ by their dash, too', () => {
  const looks = ['clear', 'marginal', 'blocked', 'too-close'].map((verdict) =>
    JSON.stringify(sceneLines([{ ...sight, verdict }], { lowestM: 0, raise: 1 }, lightPalette).at(-1)?.dash),
  );
  expect(new Set(looks).size).toBe(4);
});

test('the corners of a line begin and end where it does', () => {
  const [line] = sceneLines([sight], { lowestM: 290, raise: 1 }, lightPalette).slice(-1);
  const origin = MercatorCoordinate.fromLngLat([10, 50]);
  const corners = airCorners(line === undefined ? [] : [line], origin);
  expect(corners.length % (6 * CORNER_NUMBERS)).toBe(0);
  const end = MercatorCoordinate.fromLngLat([10.01, 50], 130);
  const last = corners.slice(-CORNER_NUMBERS);
  expect(last[0]).toBeCloseTo(end.x - origin.x, 9);
  expect(last[2]).toBeCloseTo(end.z, 12);
  expect([corners[0], corners[1]]).toEqual([0, 0]);
});

test('a dash leaves pieces out', () => {
  const [line] = sceneLines([{ ...sight, verdict: 'blocked' }], { lowestM: 0, raise: 1 }, lightPalette).slice(-1);
  const origin = new MercatorCoordinate(0, 0);
  const [all, dashed] = [null, [true, false]].map(
    (dash) => airCorners(line === undefined ? [] : [{ ...line, dash }], origin).length,
  );
  expect(dashed).toBe((all ?? 0) / 2);
});
