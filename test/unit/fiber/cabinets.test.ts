import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeCabinets, type CabinetRules, type PlacedCabinet } from '../../../src/fiber/cabinets.ts';
import { rootTree, type RootedTree } from '../../../src/fiber/rooted-tree.ts';

interface Town {
  readonly tree: RootedTree;
  readonly lengthM: readonly number[];
  readonly demand: readonly number[];
  readonly nodeOf: readonly number[];
}

/** A random tree: node 0 is the facility, each other node hangs on an earlier one. */
const towns = (most: number): fc.Arbitrary<Town> =>
  fc
    .tuple(
      fc.array(fc.record({ up: fc.nat(), lengthM: fc.integer({ min: 1, max: 2000 }) }), { minLength: 1, maxLength: most }),
      fc.array(fc.record({ at: fc.nat(), demand: fc.integer({ min: 1, max: 8 }) }), { minLength: 1, maxLength: 5 }),
    )
    .map(([edges, terminals]) => {
      const to = edges.map((_, i) => i + 1);
      const from = edges.map(({ up }, i) => up % (i + 1));
      const tree = rootTree(edges.length + 1, from, to, edges.keys(), 0);
      return {
        tree,
        lengthM: [0, ...edges.map(({ lengthM }) => lengthM)],
        demand: terminals.map(({ demand }) => demand),
        nodeOf: terminals.map(({ at }) => at % (edges.length + 1)),
      };
    });

function rulesOf(town: Town, rules: Partial<CabinetRules> = {}): CabinetRules {
  return {
    capacity: 16,
    ratio: 4,
    cabinetPrice: 9000,
    portPrice: 1800,
    splicePrice: 25,
    fibreMetrePrice: 1,
    edgeLengthM: (node) => town.lengthM[node] ?? 0,
    isFacility: (node) => node === 0,
    fixed: new Map(),
    possible: null,
    room: () => Infinity,
    isBarred: () => false,
    ...rules,
  };
}

/** What zones cost, counted from them alone: `feeds` names the node that feeds each terminal. */
function costOf(
  town: Town,
  rules: CabinetRules,
  zones: ReadonlyMap<string, { node: number; terminals: readonly number[] }>,
): number {
  const { parent } = town.tree;
  const metres = (from: number, up: number): number => {
    let sum = 0;
    for (let node = from; node !== up; node = parent[node] ?? -1) {
      if (node < 0) return Infinity;
      sum += town.lengthM[node] ?? 0;
    }
    return sum;
  };
  let cost = 0;
  for (const { node, terminals } of zones.values()) {
    const premises = terminals.reduce((sum, terminal) => sum + (town.demand[terminal] ?? 0), 0);
    for (const terminal of terminals)
      cost += (town.demand[terminal] ?? 0) * metres(town.nodeOf[terminal] ?? 0, node) * rules.fibreMetrePrice;
    if (node === 0) cost += (premises / rules.ratio) * rules.portPrice;
    else {
      const ports = Math.ceil(premises / rules.ratio);
      cost += rules.fixed.has(node) ? 0 : rules.cabinetPrice;
      cost += ports * (rules.portPrice + metres(node, 0) * rules.fibreMetrePrice + 2 * rules.splicePrice);
    }
  }
  return cost;
}

const zonesOf = (cabinets: readonly PlacedCabinet[]): Map<string, PlacedCabinet> =>
  new Map(cabinets.map((cabinet, i) => [String(i), cabinet]));

/** The cheapest of all ways to feed each terminal from a node above it, whatever room there is. */
function cheapestOfAll(town: Town, rules: CabinetRules): number {
  const above = town.nodeOf.map((node) => {
    const list: number[] = [];
    for (let at = node; at >= 0; at = town.tree.parent[at] ?? -1) list.push(at);
    return list;
  });
  let best = Infinity;
  const choose = (terminal: number, zones: Map<string, { node: number; terminals: number[] }>): void => {
    if (terminal === above.length) {
      best = Math.min(best, costOf(town, rules, zones));
      return;
    }
    for (const node of above[terminal] ?? []) {
      const next = new Map([...zones].map(([key, zone]) => [key, { ...zone, terminals: [...zone.terminals] }]));
      const zone = next.get(String(node)) ?? { node, terminals: [] };
      zone.terminals.push(terminal);
      next.set(String(node), zone);
      choose(terminal + 1, next);
    }
  };
  choose(0, new Map());
  return best;
}

describe('cabinets', () => {
  it('stand where they cost least of all ways, where room and whole ports do not matter', () => {
    fc.assert(
      fc.property(towns(6), (town) => {
        const rules = rulesOf(town, { capacity: 1000, ratio: 1, cabinetPrice: 3000, portPrice: 0 });
        const placed = placeCabinets(town.tree, town.demand, town.nodeOf, rules) ?? [];
        expect(costOf(town, rules, zonesOf(placed))).toBeCloseTo(cheapestOfAll(town, rules), 4);
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  it('feed everybody once from above, hold no more than they can, and stand where they must and may', () => {
    fc.assert(
      fc.property(towns(12), fc.nat(), fc.nat(), (town, one, other) => {
        const nodes = town.tree.preorder.length;
        const fixed = new Map([[1 + (one % Math.max(1, nodes - 1)), 12]]);
        const possible = new Set([1 + (other % Math.max(1, nodes - 1))]);
        for (const rules of [rulesOf(town), rulesOf(town, { fixed }), rulesOf(town, { possible })]) {
          const placed = placeCabinets(town.tree, town.demand, town.nodeOf, rules);
          if (placed === null) {
            expect(rules.possible).not.toBeNull();
            continue;
          }
          expect(placed.flatMap(({ terminals }) => terminals).sort((a, b) => a - b)).toEqual(town.demand.map((_, i) => i));
          expect(costOf(town, rules, zonesOf(placed))).toBeLessThan(Infinity);
          for (const { node, fibres, inFacility } of placed) {
            expect(inFacility).toBe(node === 0);
            if (!inFacility) expect(fibres).toBeLessThanOrEqual(16);
            if (rules.possible !== null && !inFacility) expect(possible.has(node)).toBe(true);
          }
          // Whoever lies at or below a fixed cabinet is fed from it or from one below it.
          for (const [node] of rules.fixed)
            for (const { node: from, terminals } of placed)
              for (const terminal of terminals)
                if (isAtOrBelow(town.tree, town.nodeOf[terminal] ?? 0, node))
                  expect(isAtOrBelow(town.tree, from, node)).toBe(true);
        }
      }),
      { numRuns: 300, seed: 6 },
    );
  });
});

function isAtOrBelow(tree: RootedTree, node: number, top: number): boolean {
  for (let at = node; at >= 0; at = tree.parent[at] ?? -1) if (at === top) return true;
  return false;
}
