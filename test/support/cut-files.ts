import { AppError } from '../../src/base/app-error.ts';
import { quietJob } from '../../src/base/job.ts';
import { parseVectorFile } from '../../src/io/vector-file.ts';

/** What became of a file that was cut at a share of its length: the code of its refusal, or the rows that were read without a word. */
export async function cutNineTimes(name: string, bytes: Uint8Array): Promise<(string | number)[]> {
  const outcomes: (string | number)[] = [];
  for (let tenth = 1; tenth <= 9; tenth++) {
    const part = bytes.subarray(0, Math.floor((bytes.length * tenth) / 10));
    outcomes.push(await outcomeOf(name, part));
  }
  return outcomes;
}

async function outcomeOf(name: string, bytes: Uint8Array): Promise<string | number> {
  try {
    const { layers } = await parseVectorFile(name, bytes, {}, quietJob);
    return layers.reduce((sum, layer) => sum + layer.features.length, 0);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}
