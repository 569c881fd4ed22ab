import { sha256Hex } from '../../../base/hash.ts';
import { breathe, type JobContext } from '../../../base/job.ts';
import { stableJson } from '../../../base/stable-json.ts';
import { boundsOf } from '../../../geo/polygon.ts';
import type { LngLatBounds } from '../../../geo/position.ts';
import { Paper } from '../../../io/pdf/paper.ts';
import { planInputs } from '../input-list.ts';
import { drawBasis } from './basis-page.ts';
import { drawCover } from './cover.ts';
import type { DocumentInput } from './document-input.ts';
import { networkBounds } from './map-data.ts';
import { fitFrame } from './map-frame.ts';
import { drawMapSheet, type MapSheet } from './map-sheet.ts';
import { INK, MARGIN_MM, SOFT, TYPE, drawFooters, mapBox } from './page-layout.ts';
import { drawBill, drawCrossings, drawDrops, drawLinks, drawPoles } from './schedules.ts';
import { detailSheets } from './sheet-grid.ts';

interface Entry {
  readonly title: string;
  readonly page: number;
}

/** Makes the PDF of one neighbourhood: cover, basis, overview, detail sheets, bill, lists. Same input, same bytes. */
export async function buildPlanDocument(input: DocumentInput, job: JobContext): Promise<Uint8Array> {
  const { plan, neighbourhood, options } = input;
  const format = plan.settings.units === 'us' ? 'letter' : 'a4';
  const title = neighbourhood.name === plan.name ? plan.name : `${plan.name} – ${neighbourhood.name}`;
  const paper = new Paper(format, options.fonts, `Build plan: ${title}`);
  const contents: Entry[] = [];
  const begin = (orientation: 'portrait' | 'landscape', name: string): void => {
    paper.addPage(orientation, name);
    contents.push({ title: name, page: paper.pageCount });
  };
  begin('portrait', 'Cover');
  const coverEnd = drawCover(paper, input);
  begin('portrait', 'What the figures rest on');
  drawBasis(paper, input, title);
  await drawMaps(paper, input, begin, job);
  begin('portrait', 'Bill of materials');
  drawBill(paper, input, title);
  begin('portrait', 'Pole list');
  drawPoles(paper, input, title);
  begin('portrait', 'Crossings and permits');
  drawCrossings(paper, input, title);
  begin('portrait', 'Drops');
  drawDrops(paper, input, title);
  begin('portrait', 'Radio links');
  drawLinks(paper, title);
  paper.onPage(1, () => drawContents(paper, contents.slice(1), coverEnd));
  drawFooters(paper, title, `Weft ${input.summary.programVersion}`);
  await breathe(job);
  return paper.finish(sha256Hex(stableJson([plan.name, neighbourhood, input.bill, input.network.inputsHash, input.summary.programVersion])));
}

async function drawMaps(paper: Paper, input: DocumentInput, begin: (orientation: 'landscape', name: string) => void, job: JobContext): Promise<void> {
  const { plan, own, neighbourhood } = input;
  const bounds = mapBounds(input);
  if (bounds === null) return;
  const { units } = plan.settings;
  begin('landscape', 'Overview map');
  const box = mapBox(paper);
  const frames = detailSheets(box, bounds, own, units);
  const sheets = frames.map((frame, i) => ({ name: String(i + 1), frame }));
  const common: Omit<MapSheet, 'frame' | 'title' | 'current'> = {
    project: plan.name, neighbourhood: neighbourhood.name, own, data: input.map, poleNumbers: input.numbers, sheets, units, credits: creditsOf(input),
  };
  drawMapSheet(paper, { ...common, frame: fitFrame(box, bounds, units), title: 'Overview', current: null });
  for (const [i, { name, frame }] of sheets.entries()) {
    await breathe(job);
    const title = sheets.length === 1 ? 'Detail' : `Sheet ${name} of ${sheets.length}`;
    begin('landscape', sheets.length === 1 ? 'Detail map' : `Detail map, sheet ${name}`);
    drawMapSheet(paper, { ...common, frame, title, current: i });
  }
}

/** The ground to show: what the network covers here, or the neighbourhood itself where nothing is designed. */
function mapBounds({ own, map, neighbourhood }: DocumentInput): LngLatBounds | null {
  const bounds = networkBounds(own);
  if (bounds !== null) return widened(bounds);
  const area = map.neighbourhoods.all.find(({ id }) => id === neighbourhood.id);
  return area === undefined ? null : boundsOf(area.parts.flat(2));
}

/** Never less than about 60 m across, so that a single pole is not enlarged without limit. */
function widened([west, south, east, north]: LngLatBounds): LngLatBounds {
  const x = Math.max(0, 0.0008 - (east - west)) / 2;
  const y = Math.max(0, 0.0005 - (north - south)) / 2;
  return [west - x, south - y, east + x, north + y];
}

function creditsOf({ plan }: DocumentInput): string {
  const credits = [...new Set(planInputs(plan).flatMap(({ licence }) => (licence === undefined ? [] : [licence])))];
  const data = credits.length === 0 ? '' : `Data: ${credits.join(' · ')}. `;
  return `${data}NESC clearance and loading not checked. Locate utilities before digging.`;
}

/** What lies where, on the cover, in two columns below its text. */
function drawContents(paper: Paper, entries: readonly Entry[], topMm: number): void {
  const shown = shortened(entries);
  const width = (paper.widthMm - 2 * MARGIN_MM - 10) / 2;
  const rows = Math.ceil(shown.length / 2);
  const y = Math.max(topMm + 8, paper.heightMm - 24 - rows * 4.4);
  if (y + rows * 4.4 > paper.heightMm - 15) return;
  paper.text(MARGIN_MM, y, 'In this plan', { sizePt: TYPE.body, bold: true, color: INK });
  shown.forEach(({ title, page }, i) => {
    const x = MARGIN_MM + Math.floor(i / rows) * (width + 10);
    const at = y + 5 + (i % rows) * 4.4;
    paper.text(x, at, title, { sizePt: 8, color: INK });
    paper.text(x + width, at, String(page), { sizePt: 8, color: SOFT, align: 'right' });
    paper.line([[x, at + 1.2], [x + width, at + 1.2]], { color: '#e2dfd8', widthMm: 0.15 });
  });
}

/** Detail sheets as one entry. */
function shortened(entries: readonly Entry[]): Entry[] {
  const details = entries.filter(({ title }) => title.startsWith('Detail map'));
  const first = details[0];
  if (first === undefined || details.length === 1) return [...entries];
  return entries.flatMap((entry) => (entry === first ? [{ title: `Detail maps, ${details.length} sheets`, page: entry.page }] : details.includes(entry) ? [] : [entry]));
}
