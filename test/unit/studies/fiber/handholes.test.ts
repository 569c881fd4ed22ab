import { describe, expect, test } from 'vitest';
import type { Closure, FiberNetwork, Stretch } from '../../../../src/plan/network.ts';
import { handholesOf } from '../../../../src/studies/fiber/handholes.ts';
import { at, smallBook } from '../../../support/plan-builder.ts';

type Parts = Parameters<typeof handholesOf>[0];

/** Conduit from one place on a line east to another, by their metres. */
function conduit(id: string, fromM: number, toM: number, more: Partial<Stretch> = {}): Stretch {
  const lies = { kind: 'underground', support: null, method: 'plow', path: [at(fromM, 0), at(toM, 0)], lengthM: toM - fromM };
  return {
    id,
    from: `node:${fromM}`,
    to: `node:${toM}`,
    neighbourhoodId: null,
    items: [],
    ...lies,
    ...more,
  } as unknown as Stretch;
}

const nothing = { poles: [], terminals: [], cabinets: [], facilities: [] };
const parts = (stretches: readonly Stretch[], more: Partial<Record<keyof Parts, readonly unknown[]>> = {}): Parts =>
  ({ ...nothing, stretches, ...more }) as unknown as Parts;
const closure = (id: string, node: string): Closure => ({ id, node }) as unknown as Closure;
const told = (found: FiberNetwork['handholes']) => found.map(({ stretchId, node, closureId }) => [stretchId, node, closureId]);

describe('handholes', () => {
  test('stand so near to each other that cable can be pulled, evenly over the whole run', () => {
    // 500 m in two stretches are three gaps of at most 180 m: at 166.67 m on the first, and 33.33 m into the second.
    const run = [conduit('S-1', 0, 300), conduit('S-2', 300, 500)];
    const found = handholesOf(parts(run), [], 180, smallBook);
    expect(told(found)).toEqual([['S-1', '', null], ['S-2', '', null]]); // prettier-ignore
    expect(found.map(({ id, position }) => [id, position])).toEqual([
      ['HH-0001', at(500 / 3, 0)],
      ['HH-0002', at(1000 / 3, 0)],
    ]);
    // 360 m are two gaps of 180 m: one; a pole, a cabinet or a terminal on the way begins anew.
    expect(told(handholesOf(parts([conduit('S-1', 0, 360)]), [], 180, smallBook))).toHaveLength(1);
    expect(handholesOf(parts(run, { terminals: [{ node: 'node:300' }] }), [], 180, smallBook)).toHaveLength(2);
    expect(handholesOf(parts([conduit('S-1', 0, 180), conduit('S-2', 180, 360)], { poles: [{ position: at(180, 0) }] }), [], 180, smallBook)).toEqual([]); // prettier-ignore
  });

  test('hold closures in the ground and stand where conduits part, but where a terminal, cabinet or facility has its own', () => {
    const fork = [conduit('S-1', 0, 100), conduit('S-2', 100, 150), conduit('S-3', 100, 140, { path: [at(100, 0), at(100, 40)], to: 'north' })]; // prettier-ignore
    expect(told(handholesOf(parts(fork), [], 180, smallBook))).toEqual([['S-1', 'node:100', null]]);
    const closures = [closure('CL-1', 'node:100'), closure('CL-2', 'node:150')];
    expect(told(handholesOf(parts(fork), closures, 180, smallBook))).toEqual([
      ['S-1', 'node:100', 'CL-1'],
      ['S-2', 'node:150', 'CL-2'],
    ]);
    expect(told(handholesOf(parts(fork, { terminals: [{ node: 'node:150' }], cabinets: [{ node: 'node:100' }] }), closures, 180, smallBook))).toEqual([]); // prettier-ignore
    expect(told(handholesOf(parts(fork, { poles: [{ position: at(150, 0) }] }), closures, 180, smallBook))).toEqual([['S-1', 'node:100', 'CL-1']]); // prettier-ignore
  });

  test('are not needed in the air nor in ducts that lie there, and have a price in books of construction units alone', () => {
    const [hung, pulled] = [conduit('S-1', 0, 900, { kind: 'aerial', method: null }), conduit('S-2', 0, 900, { method: 'duct' })];
    expect(handholesOf(parts([hung, pulled]), [], 180, smallBook)).toEqual([]);
    const units = { ...smallBook, kind: 'construction-units' as const, items: [...smallBook.items, { ...smallBook.items[0]!, id: 'handhole', unit: 'each' as const }] }; // prettier-ignore
    const itemsIn = (book: typeof smallBook) =>
      handholesOf(parts([conduit('S-1', 0, 300)]), [], 180, book).map(({ items }) => items);
    expect(itemsIn(smallBook)).toEqual([[]]);
    expect(itemsIn(units)).toEqual([[{ item: 'handhole', quantity: 1 }]]);
    expect(itemsIn({ ...smallBook, kind: 'construction-units' })).toEqual([[]]);
  });
});
