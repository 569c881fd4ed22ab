import { expect, test } from 'vitest';
import type { ProfileDrawing } from '../../../../src/ui/charts/profile-drawing.ts';
import { LETTER_PX, profileLabels, type LabelPlace } from '../../../../src/ui/charts/profile-labels.ts';

const frame = { left: 58, right: 784, top: 26, bottom: 210 };
const spot = (x: number, y: number) => ({ x, y });

/** What the labels depend on: both masts, and the mark at the limiting point. */
function drawingWith(mark: { readonly x: number; readonly y: number }): ProfileDrawing {
  const masts = [
    { foot: spot(58, 120), top: spot(58, 60) },
    { foot: spot(784, 130), top: spot(784, 100) },
  ];
  return { frame, masts, limiting: { ground: mark, ray: spot(mark.x, mark.y + 10), isShown: true } } as unknown as ProfileDrawing;
}

const names = ['St. Olaf Church, 62 ft', 'Meadows School, 34 ft'];
const limiting = '6 ft above the ray';
const boxOf = ({ x, y, anchor }: LabelPlace, text: string) => {
  const width = text.length * LETTER_PX;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - 12, bottom: y + 4 };
};
const overlap = (a: ReturnType<typeof boxOf>, b: ReturnType<typeof boxOf>): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

// Beside the mast, where its name stands; higher and lower; in the middle; at the other end; under the upper edge of the picture.
test.each([
  [750, 90],
  [700, 84],
  [770, 70],
  [760, 30],
  [420, 90],
  [100, 50],
  [90, 30],
])('a mark at %i, %i is covered by no text, and no text by another', (x, y) => {
  const labels = profileLabels(drawingWith(spot(x, y)), { names, limiting, isBlocked: true });
  const boxes = [...labels.names.map((place, end) => boxOf(place!, names[end]!)), boxOf(labels.limiting, limiting)];
  for (const [i, one] of boxes.entries()) {
    for (const other of boxes.slice(i + 1)) expect(overlap(one, other)).toBe(false);
    // What is said of the mark may stand close to it; a name may not.
    if (i < 2 && y > 40) expect(overlap(one, { left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 })).toBe(false);
  }
});

test('where nothing is in the way, a name stands over its mast', () => {
  const labels = profileLabels(drawingWith(spot(420, 150)), { names, limiting, isBlocked: false });
  expect(labels.names).toEqual([
    { x: 56, y: 48, anchor: 'start' },
    { x: 786, y: 88, anchor: 'end' },
  ]);
  expect(labels.limiting.y).toBe(170);
});
