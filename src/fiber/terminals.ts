import type { RootedTree } from './rooted-tree.ts';

/** A premises and the node of the route where its drop leaves it. */
export interface Attachment {
  readonly premises: number;
  readonly node: number;
  /** From the route to the premises, metres. */
  readonly lateralM: number;
}

export interface TerminalRules {
  /** Ports that may be used: ports less spare ones. */
  readonly usablePorts: number;
  /** How far a drop may run along the route to its terminal, metres. */
  readonly reachM: number;
  /** Longest drop in all, metres. */
  readonly dropLimitM: number;
}

/** A terminal at a node with its premises and how far each drop runs along the route first. */
export interface PlacedTerminal {
  readonly node: number;
  readonly premises: readonly { readonly premises: number; readonly alongM: number; readonly lateralM: number }[];
}

interface Pending {
  readonly premises: number;
  readonly alongM: number;
  readonly lateralM: number;
}

/**
 * Gathers premises into terminals, from the far ends of the tree towards its root: a group moves up while its longest drop
 * allows and its ports are not full.
 * @param carriesDrops whether drops may run along the edge above a node (not over risers)
 * @param edgeLengthM length of the edge above a node, metres
 */
export function placeTerminals(
  tree: RootedTree,
  attachments: readonly Attachment[],
  rules: TerminalRules,
  carriesDrops: (node: number) => boolean,
  edgeLengthM: (node: number) => number,
): PlacedTerminal[] {
  const terminals: PlacedTerminal[] = [];
  const pending = new Map<number, Pending[]>();
  for (const { premises, node, lateralM } of attachments)
    pending.set(node, [...(pending.get(node) ?? []), { premises, alongM: 0, lateralM }]);
  for (const node of [...tree.preorder].reverse()) {
    let group = [...(pending.get(node) ?? [])].sort((a, b) => b.alongM - a.alongM || a.premises - b.premises);
    while (group.length >= rules.usablePorts) {
      terminals.push({ node, premises: group.slice(0, rules.usablePorts) });
      group = group.slice(rules.usablePorts);
    }
    const parent = tree.parent[node] ?? -1;
    if (group.length === 0) continue;
    const stepM = edgeLengthM(node);
    const fits = ({ alongM, lateralM }: Pending): boolean =>
      alongM + stepM <= rules.reachM && alongM + stepM + lateralM <= rules.dropLimitM;
    if (parent < 0 || !carriesDrops(node) || !group.every(fits)) terminals.push({ node, premises: group });
    else pending.set(parent, [...(pending.get(parent) ?? []), ...group.map((one) => ({ ...one, alongM: one.alongM + stepM }))]);
  }
  const place = new Map(tree.preorder.map((node, i) => [node, i]));
  return terminals.sort(
    (a, b) =>
      (place.get(a.node) ?? 0) - (place.get(b.node) ?? 0) || (a.premises[0]?.premises ?? 0) - (b.premises[0]?.premises ?? 0),
  );
}
