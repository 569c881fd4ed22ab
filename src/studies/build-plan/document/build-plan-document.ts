import { sha256Hex } from '../../../base/hash.ts';
import { breathe, type JobContext } from '../../../base/job.ts';
import { stableJson } from '../../../base/stable-json.ts';
import type { LngLat } from '../../../geo/position.ts';
import { Paper } from '../../../io/pdf/paper.ts';
import { drawBasis } from './basis-page.ts';
import { drawContents, type ContentsEntry } from './contents.ts';
import { drawCover } from './cover.ts';
import { shownName, type DocumentInput } from './document-input.ts';
import { drawCables, drawOpticalBudget } from './fibre-schedules.ts';
import { drawLinks } from './link-schedule.ts';
import { planSheets, type SheetPlan } from './map-sheets.ts';
import { drawMapSheet } from './map-sheet.ts';
import { drawApplications, drawPermits } from './permit-pages.ts';
import { drawPhases } from './phase-page.ts';
import { drawFooters, drawHeading } from './page-layout.ts';
import { drawBill, drawCrossings, drawDrops, drawPoles } from './schedules.ts';

/** What a section needs below its heading, mm, to begin on a page that has something on it already. */
const SECTION_MM = 75;

/** Makes the PDF of one neighbourhood: cover, basis, overview, detail sheets, bill, lists. Same input, same bytes. */
export async function buildPlanDocument(input: DocumentInput, job: JobContext): Promise<Uint8Array> {
  const { plan, neighbourhood, options, summary, shared } = input;
  const title = neighbourhood.name === plan.name ? plan.name : `${plan.name} – ${shownName(input)}`;
  const paper = new Paper(plan.settings.units === 'us' ? 'letter' : 'a4', options.fonts, `Build plan: ${title}`);
  const contents: ContentsEntry[] = [];
  paper.addPage('portrait', 'Cover');
  const coverEnd = drawCover(paper, input);
  paper.addPage('portrait', 'What the figures rest on');
  contents.push({ title: 'What the figures rest on', page: paper.pageCount });
  drawBasis(paper, input, title);
  const sheets = planSheets(paper, input);
  contents.push(...(await drawMaps(paper, sheets, job)));
  await breathe(job);
  contents.push(...drawSections(paper, input, title, (position) => sheets?.sheetOf(position) ?? '–'));
  paper.onPage(1, () => drawContents(paper, contents, coverEnd));
  drawFooters(paper, title, { audience: shared.audience, programVersion: summary.programVersion });
  await breathe(job);
  return paper.finish(
    sha256Hex(
      stableJson([plan.name, neighbourhood, input.bill, input.network.inputsHash, summary.programVersion, shared.audience]),
    ),
  );
}

async function drawMaps(paper: Paper, sheets: SheetPlan | null, job: JobContext): Promise<ContentsEntry[]> {
  const contents: ContentsEntry[] = [];
  for (const sheet of sheets?.all ?? []) {
    await breathe(job);
    paper.addPage('landscape', sheet.title);
    if (sheet.current === null) contents.push({ title: 'Overview map', page: paper.pageCount });
    if (sheet.current === 0)
      contents.push({
        title: sheet.sheets.length === 1 ? 'Detail map' : `Detail maps, ${sheet.sheets.length} sheets`,
        page: paper.pageCount,
      });
    drawMapSheet(paper, sheet);
  }
  return contents;
}

/** The lists, one after the other; a short one does not begin a page of its own. */
function drawSections(
  paper: Paper,
  input: DocumentInput,
  subtitle: string,
  sheetOf: (position: LngLat) => string,
): ContentsEntry[] {
  const sections: readonly { title: string; draw: (y: number) => number }[] = [
    { title: 'Bill of materials', draw: (y) => drawBill(paper, input, y) },
    { title: 'Pole list', draw: (y) => drawPoles(paper, input, y, sheetOf) },
    { title: 'Pole owners and applications', draw: (y) => drawApplications(paper, input, y) },
    { title: 'Crossings', draw: (y) => drawCrossings(paper, input, y) },
    // Amid the others, as most plans have a single line on them: at the end it would often be a page of its own.
    { title: 'Radio links', draw: (y) => drawLinks(paper, input, y) },
    { title: 'Permits by authority', draw: (y) => drawPermits(paper, input, y) },
    { title: 'Drops', draw: (y) => drawDrops(paper, input, y) },
    { title: 'Cables and splices', draw: (y) => drawCables(paper, input, y) },
    { title: 'Optical budget', draw: (y) => drawOpticalBudget(paper, input, y) },
    ...(input.summary.phases.phases.length > 1 ? [{ title: 'Phases', draw: (y: number) => drawPhases(paper, input, y) }] : []),
  ];
  const contents: ContentsEntry[] = [];
  let end = Infinity;
  for (const { title, draw } of sections) {
    if (end + SECTION_MM > paper.heightMm) {
      paper.addPage('portrait', title);
      end = draw(drawHeading(paper, title, subtitle));
    } else {
      paper.bookmark(title);
      end = draw(drawHeading(paper, title, '', end + 15));
    }
    contents.push({ title, page: paper.pageCount });
  }
  return contents;
}
