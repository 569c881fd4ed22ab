import type { InputFile } from '../io/import-layer.ts';

/** A file as a window has it: it is read by the worker that needs it, so that the window neither holds nor copies its bytes. */
export interface GivenFile {
  readonly name: string;
  readonly file: Blob;
  /** As in `InputFile`. */
  readonly companions?: ReadonlyMap<string, Blob>;
}

/** A file, read or still to be read. */
export type AnyFile = InputFile | GivenFile;

/** The bytes of files. */
export function readFiles(files: readonly AnyFile[]): Promise<InputFile[]> {
  return Promise.all(files.map(readFile));
}

/** The bytes of a file. */
export async function readFile(given: AnyFile): Promise<InputFile> {
  if ('bytes' in given) return given;
  const { name, file, companions = new Map<string, Blob>() } = given;
  const beside = await Promise.all([...companions].map(async ([ending, part]) => [ending, await bytesOf(part)] as const));
  return { name, bytes: await bytesOf(file), ...(beside.length > 0 ? { companions: new Map(beside) } : {}) };
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
