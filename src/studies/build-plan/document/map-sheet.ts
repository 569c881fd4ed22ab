import { numberText, type UnitSystem } from '../../../base/quantity-text.ts';
import { METRES_PER_FOOT } from '../../../base/units.ts';
import { paperPalette } from '../../../base/palette.ts';
import type { PagePoint } from '../../../io/drawing.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import type { FiberNetwork } from '../../../plan/network.ts';
import { drawGround, pageLines } from '../../paper-map/ground-drawing.ts';
import { LabelSpace } from '../../paper-map/label-space.ts';
import { drawLegend, type LegendEntry } from '../../paper-map/legend.ts';
import type { MapData } from '../../paper-map/map-data.ts';
import { mapFrame, type MapFrame } from '../../paper-map/map-frame.ts';
import { drawNetwork } from '../../paper-map/network-drawing.ts';
import { INK, PANEL_MM, SHEET_MARGIN_MM, SOFT, TYPE } from './page-layout.ts';
import { drawNorth } from '../../paper-map/north-arrow.ts';
import { drawScaleBars } from '../../paper-map/scale-bar.ts';
import { OVERLAP } from './sheet-grid.ts';
import { labelStreets } from '../../paper-map/street-labels.ts';

/** One map page. */
export interface MapSheet {
  readonly frame: MapFrame;
  readonly title: string;
  readonly project: string;
  readonly neighbourhood: string;
  readonly neighbourhoodId: string;
  readonly own: FiberNetwork;
  readonly data: MapData;
  readonly poleNumbers: ReadonlyMap<string, string>;
  /** The frames of all detail sheets with their names; on a detail sheet `current` is its own. */
  readonly sheets: readonly { readonly name: string; readonly frame: MapFrame }[];
  readonly current: number | null;
  readonly units: UnitSystem;
  readonly credits: string;
}

/** Draws a map sheet on the present page: the map, and beside it title, key, legend, scale, north. */
export function drawMapSheet(paper: Paper, sheet: MapSheet): void {
  const { frame } = sheet;
  const drawn = new Set<LegendEntry>();
  const space = new LabelSpace(frame.box);
  paper.within(frame.box.x, frame.box.y, frame.box.width, frame.box.height, () => {
    drawGround(paper, frame, sheet.data, sheet.neighbourhoodId, drawn);
    if (sheet.current === null) outlineSheets(paper, sheet, space);
    drawNetwork({
      paper,
      frame,
      data: sheet.data,
      own: sheet.own,
      poleNumbers: sheet.poleNumbers,
      drawn,
      space,
      overview: sheet.current === null && sheet.sheets.length > 1,
    });
    labelStreets(paper, frame, sheet.data, space);
  });
  paper.rectangle(frame.box.x, frame.box.y, frame.box.width, frame.box.height, { stroke: { color: INK, widthMm: 0.35 } });
  noteNeighbours(paper, sheet);
  drawPanel(paper, sheet, drawn);
}

/** On the overview: where the detail sheets lie, with their names. */
function outlineSheets(paper: Paper, { frame, sheets }: MapSheet, space: LabelSpace): void {
  if (sheets.length < 2) return;
  for (const { name, frame: other } of sheets) {
    const [x, y, width, height] = outlineOn(frame, other);
    paper.rectangle(x, y, width, height, { stroke: { color: '#9aa3ae', widthMm: 0.18 } });
    const wide = paper.textWidthMm(name, 7, true);
    paper.text(x + 1.2, y + 3.4, name, { sizePt: 7, bold: true, color: SOFT, haloColor: '#ffffff' });
    space.take({ at: [x + 1.2, y + 2.5], angleDeg: 0, width: wide, height: 2.2 });
  }
}

function outlineOn(frame: MapFrame, other: MapFrame): [x: number, y: number, width: number, height: number] {
  const [west, north] = frame.toPage([other.bounds[0], other.bounds[3]]);
  const [east, south] = frame.toPage([other.bounds[2], other.bounds[1]]);
  // Without what its neighbours show as well: cells side by side.
  const [rimX, rimY] = [((east - west) * OVERLAP) / 2, ((south - north) * OVERLAP) / 2];
  return [west + rimX, north + rimY, east - west - 2 * rimX, south - north - 2 * rimY];
}

/** At each edge that a neighbouring sheet continues: which one. */
function noteNeighbours(paper: Paper, { frame, sheets, current }: MapSheet): void {
  if (current === null) return;
  const { box } = frame;
  const middle: PagePoint = [box.x + box.width / 2, box.y + box.height / 2];
  for (const [i, { name, frame: other }] of sheets.entries()) {
    if (i === current) continue;
    const [x, y] = frame.toPage(other.centre);
    const [dx, dy] = [(x - middle[0]) / box.width, (y - middle[1]) / box.height];
    const style = { sizePt: 6.2, color: SOFT, align: 'center' } as const;
    const text = `Sheet ${name}`;
    const [beside, above] = [Math.abs(dy) < 0.2, Math.abs(dx) < 0.2];
    if (beside && dx > 0.5 && dx < 1.2) paper.text(box.x + box.width + 3, middle[1], text, { ...style, angleDeg: 90 });
    if (beside && dx < -0.5 && dx > -1.2) paper.text(box.x - 1.2, middle[1], text, { ...style, angleDeg: 90 });
    if (above && dy > 0.5 && dy < 1.2) paper.text(middle[0], box.y + box.height + 3, text, style);
    if (above && dy < -0.5 && dy > -1.2) paper.text(middle[0], box.y - 1.2, text, style);
  }
}

