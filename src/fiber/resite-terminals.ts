import { breathe, type JobContext } from '../base/job.ts';
import { costOfSiting, type SitingPlace, type SitingProblem } from './siting/problem.ts';
import { solveSiting } from './siting/solve.ts';
import type { Attachment, DropRoute, PlacedTerminal, TerminalRules } from './terminals.ts';

/** What terminals, drops and route cost, cents. */
export interface TerminalPrices {
  /** A terminal at a node. */
  terminalCents(node: number): number;
  /** A drop to a premises, by its whole length. */
  dropCents(premises: number, lengthM: number): number;
  /** The route above a node, which is needed where a terminal stands at or below it. */
  edgeCents(node: number): number;
  /** Whether a drop along the edge above a node must be dug where no cable lies in it. */
  isDug(node: number): boolean;
}

/** Terminals that are sited together, and how often the whole network is gone through. */
const WINDOW = 4;
const PASSES = 2;
/** How many times a trench counts that is dug along the street for a drop alone: nothing else can follow it. */
const OWN_TRENCH = 3;
const EFFORT = { cases: 4, steps: 60 };

/**
 * Sites terminals anew once the routes are known: windows of neighbouring terminals, one after the other along the tree, are solved
 * as a whole, with every place that their premises can reach. What counts is terminals, drops, and the route to the last terminal: beyond
 * it a drop hangs from pole to pole, but underground it pays for the trench that it needs all the same. A window is altered only where that is cheaper.
 * @param placed terminals of premises that take one fibre each
 * @param kept terminals with their premises, by index, that stay where they are
 */
export async function resiteTerminals(
  route: DropRoute,
  attachments: readonly Attachment[],
  placed: readonly PlacedTerminal[],
  rules: TerminalRules,
  prices: TerminalPrices,
  job: JobContext,
  kept: readonly SitedTerminal[] = [],
): Promise<PlacedTerminal[]> {
  return new Resiting(route, attachments, placed, rules, prices, kept).run(job);
}

/** A terminal at a node with its premises, by index. */
export interface SitedTerminal {
  readonly node: number;
  readonly premises: readonly number[];
}

interface Reach {
  readonly node: number;
  readonly alongM: number;
  /** Poles that the drop hangs on before the node. */
  readonly poles: number;
  /** Nodes above which the drop runs underground towards the facility. */
  readonly dug: readonly number[];
}

/** The places within reach of a premises along the route, its own first. */
export function placesInReach(
  route: DropRoute,
  { node, lateralM }: Attachment,
  rules: TerminalRules,
  isPlace: (node: number) => boolean,
  isDug: (node: number) => boolean,
): Reach[] {
  const { tree } = route;
  const limitM = Math.min(rules.reachM, rules.dropLimitM - lateralM);
  const found: Reach[] = [];
  const seen = new Set([node]);
  const queue: Reach[] = [{ node, alongM: 0, poles: 0, dug: [] }];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (isPlace(at.node)) found.push(at);
    const steps = (tree.children[at.node] ?? []).map((child): [number, number] => [child, child]);
    const parent = tree.parent[at.node] ?? -1;
    if (parent >= 0) steps.push([parent, at.node]);
    for (const [next, edgeOf] of steps) {
      const alongM = at.alongM + route.edgeLengthM(edgeOf);
      const poles = at.poles + (route.isPole(at.node) ? 1 : 0);
      if (seen.has(next) || alongM > limitM || poles > rules.dropPoles || !route.carriesDrops(edgeOf)) continue;
      seen.add(next);
      const digs = next === parent && isDug(edgeOf);
      queue.push({ node: next, alongM, poles, dug: digs ? [...at.dug, edgeOf] : at.dug });
    }
  }
  return found;
}

class Resiting {
  readonly #route: DropRoute;
  readonly #rules: TerminalRules;
  readonly #prices: TerminalPrices;
  readonly #reach = new Map<number, readonly Reach[]>();
  readonly #attachments: ReadonlyMap<number, Attachment>;
  readonly #order: Map<number, number>;
  /** Terminals at or below each node. */
  readonly #below: Int32Array;
  readonly #kept: ReadonlySet<SitedTerminal>;
  #terminals: SitedTerminal[];

