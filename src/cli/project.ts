import { dirname, join } from 'node:path';
import { AppError } from '../base/app-error.ts';
import { projectEntries, readProject, readProjectEntries, writeProject } from '../io/project-file.ts';
import type { Plan } from '../plan/plan.ts';
import { fileExists, isFolder, listFiles, makeFolder, readFile, removeFile, writeAtomically } from './files.ts';

/** Opens a `.weft` file, or a folder that holds its entries. @throws AppError file/missing, project/… */
export async function openProject(path: string): Promise<Plan> {
  if (!fileExists(path)) {
    throw new AppError('file/missing', {
      what: 'There is no such project.',
      where: path,
      remedy: `Make it with: weft new ${path} --name NAME`,
    });
  }
  if (!isFolder(path)) return readProject(readFile(path), path);
  const names = listFiles(path).filter((name) => ENTRY.test(name));
  return readProjectEntries(new Map(names.map((name) => [name, readFile(join(path, name))])), path);
}

/**
 * Saves a plan as a `.weft` file: the old or the new one is there, whatever happens in between. In a folder each entry is a file of its
 * own, written likewise, the manifest last: a folder that was left half-way is found out by its hashes.
 */
export function saveProject(path: string, plan: Plan): void {
  if (!isFolder(path) && !path.endsWith('/')) {
    writeAtomically(path, writeProject(plan));
    return;
  }
  const entries = projectEntries(plan);
  for (const name of entries.keys()) makeFolder(dirname(join(path, name)));
  for (const [name, bytes] of entries) writeAtomically(join(path, name), bytes);
  for (const name of listFiles(path)) if (ENTRY.test(name) && !entries.has(name)) removeFile(join(path, name));
}

/** The entries of a project; other files of its folder (.git, notes) are left alone. */
const ENTRY = /^(manifest\.json|cost-book\.json|layers\/[^/]+\.ndjson|rasters\/[^/]+\.f32|networks\/[^/]+\.json)$/;
