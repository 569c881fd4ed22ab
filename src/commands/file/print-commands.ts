import { neighbourhoodNames } from '../../studies/build-plan/totals.ts';
import { PAPER_SIZES, type PaperSize } from '../../studies/print-sheet/paper-sizes.ts';
import { verdictsOf, type PrintArea, type PrintRequest } from '../../studies/print-sheet/print-request.ts';
import { countOf } from '../../plan/layer.ts';
import type { Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';
import { paperPalette } from '../../base/palette.ts';
import { coverageColours } from '../study/coverage-classes.ts';
import { fileStem } from './project-commands.ts';
import { wording } from '../../text/wording.ts';

const words = wording.printCommands;

export const openPrint: Command = {
  id: 'file.print',
  title: words.printAMap,
  keywords: words.pdfSheetPaperMapBook,
  shortcuts: ['mod+p'],
  can: ({ plan: { plan } }) => [...plan.layers.values()].some((layer) => countOf(layer) > 0) || words.thePlanEmptyThereNothing,
  run: ({ view }) => {
    view.dialog = { kind: 'print' };
  },
};

/** The neighbourhoods that can be printed, in the order of their list. */
export function printableAreas({ plan }: Workbench): { id: string; name: string }[] {
  return neighbourhoodNames(plan.plan).filter(({ id }) => id !== '');
}

/** The paper of a print: the usual large sheet of the people who use the plan's units, until another is chosen. */
export function paperOf({ print, plan }: Workbench): PaperSize {
  return print.paper ?? (plan.plan.settings.units === 'us' ? 'tabloid' : 'a3');
}

/** What the choices of the dialog ask for. */
export function printRequest(bench: Workbench): PrintRequest {
  const { print, plan, radio } = bench;
  return {
    area: areaOf(bench),
    paper: paperOf(bench),
    orientation: print.orientation,
    scale: print.scale,
    title: print.title ?? plan.plan.name,
    subtitle: print.subtitle,
    author: print.author,
    date: dayOf(bench.now()),
    assumptions: print.assumptions,
    verdicts: verdictsOf(radio.planLinks.result ?? []),
    ...printedCoverage(bench),
  };
}

/** The coverage as the map is coloured by it. */
function printedCoverage({ radio, plan }: Workbench): Pick<PrintRequest, 'coverage'> {
  const { result: answer } = radio.coverage;
  if (answer === null) return {};
  const { bounds, width, height, cells } = answer.picture;
  const layer = radio.coverageLayer === 'level' && answer.result.levelDbm === null ? 'visible' : radio.coverageLayer;
  const look = { layer, thresholdDbm: radio.thresholdDbm, palette: paperPalette, units: plan.plan.settings.units };
  const { classes, classOf } = coverageColours(answer, look);
  const ofCell = Int16Array.from(answer.result.seenBy, (_, cell) => classOf(cell));
  const signOf = Int16Array.from(cells, (cell) => ofCell[cell] ?? -1);
  const signs = classes.map((one) => ({ ...one, text: one.text.charAt(0).toUpperCase() + one.text.slice(1) }));
  return { coverage: { bounds, width, height, signOf, signs } };
}

function areaOf(bench: Workbench): PrintArea {
  const { choice } = bench.print;
  if (choice === 'view') return { kind: 'bounds', bounds: bench.camera.bounds() };
  if (choice === 'plan' || choice === 'book') return { kind: choice };
  return { kind: 'neighbourhood', id: choice.slice('area:'.length) };
}

/** The day by the clock of this place, `2026-05-31`. */
function dayOf(ms: number): string {
  const day = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** Writes all sheets as one PDF. */
export async function savePdf(bench: Workbench): Promise<void> {
  const request = printRequest(bench);
  const input = { plan: bench.plan.plan, request };
  const { bytes, sheets } = await runWithProgress(bench, words.writingThePrint, 'print-pdf', input);
  const name = `${fileStem(request.title)}${request.area.kind === 'book' ? '-map-book' : ''}.pdf`;
  bench.files.save(name, bytes, 'application/pdf');
  bench.messages.say(
    words.in({ count: sheets.length === 1 ? words.theSheetIs : words.sheetsAre({ count: sheets.length }), name }),
  );
}

const DOTS_PER_MM = 96 / 25.4;
/** More pixels than this no browser draws for certain. */
const MOST_PIXELS = 1.2e8;

/** Width and height of a picture of the sheet, pixels. */
export function pictureSize(bench: Workbench, factor: number): readonly [number, number] {
  const [short, long] = PAPER_SIZES[paperOf(bench)].mm;
  const [wide, tall] = bench.print.orientation === 'landscape' ? [long, short] : [short, long];
  const widthPx = Math.round(wide * DOTS_PER_MM * factor);
  return [widthPx, Math.round((widthPx * tall) / wide)];
}

/** The factors at which a picture of this sheet can be drawn. */
export function pictureFactors(bench: Workbench): number[] {
  return [1, 2, 3, 4].filter((factor) => {
    const [width, height] = pictureSize(bench, factor);
    return width * height <= MOST_PIXELS;
  });
}

/** Writes the sheet that is looked at as a picture. */
export async function saveSheetPicture(bench: Workbench): Promise<void> {
  const request = printRequest(bench);
  const factor = Math.min(bench.print.factor, Math.max(...pictureFactors(bench)));
  const [widthPx] = pictureSize(bench, factor);
  const input = { plan: bench.plan.plan, request, page: bench.print.page, widthPx };
  const { png, width, height, sheets } = await runWithProgress(bench, words.drawingThePicture, 'print-picture', input);
  const sheet = sheets[Math.min(bench.print.page, sheets.length - 1)];
  const name = `${fileStem(sheet?.title ?? request.title)}.png`;
  bench.files.save(name, png, 'image/png');
  bench.messages.say(words.thePictureInPixels({ name, width, height }));
}
