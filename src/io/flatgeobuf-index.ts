/** The packed R-tree of a FlatGeobuf file: levels of nodes from the root down, the features' own nodes last. */
const NODE_BYTES = 40;

/** How many nodes each level has, the features' own first. */
function levelsOf(count: number, nodeSize: number): number[] {
  const levels = [count];
  for (let nodes = count; nodes > 1; levels.push(nodes)) nodes = Math.ceil(nodes / Math.max(2, nodeSize));
  return levels;
}

/** The size of an index: none where there are no features or where a node has no children. */
export function indexBytes(count: number, nodeSize: number): number {
  if (count === 0 || nodeSize === 0) return 0;
  return count === 1 ? 2 * NODE_BYTES : NODE_BYTES * levelsOf(count, nodeSize).reduce((sum, nodes) => sum + nodes, 0);
}

/** Where each feature begins after the index, as the index says. */
export function leafOffsets(index: Uint8Array, count: number): number[] {
  const view = new DataView(index.buffer, index.byteOffset, index.byteLength);
  const first = index.length - count * NODE_BYTES;
  return Array.from({ length: count }, (_, i) => Number(view.getBigUint64(first + i * NODE_BYTES + 32, true)));
}

export type Box = readonly [west: number, south: number, east: number, north: number];

/** Builds the index over features in the order in which they are written. @param offsets where each of them begins */
export function writeIndex(boxes: readonly Box[], offsets: readonly number[], nodeSize: number): Uint8Array {
  const bytes = new Uint8Array(indexBytes(boxes.length, nodeSize));
  const view = new DataView(bytes.buffer);
  let level = boxes.map((box, i) => ({ box, target: offsets[i] ?? 0 }));
  let end = bytes.length / NODE_BYTES;
  while (end > 0) {
    const first = end - level.length;
    level.forEach(({ box, target }, i) => {
      const at = (first + i) * NODE_BYTES;
      box.forEach((value, side) => {
        view.setFloat64(at + 8 * side, value, true);
      });
      view.setBigUint64(at + 32, BigInt(target), true);
    });
    // The target of an inner node is the number of its first child.
    const parents: typeof level = [];
    for (let i = 0; i < level.length; i += nodeSize)
      parents.push({ box: unionOf(level.slice(i, i + nodeSize).map(({ box }) => box)), target: first + i });
    level = parents;
    end = first;
  }
  return bytes;
}

/** The box around boxes. */
export function unionOf(boxes: readonly Box[]): Box {
  return boxes.reduce<Box>(
    (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
}

const HILBERT_BITS = 16;

/** Where a place lies along Hilbert's curve through a box: neighbours on it are near each other. */
export function hilbertNumber(x: number, y: number, [west, south, east, north]: Box): number {
  const side = 2 ** HILBERT_BITS;
  const cell = (value: number, from: number, to: number): number =>
    to > from ? Math.min(side - 1, Math.floor((side * (value - from)) / (to - from))) : 0;
  let [column, row] = [cell(x, west, east), cell(y, south, north)];
  let number = 0;
  for (let half = side / 2; half >= 1; half /= 2) {
    const [right, upper] = [Number((column & half) > 0), Number((row & half) > 0)];
    number += half * half * ((3 * right) ^ upper);
    if (upper === 0) {
      if (right === 1) [column, row] = [side - 1 - column, side - 1 - row];
      [column, row] = [row, column];
    }
  }
  return number;
}
