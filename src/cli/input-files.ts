import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { InputFile } from '../io/import-layer.ts';
import { RASTER_COMPANIONS } from '../io/registry.ts';
import { meshFileKind } from '../io/nyc-mesh.ts';
import { fileExists, readFile, readInput } from './files.ts';

/** Reads files to be imported; beside a loose `.shp` its other parts too, beside a raster what says where it lies, beside links of NYC Mesh's map its nodes. @param read as `readFile` does */
export function readInputs(paths: readonly string[], read = readFile): InputFile[] {
  return paths.map((path) => {
    const input = readInput(path, read);
    const [, stem, ending] = /^(.*)\.(shp|tiff?|asc|png)$/i.exec(input.name) ?? [];
    if (stem !== undefined && ending !== undefined) {
      const companions = partsBeside(path, stem, /^shp$/i.test(ending) ? SHAPEFILE_PARTS : RASTER_COMPANIONS);
      return companions.size > 0 ? { ...input, companions } : input;
    }
    const kind = meshFileKind(new TextDecoder().decode(input.bytes.subarray(0, 600)));
    const nodesPath = join(dirname(path), 'nodes.json');
    if ((kind !== 'links' && kind !== 'sectors') || !fileExists(nodesPath)) return input;
    return { ...input, companions: new Map([['nodes', readFile(nodesPath)]]) };
  });
}

const SHAPEFILE_PARTS: readonly string[] = ['shx', 'dbf', 'prj', 'cpg'];

/** The files beside another that have its name and one of some endings. */
function partsBeside(path: string, stem: string, endings: readonly string[]): Map<string, Uint8Array> {
  const parts = new Map<string, Uint8Array>();
  for (const name of readdirSync(dirname(path))) {
    const [, base, ending = ''] = /^(.*)\.([^.]+)$/.exec(name) ?? [];
    if (base?.toLowerCase() === stem.toLowerCase() && endings.includes(ending.toLowerCase()))
      parts.set(ending.toLowerCase(), readFile(join(dirname(path), name)));
  }
  return parts;
}
