import type { LocalFrame } from '../geo/local-frame.ts';
import type { LngLat, LocalXY } from '../geo/position.ts';
import { boxIndex, type BoxIndex } from '../geo/spatial-index.ts';
import { spansAlongWays, spansInRows, type SpanCandidate } from './span-candidates.ts';
import { NodeQueue } from './tree/node-queue.ts';
import { placeKey, type WayMap, type WayPlace } from './way-network.ts';

/** A gap between two poles that one may string along. `way` is the right-of-way that it follows, by index, −1 for a line through back lots. */
export type InferredSpan = Pick<SpanCandidate, 'from' | 'to' | 'way'>;

export interface SpanRules {
  /** Longest straight span, metres. */
  readonly maxSpanM: number;
  /** Poles this near to a way stand along it, metres. */
  readonly poleOffsetM: number;
}

/** What spans may be inferred over. */
export interface SpanGround {
  readonly ways: WayMap;
  readonly frame: LocalFrame;
  /** Which ways poles may follow. */
  readonly usable: (way: number) => boolean;
  /** Whether a straight wire keeps off buildings and, along a way, off the lots beside it. */
  readonly isClear: (from: LngLat, to: LngLat, alongWay: boolean) => boolean;
}

/** A pole at a corner stands along as many ways. */
const WAYS_PER_POLE = 4;
/** Poles this near to another are its twin: a stub beside it, or an old pole not yet taken away; metres. */
const TWIN_M = 4;
/** So many poles around one are looked at. */
const AROUND = 6;
/** A span is left out where the lines lead between its ends by no more than so many times its weight. */
const DETOUR = 3;
/** A length in the flat frame may be so much off; metres, and as a share that is left of it. */
const ROUNDING_M = 1e-6;
const STRAIGHT_SHARE = 0.99;

/**
 * The pole lines that the poles most likely carry. Of all pairs that one could string between, the lightest are taken first; a pair is left out where the lines
 * taken so far join its poles by no great detour. Changing sides weighs a whole span more than keeping to one: so runs
 * along one side come first, then corners, and a street is crossed where a line changes its side or a pole on the other side hangs on it.
 */
export function inferSpans(poles: readonly LngLat[], ground: SpanGround, rules: SpanRules): InferredSpan[] {
  const { ways, frame, usable, isClear } = ground;
  const local = poles.map((pole) => frame.toLocal(pole));
  const index = boxIndex(local.map(({ x, y }) => [x, y, x, y]));
  const twins = twinsAmong(local, index);
  const inLine = (pole: number): boolean => !twins.has(pole);
  const standing = poles.map((pole, i) =>
    inLine(i) ? standingPlaces(ways.nearestPlaces(pole, rules.poleOffsetM, WAYS_PER_POLE, usable), ways) : [],
  );
  const alone = poles.map((_, i) => i).filter((i) => inLine(i) && standing[i]?.length === 0);
  const candidates = [
    ...spansAlongWays(poles, standing, ways, frame, rules.maxSpanM, usable),
    ...spansInRows(local, alone, index, rules.maxSpanM).filter(({ from, to }) => inLine(from) && inLine(to)),
  ];
  const isFree = ({ from, to, way }: SpanCandidate): boolean => isClear(poles[from] as LngLat, poles[to] as LngLat, way >= 0); // indices of poles
  const spans: InferredSpan[] = [
    ...linesOf(local, candidates, isFree),
    ...[...twins].map(([pole, other]) => ({ from: other, to: pole, way: standing[other]?.[0]?.way ?? -1 })),
  ];
  return spans.map(({ from, to, way }) => ({ from, to, way })).sort((a, b) => a.from - b.from || a.to - b.to);
}

/** The ways that a pole stands beside; where it stands beyond the ends of all, the nearest one. */
function standingPlaces(places: readonly WayPlace[], ways: WayMap): readonly WayPlace[] {
  const beside = places.filter(({ way, position }) => {
    const vertices = ways.verticesOf(way);
    return [vertices[0], vertices.at(-1)].every((end) => end !== undefined && placeKey(end) !== placeKey(position));
  });
  return beside.length > 0 ? beside : places.slice(0, 1);
}

/** Poles that stand beside another one of a lower index, with that one. */
function twinsAmong(poles: readonly LocalXY[], index: BoxIndex): ReadonlyMap<number, number> {
  const twins = new Map<number, number>();
  poles.forEach(({ x, y }, pole) => {
    const other = index.nearest(x, y, AROUND, TWIN_M).find((one) => one < pole && !twins.has(one));
    if (other !== undefined) twins.set(pole, other);
  });
  return twins;
}

/** Greedy choice: lightest first, nothing that the lines taken so far nearly hold already. */
function linesOf(
  poles: readonly LocalXY[],
  candidates: readonly SpanCandidate[],
  isFree: (candidate: SpanCandidate) => boolean,
): SpanCandidate[] {
  const lines = new Lines(poles);
  const sorted = [...candidates].sort((a, b) => a.weightM - b.weightM || a.from - b.from || a.to - b.to);
  return sorted.filter((candidate) => {
    const { from, to, weightM } = candidate;
    if (lines.join(from, to, DETOUR * weightM) || !isFree(candidate)) return false;
    lines.add(from, to, weightM);
    return true;
  });
}

/** The lines taken so far. */
class Lines {
  readonly #poles: readonly LocalXY[];
  readonly #at: { to: number; weightM: number }[][];
  readonly #least: Float64Array;
  readonly #open: NodeQueue;

  constructor(poles: readonly LocalXY[]) {
    this.#poles = poles;
    this.#at = poles.map(() => []);
    this.#least = new Float64Array(poles.length).fill(Infinity);
    this.#open = new NodeQueue(poles.length);
  }

  add(from: number, to: number, weightM: number): void {
    this.#at[from]?.push({ to, weightM });
    this.#at[to]?.push({ to: from, weightM });
  }

  /** Whether they lead from one pole to another within a weight. No span weighs less than it is long, so poles off the way there are not looked at. */
  join(from: number, to: number, limitM: number): boolean {
    const [least, open] = [this.#least, this.#open];
    const reached = [from];
    least[from] = 0;
    open.push(from, this.#straightM(from, to));
    for (let here = open.pop(); here >= 0 && here !== to; here = open.pop()) {
      for (const edge of this.#at[here] ?? []) {
        const weightM = (least[here] ?? 0) + edge.weightM;
        const atLeastM = weightM + this.#straightM(edge.to, to);
        if (atLeastM > limitM + ROUNDING_M || weightM >= (least[edge.to] ?? 0)) continue;
        if (least[edge.to] === Infinity) reached.push(edge.to);
        least[edge.to] = weightM;
        open.push(edge.to, atLeastM);
      }
    }
    const isJoined = (least[to] ?? Infinity) <= limitM;
    open.clear();
    for (const pole of reached) least[pole] = Infinity;
    return isJoined;
  }

  #straightM(from: number, to: number): number {
    const [a, b] = [this.#poles[from], this.#poles[to]];
    return a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y) * STRAIGHT_SHARE;
  }
}
