import type { RootedTree } from './rooted-tree.ts';

/** A place for splitters: at a node, feeding some terminals (indices). */
export interface PlacedCabinet {
  readonly node: number;
  readonly terminals: readonly number[];
  readonly premises: number;
  /** True where the splitters stand at the facility. */
  readonly inFacility: boolean;
}

/**
 * Gathers terminals under cabinets of limited size, from the far ends towards the root: where branches meet that together
 * need more than one cabinet, the largest gets its own. What arrives at a facility is split there.
 * @param demand premises of each terminal; @param nodeOf its node
 * @param isFacility whether a node is a facility
 */
export function placeCabinets(
  tree: RootedTree,
  demand: readonly number[],
  nodeOf: readonly number[],
  capacity: number,
  isFacility: (node: number) => boolean,
): PlacedCabinet[] {
  const cabinets: PlacedCabinet[] = [];
  const at = new Map<number, number[]>();
  nodeOf.forEach((node, terminal) => at.set(node, [...(at.get(node) ?? []), terminal]));
  const size = (terminals: readonly number[]): number => terminals.reduce((sum, terminal) => sum + (demand[terminal] ?? 0), 0);
  const waiting = new Map<number, readonly number[]>();
  const place = (node: number, terminals: readonly number[], inFacility: boolean): void => {
    if (terminals.length > 0)
      cabinets.push({ node, terminals: [...terminals].sort((a, b) => a - b), premises: size(terminals), inFacility });
  };
  for (const node of [...tree.preorder].reverse()) {
    const branches = (tree.children[node] ?? [])
      .map((child) => ({ node: child, terminals: waiting.get(child) ?? [] }))
      .concat((at.get(node) ?? []).map((terminal) => ({ node, terminals: [terminal] })))
      .sort((a, b) => size(b.terminals) - size(a.terminals) || a.node - b.node);
    let total = branches.reduce((sum, branch) => sum + size(branch.terminals), 0);
    while (total > capacity && !isFacility(node)) {
      const largest = branches.shift();
      if (largest === undefined) break;
      place(largest.node, largest.terminals, false);
      total -= size(largest.terminals);
    }
    const gathered = branches.flatMap((branch) => branch.terminals);
    if (!isFacility(node)) {
      waiting.set(node, gathered);
      continue;
    }
    for (const branch of branches)
      if (total > capacity && branch.node !== node) {
        place(branch.node, branch.terminals, false);
        total -= size(branch.terminals);
        branch.terminals = [];
      }
    place(
      node,
      branches.flatMap((branch) => branch.terminals),
      true,
    );
    waiting.set(node, []);
  }
  return cabinets.sort((a, b) => (a.terminals[0] ?? 0) - (b.terminals[0] ?? 0));
}
