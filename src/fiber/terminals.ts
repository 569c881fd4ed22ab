import type { RootedTree } from './rooted-tree.ts';

/** A premises and the node of the route where its drop leaves it. */
export interface Attachment {
  readonly premises: number;
  readonly node: number;
  /** From the route to the premises, metres. */
  readonly lateralM: number;
  /** Ports that it takes, ≥ 1. */
  readonly fibres: number;
}

export interface TerminalRules {
  /** Ports that may be used: ports less spare ones. A premises that takes more has a terminal of its own, made of several. */
  readonly usablePorts: number;
  /** How far a drop may run along the route to its terminal, metres. */
  readonly reachM: number;
  /** Longest drop in all, metres. */
  readonly dropLimitM: number;
  /** Most poles that a drop may hang on between its terminal and its last span. */
  readonly dropPoles: number;
}

/** A terminal at a node with its premises and how far each drop runs along the route first. */
export interface PlacedTerminal {
  readonly node: number;
  readonly premises: readonly {
    readonly premises: number;
    readonly alongM: number;
    readonly lateralM: number;
    readonly fibres: number;
  }[];
}

/** Ports of a terminal, or of several things that take ports, in use. */
export function portsUsed(premises: readonly { readonly fibres: number }[]): number {
  return premises.reduce((sum, { fibres }) => sum + fibres, 0);
}

/** A premises on its way to a terminal: how far its drop has run along the route from `node`, and over how many poles. */
interface Pending extends Attachment {
  readonly alongM: number;
  readonly poles: number;
}

/** The route that drops may run along. */
export interface DropRoute {
  readonly tree: RootedTree;
  /** Whether drops may run along the edge above a node: not over risers. */
  carriesDrops(node: number): boolean;
  /** Length of the edge above a node, metres. */
  edgeLengthM(node: number): number;
  /** Whether a drop that goes on from a node hangs on a pole there. */
  isPole(node: number): boolean;
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
  for (const attachment of attachments) add(attachment.node, [{ ...attachment, alongM: 0, poles: 0 }]);
  for (const node of [...tree.preorder].reverse()) {
    let group = [...(pending.get(node) ?? [])].sort((a, b) => b.alongM - a.alongM || a.premises - b.premises);
    while (portsUsed(group) >= rules.usablePorts) {
      const full = fillingOne(group, rules.usablePorts);
      terminals.push(settle(route, node, full, rules));
      group = group.filter((one) => !full.includes(one));
    }
    if (group.length === 0) continue;
    const stepM = route.edgeLengthM(node);
    const hung = route.isPole(node) ? 1 : 0;
    const moved = group.map((one) => ({ ...one, alongM: one.alongM + stepM, poles: one.poles + hung }));
    const parent = tree.parent[node] ?? -1;
    if (parent >= 0 && route.carriesDrops(node) && moved.every((one) => isWithin(one, rules))) add(parent, moved);
    else terminals.push(settle(route, node, group, rules));
  }
  const place = new Map(tree.preorder.map((node, i) => [node, i]));
  return terminals.sort(
    (a, b) =>
      (place.get(a.node) ?? 0) - (place.get(b.node) ?? 0) || (a.premises[0]?.premises ?? 0) - (b.premises[0]?.premises ?? 0),
  );
}

/** The first of a group that one terminal holds; one that needs more ports than a terminal has is alone. */
function fillingOne(group: readonly Pending[], usablePorts: number): Pending[] {
  const held: Pending[] = [];
  let free = usablePorts;
  for (const one of group) {
    if (one.fibres > free && held.length > 0) continue;
    held.push(one);
    free -= one.fibres;
    if (free <= 0) break;
  }
  return held;
}

function isWithin({ lateralM, alongM, poles }: Pending, rules: TerminalRules): boolean {
  return alongM <= rules.reachM && alongM + lateralM <= rules.dropLimitM && poles <= rules.dropPoles;
}

/** The terminal of a group that met at `top`: at its farthest member if all others reach it there, else at `top`. */
function settle(route: DropRoute, top: number, group: readonly Pending[], rules: TerminalRules): PlacedTerminal {
  const farthest = group[0];
  if (farthest !== undefined && farthest.alongM > 0) {
    const members = group.map((one) => ({ ...one, ...wayBetween(route, one.node, farthest.node, top) }));
    if (members.every((one) => isWithin(one, rules))) return { node: farthest.node, premises: members };
  }
  return { node: top, premises: group };
}

/** Length of the way from one node to another, both at or below `top`, and the poles on it before the other. */
function wayBetween(route: DropRoute, from: number, to: number, top: number): Pick<Pending, 'alongM' | 'poles'> {
  const above = new Map<number, Pick<Pending, 'alongM' | 'poles'>>();
  let way = { alongM: 0, poles: 0 };
  for (let node = to; ; node = route.tree.parent[node] ?? top) {
    if (node !== to && route.isPole(node)) way.poles++;
    above.set(node, { ...way });
    if (node === top) break;
    way.alongM += route.edgeLengthM(node);
  }
  way = { alongM: 0, poles: 0 };
  let node = from;
  while (!above.has(node)) {
    way.alongM += route.edgeLengthM(node);
    if (route.isPole(node)) way.poles++;
    node = route.tree.parent[node] ?? top;
  }
  const rest = above.get(node) ?? way;
  return { alongM: way.alongM + rest.alongM, poles: way.poles + rest.poles };
}
