import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { resiteTerminals, type TerminalPrices } from '../../../src/fiber/resite-terminals.ts';
import { rootTree, type RootedTree } from '../../../src/fiber/rooted-tree.ts';
import { placeTerminals, type Attachment, type PlacedTerminal, type TerminalRules } from '../../../src/fiber/terminals.ts';

const STEP_M = 15;
const prices: TerminalPrices = {
  terminalCents: () => 95_000,
  dropCents: (_, lengthM) => Math.round(lengthM * 450),
  edgeCents: () => STEP_M * 1800,
  isDug: () => false,
};

/** Terminals, drops by their way along the tree, and every edge that has a terminal at or below it. */
function costOf(tree: RootedTree, terminals: readonly PlacedTerminal[]): number {
  const needed = new Set<number>();
  let cost = 0;
  for (const { node, premises } of terminals) {
    cost += prices.terminalCents(node);
    for (const { premises: one, alongM, lateralM } of premises) cost += prices.dropCents(one, alongM + lateralM);
    for (let at = node; (tree.parent[at] ?? -1) >= 0; at = tree.parent[at]!) needed.add(at);
  }
  return cost + [...needed].reduce((sum, node) => sum + prices.edgeCents(node), 0);
}

function wayM(tree: RootedTree, a: number, b: number): number {
  const up = (start: number): number[] => {
    const nodes = [start];
    for (let at = start; (tree.parent[at] ?? -1) >= 0; nodes.push(at)) at = tree.parent[at]!;
    return nodes;
  };
  const [first, second] = [up(a), up(b)];
  const meeting = first.find((node) => second.includes(node))!;
  return (first.indexOf(meeting) + second.indexOf(meeting)) * STEP_M;
}

describe('siting terminals anew', () => {
  it('serves everybody once, fills no terminal over, keeps drops within their limits and never costs more', async () => {
    const towns = fc.record({
      parents: fc.array(fc.nat(), { minLength: 1, maxLength: 40 }),
      homes: fc.array(fc.record({ node: fc.nat(), lateralM: fc.integer({ min: 1, max: 60 }) }), { minLength: 1, maxLength: 60 }),
      usablePorts: fc.integer({ min: 1, max: 8 }),
      reachM: fc.constantFrom(0, 30, 45),
      dropPoles: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(towns, async ({ parents, homes, usablePorts, reachM, dropPoles }) => {
        const from = parents.map((parent, i) => (parent % 3 === 0 ? i : parent % (i + 1)));
        const tree = rootTree(parents.length + 1, from, from.map((_, i) => i + 1), from.keys(), 0); // prettier-ignore
        const rules: TerminalRules = { usablePorts, reachM, dropLimitM: 80, dropPoles };
        const route = { tree, carriesDrops: (node: number) => node > 0, edgeLengthM: () => STEP_M, isPole: () => true };
        const attachments = homes.map(({ node, lateralM }, premises): Attachment => ({
          premises,
          node: node % (parents.length + 1),
          lateralM,
          fibres: 1,
        }));
        const before = placeTerminals(route, attachments, rules);
        const after = await resiteTerminals(route, attachments, before, rules, prices, quietJob);
        expect(after.flatMap(({ premises }) => premises.map((one) => one.premises)).sort((a, b) => a - b)).toEqual([
          ...homes.keys(),
        ]);
        for (const { node, premises } of after) {
          expect(premises.length).toBeLessThanOrEqual(usablePorts);
          for (const { premises: one, alongM, lateralM } of premises) {
            expect(alongM).toBe(wayM(tree, attachments[one]!.node, node));
            expect(alongM).toBeLessThanOrEqual(reachM);
            expect(alongM + lateralM).toBeLessThanOrEqual(80);
            // A pole stands at each node and steps are of one length: it hangs on as many poles as it makes steps.
            expect(alongM / STEP_M).toBeLessThanOrEqual(dropPoles);
          }
        }
        expect(costOf(tree, after)).toBeLessThanOrEqual(costOf(tree, before));
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it('ends the strand before the last house where a longer drop costs less, but not a trench that the drop needs too', async () => {
    // 0 – 1 – 2 – 3, houses at 1, 2 and 3: one terminal at 2 makes two drops 15 m longer; at 1 the last runs 30 m, and 27,000 of route fall away.
    const tree = rootTree(4, [0, 1, 2], [1, 2, 3], [0, 1, 2], 0);
    const route = { tree, carriesDrops: () => true, edgeLengthM: () => STEP_M, isPole: () => true };
    const attachments = [1, 2, 3].map((node, premises): Attachment => ({ premises, node, lateralM: 10, fibres: 1 }));
    const rules = { usablePorts: 7, reachM: 45, dropLimitM: 300, dropPoles: 9 };
    const nodesWith = async (isDug: boolean): Promise<number[]> => {
      const priced = { ...prices, isDug: () => isDug };
      const placed = placeTerminals(route, attachments, rules);
      return (await resiteTerminals(route, attachments, placed, rules, priced, quietJob)).map(({ node }) => node);
    };
    expect(await nodesWith(false)).toEqual([1]);
    expect(await nodesWith(true)).toEqual([3]);
  });
});
