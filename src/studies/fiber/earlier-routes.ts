import type { RouteEdge, RouteGraph } from '../../fiber/route-input.ts';
import type { TreeProblem } from '../../fiber/tree/problem.ts';
import { placeKey } from '../../fiber/way-network.ts';
import type { LngLat } from '../../geo/position.ts';
import type { FiberNetwork } from '../../plan/network.ts';

/** The ground is told apart by squares of so many to a degree of longitude and latitude: 280 m from south to north. */
const SQUARES_PER_DEGREE = 400;

/**
 * Fingerprints of what can be built in each square of the ground, and at what price: where two graphs have the same ones they are the
 * same there.
 * @returns by name of the square, with a text of ten letters
 */
export function groundMarks({ nodes, edges }: RouteGraph, problem: TreeProblem): Map<string, string> {
  const sums = new Map<string, { a: number; b: number }>();
  const add = (square: string, text: string): void => {
    const sum = sums.get(square) ?? { a: 0, b: 0 };
    // Sums do not tell orders apart: the graph's numbers may differ.
    sum.a = (sum.a + hashOf(text, 0x811c9dc5)) >>> 0;
    sum.b = (sum.b + hashOf(text, 0x2f0b4c47)) >>> 0;
    sums.set(square, sum);
  };
  const nodeText = (node: number): string => {
    const at = nodes[node];
    return at === undefined ? '' : `${at.kind} ${placeKey(at.position)} ${problem.nodeCost?.[node] ?? 0}`;
  };
  edges.forEach((edge, i) => {
    const about = `${edge.kind} ${edge.costCents} ${problem.edgeCost[i] ?? 0} ${edge.lengthM} ${nodeText(edge.from)} ${nodeText(edge.to)}`;
    add(squareOf(middleOf(edge)), about);
  });
  // After the graph's edges come the openings of terminals and the leaves of what is kept, at prices of their own.
  for (let i = edges.length; i < problem.edgeFrom.length; i++) {
    const from = problem.edgeFrom[i] ?? -1;
    add(squareOf(nodes[from]?.position ?? [0, 0]), `opening ${problem.edgeCost[i] ?? 0} ${nodeText(from)}`);
  }
  return new Map([...sums].map(([square, { a, b }]) => [square, `${a.toString(36)}.${b.toString(36)}`]));
}

/** The squares in which two grounds differ. */
export function changedSquares(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Set<string> {
  return new Set([...before.keys(), ...now.keys()].filter((square) => before.get(square) !== now.get(square)));
}

/** Tells whether a place lies in one of some squares or in one beside it. */
export function nearSquares(squares: ReadonlySet<string>): (position: LngLat) => boolean {
  const near = new Set<string>();
  for (const square of squares) {
    const [x = 0, y = 0] = square.split('_').map(Number);
    for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) near.add(`${x + dx}_${y + dy}`);
  }
  return (position) => near.has(squareOf(position));
}

function squareOf([lng, lat]: LngLat): string {
  return `${Math.floor(lng * SQUARES_PER_DEGREE)}_${Math.floor(lat * SQUARES_PER_DEGREE)}`;
}

function middleOf({ path }: RouteEdge): LngLat {
  return path[path.length >> 1] ?? [0, 0];
}

/** FNV-1a of a text from a start, 32 bits. */
function hashOf(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * The edges of a graph that a network is built of, and those of its problem that open its terminals: what a new search goes on from. Edges
 * that lie where a stretch of the same make lies count as its; a few too many do no harm.
 */
export function edgesOfNetwork({ nodes, edges }: RouteGraph, problem: TreeProblem, network: FiberNetwork): number[] {
  const built = { aerial: new Set<string>(), underground: new Set<string>() };
  const ends = new Set<string>();
  const note = (pieces: Set<string>, path: readonly LngLat[]): void =>
    path.forEach((end, i) => {
      ends.add(placeKey(end));
      const start = path[i - 1];
      if (start !== undefined) pieces.add(pieceKey(start, end));
    });
  const dropAt = new Map<string, 'aerial' | 'underground'>();
  let cut: readonly LngLat[] = [];
  for (const { kind, path, to } of network.stretches) {
    note(built[kind], path);
    // At a boundary a stretch is cut where the graph has no node.
    const whole = [...cut.slice(0, -1), ...path.slice(cut.length > 0 ? 1 : 0)];
    if (cut.length > 0) note(built[kind], whole);
    cut = to.startsWith('cut:') ? whole : [];
  }
  for (const { kind, path } of network.drops) {
    const [leaves, last] = path.slice(-2);
    if (leaves === undefined || last === undefined) continue;
    dropAt.set(pieceKey(leaves, last), kind);
    // What a drop runs along before, strand or trench, is told apart by neither.
    for (const pieces of Object.values(built)) note(pieces, path.slice(0, -1));
  }
  const facilities = new Set(network.facilities.map(({ facilityId }) => facilityId));
  const isBuilt = ({ kind, from, to, path }: RouteEdge): boolean => {
    if (kind === 'source') return facilities.size > 0;
    if (kind === 'riser') return ends.has(placeKey(nodes[to]?.position ?? nodes[from]?.position ?? [0, 0]));
    const [start, end] = [path[0] as LngLat, path.at(-1) as LngLat]; // a path has ends
    if (kind === 'drop-aerial' || kind === 'drop-buried')
      return dropAt.get(pieceKey(start, end)) === (kind === 'drop-aerial' ? 'aerial' : 'underground');
    const pieces = kind === 'span' || kind === 'pole-line' || kind === 'tap' ? built.aerial : built.underground;
    return path.every((at, i) => i === 0 || pieces.has(pieceKey(path[i - 1] as LngLat, at))); // i > 0: there is one before
  };
  const found = edges.flatMap((edge, i) => (isBuilt(edge) ? [i] : []));
  const copies = new Set(found.map((edge) => problem.edgeFrom[edge] ?? -1));
  for (let i = edges.length; i < problem.edgeFrom.length; i++) if (copies.has(problem.edgeTo[i] ?? -1)) found.push(i);
  return found;
}

function pieceKey(a: LngLat, b: LngLat): string {
  const [one, other] = [placeKey(a), placeKey(b)];
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