function drawPanel(paper: Paper, sheet: MapSheet, drawn: ReadonlySet<LegendEntry>): void {
  const x = paper.widthMm - SHEET_MARGIN_MM - PANEL_MM;
  let y = SHEET_MARGIN_MM + 3.2;
  for (const line of paper.wrap(sheet.project, PANEL_MM, TYPE.small)) {
    paper.text(x, y, line, { sizePt: TYPE.small, color: SOFT });
    y += 3.4;
  }
  const sizePt = titleSize(paper, sheet.neighbourhood);
  const title = paper.wrap(sheet.neighbourhood, PANEL_MM, sizePt, true).slice(0, 3);
  y = paper.textLines(x, y + 2.4, title, { sizePt, bold: true, color: INK }, 1.15);
  paper.text(x, y, sheet.title, { sizePt: TYPE.body, color: INK });
  y += 5;
  if (sheet.sheets.length > 1 && sheet.current !== null) y = drawKey(paper, sheet, x, y) + 4;
  paper.line(
    [
      [x, y],
      [x + PANEL_MM, y],
    ],
    { color: paperPalette.line, widthMm: 0.25 },
  );
  drawLegend(paper, { x, y: y + 4.5 }, drawn);
  drawScaleBlock(paper, sheet, x, sheet.frame.box.y + sheet.frame.box.height);
}

/** The largest size at which no word of a title is wider than the panel. */
function titleSize(paper: Paper, title: string): number {
  const widest = (sizePt: number): number =>
    Math.max(...title.split(/[ -]/).map((word) => paper.textWidthMm(`${word}-`, sizePt, true)));
  const fits = [TYPE.large, 12, 10].find(
    (sizePt) => widest(sizePt) <= PANEL_MM && paper.textWidthMm(title, sizePt, true) <= PANEL_MM * 2,
  );
  const oneLine = [TYPE.large, 12].find((sizePt) => paper.textWidthMm(title, sizePt, true) <= PANEL_MM);
  return oneLine ?? fits ?? 8;
}

/** The key map: all sheets of the neighbourhood, this one filled. */
function drawKey(paper: Paper, { sheets, current, own }: MapSheet, x: number, y: number): number {
  const height = 34;
  const all = sheets.map(({ frame }) => frame.bounds);
  const west = Math.min(...all.map((b) => b[0]));
  const south = Math.min(...all.map((b) => b[1]));
  const east = Math.max(...all.map((b) => b[2]));
  const north = Math.max(...all.map((b) => b[3]));
  const box = { x, y, width: PANEL_MM, height };
  const probe = mapFrame(box, [(west + east) / 2, (south + north) / 2], 1000);
  const [left, top] = probe.toPage([west, north]);
  const [right, bottom] = probe.toPage([east, south]);
  const key = mapFrame(box, probe.centre, 1000 * Math.max((right - left) / (box.width * 0.98), (bottom - top) / (height * 0.96)));
  const used = { top: Infinity, bottom: -Infinity };
  for (const [i, { name, frame }] of sheets.entries()) {
    const [sx, sy, width, tall] = outlineOn(key, frame);
    used.top = Math.min(used.top, sy);
    used.bottom = Math.max(used.bottom, sy + tall);
    paper.rectangle(sx, sy, width, tall, {
      ...(i === current ? { fill: '#dbe6f5' } : {}),
      stroke: { color: '#9aa3ae', widthMm: 0.15 },
    });
    paper.text(sx + width / 2, sy + tall / 2 + 0.9, name, {
      sizePt: 6.5,
      bold: i === current,
      color: i === current ? INK : SOFT,
      align: 'center',
    });
  }
  for (const stretch of own.stretches)
    for (const line of pageLines(key, [stretch.path])) paper.line(line, { color: paperPalette.aerial, widthMm: 0.18 });
  return y + height;
}

function drawScaleBlock(paper: Paper, { frame, credits, units }: MapSheet, x: number, bottom: number): void {
  const lines = paper.wrap(credits, PANEL_MM, 5.6).slice(0, 6);
  const creditsTop = bottom - lines.length * 2.5;
  paper.textLines(x, creditsTop + 1.6, lines, { sizePt: 5.6, color: SOFT }, 1.26);
  const top = creditsTop - 27;
  paper.line(
    [
      [x, top - 3],
      [x + PANEL_MM, top - 3],
    ],
    { color: paperPalette.line, widthMm: 0.25 },
  );
  drawScaleBars(paper, [x, top], frame.scale, PANEL_MM - 13, units);
  const feet = (0.0254 * frame.scale) / METRES_PER_FOOT;
  const inch = units === 'us' ? ` · 1 in = ${numberText(feet)} ft` : '';
  paper.text(x, top + 18.4, `1 : ${numberText(frame.scale)}${inch}`, { sizePt: TYPE.small, bold: true, color: INK });
  paper.text(x, top + 21.8, `Centre ${frame.centre[1].toFixed(5)}, ${frame.centre[0].toFixed(5)} · WGS 84`, {
    sizePt: 5.6,
    color: SOFT,
  });
  drawNorth(paper, x + PANEL_MM - 4, top + 6);
}
