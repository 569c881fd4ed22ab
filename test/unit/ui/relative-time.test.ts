import { expect, test } from 'vitest';
import { relativeTime, sizeText, timeLeft } from '../../../src/ui/relative-time.ts';

const hours = (count: number): number => count * 3_600_000;

test('a moment is told in whole units, and never lies in the future', () => {
  expect(relativeTime(0, 59_000, 'en')).toBe('just now');
  expect(relativeTime(0, 120_000, 'en')).toBe('2 minutes ago');
  expect(relativeTime(0, hours(23.9), 'en')).toBe('23 hours ago');
  expect(relativeTime(0, hours(73), 'en')).toBe('3 days ago');
  expect(relativeTime(hours(1), 0, 'en')).toBe('just now');
});

test('sizes are told in units of a thousand', () => {
  expect([12, 1234, 2_345_678].map(sizeText)).toEqual(['12 B', '1.2 kB', '2.3 MB']);
});

test('the time that is left is told no more exactly than it is known', () => {
  expect([0, 4000, 21_000, 88_000].map(timeLeft)).toEqual([
    'about 5 s left',
    'about 5 s left',
    'about 25 s left',
    'about 2 min left',
  ]);
  expect(timeLeft(61_000)).toBe('about 65 s left');
  expect(timeLeft(hours(0.5))).toBe('about 30 min left');
});
