import { breathe, type JobContext } from '../base/job.ts';
import { Paper } from '../io/pdf/paper.ts';
import { PAPER_SIZES } from '../studies/print-sheet/paper-sizes.ts';
import { printPages, printPdf, sheetSizeMm, type PrintPage } from '../studies/print-sheet/print.ts';
import { CanvasDrawing, loadCanvasFonts } from './canvas-drawing.ts';
import type { JobInputs, JobOutputs, PrintedSheet } from './jobs.ts';
import { loadPdfFonts } from './pdf-fonts.ts';

/** All sheets of a request as a PDF. */
export async function printDocument(
  { plan, request }: JobInputs['print-pdf'],
  job: JobContext,
): Promise<JobOutputs['print-pdf']> {
  const { bytes, pages } = await printPdf(plan, request, await loadPdfFonts(), job);
  return { bytes, sheets: pages.map(aboutSheet) };
}

/** One sheet of a request as a picture of so many pixels across: what the PDF will look like, or a picture to keep. */
export async function printPicture(
  { plan, request, page, widthPx }: JobInputs['print-picture'],
  job: JobContext,
): Promise<JobOutputs['print-picture']> {
  const fonts = await loadPdfFonts();
  await loadCanvasFonts(fonts);
  const pages = await printPages(plan, request, job);
  const shown = pages[Math.min(page, pages.length - 1)];
  if (shown === undefined) throw new Error('a print without a sheet');
  const [widthMm, heightMm] = sheetSizeMm(request);
  const canvas = new OffscreenCanvas(widthPx, Math.round((widthPx * heightMm) / widthMm));
  const measure = new Paper(PAPER_SIZES[request.paper].mm, fonts, '');
  const drawing = new CanvasDrawing(canvas, widthMm, heightMm, measure);
  drawing.rectangle(0, 0, widthMm, heightMm, { fill: '#ffffff' });
  await breathe(job);
  shown.draw(drawing);
  await breathe(job);
  const png = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  return { png, width: canvas.width, height: canvas.height, sheets: pages.map(aboutSheet) };
}

function aboutSheet({ title, scale, isCut }: PrintPage): PrintedSheet {
  return { title, scale, isCut };
}
