import { expect, test } from 'vitest';
import { crowdedPoles } from '../../../../src/studies/fiber/assumptions.ts';

const hung = (poleId: string | null, ...used: number[]) => used.map((one) => ({ poleId, used: one }));

test('poles that carry more than three terminals are named with their drops, the most first', () => {
  expect(crowdedPoles([...hung('1', 7, 7, 7), ...hung(null, 7, 7, 7, 7, 7)])).toEqual([]);
  const [told] = crowdedPoles([...hung('1', 7, 7, 7), ...hung('2', 1, 1, 1, 1), ...hung('59', 7, 7, 7, 7, 3)]);
  expect(told).toMatch(/^More than 3 terminals hang on 2 poles: 59 \(5, 31 drops\), 2 \(4, 4 drops\)\. /);
});
