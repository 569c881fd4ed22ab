import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { InputFile } from '../io/import-layer.ts';
import { readFile, readInput } from './files.ts';

/** Reads files to be imported; beside a loose `.shp` its other parts too. */
export function readInputs(paths: readonly string[]): InputFile[] {
  return paths.map((path) => {
    const input = readInput(path);
    return /\.shp$/i.test(input.name) ? { ...input, companions: shapefileParts(path) } : input;
  });
}

function shapefileParts(path: string): Map<string, Uint8Array> {
  const stem = basename(path)
    .replace(/\.shp$/i, '')
    .toLowerCase();
  const parts = new Map<string, Uint8Array>();
  for (const name of readdirSync(dirname(path))) {
    const [, base, ending] = /^(.*)\.(shx|dbf|prj|cpg)$/i.exec(name) ?? [];
    if (base?.toLowerCase() === stem && ending !== undefined)
      parts.set(ending.toLowerCase(), readFile(join(dirname(path), name)));
  }
  return parts;
}
