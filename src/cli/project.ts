import { AppError } from '../base/app-error.ts';
import { readProject, writeProject } from '../io/project-file.ts';
import type { Plan } from '../plan/plan.ts';
import { fileExists, readFile, writeAtomically } from './files.ts';

/** Opens a `.weft` file. @throws AppError file/missing, project/… */
export async function openProject(path: string): Promise<Plan> {
  if (!fileExists(path)) {
    throw new AppError('file/missing', {
      what: 'There is no such project.',
      where: path,
      remedy: `Make it with: weft new ${path} --name NAME`,
    });
  }
  return readProject(readFile(path), path);
}

/** Saves a plan as a `.weft` file: the old or the new one is there, whatever happens in between. */
export function saveProject(path: string, plan: Plan): void {
  writeAtomically(path, writeProject(plan));
}
