import type { LocalXY } from '../geo/position.ts';
import { boxIndex } from '../geo/spatial-index.ts';

/** So many things, each this near to the next, are posts or bollards; no pole line stands so. */
const POSTS = 6;
const POST_SPACING_M = 8;

/** Indices of what stands in a tight row or heap. @param poles metres in a flat frame */
export function postsAmong(poles: readonly LocalXY[]): ReadonlySet<number> {
  const index = boxIndex(poles.map(({ x, y }) => [x, y, x, y]));
  const posts = new Set<number>();
  const seen = new Set<number>();
  poles.forEach((_, start) => {
    if (seen.has(start)) return;
    seen.add(start);
    const group = [start];
    for (const at of group) {
      const { x, y } = poles[at] as LocalXY; // indices of poles
      for (const other of index.nearest(x, y, POSTS, POST_SPACING_M)) {
        if (seen.has(other)) continue;
        seen.add(other);
        group.push(other);
      }
    }
    if (group.length >= POSTS) for (const post of group) posts.add(post);
  });
  return posts;
}
