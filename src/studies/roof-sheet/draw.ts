import { paperPalette as palette } from '../../base/palette.ts';
import {
  bearingText,
  clearanceText,
  distanceText,
  mastText,
  numberText,
  zoneShareText,
  type UnitSystem,
} from '../../base/quantity-text.ts';
import { sha256Hex } from '../../base/hash.ts';
import { Paper, type PageFormat, type PdfFonts } from '../../io/pdf/paper.ts';
import { drawTable, type PdfRow } from '../../io/pdf/pdf-table.ts';
import { MAX_RAISE_M } from '../../radio/sightline.ts';
import { explainLink } from '../link/explain.ts';
import type { LinkResult } from '../link/result.ts';
import { drawSheetMap, lettersOf, verdictStroke } from './sheet-map.ts';
import { drawSkyline } from './sheet-skyline.ts';
import type { RoofSheet, SheetLink } from './study.ts';

/** How a sheet is made. */
export interface RoofSheetOptions {
  readonly fonts: PdfFonts;
  readonly format: PageFormat;
  readonly units: UnitSystem;
  /** Day on the sheet, `2026-05-31`. */
  readonly date: string;
  /** Names (and years) of the files that it rests on. */
  readonly sources: readonly string[];
  readonly equipmentName: string | null;
}

const MARGIN = 14;
const MAP_MM = 88;

/** Draws a roof sheet: a page of A4 or Letter. The same sheet gives the same bytes. */
export function drawRoofSheet(sheet: RoofSheet, options: RoofSheetOptions): Uint8Array {
  const { units } = options;
  const paper = new Paper(options.format, options.fonts, `Roof sheet ${sheet.roof.name}`);
  paper.addPage('portrait');
  const wide = paper.widthMm - 2 * MARGIN;
  drawHead(paper, sheet, options);
  drawSheetMap(paper, sheet, { left: MARGIN, top: 33, sizeMm: MAP_MM, units });
  drawAdvice(paper, sheet, { left: MARGIN + MAP_MM + 8, top: 36, width: wide - MAP_MM - 8 }, units);
  const tableEnd = drawTable(paper, linkTable(sheet, units), {
    topMm: 33 + MAP_MM + 4,
    marginMm: MARGIN,
    nextTopMm: MARGIN,
    bottomMm: 20,
  });
  const stripHeight = 36;
  let top = tableEnd + 8;
  if (top + 2 * (stripHeight + 15) > paper.heightMm - 20) {
    paper.addPage('portrait');
    top = MARGIN + 4;
  }
  paper.text(MARGIN, top, 'Computed skyline', { sizePt: 9, bold: true, color: palette.ink });
  drawSkyline(paper, sheet, { left: MARGIN + 7, top: top + 2.5, width: wide - 7, height: stripHeight }, true);
  top += stripHeight + 16;
  paper.text(MARGIN, top, 'Your photo: a panorama from the antenna’s place, north at both ends', {
    sizePt: 9,
    bold: true,
    color: palette.ink,
  });
  drawSkyline(paper, sheet, { left: MARGIN + 7, top: top + 2.5, width: wide - 7, height: stripHeight }, false);
  drawFoot(paper, sheet, options);
  const facts = JSON.stringify([
    sheet.roof,
    sheet.links.map(({ site, result }) => [site, { ...result, profile: null }]),
    options.date,
  ]);
  return paper.finish(sha256Hex(new TextEncoder().encode(facts)));
}

function drawHead(paper: Paper, { roof, panorama }: RoofSheet, { units, date }: RoofSheetOptions): void {
  const right = paper.widthMm - MARGIN;
  paper.text(MARGIN, 20, paper.fitted(roof.name, right - MARGIN - 45, 18, true), { sizePt: 18, bold: true, color: palette.ink });
  paper.text(right, 20, 'Roof sheet', { sizePt: 11, color: palette.inkSoft, align: 'right' });
  const [lng, lat] = roof.position;
  const { antennaAltitudeM, groundM } = panorama;
  const place = `${lat.toFixed(5)}, ${lng.toFixed(5)} · antenna ${clearanceText(antennaAltitudeM - groundM, units)} above ground, ${clearanceText(antennaAltitudeM, units)} above the datum`;
  paper.text(MARGIN, 27, place, { sizePt: 9, color: palette.inkSoft });
  paper.text(right, 27, date, { sizePt: 9, color: palette.inkSoft, align: 'right' });
}

/** The verdict of a link in one word or four. */
function verdictWord({ verdict, confident }: LinkResult): string {
  const word = { clear: 'Clear', marginal: 'Marginal', blocked: 'Blocked' }[verdict];
  return confident ? word : `${word}, too close to call`;
}

const TO_BRING = [
  'this sheet, phone or camera, spare battery',
  'compass, away from steel, or a phone’s',
  'tape measure and inclinometer',
  'binoculars for the far end',
  'the owner’s consent, the key to the roof',
  'a second person; harness where there is no parapet',
];

