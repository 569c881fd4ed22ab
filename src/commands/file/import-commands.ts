import { IMPORT_ENDINGS } from '../../io/registry.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { openProjectFile } from './project-commands.ts';

/** Files that Weft can read, for the file dialog. */
const READABLE = [...IMPORT_ENDINGS, '.dbf', '.prj', '.shx', '.cpg', '.gz', '.weft'].join(',');

export const importFiles: Command = {
  id: 'file.import',
  alters: true,
  title: 'Import files …',
  keywords: 'add layer shapefile geojson csv geotiff terrain drop',
  shortcuts: ['mod+i'],
  run: async (bench) => receiveFiles(bench, await bench.files.choose(READABLE, true)),
};

export const exportLayer: Command = {
  id: 'file.export',
  title: 'Export a layer …',
  keywords: 'geojson kml csv xlsx save as',
  shortcuts: ['mod+e'],
  can: ({ plan }) => plan.plan.layers.size > 0 || 'The plan has no layers.',
  run: ({ view }) => {
    view.dialog = { kind: 'export' };
  },
};

/** Takes files that were chosen or dropped: a project is opened, everything else goes to the import dialog. */
export async function receiveFiles(bench: Workbench, files: readonly File[]): Promise<void> {
  const project = files.find(({ name }) => name.toLowerCase().endsWith('.weft'));
  if (project !== undefined) await openProjectFile(bench, project);
  else if (files.length > 0) bench.view.dialog = { kind: 'import', files };
}
