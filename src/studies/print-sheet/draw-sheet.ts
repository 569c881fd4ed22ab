import { numberText } from '../../base/quantity-text.ts';
import { METRES_PER_FOOT } from '../../base/units.ts';
import { paperPalette } from '../../base/palette.ts';
import { MM_PER_POINT, type Drawing } from '../../io/drawing.ts';
import { representativePoint } from '../../geo/polygon.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { PageBox } from '../paper-map/clip.ts';
import { drawGround } from '../paper-map/ground-drawing.ts';
import { LabelSpace } from '../paper-map/label-space.ts';
import type { CoverageSign } from '../paper-map/coverage-print.ts';
import { drawLegend, type LegendEntry } from '../paper-map/legend.ts';
import type { MapFrame } from '../paper-map/map-frame.ts';
import { drawNetwork, inside } from '../paper-map/network-drawing.ts';
import { drawNorth } from '../paper-map/north-arrow.ts';
import { drawPlaces, drawRadio } from '../paper-map/places-drawing.ts';
import { drawScaleBars } from '../paper-map/scale-bar.ts';
import { labelStreets } from '../paper-map/street-labels.ts';
import type { PrintRequest } from './print-request.ts';
import type { SheetContent } from './sheet-content.ts';
import type { SheetLayout } from './sheet-layout.ts';

const { ink, inkSoft, line: hairline, neighbourhood: edge } = paperPalette;

/** One sheet: what is drawn on it and what stands in its title block. */
export interface Sheet {
  readonly content: SheetContent;
  readonly request: PrintRequest;
  readonly frame: MapFrame;
  readonly layout: SheetLayout;
  readonly title: string;
  readonly subtitle: string;
  /** What of the network is drawn in full; the rest is pale. */
  readonly own: FiberNetwork;
  /** The neighbourhood whose edge is drawn; empty for all of them. */
  readonly neighbourhoodId: string;
  /** Names that stand on the map in place of the neighbourhoods' own: the pages of a book. */
  readonly areaNames: ReadonlyMap<string, string> | null;
  /** What stands in the title block above the legend: the list of an index sheet. Returns the y below it. */
  readonly drawList: ((drawing: Drawing, box: PageBox, size: number) => number) | null;
  /** `3 of 5`; empty on a single sheet. */
  readonly pageText: string;
}

/** Draws a sheet: the map in its frame, and its title block. */
export function drawSheet(paper: Drawing, sheet: Sheet): void {
  const { frame, content, request } = sheet;
  const { box } = frame;
  const drawn = new Set<LegendEntry>();
  let covered: readonly CoverageSign[] = [];
  const space = new LabelSpace(box);
  const places = { paper, frame, data: content.data, drawn, space, verdicts: request.verdicts };
  const isIndex = sheet.areaNames !== null;
  paper.within(box.x, box.y, box.width, box.height, () => {
    covered = drawGround(paper, frame, content.data, sheet.neighbourhoodId, drawn, request.coverage);
    drawPlaces(places);
    const network = { paper, frame, data: content.data, own: sheet.own, poleNumbers: content.poleNumbers, drawn, space };
    drawNetwork({ ...network, overview: isIndex, routesOnly: isIndex });
    drawRadio(places);
    if (sheet.neighbourhoodId === '') nameAreas(paper, sheet, space);
    labelStreets(paper, frame, content.data, space);
  });
  paper.rectangle(box.x, box.y, box.width, box.height, { stroke: { color: ink, widthMm: 0.35 } });
  if (sheet.layout.isBeside) drawColumn(paper, sheet, drawn, covered);
  else drawBand(paper, sheet, drawn, covered);
}

/** Names of neighbourhoods in their middles, where there is room; the pages of an index come first and always. */
function nameAreas(paper: Drawing, { frame, content, areaNames, layout }: Sheet, space: LabelSpace): void {
  const sizePt = (areaNames === null ? 8 : 10) * layout.size;
  for (const { id, name, parts } of content.data.neighbourhoods.within(frame.bounds)) {
    const text = areaNames === null ? name : (areaNames.get(id) ?? null);
    if (text === null) continue;
    const middle = representativePoint({ type: 'MultiPolygon', coordinates: parts });
    const [x, y] = frame.toPage(middle);
    const width = paper.textWidthMm(text, sizePt, true);
    if (!inside([x, y], frame)) continue;
    const hasRoom = space.take({ at: [x - width / 2, y], angleDeg: 0, width, height: sizePt * 0.3 });
    if (!hasRoom && areaNames === null) continue;
    paper.text(x, y + sizePt * 0.12, text, { sizePt, bold: true, color: edge, align: 'center', haloColor: '#ffffff' });
  }
}

/** The title block as a column: title, list, legend, what it rests on, and at its foot scale and credits. */
function drawColumn(paper: Drawing, sheet: Sheet, drawn: ReadonlySet<LegendEntry>, covered: readonly CoverageSign[]): void {
  const { block, size } = sheet.layout;
  const foot = block.y + block.height - footHeight(paper, sheet, block.width);
  let y = drawTitle(paper, sheet, block.x, block.y, block.width);
  y = rule(paper, block, y + 1.5 * size);
  if (sheet.drawList !== null) y = rule(paper, block, sheet.drawList(paper, { ...block, y, height: foot - y }, size) + 2 * size);
  y = drawLegend(paper, { x: block.x, y, size }, drawn, covered);
  if (sheet.request.assumptions) {
    y = rule(paper, block, y + 1.5 * size);
    drawNotes(paper, sheet.content.notes, { ...block, y, height: foot - 3 * size - y }, size);
  }
  drawFoot(paper, sheet, block.x, foot, block.width);
}

