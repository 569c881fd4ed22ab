import { numberText, spanText, type UnitSystem } from '../../../base/quantity-text.ts';
import { METRES_PER_FOOT } from '../../../base/units.ts';
import { boundsOf } from '../../../geo/polygon.ts';
import type { LngLat } from '../../../geo/position.ts';
import { drawTable, type PdfColumn } from '../../../io/pdf/pdf-table.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import type { FiberNetwork } from '../../../plan/network.ts';
import type { StakedLine, Station } from '../staking.ts';
import { cablesText, makeText, stationText } from '../staking-words.ts';
import type { PageBox } from '../../paper-map/clip.ts';
import { shownName, type DocumentInput } from './document-input.ts';
import { drawGround } from '../../paper-map/ground-drawing.ts';
import { LabelSpace } from '../../paper-map/label-space.ts';
import type { LegendEntry } from '../../paper-map/legend.ts';
import { fitFrame, mapFrame, type MapFrame } from '../../paper-map/map-frame.ts';
import { widened } from './map-sheets.ts';
import { drawNetwork, labelBeside } from '../../paper-map/network-drawing.ts';
import { INK, MARGIN_MM, SOFT, TYPE } from './page-layout.ts';
import { labelStreets } from '../../paper-map/street-labels.ts';

/** A row of a staking sheet: a station and where its span comes from. */
interface StakingRow {
  readonly line: number;
  readonly index: number;
  readonly from: string;
  readonly station: Station;
}

/** One page for a crew: a strip of map and the stations on it. */
export interface StakingSheet {
  readonly name: string;
  readonly frame: MapFrame;
  readonly rows: readonly StakingRow[];
}

const MAP_TOP_MM = 30;
const MAP_HEIGHT_MM = 104;
const TABLE_PT = 6.8;
const ROW_PADDING_MM = 0.75;
/** A sheet that has some rows ends before its picture gets smaller than this; `least` is never passed but by a single span. */
const SCALE = { usual: 2600, least: 5000, largest: 1000 } as const;
const ROWS_BEFORE_BREAK = 8;

/** Lays the stations of a neighbourhood out on sheets: as many rows as a page holds, on ground that a page shows legibly. */
export function stakingSheets(paper: Paper, lines: readonly StakedLine[], own: FiberNetwork, units: UnitSystem): StakingSheet[] {
  const rows = lines.flatMap((line, i) =>
    line.flatMap((station, index): StakingRow[] => {
      // What a line begins at is named in its first span; it has a row of its own where something stands there.
      if (station.span === null && station.things.length === 0) return [];
      return [{ line: i, index, from: station.span === null ? '' : (line[index - 1]?.label ?? ''), station }];
    }),
  );
  const dropEnds = new Map<string, LngLat[]>();
  for (const { terminalId, path } of own.drops) {
    const end = path.at(-1);
    if (end !== undefined) dropEnds.set(terminalId, [...(dropEnds.get(terminalId) ?? []), end]);
  }
  const places = ({ station }: StakingRow): LngLat[] => [
    station.position,
    ...(station.span?.path ?? []),
    ...station.drops.flatMap(({ terminalId }) => dropEnds.get(terminalId) ?? []),
  ];
  const box: PageBox = { x: MARGIN_MM, y: MAP_TOP_MM, width: paper.widthMm - 2 * MARGIN_MM, height: MAP_HEIGHT_MM };
  const columns = stakingColumns(units);
  const roomMm = paper.heightMm - MAP_TOP_MM - MAP_HEIGHT_MM - 4 - 8 - 18;
  const sheets: StakingSheet[] = [];
  let held: { rows: StakingRow[]; positions: LngLat[]; heightMm: number } = { rows: [], positions: [], heightMm: 0 };
  const close = (): void => {
    if (held.rows.length > 0)
      sheets.push({ name: String(sheets.length + 1), frame: frameOf(box, held.positions, units), rows: held.rows });
    held = { rows: [], positions: [], heightMm: 0 };
  };
  for (const row of rows) {
    const heightMm = rowHeightMm(paper, columns, row);
    const positions = [...held.positions, ...places(row)];
    const { scale } = frameOf(box, positions, units);
    const isTooSmall = scale > SCALE.least || (scale > SCALE.usual && held.rows.length >= ROWS_BEFORE_BREAK);
    if (held.heightMm + heightMm > roomMm || isTooSmall) close();
    held = { rows: [...held.rows, row], positions: [...held.positions, ...places(row)], heightMm: held.heightMm + heightMm };
  }
  close();
  return sheets;
}

function frameOf(box: PageBox, positions: readonly LngLat[], units: UnitSystem): MapFrame {
  const frame = fitFrame(box, widened(boundsOf(positions)), units);
  return frame.scale < SCALE.largest ? mapFrame(box, frame.centre, units === 'us' ? 1200 : SCALE.largest) : frame;
}

type StakingColumn = PdfColumn & { readonly of: (row: StakingRow) => string };

