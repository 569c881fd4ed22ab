import { basename, join } from 'node:path';
import { AppError } from '../base/app-error.ts';
import { equipmentById } from '../radio/equipment.ts';
import { drawRoofSheet } from '../studies/roof-sheet/draw.ts';
import { studyRoofSheet } from '../studies/roof-sheet/study.ts';
import type { Arguments, Command } from './arguments.ts';
import { readCatalogue } from './budget.ts';
import { makeFolder, writeAtomically } from './files.ts';
import { OBSTACLE_OPTIONS, OBSTACLE_USAGE, openLandscape } from './obstacle-files.ts';
import { pdfFonts } from './pdf-fonts.ts';
import { readSites } from './site-files.ts';
import { answer, terminalJob } from './terminal.ts';

/** `weft roof-sheet`: a page for each roof to take along. */
export const command: Command = {
  usage:
    `roof-sheet ${OBSTACLE_USAGE} --sites FILE... --from ID... [--height-m 10] [--max-distance-m 10000] [--frequency-ghz 5.5] [--k 1.3333] ` +
    '[--equipment ID] [--catalogue FILE.csv] [--units metric|us] [--format a4|letter] [--date YYYY-MM-DD] --out DIR',
  options: {
    ...OBSTACLE_OPTIONS,
    sites: {
      kind: 'many',
      about:
        'radio sites with name, heightAglM, else heightRoofM, else heightAslM: the roofs and the nodes that they may be linked to',
    },
    from: { kind: 'many', about: 'ids of the roofs that get a sheet' },
    'height-m': { kind: 'number', about: 'antenna above ground of sites that state no height, metres (10)' },
    'max-distance-m': { kind: 'number', about: 'longer links are not looked at, metres (10000)' },
    'frequency-ghz': { kind: 'number', about: 'frequency in GHz (5.5)' },
    k: { kind: 'number', about: 'effective over true Earth radius (1.3333, that is 4/3)' },
    equipment: { kind: 'text', about: 'radio at both ends, an id of `weft equipment`; without it no levels are expected' },
    catalogue: { kind: 'text', about: 'your own equipment: CSV as data/equipment/README.md describes it' },
    units: { kind: 'text', about: 'metric (default) or us' },
    format: { kind: 'text', about: 'a4 (default) or letter' },
    date: { kind: 'text', about: 'day on the sheet and for the compass (today)' },
    out: { kind: 'text', about: 'folder that gets roof-ID.pdf' },
  },
  words: 0,
  run: runRoofSheet,
};

async function runRoofSheet(call: Arguments): Promise<void> {
  const out = call.required('out');
  const from = call.many('from');
  if (!call.has('sites')) throw call.wrong('--sites is missing.');
  if (from.length === 0) throw call.wrong('--from is missing.');
  const units = call.oneOf('units', ['metric', 'us']);
  const format = call.oneOf('format', ['a4', 'letter']);
  const { text: day, date } = call.day('date');
  const equipmentId = call.text('equipment');
  const equipment = equipmentId === undefined ? null : equipmentById(readCatalogue(call), equipmentId);
  const job = terminalJob();
  const { grids, obstacles, warnings } = await openLandscape(call, job);
  const sites = await readSites(call, job);
  const roofs = from.map((id) => {
    const roof = sites.find((site) => site.id === id);
    if (roof !== undefined) return roof;
    throw new AppError('study/roof-sheet-input', {
      what: `There is no site "${id}".`,
      where: id,
      remedy: 'Give the id of a site in --sites.',
    });
  });
  makeFolder(out);
  const sources = ['terrain', 'surface', 'buildings', 'canopy', 'sites']
    .flatMap((name) => call.many(name))
    .map((path) => basename(path));
  const files: string[] = [];
  const links: unknown[] = [];
  for (const roof of roofs) {
    const sheet = await studyRoofSheet(
      {
        grids,
        obstacles,
        roof,
        others: sites,
        maxDistanceM: call.number('max-distance-m') ?? 10_000,
        frequencyGhz: call.number('frequency-ghz') ?? 5.5,
        kFactor: call.number('k') ?? 4 / 3,
        equipment,
        date,
      },
      job,
    );
    const bytes = drawRoofSheet(sheet, {
      fonts: pdfFonts(),
      format,
      units,
      date: day,
      sources,
      equipmentName: equipment?.name ?? null,
    });
    const file = join(out, `roof-${roof.id.replace(/[^\p{L}\p{N}._-]+/gu, '_')}.pdf`);
    writeAtomically(file, bytes);
    files.push(file);
    links.push({
      roof: roof.id,
      links: sheet.links.map(({ site, result }) => ({ to: site.id, verdict: result.verdict, confident: result.confident })),
    });
  }
  job.progress('Done', 1);
  answer(call, { files, roofs: links, warnings }, [
    ...files.map((file) => `Written: ${file}`),
    ...warnings.map((text) => `Note: ${text}`),
  ]);
}
