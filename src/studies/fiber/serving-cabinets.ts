import type { Cabinet, FiberNetwork, Terminal } from '../../plan/network.ts';

/** The cabinet that feeds each terminal, by their ids. Terminals under no cabinet are absent. */
export function servingCabinets(network: FiberNetwork): Map<string, Cabinet> {
  const cabinetsAt = groupByNode(network.cabinets);
  const terminalsAt = groupByNode(network.terminals);
  const serving = new Map<string, Cabinet>();
  const waiting = new Map<string, Terminal[]>();
  for (const node of nodesDownwards(network).reverse()) {
    const own = terminalsAt.get(node.id) ?? [];
    let gathered = [...own, ...(waiting.get(node.id) ?? [])];
    for (const cabinet of cabinetsAt.get(node.id) ?? []) {
      const fed = fedBy(cabinet, gathered, own);
      for (const { id } of fed) serving.set(id, cabinet);
      gathered = gathered.filter((terminal) => !fed.includes(terminal));
    }
    if (node.parent !== undefined) waiting.set(node.parent, [...(waiting.get(node.parent) ?? []), ...gathered]);
  }
  return serving;
}

/** A cabinet takes all that arrives; where that is more than it feeds, it was set for one large terminal at its own place. */
function fedBy(cabinet: Cabinet, gathered: readonly Terminal[], own: readonly Terminal[]): readonly Terminal[] {
  const premises = gathered.reduce((sum, { used }) => sum + used, 0);
  if (premises === cabinet.premises) return gathered;
  const alone = own.find((terminal) => terminal.used === cabinet.premises && gathered.includes(terminal));
  return alone === undefined ? gathered : [alone];
}

interface TreeNode {
  readonly id: string;
  readonly parent: string | undefined;
}

/** All nodes of a network, each after the one above it. */
function nodesDownwards(network: FiberNetwork): TreeNode[] {
  const parent = new Map(network.stretches.map(({ from, to }) => [to, from]));
  const below = new Map<string, string[]>();
  for (const { from, to } of network.stretches) {
    const list = below.get(from);
    if (list === undefined) below.set(from, [to]);
    else list.push(to);
  }
  const equipped = [...network.facilities, ...network.cabinets, ...network.terminals].map(({ node }) => node);
  const order: TreeNode[] = [];
  const stack = [...new Set([...below.keys(), ...equipped])].filter((node) => !parent.has(node));
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    order.push({ id, parent: parent.get(id) });
    for (const next of below.get(id) ?? []) stack.push(next);
  }
  return order;
}

function groupByNode<Part extends { readonly node: string }>(parts: readonly Part[]): Map<string, Part[]> {
  const groups = new Map<string, Part[]>();
  for (const part of parts) groups.set(part.node, [...(groups.get(part.node) ?? []), part]);
  return groups;
}
