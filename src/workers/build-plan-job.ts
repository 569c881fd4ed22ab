import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import type { JobInputs } from './jobs.ts';

/** The build plan as one zip. */
export function buildPlanZip(_input: JobInputs['build-plan'], _job: JobContext): Promise<Uint8Array> {
  throw new AppError('export/not-ready', { what: 'Build plans cannot be written yet.', remedy: 'Use the command line.' });
}
