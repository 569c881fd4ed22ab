import { AppError } from '../base/app-error.ts';
import { describeCrs } from '../geo/crs.ts';
import type { ProblemList } from './source-layer.ts';

/** The system that a file describes in a text: `EPSG:n` or PROJ text; null, with a problem of the whole file, where it is not known. */
export async function statedCrs(text: string, where: string, problems: ProblemList): Promise<string | null> {
  try {
    return (await describeCrs(text.trim())).crs;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    problems.add(
      'file',
      'import/unknown-crs',
      where,
      `The coordinate system of the file is not known: ${error.what}`,
      'Name it with --crs EPSG:n.',
    );
    return null;
  }
}
