import type { CostBook } from '../../base/cost-book.ts';
import { isFreeToCross } from '../../fiber/graph-parts.ts';
import type { RouteEdge } from '../../fiber/route-input.ts';
import { placeKey } from '../../fiber/way-network.ts';
import { lengthM as lengthOf, pointAlong } from '../../geo/polyline.ts';
import { quantise, type LngLat } from '../../geo/position.ts';
import type { Crossing, InService, NetworkPole, Stretch } from '../../plan/network.ts';
import type { Settings } from '../../plan/settings.ts';
import type { Boundaries, Piece } from './boundaries.ts';
import type { Chain, NetworkTree } from './network-tree.ts';
import { nameOf } from './prepare.ts';
import { ITEM } from './prices.ts';
import type { TerrainFactor } from './terrain-length.ts';

/** What parts of a network are made with, beside the tree. */
export interface PartContext {
  readonly settings: Settings;
  readonly costBook: CostBook;
  readonly boundaries: Boundaries;
  readonly terrainFactor: TerrainFactor;
  /** What is known of the ground under each chain, by its lower end: it lies where it lies, however light is divided. */
  readonly ground: Map<number, ChainGround>;
}

/** The ground under a chain: its slopes, and the pieces that boundaries cut it into. */
interface ChainGround {
  readonly factor: number;
  readonly lengthMm: number;
  readonly pieces: readonly Piece[];
}

const PERMIT: Readonly<Record<Crossing['kind'], string>> = {
  rail: 'Crossing agreement with the railway',
  stream: 'Notice to the water authority where the stream is regulated',
  water: 'Permit of the water authority where the water is public',
  highway: 'Permit of the highway authority',
};

/** Turns the chains of a tree into stretches cut at boundaries, with the crossings on them and the new poles under them. */
export class StretchMaker {
  readonly stretches: Stretch[] = [];
  readonly crossings: Crossing[] = [];
  readonly newPoles: NetworkPole[] = [];
  readonly #tree: NetworkTree;
  readonly #context: PartContext;
  readonly #newPoleAt = new Set<string>();
  /** Route between each node and its facility. */
  readonly #depthM: Float64Array;

  constructor(tree: NetworkTree, context: PartContext) {
    this.#tree = tree;
    this.#context = context;
    this.#depthM = new Float64Array(tree.tree.parent.length);
    for (const node of tree.tree.preorder)
      this.#depthM[node] = (this.#depthM[tree.tree.parent[node] ?? -1] ?? 0) + (tree.edgeAbove(node)?.lengthM ?? 0);
    for (const chain of tree.chains()) {
      const first = chain.edges[0];
      if (first === undefined || lengthOf(chain.path) === 0) continue;
      // Past the last terminal only drops run; they are priced as drops.
      if (this.#cablesOf(chain).fibres > 0) {
        const added = this.#cutChain(chain, first, this.stretches.length);
        this.#addCrossings(chain, added);
        this.stretches.push(...added);
      }
      if (first.kind === 'pole-line') this.#addNewPoles(chain);
    }
    this.#addLonePoles();
  }

