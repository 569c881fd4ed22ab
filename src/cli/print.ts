import { quietJob } from '../base/job.ts';
import { emptyLayer, featuresOfLayer } from '../plan/layer.ts';
import type { Plan } from '../plan/plan.ts';
import { judgePlanLinks } from '../studies/plan-links/judge.ts';
import { PAPER_NAMES, PAPER_SIZES } from '../studies/print-sheet/paper-sizes.ts';
import { printPdf } from '../studies/print-sheet/print.ts';
import { verdictsOf, type PrintArea } from '../studies/print-sheet/print-request.ts';
import type { Arguments, Command } from './arguments.ts';
import { bundledCatalogue } from './budget.ts';
import { catalogueWith } from '../radio/equipment.ts';
import { writeAtomically } from './files.ts';
import { pdfFonts } from './pdf-fonts.ts';
import { openProject } from './project.ts';
import { answer, terminalJob } from './terminal.ts';

/** `weft print`: a sheet to scale, or a map book. */
export const command: Command = {
  usage: `print PROJECT.weft [--paper ${Object.keys(PAPER_SIZES).join('|')}] [--portrait] [--scale N] [--neighbourhood NAME | --book] [--title TEXT] [--subtitle TEXT] [--author TEXT] [--date YYYY-MM-DD] [--no-assumptions] --out FILE.pdf`,
  options: {
    paper: { kind: 'text', about: 'sheet of paper; a3 or tabloid where it is missing, by the units of the project' },
    portrait: { kind: 'flag', about: 'upright; lying where it is missing' },
    scale: { kind: 'number', about: '4800 for 1 : 4,800; without it the largest round scale at which all fits' },
    neighbourhood: { kind: 'text', about: 'one neighbourhood alone, by name or id' },
    book: { kind: 'flag', about: 'a page for each neighbourhood in the order of their list, behind an index sheet' },
    title: { kind: 'text', about: 'title; the name of the project where it is missing' },
    subtitle: { kind: 'text', about: 'a second line under the title' },
    author: { kind: 'text', about: 'who made it' },
    date: { kind: 'text', about: 'day on the sheet (today)' },
    'no-assumptions': { kind: 'flag', about: 'without what the design takes for granted' },
    out: { kind: 'text', about: 'the PDF to write' },
  },
  words: 1,
  async run(call) {
    const path = call.positional(0, 'The project file');
    const out = call.required('out');
    const plan = await openProject(path);
    const paper = call.oneOf('paper', PAPER_NAMES, plan.settings.units === 'us' ? 'tabloid' : 'a3');
    const scale = call.number('scale') ?? null;
    const links = await judgePlanLinks(
      plan,
      { equipment: catalogueWith(plan.equipment, bundledCatalogue()), season: 'leaf-on' },
      quietJob,
    );
    const request = {
      area: areaOf(call, plan),
      paper,
      orientation: call.has('portrait') ? 'portrait' : 'landscape',
      scale,
      title: call.text('title') ?? plan.name,
      subtitle: call.text('subtitle') ?? '',
      author: call.text('author') ?? '',
      date: call.day('date').text,
      assumptions: !call.has('no-assumptions'),
      verdicts: verdictsOf(links),
    } as const;
    const { bytes, pages } = await printPdf(plan, request, pdfFonts(), terminalJob());
    writeAtomically(out, bytes);
    answer(call, { out, pages: pages.map(({ title, scale: of, isCut }) => ({ title, scale: of, isCut })) }, [
      `${pages.length === 1 ? 'One sheet' : `${pages.length} sheets`} in ${out}.`,
      ...pages.filter(({ isCut }) => isCut).map(({ title }) => `Note: at this scale ${title} does not fit on its sheet.`),
    ]);
  },
};

function areaOf(call: Arguments, plan: Plan): PrintArea {
  const wanted = call.text('neighbourhood');
  if (call.has('book')) {
    if (wanted !== undefined) throw call.wrong('A book has all neighbourhoods.', '--neighbourhood');
    return { kind: 'book' };
  }
  if (wanted === undefined) return { kind: 'plan' };
  const all = [...featuresOfLayer(plan.layers.get('neighbourhoods') ?? emptyLayer)];
  const found = all.find(({ id, fields }) => id === wanted || fields['name'] === wanted);
  if (found === undefined) throw call.wrong(`There is no neighbourhood "${wanted}".`, '--neighbourhood');
  return { kind: 'neighbourhood', id: found.id };
}
