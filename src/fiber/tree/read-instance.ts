import { AppError } from '../../base/app-error.ts';
import type { TreeProblem } from './problem.ts';

/** A problem as a file states it. */
export interface TreeInstance extends Omit<TreeProblem, 'root'> {
  /** Undefined where the file names no root and no terminal must be joined: the tree may lie anywhere. */
  readonly root: number | undefined;
  /** Where terminals may be left out: the price of each, Infinity for those that must be joined. */
  readonly prizes: Float64Array | undefined;
  /** How many whole units of cost here make one of the file's: a power of ten, 1 where its costs have no decimals. */
  readonly unitsPerCost: number;
}

/** Costs with more decimals are rounded to so many. */
const MOST_DECIMALS = 6;

/** Lines of a text without copying the whole of it. */
function* lines(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    yield text.slice(start, end).trim();
    start = end + 1;
  }
}

/** What has been read so far. */
interface Reading {
  readonly name: string;
  line: number;
  section: string;
  nodeCount: number;
  edgesPromised: number;
  terminalsPromised: number;
  readonly from: number[];
  readonly to: number[];
  readonly cost: number[];
  readonly terminals: number[];
  /** By terminal; Infinity without one. */
  readonly prizes: number[];
  /** Of the cost with the most of them. */
  decimals: number;
  root: number;
  ended: boolean;
}

/**
 * Reads a graph with terminals as the PACE challenge 2018 (.gr) and SteinLib (.stp) write it, with prizes too. Nodes count from 1 in the
 * file and from 0 here. The root is the file's own where it names one, else its first terminal.
 * @param name what to call the file in errors
 */
export function readTreeInstance(text: string, name: string): TreeInstance {
  const reading: Reading = {
    name,
    line: 0,
    section: '',
    nodeCount: -1,
    edgesPromised: -1,
    terminalsPromised: -1,
    from: [],
    to: [],
    cost: [],
    terminals: [],
    prizes: [],
    decimals: 0,
    root: -1,
    ended: false,
  };
  for (const line of lines(text)) {
    reading.line++;
    if (line === '' || line.startsWith('#') || reading.ended) continue;
    readLine(reading, line);
  }
  return finish(reading);
}

function readLine(reading: Reading, line: string): void {
  const words = line.split(/\s+/);
  const key = (words[0] ?? '').toUpperCase();
  if (key === 'EOF') {
    if (reading.section !== '') throw damaged(reading, 'The file ends inside a section.');
    reading.ended = true;
  } else if (key === 'SECTION') {
    reading.section = (words[1] ?? '').toLowerCase();
    if (/^(nodeweights|maximumdegrees|obstacles)$/.test(reading.section)) throw unsupported(reading, words[1] ?? '');
  } else if (key === 'END') reading.section = '';
  else if (reading.section === 'graph') readGraphLine(reading, key, words);
  else if (reading.section === 'terminals') readTerminalLine(reading, key, words);
  // Comments, coordinates, presolve and tree decompositions say nothing about the problem; so does the magic first line.
}

function readGraphLine(reading: Reading, key: string, words: readonly string[]): void {
  if (key === 'NODES') reading.nodeCount = readCount(reading, words[1]);
  else if (key === 'EDGES') reading.edgesPromised = readCount(reading, words[1]);
  else if (key === 'E') {
    reading.from.push(readNode(reading, words[1]));
    reading.to.push(readNode(reading, words[2]));
    reading.cost.push(readCost(reading, words[3], 'cost of the edge'));
  } else if (key === 'A' || key === 'ARCS') throw unsupported(reading, 'directed arcs');
  else if (key !== 'OBSTACLES') throw damaged(reading, `"${key}" has no meaning in the graph section.`);
}

function readTerminalLine(reading: Reading, key: string, words: readonly string[]): void {
  if (key === 'TERMINALS') reading.terminalsPromised = readCount(reading, words[1]);
  else if (key === 'T' || key === 'TP') {
    reading.terminals.push(readNode(reading, words[1]));
    reading.prizes.push(key === 'TP' ? readCost(reading, words[2], 'prize') : Infinity);
  } else if (key === 'ROOT' || key === 'ROOTP') reading.root = readNode(reading, words[1]);
  else throw damaged(reading, `"${key}" has no meaning in the terminals section.`);
}