  #cutChain(chain: Chain, first: RouteEdge, count: number): Stretch[] {
    const { settings } = this.#context;
    const lent = first.kind === 'cable';
    const aerial = first.kind === 'span' || first.kind === 'pole-line' || first.kind === 'tap';
    const { factor: slopes, lengthMm, pieces } = this.#groundOf(chain);
    const carried = this.#cablesOf(chain);
    const { cables } = carried;
    const slackPercent = settings.slack === 'percent' ? settings.slackPercent : 0;
    const loops = settings.slack === 'loops' && !lent ? this.#loopsOn(chain) : 0;
    const stretchedBy = slopes * (1 + (slackPercent + (aerial ? settings.sagPercent : 0)) / 100);
    let cableLeftMm = Math.round(lengthMm * stretchedBy + loops * settings.slackLoopM * 1000) * cables.length;
    const cableMm = cableLeftMm;
    const support = !aerial ? null : first.kind !== 'span' ? 'new-poles' : first.owned ? 'own-poles' : 'rented-poles';
    const item = itemOf(first, support);
    const factor = first.terms.priceFactor;
    let from = this.#tree.nodeId(chain.top);
    return pieces.map((piece, i) => {
      const last = i === pieces.length - 1;
      const id = `S-${String(count + i + 1).padStart(5, '0')}`;
      const to = last ? this.#tree.nodeId(chain.bottom) : `cut:${id}`;
      const pieceCableMm = last ? cableLeftMm : Math.min(cableLeftMm, Math.round((cableMm * piece.lengthMm) / lengthMm));
      cableLeftMm -= pieceCableMm;
      const stretch: Stretch = {
        id,
        kind: lent ? 'in-service' : aerial ? 'aerial' : 'underground',
        support,
        method: aerial ? null : lent ? 'cable' : first.kind === 'duct' ? 'duct' : (first.method ?? 'bore'),
        from,
        to,
        path: piece.path,
        lengthM: piece.lengthMm / 1000,
        ...this.#lentBy(chain, pieces, i, stretchedBy),
        cableLengthM: pieceCableMm / 1000,
        slackLoops: last ? loops : 0,
        ...carried,
        premisesServed: this.#tree.served[chain.bottom] ?? 0,
        ...this.#follows(first),
        because: [...new Set(chain.edges.flatMap(({ terms }) => terms.because))],
        neighbourhoodId: piece.neighbourhoodId,
        items: [{ item, quantity: piece.lengthMm / 1000, ...(factor === 1 ? {} : { priceFactor: factor }) }],
      };
      from = to;
      return stretch;
    });
  }

  /** The piece of a cable in service that a stretch runs in. */
  #lentBy({ edges }: Chain, pieces: readonly Piece[], index: number, stretchedBy: number): { inService?: InService } {
    const [first, last] = [edges[0], edges.at(-1)];
    const cable = this.#tree.prepared.cables[first?.piece?.cable ?? -1];
    if (cable === undefined || first?.piece === undefined || last?.piece === undefined) return {};
    const ends = [first.piece.fromM, first.piece.toM, last.piece.fromM, last.piece.toM];
    const isForward = first === last ? this.#tree.isForward(first) : last.piece.fromM > first.piece.fromM;
    const [startM, endM] = isForward ? [Math.min(...ends), Math.max(...ends)] : [Math.max(...ends), Math.min(...ends)];
    const wholeMm = pieces.reduce((sum, { lengthMm }) => sum + lengthMm, 0);
    const beforeMm = pieces.slice(0, index).reduce((sum, { lengthMm }) => sum + lengthMm, 0);
    const lengthMm = pieces[index]?.lengthMm ?? 0;
    const at = (mm: number): number => Math.round((startM + ((endM - startM) * mm) / wholeMm) * 1000) / 1000;
    return {
      inService: {
        cable: cable.key,
        name: cable.label,
        spareFibres: cable.spareFibres,
        firstSpare: cable.firstSpare,
        fromM: at(beforeMm),
        toM: at(beforeMm + lengthMm),
        fibreM: Math.round(lengthMm * stretchedBy) / 1000,
      },
    };
  }

  #groundOf({ bottom, path }: Chain): ChainGround {
    const { ground, terrainFactor, boundaries } = this.#context;
    const known = ground.get(bottom);
    if (known !== undefined) return known;
    const lengthMm = Math.round(lengthOf(path) * 1000);
    const found = { factor: terrainFactor(path), lengthMm, pieces: boundaries.cut(path, lengthMm) };
    ground.set(bottom, found);
    return found;
  }

  /** Loops at the lower end, where a closure or a riser is, and wherever so much route has gone by since the facility. */
  #loopsOn({ top, bottom }: Chain): number {
    const { slackLoopEveryM } = this.#context.settings;
    const passed = (node: number): number => Math.floor((this.#depthM[node] ?? 0) / slackLoopEveryM);
    return Math.max(
      passed(bottom) - passed(top),
      this.#tree.opensCables(bottom) || this.#meets(bottom, 'riser') || this.#meets(bottom, 'cable-access') ? 1 : 0,
    );
  }

  #cablesOf({ bottom }: Chain): Pick<Stretch, 'fibres' | 'cables' | 'feederFibres' | 'feederCables'> {
    const { feeder, distribution } = this.#tree;
    const feederFibres = feeder.fibres[bottom] ?? 0;
    const feederCables = feeder.cables[bottom] ?? [];
    return {
      fibres: feederFibres + (distribution.fibres[bottom] ?? 0),
      cables: [...feederCables, ...(distribution.cables[bottom] ?? [])],
      feederFibres,
      feederCables: feederCables.length,
    };
  }

  #follows(edge: RouteEdge): Pick<Stretch, 'along' | 'source'> {
    const span = this.#tree.prepared.spans[edge.span];
    if (span !== undefined)
      return { along: span.along, source: span.sourceId === null ? null : { layer: 'spans', id: span.sourceId } };
    const cable = this.#tree.prepared.cables[edge.piece?.cable ?? -1];
    if (cable !== undefined)
      return { along: `cable ${cable.label}`, source: { layer: 'existing-network', id: cable.feature.id } };
    const way = this.#tree.prepared.ways[edge.way]?.feature;
    if (edge.kind === 'lateral' || way === undefined) return { along: edge.kind === 'lateral' ? 'lateral' : '', source: null };
    const layer = this.#tree.prepared.ways[edge.way]?.layer ?? 'rights-of-way';
    const across = this.#tree.prepared.ways[edge.way]?.across === true ? 'across ' : '';
    return { along: `${across}${nameOf(way)}`, source: { layer, id: way.id } };
  }

  #addCrossings(chain: Chain, pieces: readonly Stretch[]): void {
    let startM = 0;
    for (const edge of chain.edges) {
      const forward = samePlace(edge.path[0], pointAlong(chain.path, startM));
      for (const crossing of edge.crossings) {
        const atM = startM + (forward ? crossing.atM : edge.lengthM - crossing.atM);
        const stretch = pieceAt(pieces, atM);
        if (stretch !== undefined) this.#addCrossing(crossing, edge, stretch);
      }
      startM += edge.lengthM;
    }
  }

  #addCrossing(crossing: RouteEdge['crossings'][number], edge: RouteEdge, stretch: Stretch): void {
    const barrier = this.#tree.prepared.barriers[crossing.barrier];
    const aerial = stretch.kind === 'aerial';
    const onBridge = this.#tree.prepared.input.ways[edge.way]?.bridge ?? false;
    const free = isFreeToCross(crossing.kind, aerial);
    this.crossings.push({
      id: `X-${String(this.crossings.length + 1).padStart(4, '0')}`,
      kind: crossing.kind,
      barrierId: barrier?.id ?? '',
      name: barrier?.name ?? null,
      position: crossing.position,
      stretchId: stretch.id,
      manner: aerial ? 'aerial' : onBridge ? 'bridge' : 'bore',
      permit: PERMIT[crossing.kind],
      neighbourhoodId: stretch.neighbourhoodId,
      items: free ? [] : [{ item: ITEM.crossing[crossing.kind], quantity: 1 }],
    });
  }

  /** New poles at both ends of a line and evenly between, none where an existing pole is tapped. */
  #addNewPoles(chain: Chain): void {
    const lengthM = lengthOf(chain.path);
    const gaps = Math.max(1, Math.ceil(lengthM / this.#context.settings.newPoleSpacingM));
    for (let i = 0; i <= gaps; i++) {
      const position = quantise(pointAlong(chain.path, (lengthM * i) / gaps));
      const end = i === 0 ? chain.top : i === gaps ? chain.bottom : -1;
      if (end < 0 || !this.#meets(end, 'tap')) this.#addNewPole(position);
    }
  }

  /** A drop through the air may need one pole beside a buried route, with no line from it. */
  #addLonePoles(): void {
    for (const node of this.#tree.tree.preorder) {
      const { kind, position } = this.#tree.node(node);
      if (kind === 'new-line' && !this.#meets(node, 'pole-line') && !this.#meets(node, 'tap')) this.#addNewPole(position);
    }
  }

  #addNewPole(position: LngLat): void {
    const key = placeKey(position);
    if (!this.#newPoleAt.has(key)) {
      this.#newPoleAt.add(key);
      this.newPoles.push({
        id: `NP-${String(this.newPoles.length + 1).padStart(4, '0')}`,
        poleId: null,
        position,
        owner: null,
        heightM: null,
        poleClass: null,
        zone: null,
        group: '',
        circuit: null,
        makeReady: 'none',
        surveyedCostCents: null,
        neighbourhoodId: this.#context.boundaries.idAt(position),
        items: [{ item: ITEM.newPole, quantity: 1 }],
      });
    }
  }

  #meets(node: number, kind: RouteEdge['kind']): boolean {
    return [
      this.#tree.edgeAbove(node),
      ...(this.#tree.tree.children[node] ?? []).map((child) => this.#tree.edgeAbove(child)),
    ].some((edge) => edge?.kind === kind);
  }
}

function itemOf({ kind, method }: RouteEdge, support: Stretch['support']): string {
  if (kind === 'duct') return ITEM.duct;
  if (kind === 'cable') return ITEM.cable;
  if (support === null) return ITEM.buried[method ?? 'bore'];
  return support === 'rented-poles' ? ITEM.aerialRented : ITEM.aerialOwn;
}

function samePlace(a: LngLat | undefined, b: LngLat): boolean {
  return a !== undefined && Math.abs(a[0] - b[0]) < 2e-7 && Math.abs(a[1] - b[1]) < 2e-7;
}

function pieceAt(pieces: readonly Stretch[], atM: number): Stretch | undefined {
  let endM = 0;
  for (const piece of pieces) {
    endM += piece.lengthM;
    if (atM <= endM) return piece;
  }
  return pieces.at(-1);
}
