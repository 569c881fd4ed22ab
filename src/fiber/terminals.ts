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

/** A premises on its way to a terminal: how far its drop has run along the route from `node`. */
interface Pending extends Attachment {
  readonly alongM: number;
}

/** The route that drops may run along. */
export interface DropRoute {
  readonly tree: RootedTree;
  /** Whether drops may run along the edge above a node: not over risers. */
  carriesDrops(node: number): boolean;
  /** Length of the edge above a node, metres. */
  edgeLengthM(node: number): number;
}

/**
 * Gathers premises into terminals, from the far ends of the tree towards its root: a group moves up while its longest drop
 * allows and its ports are not full. The terminal then stands at the far end of its group where drops reach it, so
 * that the route leads to it and not past it.
 */
export function placeTerminals(route: DropRoute, attachments: readonly Attachment[], rules: TerminalRules): PlacedTerminal[] {
  const { tree } = route;
  const terminals: PlacedTerminal[] = [];
  const pending = new Map<number, Pending[]>();
  const add = (node: number, list: readonly Pending[]): void => {
    pending.set(node, [...(pending.get(node) ?? []), ...list]);
  };
  for (const attachment of attachments) add(attachment.node, [{ ...attachment, alongM: 0 }]);
  for (const node of [...tree.preorder].reverse()) {
    let group = [...(pending.get(node) ?? [])].sort((a, b) => b.alongM - a.alongM || a.premises - b.premises);
    while (group.length >= rules.usablePorts) {
      terminals.push(settle(route, node, group.slice(0, rules.usablePorts), rules));
      group = group.slice(rules.usablePorts);
    }
    if (group.length === 0) continue;
    const stepM = route.edgeLengthM(node);
    const moved = group.map((one) => ({ ...one, alongM: one.alongM + stepM }));
    const parent = tree.parent[node] ?? -1;
    if (parent >= 0 && route.carriesDrops(node) && moved.every((one) => isWithin(one, one.alongM, rules))) add(parent, moved);
    else terminals.push(settle(route, node, group, rules));
  }
  const place = new Map(tree.preorder.map((node, i) => [node, i]));
  return terminals.sort(
    (a, b) =>
      (place.get(a.node) ?? 0) - (place.get(b.node) ?? 0) || (a.premises[0]?.premises ?? 0) - (b.premises[0]?.premises ?? 0),
  );
}

function isWithin({ lateralM }: Pending, alongM: number, rules: TerminalRules): boolean {
  return alongM <= rules.reachM && alongM + lateralM <= rules.dropLimitM;
}

/** The terminal of a group that met at `top`: at its farthest member if all others reach it there, else at `top`. */
function settle(route: DropRoute, top: number, group: readonly Pending[], rules: TerminalRules): PlacedTerminal {
  const farthest = group[0];
  if (farthest !== undefined && farthest.alongM > 0) {
    const members = group.map((one) => ({ ...one, alongM: distanceM(route, one.node, farthest.node, top) }));
    if (members.every((one) => isWithin(one, one.alongM, rules))) return { node: farthest.node, premises: members };
  }
  return { node: top, premises: group };
}

/** Length of the way between two nodes at or below `top`. */
function distanceM(route: DropRoute, a: number, b: number, top: number): number {
  const above = new Map<number, number>();
  let alongM = 0;
  for (let node = b; ; node = route.tree.parent[node] ?? top) {
    above.set(node, alongM);
    if (node === top) break;
    alongM += route.edgeLengthM(node);
  }
  let climbedM = 0;
  let node = a;
  while (!above.has(node)) {
    climbedM += route.edgeLengthM(node);
    node = route.tree.parent[node] ?? top;
  }
  return climbedM + (above.get(node) ?? 0);
}
