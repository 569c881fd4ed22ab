import { sha256Hex } from '../../../base/hash.ts';
import { breathe, type JobContext } from '../../../base/job.ts';
import { stableJson } from '../../../base/stable-json.ts';
import { Paper } from '../../../io/pdf/paper.ts';
import type { PremisesWay } from '../premises-fibres.ts';
import type { StakedLine } from '../staking.ts';
import { shownName, type DocumentInput } from './document-input.ts';
import { drawGround } from '../../paper-map/ground-drawing.ts';
import { LabelSpace } from '../../paper-map/label-space.ts';
import type { LegendEntry } from '../../paper-map/legend.ts';
import { fitFrame } from '../../paper-map/map-frame.ts';
import { mapBounds } from './map-sheets.ts';
import { drawNetwork, labelBeside } from '../../paper-map/network-drawing.ts';
import { drawFooters, drawHeading, INK, MARGIN_MM, TYPE } from './page-layout.ts';
import { drawPorts, drawSplices } from './splice-pages.ts';
import { drawStakingSheet, stakingSheets, type StakingSheet } from './staking-sheets.ts';

/** The sheets a crew takes along, and on which of them a station is found, by line and station. */
export interface StakingDocument {
  readonly bytes: Uint8Array;
  readonly sheetOf: (line: number, station: number) => string;
}

const HOW_TO_READ = [
  'Each sheet is a strip of map with the stations on it. A row is one span with what stands at its end; it begins at the station named first.',
  'Stations are poles by their number, else what stands there: T a terminal, CL a closure, C a cabinet, N a new pole; J is a mere joint or bend.',
  'Lengths are horizontal. Cables carry slack and sag on top, as the cable schedule says. Units by item stand in staking.csv and add up to the bill of materials.',
  'Routes underground lie along the sides of a wide street whose width is known; on the centreline of any other the side is chosen in the field. Clearances, loading and other utilities are not checked: locate before digging.',
];

/** Makes the staking sheets of one neighbourhood: key map, sheets, splices by closure, ports by terminal. Same input, same bytes. */
export async function stakingDocument(
  input: DocumentInput,
  lines: readonly StakedLine[],
  ways: readonly PremisesWay[],
  job: JobContext,
): Promise<StakingDocument> {
  const { plan, neighbourhood, options, summary, own } = input;
  const title = neighbourhood.name === plan.name ? plan.name : `${plan.name} – ${shownName(input)}`;
  const paper = new Paper(plan.settings.units === 'us' ? 'letter' : 'a4', options.fonts, `Staking sheets: ${title}`);
  paper.addPage('portrait', 'Key map');
  const sheets = stakingSheets(paper, lines, own, plan.settings.units);
  drawKeyPage(paper, input, sheets, title);
  for (const sheet of sheets) {
    await breathe(job);
    paper.addPage('portrait', `Sheet ${sheet.name}`);
    drawStakingSheet(paper, sheet, sheets.length, input);
  }
  paper.addPage('portrait', 'Splices by closure');
  drawSplices(paper, input, drawHeading(paper, 'Splices by closure', title));
  await breathe(job);
  paper.addPage('portrait', 'Ports by terminal');
  drawPorts(paper, ways, input, drawHeading(paper, 'Ports by terminal', title));
  drawFooters(paper, `Staking sheets · ${title}`, {
    audience: input.shared.audience,
    programVersion: summary.programVersion,
  });
  await breathe(job);
  const names = new Map(sheets.flatMap(({ name, rows }) => rows.map(({ line, index }) => [`${line}/${index}`, name] as const)));
  return {
    bytes: paper.finish(
      sha256Hex(stableJson(['staking', plan.name, neighbourhood, input.network.inputsHash, summary.programVersion])),
    ),
    sheetOf: (line, station) => names.get(`${line}/${station}`) ?? names.get(`${line}/${station + 1}`) ?? '',
  };
}

/** Where each sheet lies, and how to read them. */
function drawKeyPage(paper: Paper, input: DocumentInput, sheets: readonly StakingSheet[], title: string): void {
  let y = drawHeading(paper, `Staking sheets, ${sheets.length}`, title);
  for (const sentence of HOW_TO_READ) {
    const lines = paper.wrap(sentence, paper.widthMm - 2 * MARGIN_MM, TYPE.body);
    y = paper.textLines(MARGIN_MM, y + 1, lines, { sizePt: TYPE.body, color: INK }) + 0.6;
  }
  const bounds = mapBounds(input);
  if (bounds === null) return;
  const box = { x: MARGIN_MM, y: y + 3, width: paper.widthMm - 2 * MARGIN_MM, height: paper.heightMm - y - 3 - 18 };
  const frame = fitFrame(box, bounds, input.plan.settings.units);
  const drawn = new Set<LegendEntry>();
  const space = new LabelSpace(box);
  paper.within(box.x, box.y, box.width, box.height, () => {
    drawGround(paper, frame, input.map, input.neighbourhood.id, drawn);
    drawNetwork({ paper, frame, data: input.map, own: input.own, poleNumbers: input.numbers, drawn, space, routesOnly: true });
    for (const { name, rows } of sheets) {
      const middle = rows[Math.floor(rows.length / 2)]?.station.position;
      if (middle === undefined) continue;
      const at = frame.toPage(middle);
      paper.circle(at[0], at[1], 0.7, { fill: INK });
      labelBeside({ paper, frame, space }, at, name, { sizePt: 10, bold: true, offsetMm: 1.2 });
    }
  });
  paper.rectangle(box.x, box.y, box.width, box.height, { stroke: { color: INK, widthMm: 0.3 } });
}
