import { describe, expect, it } from 'vitest';
import { classesFrom, type OpticalPath } from '../../../src/fiber/optical-budget.ts';
import {
  chooseSplit,
  type SplittingKind,
  type SplittingRules,
  type Zone,
  type ZoneTerminal,
} from '../../../src/fiber/splitting.ts';

const loss = { spliceDb: 0.1, connectorDb: 0.3, marginDb: 3 };
const path = (fibreM: number): OpticalPath => ({ fibreM, splitters: [], couplers: [], splices: 4, connectors: 6, otherDb: 0 });
const rules = (kinds: readonly SplittingKind[], stronger = 1): SplittingRules => ({
  kinds,
  mostOutputs: 32,
  fewestOutputs: 4,
  classes: classesFrom('xgs-n1', stronger),
  loss,
  prices: {
    oltPort: 2000,
    opticsStep: 500,
    cabinet: 11_500,
    coupler: 40,
    splice: 25,
    fibreM: 0.03,
    splitter: (outputs) => (outputs <= 8 ? 90 : 325),
  },
});
/** Terminals one behind the other along a road, the first so far from the facility. */
function road(premises: readonly number[], firstM: number, gapM: number, inFacility = false): Zone {
  return {
    inFacility,
    feederM: inFacility ? 0 : firstM,
    terminals: premises.map((count, i): ZoneTerminal => {
      const fibreM = firstM + i * gapM;
      return { premises: count, ports: 8, above: i - 1, cabinetM: i * gapM, paths: [path(fibreM), path(fibreM + 50)] };
    }),
  };
}

describe('splitting', () => {
  it('stays with the usual split where light arrives, takes stronger optics where it would not, then a smaller split', () => {
    const zone = (firstM: number): Zone => road(Array<number>(12).fill(7), firstM, 60);
    const chosen = (firstM: number): string => {
      const { kind, ratio, optics } = chooseSplit(zone(firstM), rules(['central']));
      return `${kind} ${ratio} ${optics.id}`;
    };
    // 29 − 3 − 17.1 − 0.4 − 1.8 leaves 6.7 dB: 14.8 km at 0.45 dB. Two dB more reach 19.3 km; 1:16 gains 3.4 dB more.
    expect(chosen(5000)).toBe('central 32 xgs-n1');
    expect(chosen(15_000)).toBe('central 32 xgs-n2');
    expect(chosen(20_000)).toBe('central 16 xgs-n1');
    expect(chosen(25_000)).toBe('central 16 xgs-n2');
  });

  it('splits in the terminals where that saves fibres, and by taps where a few homes stand along a long road', () => {
    const full = chooseSplit(road(Array<number>(12).fill(8), 8000, 60), rules(['central', 'cascade']));
    expect([full.kind, full.ratio, full.terminals[0]?.outputs]).toEqual(['cascade', 4, 8]);
    const sparse = chooseSplit(road(Array<number>(8).fill(2), 3000, 900), rules(['central', 'cascade', 'taps']));
    expect([sparse.kind, sparse.ratio]).toEqual(['taps', 1]);
    expect(sparse.terminals.filter(({ fedBy }) => fedBy < 0)).toHaveLength(1);
  });

  it('takes at each tap the least share that is enough, and adds up to what a count by hand gives', () => {
    const zone = road([2, 2, 2], 4000, 1000, true);
    const { terminals, optics } = chooseSplit(zone, rules(['taps'], 0));
    expect(optics.id).toBe('xgs-n1');
    // 4 km: 1.8 dB; a tap of 5 % 14.3, a 1:2 3.7, 4 splices 0.4, 4 connectors 1.2: 21.4 of 26 dB. The second has 0.8 + 0.2 + 0.45 more.
    expect(terminals.slice(0, 2)).toEqual([
      { outputs: 2, tapPercent: 5, fedBy: -1 },
      { outputs: 2, tapPercent: 5, fedBy: 0 },
    ]);
    // The last one takes all: a splitter that is large enough to keep its receivers from overload.
    // 2.7 + 1.6 + 0.4 + 0.4 + 1.2 = 6.3 dB without it; 14.2 dB are needed at the nearest.
    expect(terminals[2]).toEqual({ outputs: 8, tapPercent: null, fedBy: 1 });
  });

  it('gives more premises than one port may have another port', () => {
    const { terminals } = chooseSplit(road(Array<number>(10).fill(8), 2000, 50), rules(['taps'], 0));
    let served = 0;
    for (const { fedBy } of terminals) {
      served = fedBy < 0 ? 8 : served + 8;
      expect(served).toBeLessThanOrEqual(32);
    }
  });

  it('leaves the fewest outside where nothing reaches all', () => {
    const choice = chooseSplit(road([4, 4], 50_000, 10), rules(['central']));
    expect(choice.terminals).toHaveLength(2);
  });
});
