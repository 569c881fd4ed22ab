import { describe, expect, it } from 'vitest';
import { pairsOfRoof, roofSights } from '../../../../src/studies/sightlines/roof-summary.ts';
import { BLOCKED, CLEAR, emptyPairs, MARGINAL, UNKNOWN, type Sightlines } from '../../../../src/studies/sightlines/site-pairs.ts';

/** Pairs as [first, second, verdict, confident, distance] of sites whose roof is their id's first letter. */
function sightlines(ids: readonly string[], told: readonly (readonly [number, number, number, 0 | 1, number])[]): Sightlines {
  const pairs = emptyPairs(told.length);
  told.forEach(([first, second, verdict, confident, distanceM], i) => {
    pairs.first[i] = first;
    pairs.second[i] = second;
    pairs.verdict[i] = verdict;
    pairs.confident[i] = confident;
    pairs.distanceM[i] = distanceM;
  });
  return { sites: ids.map((id) => ({ id, roof: id[0]!, position: [0, 0], heightM: 5 })), pairs };
}

describe('who sees whom, roof by roof', () => {
  // Roof a has two mounts; a–b is clear by the second one only; b–c is clear, c–d too close to call, e sees nobody, f is out of range.
  const answer = sightlines(
    ['a1', 'a2', 'b', 'c', 'd', 'e', 'f'],
    [
      [0, 1, CLEAR, 1, 9],
      [0, 2, BLOCKED, 1, 400],
      [1, 2, CLEAR, 1, 401],
      [2, 3, CLEAR, 1, 300],
      [3, 4, CLEAR, 0, 100],
      [2, 4, MARGINAL, 1, 200],
      [4, 5, BLOCKED, 1, 50],
      [5, 6, UNKNOWN, 0, 60],
    ],
  );

  it('counts a roof once, by its best mount, and tells who is joined step by step', () => {
    expect(roofSights(answer).map(({ roof, clear, unsure, blocked, joined }) => [roof, clear, unsure, blocked, joined])).toEqual([
      ['b', 2, 1, 0, 3],
      ['c', 1, 1, 0, 3],
      ['a', 1, 0, 0, 3],
      ['d', 0, 2, 1, 1],
      ['e', 0, 0, 1, 1],
      ['f', 0, 0, 0, 1],
    ]);
  });

  it('names the best pairs: clear and sure first, then the nearest', () => {
    expect(roofSights(answer).map(({ roof, best }) => [roof, best])).toEqual([
      ['b', [3, 2]],
      ['c', [3, 4]],
      ['a', [2]],
      ['d', [4, 5]],
      ['e', []],
      ['f', []],
    ]);
    expect(pairsOfRoof(answer, 'b')).toEqual([3, 2, 5]);
    expect(pairsOfRoof(answer, 'a')).toEqual([2]);
  });
});
