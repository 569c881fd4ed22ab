import { paperPalette } from '../../base/palette.ts';
import type { Drawing, PagePoint } from '../../io/drawing.ts';
import { isStreetCabinet, type FiberNetwork, type NetworkPole } from '../../plan/network.ts';
import { drawnBounds, pageLines } from './ground-drawing.ts';
import type { LabelSpace } from './label-space.ts';
import type { LegendEntry } from './legend.ts';
import type { MapData } from './map-data.ts';
import type { MapFrame } from './map-frame.ts';
import { LINES, SYMBOLS, routeWidthMm } from './symbols.ts';

/** Largest scale numbers at which things are drawn. */
const DROPS_TO = 13_000;
const POLES_TO = 6500;
const TERMINALS_TO = 10_000;
const POLE_NUMBERS_TO = 5000;
const TERMINAL_PORTS_TO = 2600;

/** What is drawn of the network on one sheet, and where. */
interface NetworkDrawing {
  readonly paper: Drawing;
  readonly frame: MapFrame;
  readonly data: MapData;
  readonly own: FiberNetwork;
  readonly poleNumbers: ReadonlyMap<string, string>;
  readonly drawn: Set<LegendEntry>;
  readonly space: LabelSpace;
  /** On an overview of detail sheets: poles and premises are left to those. */
  readonly overview?: boolean;
  /** For small pictures: routes and facilities alone. */
  readonly routesOnly?: boolean;
}

/** Draws the network over the ground: routes of others pale, then drops, routes with their halo, symbols, numbers of poles. */
export function drawNetwork(drawing: NetworkDrawing): void {
  drawOthers(drawing);
  drawExisting(drawing);
  if (drawing.frame.scale <= DROPS_TO && drawing.routesOnly !== true) drawDrops(drawing);
  drawJoins(drawing);
  drawRoutes(drawing);
  if (showsPoles(drawing)) drawPoles(drawing);
  drawSymbols(drawing);
}

function showsPoles({ frame, overview, routesOnly }: NetworkDrawing): boolean {
  return frame.scale <= POLES_TO && overview !== true && routesOnly !== true;
}

function drawOthers({ paper, frame, data, own, drawn, space }: NetworkDrawing): void {
  const mine = new Set(own.stretches);
  for (const stretch of data.stretchesWithin(drawnBounds(frame))) {
    if (mine.has(stretch)) continue;
    const color = stretch.kind === 'aerial' ? '#a9bfdd' : stretch.kind === 'in-service' ? '#b9bec6' : '#d2b79d';
    for (const line of pageLines(frame, [stretch.path])) {
      paper.line(line, stretch.kind !== 'underground' ? { color, widthMm: 0.5 } : { color, widthMm: 0.5, dashMm: [3.2, 1.3] });
      space.takeLine(line, 0.8);
      drawn.add('otherRoute');
    }
  }
}

function drawExisting({ paper, frame, data, drawn, space }: NetworkDrawing): void {
  for (const shape of data.existing.within(frame.bounds)) {
    if (shape.form !== 'line') continue;
    for (const line of pageLines(frame, shape.parts.flat())) {
      paper.line(line, LINES.existing);
      space.takeLine(line, 0.8);
      drawn.add('existing');
    }
  }
}

/** Stretches that would join islands; where ways cross without meeting there is no stretch to draw. */
function drawJoins({ paper, frame, data, drawn, space }: NetworkDrawing): void {
  for (const { join } of data.network.islands) {
    for (const line of join === null || join.lengthM === 0 ? [] : pageLines(frame, [join.path])) {
      paper.line(line, LINES.join);
      space.takeLine(line, 1);
      drawn.add('join');
    }
  }
}

function drawDrops(drawing: NetworkDrawing): void {
  const { paper, frame, own, drawn, space } = drawing;
  for (const drop of own.drops) {
    const aerial = drop.kind === 'aerial';
    for (const line of pageLines(frame, [drop.path])) {
      paper.line(line, aerial ? LINES.drop : LINES.undergroundDrop);
      drawn.add(aerial ? 'drop' : 'undergroundDrop');
    }
    const end = drop.path.at(-1);
    if (end === undefined || !showsPoles(drawing)) continue;
    const at = frame.toPage(end);
    if (!inside(at, frame)) continue;
    SYMBOLS.premises(paper, at);
    space.takeDisc(at, 0.4);
    drawn.add('premises');
  }
}

function drawRoutes({ paper, frame, own, drawn, space }: NetworkDrawing): void {
  const lines = own.stretches.flatMap((stretch) =>
    pageLines(frame, [stretch.path]).map((line) => ({ stretch, line, widthMm: routeWidthMm(stretch.fibres) })),
  );
  for (const { line, widthMm } of lines) paper.line(line, { color: paperPalette.ground, widthMm: widthMm + 0.7 });
  for (const { stretch, line, widthMm } of lines) {
    const kind = stretch.kind === 'in-service' ? 'lent' : stretch.kind;
    paper.line(line, LINES[kind](widthMm));
    space.takeLine(line, widthMm + 0.7);
    drawn.add(kind);
  }
}