function readCount(reading: Reading, word: string | undefined): number {
  const count = Number(word ?? NaN);
  if (!Number.isSafeInteger(count) || count < 0 || count > 100_000_000)
    throw damaged(reading, 'A count is missing or out of range.');
  return count;
}

function readCost(reading: Reading, word: string | undefined, what: string): number {
  const cost = Number(word ?? '');
  if (word === undefined || word === '' || !Number.isFinite(cost)) throw damaged(reading, `The ${what} is missing or no number.`);
  if (cost < 0 || cost > Number.MAX_SAFE_INTEGER) throw damaged(reading, `The ${what} ${word} is negative or too large.`);
  const decimals = /\.(\d*?)0*$/.exec(word)?.[1]?.length ?? (Number.isInteger(cost) ? 0 : MOST_DECIMALS);
  reading.decimals = Math.max(reading.decimals, Math.min(decimals, MOST_DECIMALS));
  return cost;
}

function readNode(reading: Reading, word: string | undefined): number {
  const node = Number(word ?? NaN);
  if (reading.nodeCount < 0) throw damaged(reading, 'The number of nodes must stand before edges and terminals.');
  if (!Number.isInteger(node) || node < 1 || node > reading.nodeCount) {
    throw damaged(reading, `Node ${word ?? '(missing)'} is not between 1 and ${reading.nodeCount}.`);
  }
  return node - 1;
}

function finish(reading: Reading): TreeInstance {
  const { nodeCount, from, terminals } = reading;
  if (nodeCount < 0) throw damaged(reading, 'There is no graph section with a number of nodes.');
  if (reading.section !== '') throw damaged(reading, 'The file ends inside a section.');
  if (reading.edgesPromised >= 0 && reading.edgesPromised !== from.length) {
    throw damaged(reading, `${reading.edgesPromised} edges were announced, ${from.length} are there.`);
  }
  const mayCountRoot = reading.root >= 0 && reading.terminalsPromised === terminals.length + 1;
  if (reading.terminalsPromised >= 0 && reading.terminalsPromised !== terminals.length && !mayCountRoot) {
    throw damaged(reading, `${reading.terminalsPromised} terminals were announced, ${terminals.length} are there.`);
  }
  if (terminals.length === 0 && reading.root < 0) throw damaged(reading, 'There are no terminals.');
  const required = terminals.find((_, i) => reading.prizes[i] === Infinity);
  const unitsPerCost = 10 ** reading.decimals;
  const inUnits = (costs: readonly number[]): Float64Array =>
    Float64Array.from(costs, (cost) => (cost === Infinity ? cost : Math.round(cost * unitsPerCost)));
  const edgeCost = inUnits(reading.cost);
  if (!Number.isSafeInteger(edgeCost.reduce((sum, cost) => sum + cost, 0)))
    throw damaged(reading, 'The costs add up to too much.');
  return {
    nodeCount,
    edgeFrom: Int32Array.from(from),
    edgeTo: Int32Array.from(reading.to),
    edgeCost,
    terminals: Int32Array.from(terminals),
    prizes: reading.prizes.some((prize) => prize < Infinity) ? inUnits(reading.prizes) : undefined,
    root: reading.root >= 0 ? reading.root : required,
    unitsPerCost,
  };
}

function damaged(reading: Reading, what: string): AppError {
  return new AppError('import/damaged-graph', {
    what,
    where: `${reading.name}, line ${reading.line}`,
    remedy: 'Give a complete PACE .gr or SteinLib .stp file.',
  });
}

function unsupported(reading: Reading, feature: string): AppError {
  return new AppError('import/unsupported-graph', {
    what: `This kind of problem cannot be solved yet: ${feature}.`,
    where: `${reading.name}, line ${reading.line}`,
    remedy: 'Give a Steiner tree problem: undirected edges with costs, and terminals that must be joined.',
  });
}
