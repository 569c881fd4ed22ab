import { IMPORT_ENDINGS, recognise } from '../../io/registry.ts';
import { isZip } from '../../io/zip.ts';
import { canRun, type Command } from '../command.ts';
import { filesByLayer } from './input-files.ts';
import type { Workbench } from '../workbench.ts';
import { openProjectFile } from './project-commands.ts';
import { wording } from '../../text/wording.ts';

const words = wording.importCommands;

/** Files that Weft can read, for the file dialog. */
const READABLE = [...IMPORT_ENDINGS, '.dbf', '.prj', '.shx', '.cpg', '.gz', '.weft'].join(',');

export const importFiles: Command = {
  id: 'file.import',
  alters: true,
  title: words.importFiles,
  keywords: words.addLayerShapefileGeojsonCsv,
  shortcuts: ['mod+i'],
  run: async (bench) => receiveFiles(bench, await bench.files.choose(READABLE, true)),
};

/** A project is opened; a file of another kind is led to the import. */
export const openFile: Command = {
  id: 'file.open',
  title: words.openProjectFile,
  keywords: words.weftLoad,
  shortcuts: ['mod+o'],
  run: async (bench) => receiveFiles(bench, await bench.files.choose('.weft', false)),
};

/** A raster on a server, of which only what is needed is fetched. */
export const importAddress: Command = {
  id: 'file.import-address',
  alters: true,
  title: words.importFromAddress,
  keywords: words.addressUrlCogTerrain,
  run: ({ view }) => {
    view.dialog = { kind: 'address' };
  },
};

export const exportLayer: Command = {
  id: 'file.export',
  title: words.exportALayer,
  keywords: words.geojsonKmlCsvXlsxSave,
  shortcuts: ['mod+e'],
  can: ({ plan: { plan } }) => plan.layers.size > 0 || plan.rasters.size > 0 || words.thePlanHasNoLayers,
  run: ({ view }) => {
    view.dialog = { kind: 'export' };
  },
};

/** Takes files that were chosen or dropped: a project is opened, everything else goes to the import dialog. */
export async function receiveFiles(bench: Workbench, files: readonly File[]): Promise<void> {
  for (const file of files) if (await isProject(file)) return openProjectFile(bench, file);
  if (files.length === 0) return;
  const possible = canRun(importFiles, bench);
  if (possible === true) importNext(bench, filesByLayer(files));
  else bench.messages.say(possible);
}

/** Whether a file is a project by its name, or by what it holds: mail and some browsers give it another ending. */
async function isProject(file: File): Promise<boolean> {
  if (/\.weft$/i.test(file.name)) return true;
  const isPacked = isZip(new Uint8Array(await file.slice(0, 4).arrayBuffer()));
  return isPacked && recognise(file.name, new Uint8Array(await file.arrayBuffer())).id === 'weft';
}

/** Shows the import of the first of these files; the others follow when it is closed. */
export function importNext({ view }: Workbench, [files, ...next]: readonly (readonly File[])[]): void {
  view.dialog = files === undefined ? null : { kind: 'import', files, next };
}
