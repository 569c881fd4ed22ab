import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cablesFor } from '../../../src/fiber/cables.ts';
import { assignFibres, type CableSection, type Circuit } from '../../../src/fiber/fibre-assignment.ts';
import { fibrePlace } from '../../../src/fiber/fibre-colours.ts';
import { cutReels } from '../../../src/fiber/reels.ts';

/** A random tree from node 0 with a circuit to each node that `wants` some; sections carry what their circuits need. */
const trees = fc
  .array(fc.record({ parent: fc.nat(), wants: fc.integer({ min: 0, max: 20 }), lengthM: fc.integer({ min: 1, max: 900 }) }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((rows) => {
    const parents = rows.map(({ parent }, i) => parent % (i + 1));
    const circuits: Circuit[] = rows.flatMap(({ wants }, i) =>
      Array.from({ length: wants }, () => ({ from: '0', to: `${i + 1}` })),
    );
    const below = rows.map(({ wants }) => wants);
    for (let i = rows.length - 1; i >= 0; i--) {
      const parent = (parents[i] ?? 0) - 1;
      if (parent >= 0) below[parent] = (below[parent] ?? 0) + (below[i] ?? 0);
    }
    const sections: CableSection[] = rows.flatMap(({ lengthM }, i) => {
      const fibres = below[i] ?? 0;
      return fibres === 0
        ? []
        : [{ from: `${parents[i] ?? 0}`, to: `${i + 1}`, fibres, cables: cablesFor(fibres), cableLengthM: lengthM }];
    });
    return { sections, circuits };
  });

describe('fibre assignment', () => {
  it('gives every circuit an unbroken way of fibres that no other has', () => {
    fc.assert(
      fc.property(trees, fc.integer({ min: 500, max: 3000 }), ({ sections, circuits }, reelM) => {
        const { runs, hops } = assignFibres(sections, circuits, new Set(['0', '5']), reelM);
        const taken = new Set<string>();
        circuits.forEach((circuit, i) => {
          // Walk up section by section, as a technician would: each must carry the run of the circuit's hop there.
          let node = circuit.to;
          let lengthM = 0;
          const met: number[] = [];
          while (node !== circuit.from) {
            const index = sections.findIndex(({ to }) => to === node);
            const run = runs.findIndex((one) => one.sections.includes(index));
            if (met[0] !== run) met.unshift(run);
            lengthM += sections[index]?.cableLengthM ?? NaN;
            node = sections[index]?.from ?? circuit.from;
          }
          expect(hops[i]?.map((hop) => hop.run)).toEqual(met);
          expect(hops[i]?.reduce((sum, hop) => sum + hop.lengthM, 0)).toBe(lengthM);
          for (const { run, fibre } of hops[i] ?? []) {
            expect(fibre).toBeGreaterThanOrEqual(0);
            expect(fibre).toBeLessThan(runs[run]?.sizes.reduce((sum, size) => sum + size, 0) ?? 0);
            expect(taken.has(`${run} ${fibre}`)).toBe(false);
            taken.add(`${run} ${fibre}`);
          }
        });
        // Each section lies in one run of its own size; runs end at equipment and fit their reel.
        expect(runs.flatMap((run) => run.sections).sort((a, b) => a - b)).toEqual(sections.map((_, i) => i));
        for (const run of runs) {
          for (const index of run.sections) expect(sections[index]?.cables).toEqual(run.sizes);
          expect(run.sections.length === 1 || run.lengthM <= reelM).toBe(true);
          for (const index of run.sections.slice(1)) expect(['0', '5']).not.toContain(sections[index]?.from);
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('keeps fibres in their places where only the reel ends', () => {
    const section = (from: string, to: string, fibres: number): CableSection => ({
      from,
      to,
      fibres,
      cables: [12],
      cableLengthM: 400,
    });
    const circuits = [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'd' },
    ];
    const { runs, hops } = assignFibres(
      [section('a', 'b', 2), section('b', 'c', 1), section('c', 'd', 1)],
      circuits,
      new Set(),
      800,
    );
    expect(runs.map(({ top, bottom }) => [top, bottom])).toEqual([
      ['a', 'c'],
      ['c', 'd'],
    ]);
    expect(hops[1]).toEqual([
      { run: 0, fibre: 1, from: 'a', lengthM: 800, sections: [0, 1] },
      { run: 1, fibre: 1, from: 'c', lengthM: 400, sections: [2] },
    ]);
  });

  it('uses a fibre again below where it ended, in the same cable', () => {
    const piece = (from: string, to: string): CableSection => ({ from, to, fibres: 1, cables: [12], cableLengthM: 100 });
    const circuits = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'd' },
      { from: 'a', to: 'c' },
    ];
    const { runs, hops } = assignFibres([piece('a', 'b'), piece('b', 'c'), piece('c', 'd')], circuits, new Set(), 800);
    expect(runs).toHaveLength(1);
    expect(hops.map((own) => own?.map(({ fibre, from, lengthM }) => [fibre, from, lengthM]))).toEqual([
      [[0, 'a', 100]],
      [[0, 'b', 200]],
      [[1, 'a', 200]],
    ]);
  });

  it('says when no way leads to a circuit’s end', () => {
    expect(assignFibres([], [{ from: 'a', to: 'b' }], new Set(), 800).hops).toEqual([null]);
  });
});

describe('fibre colours', () => {
  it('follow TIA-598: fibre 27 is the third of the third tube, both green; tube 13 is blue again with a tracer', () => {
    expect(fibrePlace(1)).toEqual({ tube: 1, tubeColour: 'blue', fibre: 1, fibreColour: 'blue' });
    expect(fibrePlace(12)).toMatchObject({ tube: 1, fibreColour: 'aqua' });
    expect(fibrePlace(27)).toEqual({ tube: 3, tubeColour: 'green', fibre: 3, fibreColour: 'green' });
    expect(fibrePlace(145)).toEqual({ tube: 13, tubeColour: 'blue with tracer', fibre: 1, fibreColour: 'blue' });
    expect(fibrePlace(864)).toMatchObject({ tube: 72, tubeColour: 'aqua with 5 tracers', fibre: 12 });
  });
});

describe('reels', () => {
  it('cut every cable once, of its size, within the reel or one made for it', () => {
    const piece = (id: string, size: number, lengthM: number): { id: string; size: number; lengthM: number } => ({
      id,
      size,
      lengthM,
    });
    const reels = cutReels(
      [piece('a', 12, 600), piece('b', 12, 500), piece('c', 24, 100), piece('d', 12, 400), piece('e', 12, 1500)],
      1000,
    );
    expect(reels.map(({ id, pieces, lengthM }) => [id, pieces.map((one) => one.id).join(''), lengthM])).toEqual([
      ['12F-001', 'e', 1500],
      ['12F-002', 'ad', 1000],
      ['12F-003', 'b', 1000],
      ['24F-001', 'c', 1000],
    ]);
  });
});
