import type { RootedTree } from './rooted-tree.ts';

/** A place for splitters: at a node, feeding some terminals (indices). */
export interface PlacedCabinet {
  readonly node: number;
  readonly terminals: readonly number[];
  /** To premises, of all its terminals. */
  readonly fibres: number;
  /** True where the splitters stand at the facility. */
  readonly inFacility: boolean;
}

/** What decides where cabinets stand; prices in any one currency. */
export interface CabinetRules {
  /** Fibres to premises that a cabinet may feed; no stretch carries more of them towards one. */
  readonly capacity: number;
  /** Fibres to premises on one OLT port. */
  readonly ratio: number;
  readonly cabinetPrice: number;
  /** An OLT port with its splitter. */
  readonly portPrice: number;
  readonly splicePrice: number;
  readonly fibreMetrePrice: number;
  edgeLengthM(node: number): number;
  isFacility(node: number): boolean;
  /** Nodes where a cabinet stands in any case, with what it can feed. */
  readonly fixed: ReadonlyMap<number, number>;
  /** The only nodes where others may stand; null for all. */
  readonly possible: ReadonlySet<number> | null;
  /** Fibres to premises that the edge above a node can carry towards a cabinet: Infinity but for cables in service. */
  room(node: number): number;
  /** Whether none can stand at a node: inside a cable in service. */
  isBarred(node: number): boolean;
}

/** What happens at a node, one after the other, to the fibres that wait there for a cabinet. */
type Step =
  | { readonly kind: 'terminal'; readonly terminal: number; readonly demand: number }
  /** `taken[k]` of the k that wait afterwards came from the child. */
  | { readonly kind: 'child'; readonly node: number; readonly taken: Int16Array }
  /** Where none waits afterwards, `from` fibres were taken by a cabinet here; −1 where none had to be. */
  | { readonly kind: 'cabinet'; readonly from: number; readonly inFacility: boolean };

/**
 * Places cabinets on a tree of routes at least cost: the boxes, OLT ports with their splitters, fibre and splices of the feeder, fibre of the
 * distribution. A cabinet feeds terminals at or below its node that none below it feeds. Exact, by dynamic programming over the number of
 * fibres that wait at each node; null where the possible places do not suffice.
 * @param demand fibres to premises of each terminal; @param nodeOf its node
 */
export function placeCabinets(
  tree: RootedTree,
  demand: readonly number[],
  nodeOf: readonly number[],
  rules: CabinetRules,
): PlacedCabinet[] | null {
  return new CabinetPlacement(tree, demand, nodeOf, rules).run();
}

class CabinetPlacement {
  readonly #tree: RootedTree;
  readonly #demand: readonly number[];
  readonly #rules: CabinetRules;
  readonly #capacity: number;
  readonly #terminalsAt = new Map<number, number[]>();
  readonly #depthM: Float64Array;
  readonly #steps = new Map<number, readonly Step[]>();

