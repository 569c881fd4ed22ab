import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { sidesOfStreets, type StreetPiece } from '../../../src/fiber/street-sides.ts';
import { WayMap } from '../../../src/fiber/way-network.ts';
import { lengthM } from '../../../src/geo/polyline.ts';
import { localFrame } from '../../../src/geo/local-frame.ts';
import { designFiber } from '../../../src/studies/fiber/design.ts';
import { aTown, at } from '../../support/fiber-town.ts';

const frame = localFrame([-91.2, 43.9]);

type Points = readonly (readonly [number, number])[];

/** The pieces of some ways. */
function piecesOf(...ways: readonly { readonly points: Points; readonly widthM: number }[]): StreetPiece[] {
  return sidesOfStreets(
    ways.map(({ points }) => points.map(([x, y]) => at(x, y))),
    ways.map(({ widthM }) => widthM),
    frame,
  );
}

/** Pieces of one kind in whole metres; ways across from their northern or eastern end. */
function drawn(pieces: readonly StreetPiece[], part: StreetPiece['part']): string[] {
  const oriented = (path: StreetPiece['path']): StreetPiece['path'] =>
    part === 'across' && frame.toLocal(path[0]!).y < frame.toLocal(path.at(-1)!).y ? [...path].reverse() : path;
  return pieces
    .filter((piece) => piece.part === part)
    .map(({ path }) =>
      oriented(path)
        .map((position) => frame.toLocal(position))
        .map(({ x, y }) => `${Math.round(x) || 0},${Math.round(y) || 0}`)
        .join(' '),
    );
}

describe('the sides of a wide street', () => {
  it('lie half its width from the middle and are joined at its ends and about every 60 m', () => {
    const pieces = piecesOf({ points: [[0, 0], [200, 0]], widthM: 30 }); // prettier-ignore
    // Between 15 m and 185 m there is room for two crossings, a third of 170 m apart.
    expect(drawn(pieces, 'side')).toEqual(['0,15 72,15 128,15 200,15', '0,-15 72,-15 128,-15 200,-15']);
    expect(drawn(pieces, 'across').sort()).toEqual(['0,15 0,-15', '128,15 128,-15', '200,15 200,-15', '72,15 72,-15'].sort());
  });

  it('meet in corners like kerbs, and narrow ways end at them', () => {
    const cross = piecesOf(
      { points: [[-100, 0], [0, 0], [100, 0]], widthM: 30 },
      { points: [[0, -100], [0, 0], [0, 100]], widthM: 40 },
    ); // prettier-ignore
    const corners = drawn(cross, 'side').flatMap((line) => line.split(' ').filter((xy) => /^-?20,-?15$/.test(xy)));
    expect([...new Set(corners)].sort()).toEqual(['-20,-15', '-20,15', '20,-15', '20,15']);
    expect(drawn(cross, 'across')).toEqual(expect.arrayContaining(['20,15 20,-15']));
    const tee = piecesOf(
      { points: [[-100, 0], [0, 0], [100, 0]], widthM: 30 },
      { points: [[0, 0], [0, 80]], widthM: 0 },
    ); // prettier-ignore
    expect(drawn(tee, 'whole')).toEqual(['0,15 0,80']);
    expect(drawn(tee, 'across')).toContain('0,15 0,-15');
  });

  it('hold together whatever meets: every node of the streets leads to every other', () => {
    const star = [10, 75, 130, 185, 260, 320].map((degrees, i) => ({
      points: [[0, 0], [120 * Math.cos((degrees * Math.PI) / 180), 120 * Math.sin((degrees * Math.PI) / 180)]] as Points, // prettier-ignore
      widthM: i % 2 === 0 ? 26 : 0,
    }));
    for (const some of [star, star.slice(0, 3), star.slice(1, 3), [star[0]!, star[3]!], star.slice(2)]) {
      const { nodes, edges } = new WayMap(
        piecesOf(...some).map(({ path }) => path),
        frame,
      ).network();
      const reached = new Set([0]);
      for (let size = 0; size !== reached.size;) {
        size = reached.size;
        for (const { from, to } of edges) if (reached.has(from) || reached.has(to)) reached.add(from).add(to);
      }
      expect(reached.size).toBe(nodes.length);
    }
  });

  it('change nothing where no street is wide', () => {
    const points: Points = [[0, 0], [50, 10], [120, 0]]; // prettier-ignore
    expect(piecesOf({ points, widthM: 0 })).toEqual([{ way: 0, part: 'whole', path: points.map(([x, y]) => at(x, y)) }]);
  });
});

describe('a design along a wide street', () => {
  it('serves each side from its own trench and crosses by bores', async () => {
    const town = aTown().way('avenue', [[0, 0], [300, 0]], { widthM: 40 }).hut('hut', -10, 20); // prettier-ignore
    for (const eastM of [100, 140, 180, 220]) town.premises(`N${eastM}`, eastM, 30).premises(`S${eastM}`, eastM, -30);
    const network = await designFiber(town.plan({ newPoles: false, terminalReachM: 100 }), { effort: 1, seed: 1 }, quietJob);
    expect(network.notReached).toEqual([]);
    const across = network.stretches.filter(({ along }) => along.startsWith('across'));
    expect(across.map(({ method, lengthM: long }) => [method, Math.round(long)])).toEqual([['bore', 40]]);
    const beside = network.stretches.filter(({ along }) => along === 'avenue');
    for (const { path } of beside)
      for (const position of path) expect(Math.abs(Math.abs(frame.toLocal(position).y) - 20)).toBeLessThan(0.1);
    // Drops leave from the side where the house stands: 10 m, but for what runs along the trench.
    for (const { path } of network.drops) expect(lengthM(path.slice(-2))).toBeCloseTo(10, 0);
  });
});
