import { expect, test } from 'vitest';
import { coverageOver, fadedColour } from '../../../../src/studies/paper-map/coverage-print.ts';
import { mapFrame } from '../../../../src/studies/paper-map/map-frame.ts';

const frame = mapFrame({ x: 10, y: 10, width: 80, height: 60 }, [-91.2, 43.9], 12_000);
const [west, south, east, north] = frame.bounds;
const sign = { colour: '#000000', fill: 'full' as const, text: 'In sight' };

test('a coverage lies over the paper where it is: in its own half of the frame, half as strong as on the map', () => {
  // Two pixels side by side, of which only the western one is covered.
  const coverage = { bounds: frame.bounds, width: 2, height: 1, signOf: Int16Array.of(0, -1), signs: [sign, sign] };
  const { picture, shown } = coverageOver(frame, null, coverage);
  const greyAt = (share: number): number | undefined =>
    picture.rgb[(Math.floor(picture.height / 2) * picture.width + Math.floor(picture.width * share)) * 3];
  expect([greyAt(0.1), greyAt(0.45), greyAt(0.55), greyAt(0.9)]).toEqual([128, 128, 255, 255]);
  expect(fadedColour(sign.colour)).toBe('#808080');
  expect([...shown]).toEqual([0]);
});

test('beyond its bounds nothing is covered, and the relief stays as it is', () => {
  const bounds = [west - 1, south, west - 0.5, north] as const;
  const relief = { width: 1, height: 1, rgb: Uint8Array.of(200, 190, 180) };
  const coverage = { bounds, width: 1, height: 1, signOf: Int16Array.of(0), signs: [sign] };
  const { picture, shown } = coverageOver(frame, relief, coverage);
  expect([...picture.rgb.slice(0, 3), ...picture.rgb.slice(-3)]).toEqual([200, 190, 180, 200, 190, 180]);
  expect(shown.size).toBe(0);
  expect(east).toBeGreaterThan(west);
});
