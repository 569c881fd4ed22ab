import { describe, expect, it } from 'vitest';
import { barrierMap, type BarrierKind, type BarrierLine } from '../../../src/fiber/crossings.ts';
import { localFrame } from '../../../src/geo/local-frame.ts';
import { at } from '../../support/fiber-town.ts';

const frame = localFrame(at(0, 0));
const line = (kind: BarrierKind, barrier: number, x: number): BarrierLine => ({
  kind,
  barrier,
  area: false,
  path: [at(x, -50), at(x, 50)],
});
const area = (kind: BarrierKind, barrier: number, west: number, east: number): BarrierLine => ({
  kind,
  barrier,
  area: true,
  path: [at(west, -50), at(east, -50), at(east, 50), at(west, 50), at(west, -50)],
});
const crossed = (lines: BarrierLine[]): string[] =>
  barrierMap(lines, frame)
    .crossingsOf([at(-500, 0), at(500, 0)])
    .map(({ kind, barrier, atM }) => `${kind} ${barrier} at ${Math.round(atM)}`);

describe('crossings', () => {
  it('count a wide river once, with the line along its middle', () => {
    expect(crossed([area('water', 0, -100, 100), line('water', 1, 0)])).toEqual(['water 0 at 400']);
  });

  it('count an outline that stands twice in the data once', () => {
    expect(crossed([area('water', 0, 0, 80), area('water', 1, 0, 80)])).toEqual(['water 0 at 500']);
  });

  it('count two tracks side by side once, two lines far apart twice', () => {
    expect(crossed([line('rail', 0, 0), line('rail', 1, 5)])).toEqual(['rail 0 at 500']);
    expect(crossed([line('rail', 0, 0), line('rail', 1, 200)])).toEqual(['rail 0 at 500', 'rail 1 at 700']);
  });

  it('let a stream within a river be part of it, and keep rail and water apart', () => {
    expect(crossed([area('water', 0, 0, 80), line('stream', 1, 40), line('rail', 2, 60)])).toEqual([
      'water 0 at 500',
      'rail 2 at 560',
    ]);
  });

  it('find nothing where nothing is in the way', () => {
    expect(crossed([])).toEqual([]);
  });
});
