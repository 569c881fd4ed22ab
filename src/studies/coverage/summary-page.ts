import { paperPalette as palette } from '../../base/palette.ts';
import {
  areaText,
  countText,
  distanceText,
  heightText,
  numberText,
  percentText,
  type UnitSystem,
} from '../../base/quantity-text.ts';
import { sha256Hex } from '../../base/hash.ts';
import { fromWgs84, toWgs84 } from '../../geo/crs.ts';
import { shortDistanceM } from '../../geo/geodesy.ts';
import { cellOfModel, modelOfCell } from '../../geo/grid.ts';
import type { Picture } from '../../io/drawing.ts';
import { Paper, type PageFormat, type PdfFonts } from '../../io/pdf/paper.ts';
import { drawNorth } from '../paper-map/north-arrow.ts';
import { claimFields, type CoverageClaim } from './coverage-polygons.ts';
import { isServed, type CoverageResult } from './result.ts';
import type { CoverageFacts } from './run.ts';

/** How the page is made. */
export interface SummaryOptions {
  readonly fonts: PdfFonts;
  readonly format: PageFormat;
  readonly units: UnitSystem;
  /** What the coverage is of: a network's or a site's name. */
  readonly title: string;
}

const MARGIN = 16;
/** The map is a picture of at most so many points across or down. */
const MOST_POINTS = 1200;
const MAP_HEIGHT_MM = 118;
const SERVED = [0x2f, 0x6f, 0xb3] as const;
const NOT_SERVED = [0xe4, 0xe1, 0xda] as const;

/** One page for a grant's annex: map, counts, method, day and what it takes for granted. The same coverage gives the same bytes. */
export async function drawCoverageSummary(
  facts: CoverageFacts,
  result: CoverageResult,
  claim: CoverageClaim,
  options: SummaryOptions,
): Promise<Uint8Array> {
  const paper = new Paper(options.format, options.fonts, `Coverage summary ${options.title}`);
  paper.addPage('portrait');
  const right = paper.widthMm - MARGIN;
  const wide = right - MARGIN;
  paper.text(MARGIN, 20, paper.fitted(options.title, wide - 50, 18, true), { sizePt: 18, bold: true, color: palette.ink });
  paper.text(right, 20, 'Coverage summary', { sizePt: 11, color: palette.inkSoft, align: 'right' });
  paper.text(right, 26, claim.date, { sizePt: 9, color: palette.inkSoft, align: 'right' });
  const counts = countsOf(result, claim, options.units);
  let top = 30;
  for (const [index, sentence] of counts.entries()) {
    const style = { sizePt: index === 0 ? 13 : 10, bold: index === 0, color: palette.ink };
    top = paper.textLines(MARGIN, top, paper.wrap(sentence, wide, style.sizePt, style.bold), style) + 1;
  }
  top = (await drawMap(paper, facts, result, claim, { left: MARGIN, top: top + 1, width: wide, units: options.units })) + 9;
  for (const [heading, sentences] of statements(facts, result, claim, options.units)) {
    paper.text(MARGIN, top, heading, { sizePt: 10, bold: true, color: palette.ink });
    for (const sentence of sentences)
      top = paper.textLines(MARGIN, top + 4.6, paper.wrap(sentence, wide, 9), { sizePt: 9, color: palette.ink }) - 4;
    top += 9;
  }
  const content = JSON.stringify([claim, claimFields(facts, result, claim), options.title, options.units]);
  return paper.finish(sha256Hex(new TextEncoder().encode(content)));
}

function countsOf(result: CoverageResult, { premises, thresholdDbm }: CoverageClaim, units: UnitSystem): string[] {
  const cells = result.seenBy.reduce((sum, _, cell) => (isServed(result, cell, thresholdDbm) ? sum + 1 : sum), 0);
  const area = `${areaText(cells * result.cellAreaM2, units)} of the ${areaText(result.knownCells * result.cellAreaM2, units)} in range are covered.`;
  if (premises === null) return [area];
  const share = premises.of === 0 ? '' : ` (${percentText(premises.served / premises.of)})`;
  return [`${numberText(premises.served)} of ${countText(premises.of, 'premises', 'premises')} served${share}`, area];
}

