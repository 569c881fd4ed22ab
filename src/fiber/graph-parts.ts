import { lengthM as lengthOf } from '../geo/polyline.ts';
import { quantise, type LngLat } from '../geo/position.ts';
import { boxIndex } from '../geo/spatial-index.ts';
import type { Built, Terms } from './conditions.ts';
import type { BarrierCrossing, BarrierKind } from './crossings.ts';
import type { CablePiece, Method, RouteEdgeKind, RouteInput, RouteNode } from './route-input.ts';
import { placeKey } from './way-network.ts';

const BUILT_UP_RADIUS_M = 75;
const BUILT_UP_PREMISES = 5;

/** What an edge is made of. */
export interface EdgeAbout {
  /** How it is built, which conditions go by; none for joints, ducts and drops. For a cable in service its price has no factor. */
  readonly built?: Built;
  /** What holds along it by its own way or span. */
  readonly terms?: Terms;
  readonly way?: number;
  readonly span?: number;
  readonly method?: Method;
  readonly owned?: boolean;
  readonly crossings?: readonly BarrierCrossing[];
  readonly piece?: CablePiece;
}

/** An edge as the map has it, whatever it costs and whatever is wished for. */
export interface LaidEdge {
  readonly kind: RouteEdgeKind;
  readonly from: number;
  readonly to: number;
  readonly path: readonly LngLat[];
  readonly lengthM: number;
  readonly about: EdgeAbout;
  /** How many times digging it costs for its slope. */
  readonly slope: number;
}

/** Nodes and edges of a route graph as they are laid out over the map. */
export class GraphParts {
  readonly nodes: RouteNode[];
  readonly edges: LaidEdge[] = [];
  /** Nodes of the ground and of new pole lines by `placeKey`. */
  readonly groundAt: Map<string, number>;
  readonly lineAt: Map<string, number>;
  /** Nodes of poles by index of pole. */
  readonly poleNode: number[];
  readonly builtUp: (position: LngLat) => boolean;
  readonly #input: RouteInput;

  /** @param base goes on from its nodes, with edges of its own; it stays as it is itself */
  constructor(input: RouteInput, base?: GraphParts) {
    this.#input = input;
    this.nodes = [...(base?.nodes ?? [])];
    this.groundAt = new Map(base?.groundAt);
    this.lineAt = new Map(base?.lineAt);
    this.poleNode = [...(base?.poleNode ?? [])];
    this.builtUp = base?.builtUp ?? isBuiltUp(input);
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

  edge(kind: RouteEdgeKind, from: number, to: number, path: readonly LngLat[], about: EdgeAbout = {}): void {
    const quantised = path.map(quantise);
    const slope = about.built === 'underground' ? this.#input.slopeFactor(quantised) : 1;
    this.edges.push({ kind, from, to, path: quantised, lengthM: lengthOf(quantised), about, slope });
  }

  /** A short piece in the ground that follows no way, with a riser where it begins at a pole. */
  lateral(from: number, to: number, path: readonly LngLat[], way = -1): void {
    const { rules, barriers } = this.#input;
    const start = path[0] as LngLat; // a path has two ends
    const method = this.builtUp(start) ? rules.pavedMethod : rules.unpavedMethod;
    this.edge('lateral', from, to, path, { built: 'underground', way, method, crossings: barriers.crossingsOf(path) });
  }

  /** What lies between two nodes of a way: a trench, a duct, a line of new poles; with the risers between both where a line begins. */
  alongWay(way: number, path: readonly LngLat[], builtUp: boolean): void {
    const { ways, rules, prices, barriers } = this.#input;
    const made = ways[way];
    const [a, b] = [path[0], path.at(-1)];
    if (made === undefined || a === undefined || b === undefined || placeKey(a) === placeKey(b)) return;
    const { terms } = made;
    if (made.duct && prices.ductPerM !== null) this.edge('duct', this.ground(a), this.ground(b), path, { terms, way });
    if (!made.buried) return;
    const method = made.across ? 'bore' : made.surface === 'paved' && builtUp ? rules.pavedMethod : rules.unpavedMethod;
    const crossings = barriers.crossingsOf(path);
    this.edge('buried', this.ground(a), this.ground(b), path, { built: 'underground', terms, way, method, crossings });
    if (!rules.aerial || !rules.newPoles || !made.newPoles || made.bridge || builtUp) return;
    this.edge('pole-line', this.line(a), this.line(b), path, { built: 'aerial', terms, way, owned: true, crossings });
  }

  /** Lines of new poles come down to the ground where both are at one place. @param before places that were joined already */
  addRisers(before?: ReadonlyMap<string, number>): void {
    for (const [key, line] of this.lineAt) {
      const ground = this.groundAt.get(key);
      const position = this.nodes[line]?.position;
      if (ground !== undefined && position !== undefined && before?.has(key) !== true)
        this.edge('riser', line, ground, [position, position]);
    }
  }

  #nodeFor(known: Map<string, number>, position: LngLat, kind: 'ground' | 'new-line'): number {
    const key = placeKey(position);
    const node = known.get(key) ?? this.add({ kind, position });
    known.set(key, node);
    return node;
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
