import { paperPalette } from '../../base/palette.ts';
import type { Drawing, PagePoint, Stroke } from '../../io/drawing.ts';
import type { LngLat, LngLatBounds } from '../../geo/position.ts';
import { clipLine, clipRing, thinned, type PageBox } from './clip.ts';
import { coverageOver, type CoverageSign, type PrintedCoverage } from './coverage-print.ts';
import { hillshade } from './hillshade.ts';
import type { LegendEntry } from './legend.ts';
import type { MapData, MapShape } from './map-data.ts';
import type { MapFrame } from './map-frame.ts';
import { LINES } from './symbols.ts';

const { ground, water, parcelLine, building, rail, street, streetEdge } = paperPalette;
const PATH_KINDS = new Set(['track', 'path', 'footway', 'cycleway', 'steps', 'rail-trail', 'bridleway']);
/** Width on the ground, metres, where the data give none. */
const WIDTHS_M: Readonly<Record<string, number>> = {
  motorway: 20,
  trunk: 14,
  primary: 12,
  secondary: 10,
  tertiary: 9,
  service: 4.5,
  alley: 4,
};

/** What may be drawn on at which scale: at each only what can be read. */
const PARCELS_TO = 12_000;
const BUILDINGS_TO = 30_000;
const PATHS_TO = 40_000;

/** A little beyond the frame, so that outlines do not run along its edge; the clip of the page cuts the rest. */
export function drawingBox({ x, y, width, height }: PageBox): PageBox {
  return { x: x - 4, y: y - 4, width: width + 8, height: height + 8 };
}

/** The ground under the drawing box, and a little more. */
export function drawnBounds({ box, toGround }: MapFrame): LngLatBounds {
  const { x, y, width, height } = drawingBox(box);
  const [west, north] = toGround([x - 1, y - 1]);
  const [east, south] = toGround([x + width + 1, y + height + 1]);
  return [west, south, east, north];
}

/** Paths of the ground as lines on the page, cut to the frame. */
export function pageLines(frame: MapFrame, paths: readonly (readonly LngLat[])[]): PagePoint[][] {
  const box = drawingBox(frame.box);
  return paths.flatMap((path) => clipLine(thinned(path.map(frame.toPage), 0.05), box));
}

/** Draws the pale ground: relief, what is covered (and returns its signs), water, parcels, buildings, streets, railways, edges of neighbourhoods. */
export function drawGround(
  paper: Drawing,
  frame: MapFrame,
  data: MapData,
  neighbourhoodId: string,
  drawn: Set<LegendEntry>,
  coverage?: PrintedCoverage,
): CoverageSign[] {
  const { box, scale } = frame;
  paper.rectangle(box.x, box.y, box.width, box.height, { fill: ground });
  const relief = data.terrain === null ? null : hillshade(frame, data.terrain);
  const covered = coverage === undefined ? null : coverageOver(frame, relief, coverage);
  const picture = covered?.picture ?? relief;
  if (picture !== null) paper.picture(box.x, box.y, box.width, box.height, picture);
  drawWater(paper, frame, data, drawn);
  if (scale <= PARCELS_TO)
    drawAreas(paper, frame, data.parcels.within(frame.bounds), { stroke: { color: parcelLine, widthMm: 0.13 } }, () =>
      drawn.add('parcel'),
    );
  if (scale <= BUILDINGS_TO) {
    const edge = scale <= 6000 ? { stroke: { color: '#d3cec2', widthMm: 0.1 } } : {};
    drawAreas(paper, frame, data.buildings.within(frame.bounds), { fill: building, ...edge }, () => drawn.add('building'));
  }
  drawStreets(paper, frame, data, drawn);
  drawRails(paper, frame, data, drawn);
  drawEdge(paper, frame, data, neighbourhoodId, drawn);
  return coverage?.signs.filter((_, sign) => covered?.shown.has(sign)) ?? [];
}

