import { paperPalette } from '../../../base/palette.ts';
import type { PagePoint, Paper } from '../../../io/pdf/paper.ts';
import { LINES, SYMBOLS } from './symbols.ts';

type Sample = (paper: Paper, x: number, y: number) => void;

const between =
  (draw: (points: PagePoint[]) => void): ((x: number, y: number) => void) =>
  (x, y) =>
    draw([
      [x, y],
      [x + 8, y],
    ]);
const line =
  (stroke: Parameters<Paper['line']>[1]): Sample =>
  (paper, x, y) =>
    between((points) => paper.line(points, stroke))(x, y);
const symbol =
  (draw: (paper: Paper, at: PagePoint) => void): Sample =>
  (paper, x, y) =>
    draw(paper, [x + 4, y]);
const swatch =
  (fill: string, edge?: string): Sample =>
  (paper, x, y) =>
    paper.rectangle(x + 0.5, y - 1.2, 7, 2.4, { fill, ...(edge === undefined ? {} : { stroke: { color: edge, widthMm: 0.2 } }) });
const { parcelLine, building, water, rail, streetEdge, street, ground } = paperPalette;

/** Everything that a map can show, in the order of the legend: the network first, then the ground. */
const ENTRIES = {
  aerial: { title: 'Route in the air, on poles', sample: line(LINES.aerial(0.75)) },
  underground: { title: 'Route underground', sample: line(LINES.underground(0.75)) },
  drop: { title: 'Drop in the air', sample: line(LINES.drop) },
  undergroundDrop: { title: 'Drop underground', sample: line(LINES.undergroundDrop) },
  otherRoute: { title: 'Route of another neighbourhood', sample: line({ color: '#a9bfdd', widthMm: 0.6 }) },
  facility: { title: 'Facility', sample: symbol(SYMBOLS.facility) },
  cabinet: { title: 'Cabinet with splitters', sample: symbol(SYMBOLS.cabinet) },
  terminal: { title: 'Terminal: ports used / all', sample: symbol(SYMBOLS.terminal) },
  poleUsed: { title: 'Pole used', sample: symbol(SYMBOLS.poleUsed) },
  poleMakeReady: { title: 'Pole used, needs make-ready', sample: symbol(SYMBOLS.poleMakeReady) },
  poleNew: { title: 'New pole', sample: symbol(SYMBOLS.poleNew) },
  poleOther: { title: 'Pole not used', sample: symbol(SYMBOLS.poleOther) },
  riser: { title: 'Riser, pole to ground', sample: symbol(SYMBOLS.riser) },
  crossing: { title: 'Crossing, see list', sample: symbol(SYMBOLS.crossing) },
  premises: { title: 'Premises', sample: symbol(SYMBOLS.premises) },
  join: { title: 'Would join an island', sample: line(LINES.join) },
  existing: { title: 'Existing network', sample: line(LINES.existing) },
  neighbourhood: { title: 'Edge of neighbourhood', sample: line(LINES.neighbourhood) },
  street: {
    title: 'Street',
    sample: (paper: Paper, x: number, y: number) => {
      line({ color: streetEdge, widthMm: 2.3, cap: 'butt' })(paper, x, y);
      line({ color: street, widthMm: 1.7, cap: 'butt' })(paper, x, y);
    },
  },
  path: { title: 'Track, path', sample: line({ color: '#b9b2a3', widthMm: 0.25, dashMm: [1.2, 0.7] }) },
  easement: { title: 'Easement', sample: line({ color: '#a58fb0', widthMm: 0.25, dashMm: [2.2, 0.6, 0.4, 0.6] }) },
  rail: { title: 'Railway', sample: line({ color: rail, widthMm: 0.7, dashMm: [1.6, 1] }) },
  water: { title: 'Water', sample: swatch(water) },
  building: { title: 'Building', sample: swatch(building, '#d3cec2') },
  parcel: { title: 'Parcel', sample: swatch(ground, parcelLine) },
} as const satisfies Record<string, { title: string; sample: Sample }>;

export type LegendEntry = keyof typeof ENTRIES;

/** Draws the legend of what was drawn, in one column; returns the y below it. */
export function drawLegend(paper: Paper, x: number, y: number, drawn: ReadonlySet<LegendEntry>): number {
  const entries = Object.entries(ENTRIES).filter(([key]) => drawn.has(key as LegendEntry)); // keys of the constant
  entries.forEach(([, { title, sample }], i) => {
    sample(paper, x, y + i * 4.3 + 1);
    paper.text(x + 10.5, y + i * 4.3 + 1.9, title, { sizePt: 6.8, color: paperPalette.ink });
  });
  return y + entries.length * 4.3;
}
