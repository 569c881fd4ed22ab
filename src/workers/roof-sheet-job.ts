import type { JobContext } from '../base/job.ts';
import { drawRoofSheet } from '../studies/roof-sheet/draw.ts';
import { studyRoofSheet } from '../studies/roof-sheet/study.ts';
import type { JobInputs } from './jobs.ts';
import { loadPdfFonts } from './pdf-fonts.ts';

/** The sheet of a roof to take along, as a PDF. @throws AppError study/roof-sheet-input, terrain/outside-coverage */
export async function roofSheetOf(input: JobInputs['roof-sheet'], job: JobContext): Promise<Uint8Array> {
  const { ground, roof, others, maxDistanceM, equipment, day, ...look } = input;
  const { terrain: grids, obstacles, frequencyGhz, kFactor } = ground;
  const asked = { grids, obstacles, roof, others, maxDistanceM, frequencyGhz, kFactor, equipment, date: new Date(day) };
  const sheet = await studyRoofSheet(asked, job);
  return drawRoofSheet(sheet, {
    ...look,
    fonts: await loadPdfFonts(),
    date: day,
    equipmentName: equipment?.name ?? null,
  });
}
