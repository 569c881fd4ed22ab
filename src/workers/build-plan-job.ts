import type { JobContext } from '../base/job.ts';
import { writeZip } from '../io/zip.ts';
import { buildPlanFiles } from '../studies/build-plan/write.ts';
import type { JobInputs } from './jobs.ts';
import { loadPdfFonts } from './pdf-fonts.ts';

/** The build plan as one zip. */
export async function buildPlanZip({ plan, equipment, audience }: JobInputs['build-plan'], job: JobContext): Promise<Uint8Array> {
  return writeZip(await buildPlanFiles(plan, { fonts: await loadPdfFonts(), equipment, audience }, job));
}