function drawAdvice(
  paper: Paper,
  sheet: RoofSheet,
  { left, top, width }: { left: number; top: number; width: number },
  units: UnitSystem,
): void {
  const [best] = sheet.links;
  let y = top;
  if (best !== undefined) {
    const words = explainLink(best.result, units, { a: sheet.roof.name, b: best.site.name });
    const color = verdictStroke(best.result).color;
    y = paper.textLines(left, y, paper.wrap(`${best.site.name}: ${words.verdict}`, width, 12, true), {
      sizePt: 12,
      bold: true,
      color,
    });
    y = paper.textLines(
      left,
      y + 1,
      paper.wrap([words.reason, words.remedy, words.caution].filter((text) => text !== null).join(' '), width, 8.5),
      {
        sizePt: 8.5,
        color: palette.ink,
      },
    );
  }
  y += 4;
  paper.text(left, y, 'What to bring', { sizePt: 9, bold: true, color: palette.ink });
  for (const item of TO_BRING) {
    y += 4.6;
    paper.rectangle(left + 0.2, y - 2.4, 2.6, 2.6, { stroke: { color: palette.inkSoft, widthMm: 0.2 } });
    paper.text(left + 4.6, y, item, { sizePt: 8.5, color: palette.ink });
  }
  y += 7;
  const how =
    'On the roof: photograph all around from where the antenna would be, level, beginning at north. Mark on the photo what stands in each cross of the computed skyline.';
  paper.textLines(left, y, paper.wrap(how, width, 8.5), { sizePt: 8.5, color: palette.inkSoft });
}

function linkTable(sheet: RoofSheet, units: UnitSystem): Parameters<typeof drawTable>[1] {
  const letters = lettersOf(sheet.links);
  const columns = [
    { title: '', widthMm: 6 },
    { title: 'To', widthMm: 24 },
    { title: 'True', align: 'right' as const, widthMm: 13 },
    { title: 'Compass', align: 'right' as const, widthMm: 15 },
    { title: 'Tilt', align: 'right' as const, widthMm: 12 },
    { title: 'Distance', align: 'right' as const, widthMm: 15.5 },
    { title: 'Level', align: 'right' as const, widthMm: 22 },
    { title: 'Zone free', align: 'right' as const, widthMm: 15 },
    { title: 'Verdict and what stands in the way' },
    { title: 'Mast to add', align: 'right' as const, widthMm: 17 },
  ];
  const rows = sheet.links.map((link, i): PdfRow => ({ cells: [letters[i] ?? '', ...cellsOf(link, units)] }));
  return { columns, rows, sizePt: 8 };
}

function cellsOf({ site, result, aim, budget }: SheetLink, units: UnitSystem): string[] {
  const { limitingPoint: point, verdict, raiseAM } = result;
  const inWay = {
    ground: 'the ground',
    ridge: 'a ridge',
    earth: 'the Earth',
    surface: 'roofs or trees',
    building: 'a building',
    trees: 'trees',
  };
  const kinds: Readonly<Record<string, string>> = inWay;
  const what = verdict === 'clear' ? '' : `: ${kinds[point.kind] ?? point.kind} at ${distanceText(point.distanceM, units)}`;
  return [
    site.name,
    `${numberText(aim.azimuthTrueDeg, 1)}°`,
    aim.azimuthMagneticDeg === null ? '–' : bearingText(aim.azimuthMagneticDeg),
    `${aim.tiltDeg > 0 ? '+' : ''}${numberText(aim.tiltDeg, 1)}°`,
    distanceText(result.distanceM, units),
    budget === null ? '–' : bandText(budget.atA),
    verdict === 'blocked' ? 'none' : zoneShareText(result.fresnelFraction),
    `${verdictWord(result)}${what}`,
    verdict === 'clear' ? 'none' : raiseAM === null ? `over ${mastText(MAX_RAISE_M, units)}` : mastText(raiseAM, units),
  ];
}

function bandText({ levelDbm, atHigh }: { levelDbm: number; atHigh: { levelDbm: number } }): string {
  return `${numberText(levelDbm)} ± ${numberText(atHigh.levelDbm - levelDbm)} dBm`;
}

function drawFoot(paper: Paper, sheet: RoofSheet, { units, sources, equipmentName }: RoofSheetOptions): void {
  const [first] = sheet.links;
  const { kFactor, frequencyGhz } = first?.result ?? { kFactor: 4 / 3, frequencyGhz: NaN };
  const error =
    first === undefined
      ? ''
      : ` Ground heights are taken to be wrong by about ±${clearanceText(first.result.groundError.sigmaM, units)}.`;
  const level =
    equipmentName === null
      ? 'No equipment was chosen, so no levels are expected.'
      : `Levels: ${equipmentName} at both ends, aimed, P.526 loss, one standard deviation.`;
  const more = sheet.leftOut > 0 ? ` ${sheet.leftOut} further sites in reach are not shown.` : '';
  const text =
    `${frequencyGhz} GHz, k ${numberText(kFactor, 2)}.${error} “Too close to call”: the data’s error is larger than what decides; only a look from the roof tells. ` +
    `${level}${more} Sources: ${sources.join(', ')}; the files state no year of survey, and what changed since is not in them.`;
  const lines = paper.wrap(text, paper.widthMm - 2 * MARGIN, 7);
  paper.textLines(MARGIN, paper.heightMm - 9 - (lines.length - 1) * 3.3, lines, { sizePt: 7, color: palette.inkSoft });
}
