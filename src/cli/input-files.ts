import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { InputFile } from '../io/import-layer.ts';
import { meshFileKind } from '../io/nyc-mesh.ts';
import { fileExists, readFile, readInput } from './files.ts';

/** Reads files to be imported; beside a loose `.shp` its other parts too, beside links of NYC Mesh's map its nodes. */
export function readInputs(paths: readonly string[]): InputFile[] {
  return paths.map((path) => {
    const input = readInput(path);
    if (/\.shp$/i.test(input.name)) return { ...input, companions: shapefileParts(path) };
    const kind = meshFileKind(new TextDecoder().decode(input.bytes.subarray(0, 600)));
    const nodesPath = join(dirname(path), 'nodes.json');
    if ((kind !== 'links' && kind !== 'sectors') || !fileExists(nodesPath)) return input;
    return { ...input, companions: new Map([['nodes', readFile(nodesPath)]]) };
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
