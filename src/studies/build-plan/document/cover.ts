import {
  countText,
  moneyRangeText,
  moneyText,
  numberText,
  percentText,
  shortRouteText,
  spanText,
} from '../../../base/quantity-text.ts';
import { paperPalette } from '../../../base/palette.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import { INCLUDED, NOT_INCLUDED, verdictOf } from '../statements.ts';
import type { PageBox } from '../../paper-map/clip.ts';
import { contentsTopMm } from './contents.ts';
import { shownName, type DocumentInput } from './document-input.ts';
import { drawGround } from '../../paper-map/ground-drawing.ts';
import { LabelSpace } from '../../paper-map/label-space.ts';
import type { LegendEntry } from '../../paper-map/legend.ts';
import { fitFrame } from '../../paper-map/map-frame.ts';
import { mapBounds } from './map-sheets.ts';
import { drawNetwork } from '../../paper-map/network-drawing.ts';
import { notReachedIn } from './not-reached.ts';
import { INK, MARGIN_MM, SOFT, TYPE } from './page-layout.ts';

interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
}

/** Draws the cover: what it is, the verdict, key figures, what is and is not included. Returns the y below it. */
export function drawCover(paper: Paper, input: DocumentInput): number {
  const { plan, neighbourhood } = input;
  const width = paper.widthMm - 2 * MARGIN_MM;
  paper.rectangle(0, 0, paper.widthMm, 3.2, { fill: paperPalette.aerial });
  paper.text(MARGIN_MM, 22, 'Build plan · fiber', { sizePt: TYPE.body, bold: true, color: paperPalette.aerial });
  paper.text(paper.widthMm - MARGIN_MM, 22, paper.fitted(plan.name, width * 0.6, TYPE.body), {
    sizePt: TYPE.body,
    color: SOFT,
    align: 'right',
  });
  let y = paper.textLines(
    MARGIN_MM,
    36,
    paper.wrap(shownName(input), width, TYPE.huge, true).slice(0, 2),
    { sizePt: TYPE.huge, bold: true, color: INK },
    1.12,
  );
  const verdict = verdictOf(neighbourhood, notReachedIn(input).length, plan.settings.units);
  y = paper.textLines(MARGIN_MM, y - 2, paper.wrap(verdict, width * 0.94, 11.5), { sizePt: 11.5, color: INK }, 1.4) + 4;
  y = drawFigures(paper, keyFigures(input), MARGIN_MM, y, width);
  y = drawShare(paper, input, MARGIN_MM, y + 1, width);
  y = drawConnection(paper, input, MARGIN_MM, y + 8, width);
  const half = (width - 10) / 2;
  const left = drawList(paper, 'Included in the cost to pass', INCLUDED, MARGIN_MM, y + 10, half);
  const right = drawList(paper, 'Not included, not checked', NOT_INCLUDED, MARGIN_MM + half + 10, y + 10, half);
  drawLocator(paper, input, { x: MARGIN_MM, y: left + 4, width: half, height: contentsTopMm(paper) - 10 - left - 4 });
  return Math.max(left, right);
}

function keyFigures({ neighbourhood: t, own, plan }: DocumentInput): KeyFigure[] {
  const passed = t.premisesPassed;
  const { units } = plan.settings;
  const [feet, miles, kilometres] = [
    spanText(t.routeLengthM, 'us'),
    shortRouteText(t.routeLengthM, 'us'),
    shortRouteText(t.routeLengthM, 'metric'),
  ];
  return [
    { label: 'Premises passed', value: numberText(passed), detail: unitDetail(t) },
    {
      label: 'Route length',
      value: shortRouteText(t.routeLengthM, units),
      detail: units === 'us' ? `${feet} · ${kilometres}` : `${miles} · ${feet}`,
    },
    {
      label: 'Cost to pass, likely',
      value: moneyText(t.costLikely, t.currency),
      detail: `range ${moneyRangeText(t.costLow, t.costHigh, t.currency)}`,
    },
    {
      label: 'Cost per passing',
      value: passed === 0 ? '–' : moneyText(t.costLikely / passed, t.currency),
      detail:
        passed === 0
          ? 'no premises here'
          : `range ${moneyText(t.costLow / passed, t.currency)}–${moneyText(t.costHigh / passed, t.currency)}`,
    },
    { label: 'Poles used', value: numberText(t.polesUsed), detail: poleDetail(own.poles) },
    {
      label: 'Crossings',
      value: numberText(own.crossings.length),
      detail: crossingDetail(own.crossings.map(({ kind }) => kind)),
    },
  ];
}

function unitDetail({ premisesPassed, unitsPassed }: DocumentInput['neighbourhood']): string {
  if (premisesPassed === 0) return 'none here';
  return unitsPassed === premisesPassed ? 'one unit each' : countText(unitsPassed, 'unit');
}

/** How many are new, and how many of the others have been surveyed. */
function poleDetail(poles: DocumentInput['own']['poles']): string {
  const count = (wanted: (pole: DocumentInput['own']['poles'][number]) => boolean): number => poles.filter(wanted).length;
  const added = `${numberText(count(({ poleId }) => poleId === null))} new`;
  const assumed = count(({ makeReady }) => makeReady === 'assumed');
  const surveyed = count(({ makeReady }) => makeReady === 'surveyed');
  const known = surveyed === 0 ? '' : ` · make-ready surveyed on ${numberText(surveyed)}`;
  return `${added}${known}${assumed === 0 ? '' : `${known === '' ? ' · make-ready' : ','} assumed on ${numberText(assumed)}`}`;
}