function drawPoles(drawing: NetworkDrawing): void {
  const { paper, frame, data, own, drawn, space } = drawing;
  for (const shape of data.poles.within(frame.bounds)) {
    const position = shape.parts[0]?.[0]?.[0];
    if (position === undefined || data.usedPoleIds.has(shape.id) || frame.scale > POLE_NUMBERS_TO) continue;
    SYMBOLS.poleOther(paper, frame.toPage(position));
    drawn.add('poleOther');
  }
  const shown = own.poles.map((pole) => ({ pole, at: frame.toPage(pole.position) })).filter(({ at }) => inside(at, frame));
  for (const { pole, at } of shown) {
    const look = poleLook(pole);
    SYMBOLS[look](paper, at);
    space.takeDisc(at, 0.9);
    drawn.add(look);
  }
}

function poleLook(pole: NetworkPole): 'poleNew' | 'poleMakeReady' | 'poleUsed' {
  if (pole.poleId === null) return 'poleNew';
  // An assumed share of every pole marks none of them: only what a survey found is shown as a pole's own.
  return pole.makeReady === 'surveyed' && (pole.surveyedCostCents ?? 0) > 0 ? 'poleMakeReady' : 'poleUsed';
}

function drawSymbols(drawing: NetworkDrawing): void {
  const { paper, frame, own, data, drawn, space } = drawing;
  const place = (
    kind: 'terminal' | 'riser' | 'crossing' | 'cabinet' | 'facility',
    position: readonly [number, number],
    radiusMm: number,
  ): boolean => {
    const at = frame.toPage(position);
    if (!inside(at, frame)) return false;
    SYMBOLS[kind](paper, at);
    space.takeDisc(at, radiusMm);
    drawn.add(kind);
    return true;
  };
  if (drawing.routesOnly === true) {
    for (const facility of data.network.facilities) place('facility', facility.position, 2.4);
    return;
  }
  if (showsPoles(drawing)) for (const riser of own.risers) place('riser', riser.position, 1);
  if (frame.scale <= TERMINALS_TO) for (const terminal of own.terminals) place('terminal', terminal.position, 1);
  for (const crossing of own.crossings) place('crossing', crossing.position, 1.2);
  for (const cabinet of own.cabinets) if (isStreetCabinet(cabinet)) place('cabinet', cabinet.position, 1.5);
  for (const facility of data.network.facilities) place('facility', facility.position, 2.4);
  for (const facility of data.network.facilities)
    labelBeside(drawing, frame.toPage(facility.position), facility.name, { sizePt: 7, bold: true, offsetMm: 3 });
  if (showsPoles(drawing) && frame.scale <= POLE_NUMBERS_TO) {
    for (const pole of own.poles) {
      labelBeside(drawing, frame.toPage(pole.position), drawing.poleNumbers.get(pole.id) ?? pole.id, {
        sizePt: frame.scale <= 2600 ? 5.4 : 4.8,
        bold: false,
        offsetMm: 1.2,
      });
    }
  }
  if (frame.scale <= TERMINAL_PORTS_TO) {
    for (const terminal of own.terminals) {
      labelBeside(drawing, frame.toPage(terminal.position), `${terminal.used}/${terminal.ports}`, {
        sizePt: 4.8,
        bold: true,
        offsetMm: 1.4,
        color: paperPalette.aerial,
      });
    }
  }
}

export function inside([x, y]: PagePoint, { box }: MapFrame): boolean {
  return x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
}

interface BesideStyle {
  readonly sizePt: number;
  readonly bold: boolean;
  readonly offsetMm: number;
  readonly color?: string;
}

/** Directions around a point in order of liking: right above first, as maps do. */
const AROUND = [
  [1, -0.7],
  [1, 0.7],
  [-1, -0.7],
  [-1, 0.7],
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
] as const;

/** Writes a label beside a point where there is room, in two rings of eight places; without room it is left out. */
export function labelBeside(
  { paper, frame, space }: Pick<NetworkDrawing, 'paper' | 'frame' | 'space'>,
  [x, y]: PagePoint,
  label: string,
  style: BesideStyle,
): void {
  if (!inside([x, y], frame)) return;
  const width = paper.textWidthMm(label, style.sizePt, style.bold);
  const height = style.sizePt * 0.27;
  for (const reach of [1, 1.9, 2.8]) {
    for (const [dx, dy] of AROUND) {
      const left = x + dx * style.offsetMm * reach - (dx < 0 ? width : dx === 0 ? width / 2 : 0);
      const middle = y + dy * (style.offsetMm * reach + height / 2);
      if (!space.take({ at: [left, middle], angleDeg: 0, width, height })) continue;
      if (reach > 2)
        paper.line(
          [
            [x, y],
            [dx < 0 ? left + width : left, middle],
          ],
          { color: paperPalette.inkSoft, widthMm: 0.1 },
        );
      paper.text(left, middle + height / 2, label, {
        sizePt: style.sizePt,
        bold: style.bold,
        color: style.color ?? paperPalette.ink,
        haloColor: paperPalette.ground,
      });
      return;
    }
  }
}
