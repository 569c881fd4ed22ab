import type { ProfileDrawing } from './profile-drawing.ts';

type Anchor = 'start' | 'middle' | 'end';

/** Where a text stands: `x` by its anchor, `y` its base line, pixels. */
export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: Anchor;
}

export interface ProfileLabels {
  /** Names of both ends; null where the end is not drawn. */
  readonly names: readonly (LabelPlace | null)[];
  /** What is said of the limiting point. */
  readonly limiting: LabelPlace;
}

/** Width of a letter and height of a line, pixels: what the chart's texts take at most. */
export const LETTER_PX = 7.5;
const LINE_PX = 17;
/** The uppermost base line. */
const TOP_PX = 14;
/** Half the size of the mark at the limiting point, with a little air. */
const MARK_PX = 8;
const SHIFT_PX = { start: -12, middle: 0, end: 12 } as const;

/**
 * Places the texts of a profile so that they stand clear of each other and of the mark at the limiting point. `names` and `limiting` are what
 * they say; `isBlocked`: the limiting point stands above the ray.
 */
export function profileLabels(
  { frame, masts, limiting: { ground, isShown } }: ProfileDrawing,
  texts: { readonly names: readonly string[]; readonly limiting: string; readonly isBlocked: boolean },
): ProfileLabels {
  const names = masts.map((mast, end): LabelPlace | null => {
    if (mast === null) return null;
    const place: LabelPlace =
      end === 0
        ? { x: mast.top.x - 2, y: Math.max(TOP_PX, mast.top.y - 12), anchor: 'start' }
        : { x: mast.top.x + 2, y: Math.max(TOP_PX, mast.top.y - 12), anchor: 'end' };
    return isShown && covers(place, texts.names[end] ?? '', ground) ? { ...place, y: Math.max(TOP_PX, ground.y - 12) } : place;
  });
  const anchor = anchorAt(ground.x, frame);
  const x = ground.x + SHIFT_PX[anchor];
  // Under an obstruction that does not block, in the ground; over one that does, in the sky: off the ray either way.
  if (!texts.isBlocked) return { names, limiting: { x, y: Math.min(ground.y + 20, frame.bottom - 6), anchor } };
  return { names, limiting: overNames({ x, y: Math.max(TOP_PX, ground.y - 12), anchor }, names, texts) };
}

/** A line higher than the name of an end that stands there already, or beside it where there is no sky left. */
function overNames(
  place: LabelPlace,
  names: readonly (LabelPlace | null)[],
  texts: { readonly names: readonly string[]; readonly limiting: string },
): LabelPlace {
  const [left, right] = span(place, texts.limiting);
  for (const [end, name] of names.entries()) {
    if (name === null || Math.abs(name.y - place.y) >= LINE_PX) continue;
    const [from, to] = span(name, texts.names[end] ?? '');
    if (right < from - 4 || left > to + 4) continue;
    if (name.y - LINE_PX >= TOP_PX) return { ...place, y: name.y - LINE_PX };
    return end === 0 ? { x: to + 12, y: name.y, anchor: 'start' } : { x: from - 12, y: name.y, anchor: 'end' };
  }
  return place;
}

/** The columns that a text takes. */
function span({ x, anchor }: LabelPlace, text: string): readonly [left: number, right: number] {
  const width = text.length * LETTER_PX;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return [left, left + width];
}

/** True where a text would stand over the mark at a spot. */
function covers(place: LabelPlace, text: string, spot: { readonly x: number; readonly y: number }): boolean {
  const [left, right] = span(place, text);
  return (
    spot.x > left - MARK_PX &&
    spot.x < right + MARK_PX &&
    spot.y > place.y - LINE_PX - MARK_PX / 2 &&
    spot.y < place.y + 4 + MARK_PX
  );
}

/** Within the picture, and away from the zone's label, which stands in the other half. */
function anchorAt(x: number, { left, right }: ProfileDrawing['frame']): Anchor {
  const share = (x - left) / (right - left);
  if (x < left + 90) return 'start';
  if (x > right - 90) return 'end';
  if (share > 0.3 && share < 0.5) return 'end';
  return share >= 0.5 && share < 0.7 ? 'start' : 'middle';
}