function crossingDetail(kinds: readonly string[]): string {
  const parts = ['rail', 'water', 'stream', 'highway'].flatMap((kind) => {
    const count = kinds.filter((one) => one === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return parts.length === 0 ? 'no rail, water or highway' : parts.join(' · ');
}

/** Figures three in a row: label, large number, detail. */
function drawFigures(paper: Paper, figures: readonly KeyFigure[], x: number, y: number, width: number): number {
  const columns = 3;
  const step = (width + 6) / columns;
  const tall = 24;
  figures.forEach(({ label, value, detail }, i) => {
    const left = x + (i % columns) * step;
    const top = y + Math.floor(i / columns) * tall;
    paper.line(
      [
        [left, top],
        [left + step - 6, top],
      ],
      { color: INK, widthMm: 0.35 },
    );
    paper.text(left, top + 5, label, { sizePt: TYPE.small, color: SOFT });
    paper.text(left, top + 13, paper.fitted(value, step - 6, 19, true), { sizePt: 19, bold: true, color: INK });
    paper.text(left, top + 18, paper.fitted(detail, step - 6, TYPE.small), { sizePt: TYPE.small, color: SOFT });
  });
  return y + Math.ceil(figures.length / columns) * tall;
}

/** One bar: how much of the route is in the air, how much in the ground. */
function drawShare(paper: Paper, { neighbourhood: t, plan }: DocumentInput, x: number, y: number, width: number): number {
  if (t.routeLengthM === 0) return y;
  const share = t.aerialLengthM / t.routeLengthM;
  const air = width * share;
  if (share > 0) paper.rectangle(x, y, air, 3.4, { fill: paperPalette.aerial });
  if (share < 1) paper.rectangle(x + air, y, width - air, 3.4, { fill: paperPalette.underground });
  const { units } = plan.settings;
  const style = { sizePt: TYPE.small, color: INK } as const;
  paper.text(x, y + 7.6, `In the air ${percentText(share)} · ${spanText(t.aerialLengthM, units)}`, style);
  paper.text(x + width, y + 7.6, `Underground ${percentText(1 - share)} · ${spanText(t.undergroundLengthM, units)}`, {
    ...style,
    align: 'right',
  });
  return y + 8;
}

/** The connection stands apart: it is never part of the cost to pass. */
function drawConnection(
  paper: Paper,
  { neighbourhood: t, plan, own }: DocumentInput,
  x: number,
  y: number,
  width: number,
): number {
  paper.rectangle(x, y - 4.6, width, 15.5, { fill: paperPalette.sunken });
  paper.text(x + 4, y, 'Connections, apart from the cost to pass', { sizePt: TYPE.small, color: SOFT });
  const long = own.drops.filter((drop) => drop.long).length;
  const connected = t.premisesPassed * plan.settings.takeRate;
  const sentence =
    t.premisesPassed === 0
      ? 'No premises are connected from here.'
      : `${moneyText(t.connectionCostLikely, t.currency)} likely at a take rate of ${percentText(plan.settings.takeRate)}: ` +
        `${moneyText(t.connectionCostLikely / Math.max(1e-9, connected), t.currency)} for each connection. ` +
        `${countText(own.drops.length, 'drop')}, ${spanText(t.dropLengthM, plan.settings.units)} in all, ${long === 0 ? 'none' : numberText(long)} over the length that funders count as ordinary.`;
  paper.textLines(x + 4, y + 4.6, paper.wrap(sentence, width - 8, TYPE.body).slice(0, 2), { sizePt: TYPE.body, color: INK });
  return y + 10.9;
}

/** A small picture of the design, where the cover has room for it. */
function drawLocator(paper: Paper, input: DocumentInput, box: PageBox): void {
  const bounds = mapBounds(input);
  if (bounds === null || box.height < 32) return;
  const frame = fitFrame(box, bounds, input.plan.settings.units);
  const drawn = new Set<LegendEntry>();
  paper.within(box.x, box.y, box.width, box.height, () => {
    drawGround(paper, frame, input.map, input.neighbourhood.id, drawn);
    drawNetwork({
      paper,
      frame,
      data: input.map,
      own: input.own,
      poleNumbers: input.numbers,
      drawn,
      space: new LabelSpace(box),
      routesOnly: true,
    });
  });
  paper.rectangle(box.x, box.y, box.width, box.height, { stroke: { color: paperPalette.line, widthMm: 0.25 } });
}

/** A headed list; returns the y below it. */
export function drawList(paper: Paper, title: string, items: readonly string[], x: number, y: number, width: number): number {
  paper.text(x, y, title, { sizePt: TYPE.body, bold: true, color: INK });
  let at = y + 5.4;
  for (const item of items) {
    const lines = paper.wrap(item, width - 4, TYPE.body - 0.6);
    paper.rectangle(x, at - 1.7, 1.1, 1.1, { fill: SOFT });
    at = paper.textLines(x + 4, at, lines, { sizePt: TYPE.body - 0.6, color: INK }, 1.32) + 1.1;
  }
  return at;
}
