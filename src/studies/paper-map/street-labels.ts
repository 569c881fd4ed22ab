import { compareText } from '../../base/compare.ts';
import { paperPalette } from '../../base/palette.ts';
import type { Drawing, PagePoint } from '../../io/drawing.ts';
import { clipLine } from './clip.ts';
import type { LabelSpace } from './label-space.ts';
import type { MapData } from './map-data.ts';
import type { MapFrame } from './map-frame.ts';

const STEP_MM = 4;
/** The same name is not written again nearer than this, mm. */
const REPEAT_MM = 95;

interface Candidate {
  readonly at: PagePoint;
  readonly angleDeg: number;
  /** How far the street strays from the straight text, mm. */
  readonly bend: number;
}

/** Writes the names of streets along them where there is room: straight pieces first, never over another label or a route. */
export function labelStreets(paper: Drawing, frame: MapFrame, data: MapData, space: LabelSpace): void {
  if (frame.scale > 40_000) return;
  const sizePt = frame.scale <= 6500 ? 6.5 : 5.6;
  for (const [name, lines] of namedLines(frame, data)) {
    const width = paper.textWidthMm(name, sizePt);
    const candidates = lines.flatMap((line) => candidatesOf(line, width + 1.5)).sort((a, b) => a.bend - b.bend);
    const written: PagePoint[] = [];
    for (const { at, angleDeg, bend } of candidates) {
      if (bend > 1.6 || written.some((other) => Math.hypot(other[0] - at[0], other[1] - at[1]) < REPEAT_MM)) continue;
      const angle = (angleDeg * Math.PI) / 180;
      // On the street, or beside it where a route runs on it.
      const shift = [0, -2, 2, -2.8, 2.8].find((off) =>
        space.take({ at: moved(at, angle, 0.75, off), angleDeg, width, height: sizePt * 0.3 }),
      );
      if (shift === undefined) continue;
      const [x, y] = moved(at, angle, 0.75, shift + sizePt * 0.12);
      paper.text(x, y, name, { sizePt, color: paperPalette.mapLabel, angleDeg, haloColor: '#ffffff' });
      written.push(at);
    }
  }
}

/** A point further along and below a text's direction. */
function moved([x, y]: PagePoint, angle: number, along: number, below: number): PagePoint {
  return [x + Math.cos(angle) * along + Math.sin(angle) * below, y - Math.sin(angle) * along + Math.cos(angle) * below];
}

/** Streets by name, longest first, their pieces joined where they meet, inside the frame. */
function namedLines(frame: MapFrame, data: MapData): [string, PagePoint[][]][] {
  const byName = new Map<string, PagePoint[][]>();
  for (const shape of data.streets.within(frame.bounds)) {
    if (shape.name === null || shape.form !== 'line') continue;
    const lines = byName.get(shape.name) ?? [];
    lines.push(...shape.parts.flat().map((path) => path.map(frame.toPage)));
    byName.set(shape.name, lines);
  }
  const inset = { x: frame.box.x + 1.5, y: frame.box.y + 1.5, width: frame.box.width - 3, height: frame.box.height - 3 };
  return [...byName]
    .map(([name, lines]): [string, PagePoint[][]] => [name, joined(lines).flatMap((line) => clipLine(line, inset))])
    .sort((a, b) => totalLength(b[1]) - totalLength(a[1]) || compareText(a[0], b[0]));
}

function totalLength(lines: readonly PagePoint[][]): number {
  return Math.round(lines.reduce((sum, line) => sum + lengthOf(line), 0) * 100);
}

function lengthOf(line: readonly PagePoint[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += distance(line[i - 1] as PagePoint, line[i] as PagePoint); // indices lie inside
  return sum;
}

function distance(a: PagePoint, b: PagePoint): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}

/** Joins lines end to end, so that a street in pieces has room for its name. */
function joined(lines: readonly PagePoint[][]): PagePoint[][] {
  const rest = [...lines];
  const result: PagePoint[][] = [];
  for (let line = rest.shift(); line !== undefined; line = rest.shift()) {
    let grown = line;
    for (let i = 0; i < rest.length;) {
      const next = joinedPair(grown, rest[i] as PagePoint[]); // i lies inside
      if (next === null) {
        i++;
        continue;
      }
      grown = next;
      rest.splice(i, 1);
      i = 0;
    }
    result.push(grown);
  }
  return result;
}

function joinedPair(a: PagePoint[], b: PagePoint[]): PagePoint[] | null {
  const near = (p: PagePoint | undefined, q: PagePoint | undefined): boolean =>
    p !== undefined && q !== undefined && distance(p, q) < 0.02;
  if (near(a.at(-1), b[0])) return [...a, ...b.slice(1)];
  if (near(a.at(-1), b.at(-1))) return [...a, ...b.slice(0, -1).reverse()];
  if (near(a[0], b.at(-1))) return [...b, ...a.slice(1)];
  if (near(a[0], b[0])) return [...[...b].reverse(), ...a.slice(1)];
  return null;
}

/** Places for a text of a width along a line, every few millimetres; each reads from left to right. */
function candidatesOf(line: readonly PagePoint[], width: number): Candidate[] {
  const length = lengthOf(line);
  const candidates: Candidate[] = [];
  if (length < width) return candidates;
  const starts = Math.max(1, Math.floor((length - width) / STEP_MM));
  for (let i = 0; i <= starts; i++) {
    const from = ((length - width) * i) / starts;
    const [a, b] = [pointAt(line, from), pointAt(line, from + width)];
    if (distance(a, b) < width * 0.93) continue;
    const bend = Math.max(...[0.25, 0.5, 0.75].map((t) => offLine(pointAt(line, from + width * t), a, b)));
    const [left, right] = a[0] <= b[0] ? [a, b] : [b, a];
    candidates.push({
      at: left,
      angleDeg: (Math.atan2(left[1] - right[1], right[0] - left[0]) * 180) / Math.PI,
      bend: Math.round(bend * 100) / 100,
    });
  }
  return candidates;
}

function pointAt(line: readonly PagePoint[], along: number): PagePoint {
  let left = along;
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1] as PagePoint; // indices lie inside
    const b = line[i] as PagePoint;
    const piece = distance(a, b);
    if (piece >= left && piece > 0) return [a[0] + ((b[0] - a[0]) * left) / piece, a[1] + ((b[1] - a[1]) * left) / piece];
    left -= piece;
  }
  return line.at(-1) ?? [0, 0];
}

function offLine(p: PagePoint, a: PagePoint, b: PagePoint): number {
  const length = distance(a, b);
  return length === 0 ? 0 : Math.abs((b[0] - a[0]) * (a[1] - p[1]) - (a[0] - p[0]) * (b[1] - a[1])) / length;
}
