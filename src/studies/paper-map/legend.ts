import { paperPalette } from '../../base/palette.ts';
import type { Drawing, PagePoint } from '../../io/drawing.ts';
import { fadedColour, type CoverageSign } from './coverage-print.ts';
import { LINES, SYMBOLS } from './symbols.ts';

type Sample = (paper: Drawing, x: number, y: number) => void;

const between =
  (draw: (points: PagePoint[]) => void): ((x: number, y: number) => void) =>
  (x, y) =>
    draw([
      [x, y],
      [x + 8, y],
    ]);
const line =
  (stroke: Parameters<Drawing['line']>[1]): Sample =>
  (paper, x, y) =>
    between((points) => paper.line(points, stroke))(x, y);
const symbol =
  (draw: (paper: Drawing, at: PagePoint) => void): Sample =>
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
  lent: { title: 'Fibres in a cable in service', sample: line(LINES.lent(0.75)) },
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
  notReached: { title: 'Premises that nothing reaches', sample: symbol(SYMBOLS.notReached) },
  site: { title: 'Radio site', sample: symbol(SYMBOLS.site) },
  clearLink: { title: 'Radio link, clear', sample: line(LINES.links.clear) },
  marginalLink: { title: 'Radio link, marginal', sample: line(LINES.links.marginal) },
  blockedLink: { title: 'Radio link, blocked', sample: line(LINES.links.blocked) },
  closeLink: { title: 'Radio link, too close to call', sample: line(LINES.links['too-close']) },
  openLink: { title: 'Radio link, not judged', sample: line(LINES.links.open) },
  condition: { title: 'Condition that alters routes', sample: line(LINES.condition) },
  join: { title: 'Would join an island', sample: line(LINES.join) },
  existing: { title: 'Existing network', sample: line(LINES.existing) },
  neighbourhood: { title: 'Edge of neighbourhood', sample: line(LINES.neighbourhood) },
  neighbourhoods: { title: 'Edges of neighbourhoods', sample: line(LINES.neighbourhoods) },
  street: {
    title: 'Street',
    sample: (paper: Drawing, x: number, y: number) => {
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

/** Where a legend stands, and how large: `size` multiplies the type, never the signs, which are those of the map. */
export interface LegendPlace {
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly columns?: number;
  readonly columnMm?: number;
}

/** A swatch as the map has it: full, striped or dotted. */
function coverageSample({ colour, fill }: CoverageSign): Sample {
  const faded = fadedColour(colour);
  if (fill === 'full') return swatch(faded);
  if (fill === 'dots') return (paper, x, y) => [1.5, 4, 6.5].forEach((at) => paper.circle(x + at, y, 0.5, { fill: faded }));
  return (paper, x, y) => [0.5, 2.9, 5.3].forEach((at) => paper.rectangle(x + at, y - 1.2, 1.6, 2.4, { fill: faded }));
}

const ROW_MM = 4.3;

/** Draws the legend of what was drawn, in one column or several; returns the y below it. */
export function drawLegend(
  paper: Drawing,
  place: LegendPlace,
  drawn: ReadonlySet<LegendEntry>,
  covered: readonly CoverageSign[] = [],
): number {
  const { x, y, size = 1, columns = 1, columnMm = 0 } = place;
  const signs = covered.map((sign) => ({ title: sign.text, sample: coverageSample(sign) }));
  const known = Object.entries(ENTRIES).filter(([key]) => drawn.has(key as LegendEntry)); // keys of the constant
  const entries = [...signs, ...known.map(([, entry]) => entry)];
  const [rowMm, rows] = [ROW_MM * size, Math.ceil(entries.length / columns)];
  entries.forEach(({ title, sample }, i) => {
    const [left, top] = [x + Math.floor(i / rows) * columnMm, y + (i % rows) * rowMm + 1];
    sample(paper, left, top);
    const style = { sizePt: 6.8 * size, color: paperPalette.ink };
    paper.text(left + 10.5, top + 0.9 * size, columns === 1 ? title : paper.fitted(title, columnMm - 12, style.sizePt), style);
  });
  return y + rows * rowMm;
}