  constructor(tree: RootedTree, demand: readonly number[], nodeOf: readonly number[], rules: CabinetRules) {
    this.#tree = tree;
    this.#demand = demand;
    this.#rules = rules;
    // A terminal is never divided between cabinets.
    this.#capacity = demand.reduce((most, one) => Math.max(most, one), rules.capacity);
    nodeOf.forEach((node, terminal) => this.#terminalsAt.set(node, [...(this.#terminalsAt.get(node) ?? []), terminal]));
    this.#depthM = new Float64Array(tree.parent.length);
    for (const node of tree.preorder)
      this.#depthM[node] = (this.#depthM[tree.parent[node] ?? -1] ?? 0) + (node === tree.root ? 0 : rules.edgeLengthM(node));
  }

  run(): PlacedCabinet[] | null {
    const waiting = new Map<number, Float64Array>();
    for (const node of [...this.#tree.preorder].reverse()) {
      const costs = this.#costsAt(node, waiting);
      if (costs !== null) waiting.set(node, costs);
    }
    const least = waiting.get(this.#tree.root);
    if (least === undefined) return [];
    return least[0] === Infinity ? null : this.#collect();
  }

  /** The least cost at and below a node by the number of fibres that wait there; null where none are below. */
  #costsAt(node: number, waiting: Map<number, Float64Array>): Float64Array | null {
    const { isFacility, fixed, possible, fibreMetrePrice, edgeLengthM } = this.#rules;
    const inFacility = isFacility(node);
    const steps: Step[] = [];
    let costs: Float64Array = Float64Array.of(0);
    const close = (isFixed: boolean): void => {
      const closed = this.#closed(costs, node, inFacility, isFixed);
      steps.push({ kind: 'cabinet', from: closed.from, inFacility });
      costs = closed.costs;
    };
    const mayStand = inFacility || ((possible === null || possible.has(node)) && !this.#rules.isBarred(node));
    for (const terminal of this.#terminalsAt.get(node) ?? []) {
      const demand = this.#demand[terminal] ?? 0;
      costs = shifted(costs, demand, this.#capacity);
      steps.push({ kind: 'terminal', terminal, demand });
      if (mayStand) close(false);
    }
    for (const child of this.#tree.children[node] ?? []) {
      const below = waiting.get(child);
      if (below === undefined) continue;
      waiting.delete(child);
      const perFibre = edgeLengthM(child) * fibreMetrePrice;
      const room = this.#rules.room(child);
      const arriving = below.map((cost, count) => (count > room ? Infinity : cost + count * perFibre));
      const merged = mergedCosts(costs, arriving, this.#capacity);
      steps.push({ kind: 'child', node: child, taken: merged.taken });
      costs = merged.costs;
      if (mayStand) close(false);
    }
    if (steps.length === 0) return null;
    if (fixed.has(node) && !inFacility) close(true);
    this.#steps.set(node, steps);
    // Nobody is fed from above a facility.
    return inFacility || (fixed.has(node) && costs.length > 1) ? costs.slice(0, 1) : costs;
  }

  /** The costs once a cabinet may take all that wait; a fixed one must. */
  #closed(costs: Float64Array, node: number, inFacility: boolean, isFixed: boolean): { costs: Float64Array; from: number } {
    const { ratio, cabinetPrice, portPrice, splicePrice, fibreMetrePrice, fixed } = this.#rules;
    const room = isFixed ? (fixed.get(node) ?? 0) : Infinity;
    const feederPrice = (this.#depthM[node] ?? 0) * fibreMetrePrice + 2 * splicePrice;
    const next = costs.slice();
    let from = -1;
    let least = next[0] ?? Infinity;
    for (let count = 1; count < costs.length && count <= room; count++) {
      const price = inFacility
        ? (count / ratio) * portPrice
        : (isFixed ? 0 : cabinetPrice) + Math.ceil(count / ratio) * (portPrice + feederPrice);
      const cost = (costs[count] ?? Infinity) + price;
      if (cost >= least) continue;
      least = cost;
      from = count;
    }
    next[0] = least;
    return { costs: next, from };
  }

  /** Follows the choices from the root down. */
  #collect(): PlacedCabinet[] {
    const cabinets: { node: number; terminals: number[]; inFacility: boolean }[] = [];
    const halls = new Map<number, number>();
    const stack = [{ node: this.#tree.root, count: 0, cabinet: -1 }];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      let { count, cabinet } = at;
      for (const step of [...(this.#steps.get(at.node) ?? [])].reverse()) {
        if (step.kind === 'cabinet') {
          if (count > 0 || step.from < 0) continue;
          count = step.from;
          cabinet = (step.inFacility ? halls.get(at.node) : undefined) ?? cabinets.length;
          if (cabinet === cabinets.length) cabinets.push({ node: at.node, terminals: [], inFacility: step.inFacility });
          if (step.inFacility) halls.set(at.node, cabinet);
        } else if (step.kind === 'terminal') {
          cabinets[cabinet]?.terminals.push(step.terminal);
          count -= step.demand;
        } else {
          const taken = step.taken[count] ?? 0;
          stack.push({ node: step.node, count: taken, cabinet });
          count -= taken;
        }
      }
    }
    return cabinets
      .map(({ node, terminals, inFacility }) => ({
        node,
        inFacility,
        terminals: terminals.sort((a, b) => a - b),
        fibres: terminals.reduce((sum, terminal) => sum + (this.#demand[terminal] ?? 0), 0),
      }))
      .sort((a, b) => (a.terminals[0] ?? 0) - (b.terminals[0] ?? 0));
  }
}

/** Costs once so many more wait. */
function shifted(costs: Float64Array, by: number, capacity: number): Float64Array {
  const next = new Float64Array(Math.min(costs.length + by, capacity + 1)).fill(Infinity);
  costs.forEach((cost, count) => {
    if (count + by < next.length) next[count + by] = cost;
  });
  return next;
}

/** The least costs of two groups together, and how many of each number come from the second. */
function mergedCosts(a: Float64Array, b: Float64Array, capacity: number): { costs: Float64Array; taken: Int16Array } {
  const length = Math.min(a.length + b.length - 1, capacity + 1);
  const costs = new Float64Array(length).fill(Infinity);
  const taken = new Int16Array(length);
  for (let i = 0; i < a.length; i++) {
    const first = a[i] ?? Infinity;
    if (first === Infinity) continue;
    for (let k = 0; k < b.length && i + k < length; k++) {
      const cost = first + (b[k] ?? Infinity);
      if (cost >= (costs[i + k] ?? Infinity)) continue;
      costs[i + k] = cost;
      taken[i + k] = k;
    }
  }
  return { costs, taken };
}