  constructor(
    route: DropRoute,
    attachments: readonly Attachment[],
    placed: readonly PlacedTerminal[],
    rules: TerminalRules,
    prices: TerminalPrices,
    kept: readonly SitedTerminal[],
  ) {
    this.#route = route;
    this.#kept = new Set(kept);
    this.#rules = rules;
    this.#attachments = new Map(attachments.map((attachment) => [attachment.premises, attachment]));
    this.#prices = prices;
    this.#order = new Map(route.tree.preorder.map((node, i) => [node, i]));
    this.#below = new Int32Array(route.tree.parent.length);
    const places = new Set([...attachments, ...placed, ...kept].map(({ node }) => node));
    for (const attachment of attachments) {
      this.#reach.set(
        attachment.premises,
        placesInReach(route, attachment, rules, (node) => places.has(node), prices.isDug),
      );
    }
    this.#terminals = placed.map(({ node, premises }) => ({ node, premises: premises.map((one) => one.premises) }));
    for (const { node } of [...this.#terminals, ...kept]) this.#count(node, 1);
  }

  async run(job: JobContext): Promise<PlacedTerminal[]> {
    for (let pass = 0; pass < PASSES; pass++) {
      let better = false;
      const shift = pass % 2 === 0 ? 0 : WINDOW / 2;
      this.#sort();
      const list = this.#terminals;
      const next: typeof list = [...list.slice(0, shift)];
      for (let start = shift; start < list.length; start += WINDOW) {
        await breathe(job);
        const window = list.slice(start, start + WINDOW);
        const sited = this.#site(window);
        better ||= sited !== window;
        next.push(...sited);
      }
      this.#terminals = next;
      if (!better && pass > 0) break;
    }
    this.#terminals.push(...this.#kept);
    this.#sort();
    return this.#terminals.map(({ node, premises }) => ({
      node,
      premises: premises
        .map((one) => ({
          premises: one,
          alongM: this.#reach.get(one)?.find((reach) => reach.node === node)?.alongM ?? 0,
          lateralM: this.#attachments.get(one)?.lateralM ?? 0,
          fibres: this.#attachments.get(one)?.fibres ?? 1,
        }))
        .sort((a, b) => b.alongM - a.alongM || a.premises - b.premises),
    }));
  }

  #sort(): void {
    const place = (node: number): number => this.#order.get(node) ?? 0;
    // Of those at one place the kept ones come first, in the order that they had.
    const first = (terminal: SitedTerminal): number => (this.#kept.has(terminal) ? -1 : (terminal.premises[0] ?? 0));
    this.#terminals.sort((a, b) => place(a.node) - place(b.node) || first(a) - first(b));
  }

  #count(node: number, by: number): void {
    for (let at = node; at >= 0; at = this.#route.tree.parent[at] ?? -1) this.#below[at] = (this.#below[at] ?? 0) + by;
  }

  /** The window's premises sited at least cost; the window itself where that is no cheaper. */
  #site(window: readonly SitedTerminal[]): readonly SitedTerminal[] {
    for (const { node } of window) this.#count(node, -1);
    const premises = window.flatMap((terminal) => terminal.premises);
    const wanted = new Map<number, number>();
    for (const one of premises) for (const { node } of this.#reach.get(one) ?? []) wanted.set(node, (wanted.get(node) ?? 0) + 1);
    for (const { node } of window) wanted.set(node, Math.max(wanted.get(node) ?? 0, 1));
    const placesAt = new Map<number, number[]>();
    const places: SitingPlace[] = [];
    const nodeOf: number[] = [];
    const sharedCosts: number[] = [];
    const sharedOf = new Map<number, number>();
    for (const [node, count] of wanted) {
      const copies = Math.max(window.filter((one) => one.node === node).length, Math.ceil(count / this.#rules.usablePorts));
      const needs = this.#tailOf(node, sharedOf, sharedCosts);
      for (let copy = 0; copy < copies; copy++) {
        placesAt.set(node, [...(placesAt.get(node) ?? []), places.length]);
        nodeOf.push(node);
        places.push({ openingCost: this.#prices.terminalCents(node), capacity: this.#rules.usablePorts, needs });
      }
    }
    const problem: SitingProblem = {
      places,
      sharedCosts,
      customers: premises.map((one) =>
        (this.#reach.get(one) ?? []).flatMap(({ node, alongM, dug }) => {
          let cost = this.#prices.dropCents(one, alongM + (this.#attachments.get(one)?.lateralM ?? 0));
          for (const edge of dug) if ((this.#below[edge] ?? 0) === 0) cost += OWN_TRENCH * this.#prices.edgeCents(edge);
          return (placesAt.get(node) ?? []).map((place) => ({ place, cost }));
        }),
      ),
    };
    const before = new Map<number, number>();
    const old = window.flatMap(({ node, premises: own }) => {
      const used = before.get(node) ?? 0;
      before.set(node, used + 1);
      return own.map(() => placesAt.get(node)?.[used] ?? -1);
    });
    const oldCost = costOfSiting(problem, old) ?? Infinity;
    const found = solveSiting(problem, EFFORT, old);
    const isCheaper = found !== null && found.cost < oldCost - 0.5;
    const sited = isCheaper ? grouped(found.placeOf, premises, nodeOf) : window;
    for (const { node } of sited) this.#count(node, 1);
    return sited;
  }

  /** Route above a node that only the window could need, as indices of shared costs. */
  #tailOf(start: number, sharedOf: Map<number, number>, sharedCosts: number[]): number[] {
    const needs: number[] = [];
    for (let node = start; node >= 0 && (this.#below[node] ?? 0) === 0; node = this.#route.tree.parent[node] ?? -1) {
      let index = sharedOf.get(node);
      if (index === undefined) {
        index = sharedCosts.push(this.#prices.edgeCents(node)) - 1;
        sharedOf.set(node, index);
      }
      needs.push(index);
    }
    return needs;
  }
}

function grouped(placeOf: ArrayLike<number>, premises: readonly number[], nodeOf: readonly number[]): SitedTerminal[] {
  const groups = new Map<number, number[]>();
  premises.forEach((one, i) => groups.set(placeOf[i] ?? -1, [...(groups.get(placeOf[i] ?? -1) ?? []), one]));
  return [...groups].map(([place, members]) => ({ node: nodeOf[place] ?? -1, premises: members }));
}