/** The title block as a band: title and notes on the left, legend in the middle, scale and credits on the right. */
function drawBand(paper: Drawing, sheet: Sheet, drawn: ReadonlySet<LegendEntry>, covered: readonly CoverageSign[]): void {
  const { block, size } = sheet.layout;
  const gap = 5 * size;
  const right = Math.min(56 * size, block.width * 0.24);
  const left = (block.width - right - 2 * gap) * 0.32;
  const middle = block.width - right - left - 2 * gap;
  const footTop = block.y + block.height - footHeight(paper, sheet, right);
  let y = drawTitle(paper, sheet, block.x, block.y, left);
  const below = { x: block.x, y: y + 2 * size, width: left, height: block.y + block.height - y - 2 * size };
  if (sheet.drawList !== null) y = sheet.drawList(paper, below, size);
  else if (sheet.request.assumptions) drawNotes(paper, sheet.content.notes, below, size);
  const columnMm = middle / 2;
  drawLegend(paper, { x: block.x + left + gap, y: block.y + 1, size, columns: 2, columnMm }, drawn, covered);
  drawFoot(paper, sheet, block.x + block.width - right, Math.max(block.y, footTop), right);
}

function rule(paper: Drawing, { x, width }: PageBox, y: number): number {
  paper.line(
    [
      [x, y],
      [x + width, y],
    ],
    { color: hairline, widthMm: 0.25 },
  );
  return y + 3.5;
}

/** Title, subtitle, who and when; returns the y below. */
function drawTitle(paper: Drawing, sheet: Sheet, x: number, top: number, width: number): number {
  const { layout, request, content, pageText } = sheet;
  const { size } = layout;
  const small = 7 * size;
  let y = top + small * 0.36;
  const project = content.plan.name === sheet.title ? '' : content.plan.name;
  const over = [project, pageText].filter(Boolean).join(' · ');
  if (over !== '') {
    paper.text(x, y, paper.fitted(over, width, small), { sizePt: small, color: inkSoft });
    y += small * 0.3;
  }
  const sizePt = [15 * size, 12 * size, 9.5 * size].find((one) => fitsInTwoLines(paper, sheet.title, width, one)) ?? 9 * size;
  const lines = paper.wrap(sheet.title, width, sizePt, true).slice(0, 3);
  y = paper.textLines(x, y + sizePt * 0.36, lines, { sizePt, bold: true, color: ink }, 1.15);
  const body = 8.6 * size;
  if (sheet.subtitle !== '')
    y = paper.textLines(
      x,
      y + 0.6 * size,
      paper.wrap(sheet.subtitle, width, body).slice(0, 3),
      { sizePt: body, color: ink },
      1.3,
    );
  const made = [request.author, request.date].filter(Boolean).join(' · ');
  if (made === '') return y;
  return paper.textLines(x, y + 0.8 * size, paper.wrap(made, width, small).slice(0, 2), { sizePt: small, color: inkSoft }, 1.3);
}

/** What the drawing rests on, as much as there is room for. */
/** Whether text needs no more than two lines of a width, and no word of it is broken. */
function fitsInTwoLines(paper: Drawing, text: string, width: number, sizePt: number): boolean {
  const words = text.split(/\s+/);
  return (
    words.every((word) => paper.textWidthMm(word, sizePt, true) <= width) && paper.wrap(text, width, sizePt, true).length <= 2
  );
}

function drawNotes(paper: Drawing, notes: readonly string[], box: PageBox, size: number): void {
  const sizePt = 5.8 * size;
  const lineMm = sizePt * MM_PER_POINT * 1.32;
  const room = Math.floor(box.height / lineMm) - 1;
  if (room < 2 || notes.length === 0) return;
  paper.text(box.x, box.y + lineMm * 0.4, 'What this rests on', { sizePt, bold: true, color: ink });
  const lines: string[] = [];
  for (const note of notes) {
    const wrapped = paper.wrap(note, box.width, sizePt);
    if (lines.length + wrapped.length > room) break;
    lines.push(...wrapped);
  }
  paper.textLines(box.x, box.y + lineMm * 1.4, lines, { sizePt, color: inkSoft }, 1.32);
}

const SCALE_MM = 26;

function creditLines(paper: Drawing, { content, layout }: Sheet, width: number): string[] {
  return paper.wrap(content.credits, width, 5.4 * layout.size).slice(0, 5);
}

function footHeight(paper: Drawing, sheet: Sheet, width: number): number {
  return SCALE_MM * sheet.layout.size + creditLines(paper, sheet, width).length * 2.5 * sheet.layout.size;
}

/** Scale in both unit systems, the ratio, north, the place, credits. */
function drawFoot(paper: Drawing, sheet: Sheet, x: number, top: number, width: number): void {
  const { frame, content, layout } = sheet;
  const { size } = layout;
  const { units } = content.plan.settings;
  drawScaleBars(paper, [x, top], frame.scale, width - 13 * size, units, size);
  drawNorth(paper, x + width - 4 * size, top + 6 * size, size);
  const feet = (0.0254 * frame.scale) / METRES_PER_FOOT;
  const inch = units === 'us' ? ` · 1 in = ${numberText(feet)} ft` : '';
  const small = 7 * size;
  let y = top + 15.5 * size + small * 0.36;
  paper.text(x, y, `1 : ${numberText(frame.scale)}${inch}`, { sizePt: small, bold: true, color: ink });
  const fine = { sizePt: 5.4 * size, color: inkSoft };
  y += 3 * size;
  const [lng, lat] = frame.centre;
  paper.text(x, y, `Centre ${lat.toFixed(5)}, ${lng.toFixed(5)} · WGS 84 · true north up`, fine);
  paper.textLines(x, y + 3 * size, creditLines(paper, sheet, width), fine, 1.32);
}
