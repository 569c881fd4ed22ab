import Flatbush from 'flatbush';

/** A fixed set of boxes that can be searched by box and by nearness. */
export interface BoxIndex {
  /** Positions in the set of boxes that touch the box, ascending. */
  search(minX: number, minY: number, maxX: number, maxY: number): number[];
  /** Positions of the boxes nearest to a point, nearest first, up to a distance. */
  nearest(x: number, y: number, count: number, maxDistance: number): number[];
}

/** Indexes boxes given as [minX, minY, maxX, maxY] in any one flat unit. */
export function boxIndex(boxes: readonly (readonly [number, number, number, number])[]): BoxIndex {
  if (boxes.length === 0) return { search: () => [], nearest: () => [] };
  const index = new Flatbush(boxes.length);
  for (const box of boxes) index.add(box[0], box[1], box[2], box[3]);
  index.finish();
  return searchable(index);
}

/** Indexes many boxes given one after the other as minX, minY, maxX, maxY in whole units. */
export function packedBoxIndex(boxes: Int32Array): BoxIndex {
  if (boxes.length === 0) return boxIndex([]);
  const index = new Flatbush(boxes.length / 4, 16, Int32Array);
  for (let at = 0; at < boxes.length; at += 4)
    index.add(boxes[at] ?? 0, boxes[at + 1] ?? 0, boxes[at + 2] ?? 0, boxes[at + 3] ?? 0);
  index.finish();
  return searchable(index);
}

function searchable(index: Flatbush): BoxIndex {
  return {
    search: (minX, minY, maxX, maxY) => index.search(minX, minY, maxX, maxY).sort((a, b) => a - b),
    nearest: (x, y, count, maxDistance) => index.neighbors(x, y, count, maxDistance),
  };
}