function drawAreas(
  paper: Drawing,
  frame: MapFrame,
  shapes: readonly MapShape[],
  style: Parameters<Drawing['area']>[1],
  note: () => void,
): void {
  const box = drawingBox(frame.box);
  for (const shape of shapes) {
    if (shape.form !== 'area') continue;
    for (const rings of shape.parts) {
      const cut = rings.map((ring) => clipRing(thinned(ring.map(frame.toPage), 0.05), box)).filter((ring) => ring.length >= 3);
      if (cut.length === 0) continue;
      paper.area(cut, style);
      note();
    }
  }
}

/** The edge of the neighbourhood itself; outside all of them, the edges of all, as plain lines that may lie on each other. */
function drawEdge(paper: Drawing, frame: MapFrame, data: MapData, neighbourhoodId: string, drawn: Set<LegendEntry>): void {
  const near = data.neighbourhoods.within(frame.bounds);
  const own = near.filter(({ id }) => id === neighbourhoodId);
  const look = own.length > 0 ? 'neighbourhood' : 'neighbourhoods';
  drawAreas(paper, frame, own.length > 0 ? own : near, { stroke: LINES[look] }, () => drawn.add(look));
}

function drawWater(paper: Drawing, frame: MapFrame, data: MapData, drawn: Set<LegendEntry>): void {
  const shapes = data.barriers.within(frame.bounds).filter(({ kind }) => kind === 'water' || kind === 'stream');
  const note = (): unknown => drawn.add('water');
  drawAreas(paper, frame, shapes, { fill: water }, note);
  for (const shape of shapes) {
    if (shape.form !== 'line') continue;
    const widthMm = Math.min(4, Math.max(0.35, ((shape.widthM ?? (shape.kind === 'stream' ? 2 : 6)) * 1000) / frame.scale));
    for (const line of pageLines(frame, shape.parts.flat())) {
      paper.line(line, { color: water, widthMm });
      note();
    }
  }
}

/** The width of a street on paper, never too thin to see. */
function streetWidthMm(shape: MapShape, scale: number): number {
  const metres = shape.widthM ?? WIDTHS_M[shape.kind] ?? 7.5;
  const least = scale > 30_000 ? 0.3 : scale > 12_000 ? 0.5 : 0.9;
  return Math.min(5, Math.max(least, (metres * 1000) / scale));
}

function drawStreets(paper: Drawing, frame: MapFrame, data: MapData, drawn: Set<LegendEntry>): void {
  const streets: { lines: PagePoint[][]; widthMm: number }[] = [];
  for (const shape of data.streets.within(frame.bounds)) {
    const lines = pageLines(frame, shape.form === 'area' ? [] : shape.parts.flat());
    if (lines.length === 0) continue;
    const path = PATH_KINDS.has(shape.kind);
    if (path || shape.kind === 'easement') {
      if (frame.scale > PATHS_TO) continue;
      const stroke: Stroke = path
        ? { color: '#b9b2a3', widthMm: 0.25, dashMm: [1.2, 0.7] }
        : { color: '#a58fb0', widthMm: 0.25, dashMm: [2.2, 0.6, 0.4, 0.6] };
      for (const line of lines) paper.line(line, stroke);
      drawn.add(path ? 'path' : 'easement');
      continue;
    }
    streets.push({ lines, widthMm: streetWidthMm(shape, frame.scale) });
    drawn.add('street');
  }
  for (const { lines, widthMm } of streets)
    for (const line of lines) paper.line(line, { color: streetEdge, widthMm: widthMm + 0.36 });
  for (const { lines, widthMm } of streets) for (const line of lines) paper.line(line, { color: street, widthMm });
}

function drawRails(paper: Drawing, frame: MapFrame, data: MapData, drawn: Set<LegendEntry>): void {
  for (const shape of data.barriers.within(frame.bounds)) {
    if (shape.kind !== 'rail' || shape.form !== 'line') continue;
    for (const line of pageLines(frame, shape.parts.flat())) {
      paper.line(line, { color: '#ffffff', widthMm: 0.8 });
      paper.line(line, { color: rail, widthMm: 0.18 });
      paper.line(line, { color: rail, widthMm: 0.7, dashMm: [1.6, 1] });
      drawn.add('rail');
    }
  }
}