function stakingColumns(units: UnitSystem): StakingColumn[] {
  return [
    { title: 'From', widthMm: 15, of: ({ from }) => from },
    { title: 'Station', widthMm: 15, of: ({ station }) => station.label },
    {
      title: 'Span',
      widthMm: 13,
      align: 'right',
      of: ({ station: { span } }) => (span === null ? '' : spanText(span.lengthM, units)),
    },
    { title: 'Built', widthMm: 25, of: ({ station: { span } }) => (span === null ? '' : makeText(span)) },
    { title: 'Along', widthMm: 26, of: ({ station: { span } }) => span?.stretch.along ?? '' },
    { title: 'Cables in it', widthMm: 27, of: ({ station: { span } }) => (span === null ? '' : cablesText(span)) },
    { title: 'At the station', of: ({ station }) => stationText(station) },
  ];
}

function rowHeightMm(paper: Paper, columns: readonly StakingColumn[], row: StakingRow): number {
  const fixed = columns.reduce((sum, { widthMm = 0 }) => sum + widthMm, 0);
  const rest = paper.widthMm - 2 * MARGIN_MM - fixed;
  const lines = columns.map(({ widthMm = rest, of }) => paper.wrap(of(row), widthMm - 2.5, TABLE_PT).length);
  return Math.max(...lines) * TABLE_PT * 0.3528 * 1.16 + 2 * ROW_PADDING_MM;
}

/** Draws one sheet on the present page: heading, strip of map, table. */
export function drawStakingSheet(paper: Paper, sheet: StakingSheet, count: number, input: DocumentInput): void {
  const { units } = input.plan.settings;
  const { frame, rows } = sheet;
  paper.text(MARGIN_MM, 20, `Staking sheet ${sheet.name} of ${count}`, { sizePt: TYPE.large, bold: true, color: INK });
  paper.text(paper.widthMm - MARGIN_MM, 20, shownName(input), { sizePt: TYPE.small, color: SOFT, align: 'right' });
  const inch = units === 'us' ? ` · 1 in = ${numberText((0.0254 * frame.scale) / METRES_PER_FOOT)} ft` : '';
  paper.text(MARGIN_MM, 26, `1 : ${numberText(frame.scale)}${inch} · north is up · ${lengthText(rows, units)}`, {
    sizePt: TYPE.small,
    color: SOFT,
  });
  drawStrip(paper, sheet, input);
  const columns = stakingColumns(units);
  drawTable(
    paper,
    {
      columns,
      rows: rows.map((row) => ({ cells: columns.map(({ of }) => of(row)) })),
      sizePt: TABLE_PT,
      rowPaddingMm: ROW_PADDING_MM,
    },
    { topMm: MAP_TOP_MM + MAP_HEIGHT_MM + 3, marginMm: MARGIN_MM, nextTopMm: 20, bottomMm: 16 },
  );
}

function lengthText(rows: readonly StakingRow[], units: UnitSystem): string {
  const sum = (kind: string): number =>
    rows.reduce((all, { station: { span } }) => all + (span?.stretch.kind === kind ? span.lengthM : 0), 0);
  const parts = [
    ['in the air', sum('aerial')],
    ['underground', sum('underground')],
    ['in cables in service', sum('in-service')],
  ] as const;
  const told = parts.filter(([, lengthM]) => lengthM > 0).map(([how, lengthM]) => `${spanText(lengthM, units)} ${how}`);
  return told.length === 0 ? 'no route' : told.join(', ');
}

/** The ground of a sheet with its own spans strong, the rest of the network pale, and every station labelled. */
function drawStrip(paper: Paper, { frame, rows }: StakingSheet, input: DocumentInput): void {
  const { map, neighbourhood, numbers, own } = input;
  const space = new LabelSpace(frame.box);
  const drawn = new Set<LegendEntry>();
  const shown = partsOn(rows, own, numbers);
  paper.within(frame.box.x, frame.box.y, frame.box.width, frame.box.height, () => {
    drawGround(paper, frame, map, neighbourhood.id, drawn);
    drawNetwork({ paper, frame, data: map, own: shown, poleNumbers: numbers, drawn, space });
    for (const { station } of rows)
      if (!station.things.some(({ kind }) => kind === 'pole' || kind === 'new-pole' || kind === 'facility'))
        labelBeside({ paper, frame, space }, frame.toPage(station.position), station.label, {
          sizePt: 5.4,
          bold: true,
          offsetMm: 1.4,
        });
    labelStreets(paper, frame, map, space);
  });
  paper.rectangle(frame.box.x, frame.box.y, frame.box.width, frame.box.height, { stroke: { color: INK, widthMm: 0.3 } });
}

/** The parts of the network that the rows of a sheet build. */
function partsOn(rows: readonly StakingRow[], own: FiberNetwork, numbers: ReadonlyMap<string, string>): FiberNetwork {
  const stretches = new Set(rows.flatMap(({ station: { span } }) => (span === null ? [] : [span.stretch.id])));
  const things = new Set(rows.flatMap(({ station }) => station.things.map(({ id }) => id)));
  const here = <Part extends { readonly id: string }>(parts: readonly Part[]): Part[] => parts.filter(({ id }) => things.has(id));
  return {
    ...own,
    stretches: own.stretches.filter(({ id }) => stretches.has(id)),
    poles: own.poles.filter(({ id }) => things.has(numbers.get(id) ?? id)),
    terminals: here(own.terminals),
    cabinets: here(own.cabinets),
    closures: here(own.closures),
    handholes: here(own.handholes),
    risers: here(own.risers),
    crossings: here(own.crossings),
    drops: own.drops.filter(({ terminalId }) => things.has(terminalId)),
  };
}