/** @returns where the map ends */
async function drawMap(
  paper: Paper,
  facts: CoverageFacts,
  result: CoverageResult,
  { thresholdDbm }: CoverageClaim,
  place: { readonly left: number; readonly top: number; readonly width: number; readonly units: UnitSystem },
): Promise<number> {
  const [toLngLat, toModel] = [await toWgs84(result.crs), await fromWgs84(result.crs)];
  const grid = { ...result, values: result.minHeightM, verticalDatum: null, errorM: null };
  const at = (column: number, row: number): [number, number] => toLngLat(...modelOfCell(grid, column, row));
  const [middleColumn, middleRow] = [(result.width - 1) / 2, (result.height - 1) / 2];
  const acrossM = result.width * shortDistanceM(at(middleColumn - 0.5, middleRow), at(middleColumn + 0.5, middleRow));
  const downM = result.height * shortDistanceM(at(middleColumn, middleRow - 0.5), at(middleColumn, middleRow + 0.5));
  const mmPerM = Math.min(place.width / acrossM, MAP_HEIGHT_MM / downM);
  const [width, height] = [acrossM * mmPerM, downM * mmPerM];
  const left = place.left + (place.width - width) / 2;
  paper.picture(left, place.top, width, height, pictureOf(result, thresholdDbm));
  paper.rectangle(left, place.top, width, height, { stroke: { color: palette.inkSoft, widthMm: 0.2 } });
  for (const { position } of facts.sites) {
    const [column, row] = cellOfModel(grid, ...toModel(...position));
    const [x, y] = [left + ((column + 0.5) / result.width) * width, place.top + ((row + 0.5) / result.height) * height];
    paper.circle(x, y, 1.3, { fill: palette.ink, stroke: { color: '#ffffff', widthMm: 0.4 } });
  }
  // A raster's columns seldom run exactly north: its system turns the map by up to a few degrees.
  const [lng, lat] = at(middleColumn, middleRow);
  const [northColumn, northRow] = cellOfModel(grid, ...toModel(lng, lat + 0.001));
  const [toRight, toTop] = [
    ((northColumn - middleColumn) * width) / result.width,
    ((middleRow - northRow) * height) / result.height,
  ];
  const turnDeg = (Math.atan2(toRight, toTop) * 180) / Math.PI;
  drawNorth(paper, place.left + place.width - 5, place.top + 7, 1, turnDeg);
  const barM = niceLengthM(acrossM / 4, place.units);
  const end = place.top + height + 5;
  paper.rectangle(left, end - 2.6, 5, 3, { fill: hex(SERVED) });
  paper.text(left + 6.5, end, 'covered', { sizePt: 8, color: palette.ink });
  paper.rectangle(left + 24, end - 2.6, 5, 3, { fill: hex(NOT_SERVED) });
  paper.text(left + 30.5, end, 'not covered', { sizePt: 8, color: palette.ink });
  paper.circle(left + 55, end - 1, 1.3, { fill: palette.ink });
  paper.text(left + 58, end, facts.sites.length === 1 ? 'antenna' : 'antennas', { sizePt: 8, color: palette.ink });
  const bar: [number, number] = [left + width - barM * mmPerM, left + width];
  paper.line(
    [
      [bar[0], end - 1],
      [bar[1], end - 1],
    ],
    { color: palette.ink, widthMm: 0.5 },
  );
  paper.text(bar[0] - 2, end, distanceText(barM, place.units), { sizePt: 8, color: palette.ink, align: 'right' });
  return end;
}

/** 1, 2 or 5 times a power of ten, in the units of the page, metres. */
function niceLengthM(mostM: number, units: UnitSystem): number {
  const unitM = units === 'us' ? 1609.344 : 1000;
  const power = 10 ** Math.floor(Math.log10(mostM / unitM));
  const steps = [5, 2, 1].map((step) => step * power * unitM);
  return steps.find((lengthM) => lengthM <= mostM) ?? power * unitM;
}

function pictureOf(result: CoverageResult, thresholdDbm: number | null): Picture {
  const stride = Math.max(1, Math.ceil(Math.max(result.width, result.height) / MOST_POINTS));
  const [width, height] = [Math.ceil(result.width / stride), Math.ceil(result.height / stride)];
  const rgb = new Uint8Array(3 * width * height).fill(255);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const cell = row * stride * result.width + column * stride;
      if (Number.isNaN(result.minHeightM[cell] ?? NaN)) continue;
      rgb.set(isServed(result, cell, thresholdDbm) ? SERVED : NOT_SERVED, 3 * (row * width + column));
    }
  }
  return { width, height, rgb };
}

function hex(color: readonly number[]): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function statements(
  facts: CoverageFacts,
  result: CoverageResult,
  claim: CoverageClaim,
  units: UnitSystem,
): [heading: string, sentences: string[]][] {
  const fields = claimFields(facts, result, claim);
  const told = facts.sites
    .slice(0, 12)
    .map(({ id, heightM, heightAbove }) => `${id} (${heightText(heightM, units)} above ${heightAbove})`);
  const more = facts.sites.length > told.length ? ` and ${facts.sites.length - told.length} more` : '';
  const radio =
    facts.radio === null || fields['powerDbm'] === undefined
      ? []
      : [
          `Power ${String(fields['powerDbm'])} dBm, antenna ${String(fields['gainDbi'])} dBi, receiver ${String(fields['receiverGainDbi'])} dBi, cable ${String(fields['cableLossDb'])} dB.`,
        ];
  return [
    ['Antennas', [`${told.join(', ')}${more}.`]],
    [
      'Method',
      [
        `Covered means: ${String(fields['method'])}.`,
        `${facts.frequencyGhz} GHz; receivers ${heightText(facts.targetHeightM, units)} above ${facts.targetAbove}; range ${distanceText(facts.radiusM, units)}; effective Earth radius factor ${Math.round(facts.kFactor * 1e3) / 1e3}; cells of ${String(fields['cellM'])} m.`,
        ...radio,
      ],
    ],
    ['What it takes for granted', [String(fields['assumptions'])]],
    [
      'Data',
      [claim.sources.length === 0 ? 'Not stated.' : `${claim.sources.join(', ')}.`, `Computed with Weft on ${claim.date}.`],
    ],
  ];
}
