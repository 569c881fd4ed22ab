import { describe, expect, it } from 'vitest';
import { postsAmong } from '../../../src/fiber/posts.ts';
import { inferSpans, type SpanGround } from '../../../src/fiber/spans.ts';
import { WayMap } from '../../../src/fiber/way-network.ts';
import { localFrame } from '../../../src/geo/local-frame.ts';
import type { LngLat } from '../../../src/geo/position.ts';

type XY = readonly [number, number];
const frame = localFrame([-71.1, 42.37]);
const at = ([x, y]: XY): LngLat => frame.toLngLat({ x, y });

/** Pairs of names of the poles that are joined, in metres east and north of a place. */
function linesBetween(
  poles: Readonly<Record<string, XY>>,
  ways: readonly (readonly XY[])[],
  isClear: SpanGround['isClear'] = () => true,
): string[] {
  const names = Object.keys(poles);
  const ground = {
    ways: new WayMap(
      ways.map((way) => way.map(at)),
      frame,
    ),
    frame,
    usable: () => true,
    isClear,
  };
  const spans = inferSpans(Object.values(poles).map(at), ground, { maxSpanM: 110, poleOffsetM: 20 });
  return spans.map(({ from, to }) => [names[from], names[to]].sort().join('-')).sort();
}

const street: readonly XY[] = [
  [-50, 0],
  [900, 0],
];

describe('pole lines inferred from poles', () => {
  it('keep to one side, and reach stubs on the other side by one crossing each', () => {
    const poles = { n0: [0, 8], n1: [40, 8], n2: [80, 8], n3: [120, 8], n4: [160, 8], s1: [45, -8], s4: [162, -8] } as const;
    expect(linesBetween(poles, [street])).toEqual(['n0-n1', 'n1-n2', 'n1-s1', 'n2-n3', 'n3-n4', 'n4-s4']);
  });

  it('change sides once where the line does', () => {
    const poles = { n0: [0, 8], n1: [45, 8], n2: [90, 8], s3: [130, -8], s4: [175, -8], s5: [220, -8] } as const;
    expect(linesBetween(poles, [street])).toEqual(['n0-n1', 'n1-n2', 'n2-s3', 's3-s4', 's4-s5']);
  });

  it('run on both sides of a street with poles on both, and cross it once in a long while', () => {
    const poles: Record<string, XY> = {};
    for (let i = 0; i < 20; i++) {
      poles[`n${String(i).padStart(2, '0')}`] = [i * 40, 9];
      poles[`s${String(i).padStart(2, '0')}`] = [i * 40 + 15, -9];
    }
    const spans = linesBetween(poles, [street]);
    const crossings = spans.filter((span) => span.includes('n') && span.includes('s'));
    expect(spans.filter((span) => /n..-n../.test(span))).toHaveLength(19);
    expect(spans.filter((span) => /s..-s../.test(span))).toHaveLength(19);
    expect(crossings.length).toBeGreaterThanOrEqual(1);
    expect(crossings.length).toBeLessThanOrEqual(8);
  });

  it('go past side streets, and turn into one at the pole on the corner', () => {
    const side: readonly XY[] = [
      [100, 0],
      [100, 200],
    ];
    const poles = { a: [20, 8], b: [60, 8], corner: [92, 8], c: [140, 8], up: [92, 50], top: [92, 90] } as const;
    const ways = [[street[0]!, side[0]!], [side[0]!, street[1]!], side];
    expect(linesBetween(poles, ways)).toEqual(['a-b', 'b-corner', 'c-corner', 'corner-up', 'top-up']);
  });

  it('follow a row behind the houses as far as a pole of the street, but join no three poles that stand anyhow', () => {
    const crossStreet: readonly XY[] = [
      [0, 0],
      [0, 200],
    ];
    const row = { r1: [45, 100], r2: [82, 101], r3: [120, 100], r4: [158, 102] } as const;
    expect(linesBetween({ end: [8, 100], ...row }, [street, crossStreet])).toEqual(['end-r1', 'r1-r2', 'r2-r3', 'r3-r4']);
    expect(linesBetween({ r1: [45, 100], r2: [82, 135], r3: [140, 95] }, [street])).toEqual([]);
  });

  it('pass a double pole once', () => {
    expect(linesBetween({ a: [0, 8], b: [40, 8], twin: [42, 8], c: [80, 8] }, [street])).toEqual(['a-b', 'b-c', 'b-twin']);
  });

  it('string nothing over what is in the way', () => {
    const poles = { a: [0, 8], b: [40, 8], c: [80, 8] } as const;
    const from40 = (from: LngLat): boolean => Math.abs(frame.toLocal(from).x - 40) < 1;
    expect(linesBetween(poles, [street], (from) => !from40(from))).toEqual(['a-b', 'a-c']);
  });
});

describe('posts', () => {
  it('stand in a tight row; poles, even with two stubs beside them, do not', () => {
    const bollards = Array.from({ length: 9 }, (_, i) => ({ x: i * 4, y: 6 }));
    const poles = [0, 40, 43, 45, 80].map((x) => ({ x: 200 + x, y: 6 }));
    expect([...postsAmong([...bollards, ...poles])].sort((a, b) => a - b)).toEqual([...bollards.keys()]);
  });
});
