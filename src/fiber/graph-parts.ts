import { lengthM as lengthOf } from '../geo/polyline.ts';
import { quantise, type LngLat } from '../geo/position.ts';
import { boxIndex } from '../geo/spatial-index.ts';
import { combined, PLAIN_TERMS, type Built, type Terms } from './conditions.ts';
import type { BarrierCrossing, BarrierKind } from './crossings.ts';
import type { CablePiece, Method, RouteEdge, RouteEdgeKind, RouteInput, RouteNode } from './route-input.ts';
import { placeKey } from './way-network.ts';

const BUILT_UP_RADIUS_M = 75;
const BUILT_UP_PREMISES = 5;
/** A preferred stretch weighs so much of its price. */
const PREFERRED_WEIGHT = 0.5;

/** What an edge is made of: `cents` stand beside the price of its length. */
export interface EdgeAbout {
  readonly perM?: number;
  readonly cents: number;
  /** What conditions it is under; none for joints, ducts and drops. For a cable in service its price has no factor. */
  readonly built?: Built | null;
  readonly terms?: Terms;
  readonly way?: number;
  readonly span?: number;
  readonly method?: Method;
  readonly owned?: boolean;
  readonly crossings?: readonly BarrierCrossing[];
  readonly piece?: CablePiece;
}

/** Nodes and edges of a route graph as they are made: each edge is priced from its length, its conditions and what it crosses. */
export class GraphParts {
  readonly nodes: RouteNode[] = [];
  readonly edges: RouteEdge[] = [];
  /** Nodes of the ground and of new pole lines by `placeKey`. */
  readonly groundAt = new Map<string, number>();
  readonly lineAt = new Map<string, number>();
  /** Nodes of poles by index of pole. */
  readonly poleNode: number[] = [];
  readonly builtUp: (position: LngLat) => boolean;
  readonly #input: RouteInput;

  constructor(input: RouteInput) {
    this.#input = input;
    this.builtUp = isBuiltUp(input);
  }

  add(node: RouteNode): number {
    return this.nodes.push({ ...node, position: quantise(node.position) }) - 1;
  }

  ground(position: LngLat): number {
    return this.#nodeFor(this.groundAt, position, 'ground');
  }

  line(position: LngLat): number {
    return this.#nodeFor(this.lineAt, position, 'new-line');
  }

  /** Adds an edge, unless it is forbidden. */
  edge(kind: RouteEdgeKind, from: number, to: number, path: readonly LngLat[], about: EdgeAbout): void {
    const quantised = path.map(quantise);
    const lengthM = lengthOf(quantised);
    const terms = this.#termsOf(quantised, about);
    if (terms.routing === 'forbidden') return;
    const { engineeringPerM } = this.#input.prices;
    const perM = about.perM ?? 0;
    const priced =
      about.built === null ? perM : Math.max(0, perM - engineeringPerM) * terms.priceFactor + Math.min(perM, engineeringPerM);
    const weight = terms.routing === 'preferred' ? PREFERRED_WEIGHT : 1;
    this.edges.push({
      kind,
      from,
      to,
      path: quantised,
      lengthM,
      costCents: Math.round(weight * lengthM * priced + about.cents),
      way: about.way ?? -1,
      span: about.span ?? -1,
      method: about.method ?? null,
      owned: about.owned ?? false,
      crossings: about.crossings ?? [],
      terms,
      ...(about.piece === undefined ? {} : { piece: about.piece }),
    });
  }

  /** A short piece in the ground that follows no way, with a riser where it begins at a pole. */
  lateral(from: number, to: number, path: readonly LngLat[], way = -1): void {
    const { prices, rules, barriers } = this.#input;
    const start = path[0] as LngLat; // a path has two ends
    const method = this.builtUp(start) ? rules.pavedMethod : rules.unpavedMethod;
    const crossings = barriers.crossingsOf(path);
    const risers = [from, to].filter((node) => this.nodes[node]?.kind === 'pole').length;
    this.edge('lateral', from, to, path, {
      perM: prices.buriedPerM[method],
      cents: risers * prices.riser + this.crossingCents(crossings, false),
      built: 'underground',
      way,
      method,
      crossings,
    });
  }

  crossingCents(crossings: readonly BarrierCrossing[], aerial: boolean): number {
    return crossings.reduce((sum, { kind }) => sum + (isFreeToCross(kind, aerial) ? 0 : this.#input.prices.crossing[kind]), 0);
  }

  #nodeFor(known: Map<string, number>, position: LngLat, kind: 'ground' | 'new-line'): number {
    const key = placeKey(position);
    const node = known.get(key) ?? this.add({ kind, position });
    known.set(key, node);
    return node;
  }

  #termsOf(path: readonly LngLat[], { built, terms = PLAIN_TERMS }: EdgeAbout): Terms {
    if (built === null || built === undefined) return terms;
    const here = combined(terms, this.#input.conditions.termsOf(path, built));
    if (built === 'in-service') return { ...here, priceFactor: 1 };
    const slope = built === 'aerial' ? 1 : this.#input.slopeFactor(path);
    return slope === 1 ? here : combined(here, { priceFactor: slope, routing: null, because: ['slope'] });
  }
}

/** Tells whether a place is built up: five premises within 75 m. */
export function isBuiltUp({ premises, frame }: Pick<RouteInput, 'premises' | 'frame'>): (position: LngLat) => boolean {
  const points = premises.map((position) => frame.toLocal(position));
  const index = boxIndex(points.map(({ x, y }) => [x, y, x, y]));
  return (position) => {
    const { x, y } = frame.toLocal(position);
    return index.nearest(x, y, BUILT_UP_PREMISES, BUILT_UP_RADIUS_M).length >= BUILT_UP_PREMISES;
  };
}

/** Over water a span pays nothing extra; rail and highway ask for a permit either way. */
export function isFreeToCross(kind: BarrierKind, aerial: boolean): boolean {
  return aerial && (kind === 'water' || kind === 'stream');
}
