import type { RouteEdge, RouteGraph } from '../../fiber/route-input.ts';
import type { TreeProblem } from '../../fiber/tree/problem.ts';
import { placeKey } from '../../fiber/way-network.ts';
import type { LngLat } from '../../geo/position.ts';
import type { FiberNetwork } from '../../plan/network.ts';

/** The ground is told apart by squares of so many to a degree of longitude and latitude: 280 m from south to north. */
const SQUARES_PER_DEGREE = 400;

/** What can be built in a square of the ground, and at what price. */
export interface GroundSquare {
  /** A fingerprint: where two graphs have the same one they are the same there. */
  readonly mark: string;
  /** The edges that lie there, in an order that does not depend on the graph's numbers. */
  readonly edges: readonly number[];
}

/** The ground of a problem by square: edges of the graph, openings of terminals and leaves of what is kept. */
export function groundOf({ nodes, edges }: RouteGraph, problem: TreeProblem): Map<string, GroundSquare> {
  const squares = new Map<string, { edge: number; a: number; b: number }[]>();
  const nodeText = nodes.map(({ kind, position }, node) => `${kind} ${placeKey(position)} ${problem.nodeCost?.[node] ?? 0}`);
  for (let edge = 0; edge < problem.edgeFrom.length; edge++) {
    const about = edges[edge];
    // After the graph's edges come those to nodes of the problem alone, which have no place of their own.
    const from = about?.from ?? problem.edgeFrom[edge] ?? -1;
    const price = `${problem.edgeCost[edge] ?? 0} ${nodeText[from] ?? ''}`;
    // To the millimetre: another engine's sine differs in the last digit.
    const text =
      about === undefined
        ? price
        : `${about.kind} ${about.costCents} ${about.lengthM.toFixed(3)} ${price} ${nodeText[about.to] ?? ''}`;
    const square = squareOf(about === undefined ? (nodes[from]?.position ?? [0, 0]) : middleOf(about));
    const entry = { edge, a: hashOf(text, 0x811c9dc5), b: hashOf(text, 0x2f0b4c47) };
    const there = squares.get(square);
    if (there === undefined) squares.set(square, [entry]);
    else there.push(entry);
  }
  return new Map(
    [...squares].map(([square, entries]) => {
      entries.sort((one, other) => one.a - other.a || one.b - other.b || one.edge - other.edge);
      let [a, b] = [entries.length, 0];
      for (const entry of entries) [a, b] = [(Math.imul(a, 31) + entry.a) >>> 0, (Math.imul(b, 31) + entry.b) >>> 0];
      return [square, { mark: `${a.toString(36)}.${b.toString(36)}`, edges: entries.map(({ edge }) => edge) }];
    }),
  );
}

/** Under this name, which no square has, the ground's record keeps a fingerprint of what equipment is placed by. */
const EQUIPMENT = 'equipment';

/** Whether equipment was placed by the same rules and prices then. */
export function isPlacedBy(record: Readonly<Record<string, string>>, rules: string): boolean {
  return record[EQUIPMENT] === rules;
}

/**
 * What is kept of a design to go on from: for each square its fingerprint and, five to a letter, which of its edges the routes use.
 * @param rules fingerprint of what equipment is placed by
 */
export function groundRecord(
  ground: ReadonlyMap<string, GroundSquare>,
  routes: Iterable<number>,
  rules: string,
): Record<string, string> {
  const used = new Set(routes);
  const squares = Object.fromEntries(
    [...ground].map(([square, { mark, edges }]) => {
      let letters = '';
      for (let i = 0; i < edges.length; i += BITS)
        letters += edges
          .slice(i, i + BITS)
          .reduce((sum, edge, bit) => sum + (used.has(edge) ? 1 << bit : 0), 0)
          .toString(1 << BITS);
      return [square, `${mark} ${letters}`];
    }),
  );
  return { ...squares, [EQUIPMENT]: rules };
}

const BITS = 5;

/**
 * Compares the ground with that of an earlier design.
 * @returns the squares that differ, and the edges that its routes use in all others
 */
export function compareGround(
  record: Readonly<Record<string, string>>,
  ground: ReadonlyMap<string, GroundSquare>,
): { changed: Set<string>; used: number[] } {
  const changed = new Set(Object.keys(record).filter((square) => square !== EQUIPMENT && !ground.has(square)));
  const used: number[] = [];
  for (const [square, { mark, edges }] of ground) {
    const [before, letters = ''] = (record[square] ?? '').split(' ');
    if (before === mark)
      used.push(...edges.filter((_, i) => ((parseInt(letters[Math.floor(i / BITS)] ?? '0', 1 << BITS) >> (i % BITS)) & 1) === 1));
    else changed.add(square);
  }
  return { changed, used };
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
 * @param among the edges that are asked about
 */
export function edgesOfNetwork(
  { nodes, edges }: RouteGraph,
  problem: TreeProblem,
  network: FiberNetwork,
  among: ReadonlySet<number>,
): number[] {
  if (among.size === 0) return [];
  const built = { aerial: new Set<string>(), underground: new Set<string>(), 'in-service': new Set<string>() };
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
    for (const pieces of [built.aerial, built.underground]) note(pieces, path.slice(0, -1));
  }
  const facilities = new Set(network.facilities.map(({ facilityId }) => facilityId));
  const isBuilt = ({ kind, from, to, path }: RouteEdge): boolean => {
    if (kind === 'source') return facilities.size > 0;
    if (kind === 'riser') return ends.has(placeKey(nodes[to]?.position ?? nodes[from]?.position ?? [0, 0]));
    const [start, end] = [path[0] as LngLat, path.at(-1) as LngLat]; // a path has ends
    if (kind === 'drop-aerial' || kind === 'drop-buried')
      return dropAt.get(pieceKey(start, end)) === (kind === 'drop-aerial' ? 'aerial' : 'underground');
    if (kind === 'cable-access') return ends.has(placeKey(start));
    if (kind === 'cable') return path.every((at, i) => i === 0 || built['in-service'].has(pieceKey(path[i - 1] as LngLat, at)));
    const pieces = kind === 'span' || kind === 'pole-line' || kind === 'tap' ? built.aerial : built.underground;
    return path.every((at, i) => i === 0 || pieces.has(pieceKey(path[i - 1] as LngLat, at))); // i > 0: there is one before
  };
  const openings = [...among].filter((edge) => edge >= edges.length);
  const copies = new Set(openings.map((edge) => problem.edgeTo[edge] ?? -1));
  const found = edges.flatMap((edge, i) => ((among.has(i) || copies.has(problem.edgeFrom[i] ?? -1)) && isBuilt(edge) ? [i] : []));
  const opened = new Set(found.map((edge) => problem.edgeFrom[edge] ?? -1));
  return [
    ...found.filter((edge) => among.has(edge)),
    ...openings.filter((edge) => opened.has(problem.edgeTo[edge] ?? -1)).sort((a, b) => a - b),
  ];
}

function pieceKey(a: LngLat, b: LngLat): string {
  const [one, other] = [placeKey(a), placeKey(b)];
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
