import { paperPalette } from '../../base/palette.ts';
import type { Drawing, PagePoint } from '../../io/drawing.ts';
import type { LngLat } from '../../geo/position.ts';
import { pageLines } from './ground-drawing.ts';
import type { LabelSpace } from './label-space.ts';
import type { LegendEntry } from './legend.ts';
import type { MapData, MapShape } from './map-data.ts';
import type { MapFrame } from './map-frame.ts';
import { inside, labelBeside } from './network-drawing.ts';
import { LINES, SYMBOLS } from './symbols.ts';

/** Largest scale numbers at which things are drawn. */
const PREMISES_TO = 26_000;
const POLES_TO = 6500;

/** What a link of the plan was judged to be; `open` where it was not. */
export type LinkVerdict = keyof typeof LINES.links;

interface PlacesDrawing {
  readonly paper: Drawing;
  readonly frame: MapFrame;
  readonly data: MapData;
  readonly drawn: Set<LegendEntry>;
  readonly space: LabelSpace;
  readonly verdicts: ReadonlyMap<string, LinkVerdict>;
}

const LINK_ENTRIES: Readonly<Record<LinkVerdict, LegendEntry>> = {
  clear: 'clearLink',
  marginal: 'marginalLink',
  blocked: 'blockedLink',
  'too-close': 'closeLink',
  open: 'openLink',
};

/** Draws what stands in the plan beside the designed network: conditions under it, premises, poles without a design. */
export function drawPlaces({ paper, frame, data, drawn }: PlacesDrawing): void {
  for (const shape of data.conditions.within(frame.bounds)) {
    for (const line of pageLines(frame, shape.parts.flat())) {
      paper.line(line, LINES.condition);
      drawn.add('condition');
    }
  }
  const notReached = new Set(data.network.notReached.map(({ id }) => id));
  const points = (shapes: readonly MapShape[], draw: (at: PagePoint, shape: MapShape) => void): void => {
    for (const shape of shapes) {
      const position = placeOf(shape);
      const at = position === null ? null : frame.toPage(position);
      if (at !== null && inside(at, frame)) draw(at, shape);
    }
  };
  if (frame.scale <= PREMISES_TO)
    points(data.premises.within(frame.bounds), (at, { id }) => {
      const sign = notReached.has(id) ? 'notReached' : 'premises';
      SYMBOLS[sign](paper, at);
      drawn.add(sign);
    });
  if (frame.scale <= POLES_TO && data.network.poles.length === 0)
    points(data.poles.within(frame.bounds), (at) => {
      SYMBOLS.poleUsed(paper, at);
      drawn.add('poleOther');
    });
}

/** Draws radio links by verdict and their sites with their names, and facilities that no design has taken up. */
export function drawRadio({ paper, frame, data, drawn, space, verdicts }: PlacesDrawing): void {
  const links = data.links.within(frame.bounds).map((shape) => {
    return { lines: pageLines(frame, shape.parts.flat()), verdict: verdicts.get(shape.id) ?? 'open' };
  });
  for (const { lines } of links) for (const line of lines) paper.line(line, { color: paperPalette.ground, widthMm: 1.5 });
  for (const { lines, verdict } of links) {
    for (const line of lines) {
      paper.line(line, LINES.links[verdict]);
      space.takeLine(line, 1.3);
      drawn.add(LINK_ENTRIES[verdict]);
    }
  }
  const named = (shapes: readonly MapShape[], sign: 'site' | 'facility'): void => {
    for (const shape of shapes) {
      const position = placeOf(shape);
      const at = position === null ? null : frame.toPage(position);
      if (at === null || !inside(at, frame)) continue;
      SYMBOLS[sign](paper, at);
      space.takeDisc(at, 2.4);
      drawn.add(sign);
      if (shape.name !== null) labelBeside({ paper, frame, space }, at, shape.name, { sizePt: 7, bold: true, offsetMm: 2.6 });
    }
  };
  named(data.sites.within(frame.bounds), 'site');
  if (data.network.facilities.length === 0) named(data.facilities.within(frame.bounds), 'facility');
}

function placeOf({ parts }: MapShape): LngLat | null {
  return parts[0]?.[0]?.[0] ?? null;
}
