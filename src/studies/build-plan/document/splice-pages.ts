import { numberText, spanText } from '../../../base/quantity-text.ts';
import { drawTable, type PdfRow } from '../../../io/pdf/pdf-table.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import type { PremisesWay } from '../premises-fibres.ts';
import { spliceRuns } from '../splice-runs.ts';
import type { DocumentInput } from './document-input.ts';
import { below, note, nothing } from './schedules.ts';

/** So many premises are named in a row; more are counted. */
const NAMED = 24;

/** Splice sheets: for each closure, cabinet and facility which fibres are joined to which. */
export function drawSplices(paper: Paper, { fibres, neighbourhood }: DocumentInput, y: number): number {
  const runs = spliceRuns(fibres, neighbourhood.id);
  if (runs.length === 0) return nothing(paper, y, 'No fibre is spliced here.');
  const rows: PdfRow[] = [];
  let closure = '';
  for (const run of runs) {
    if (run.closure !== closure) {
      closure = run.closure;
      const count = runs.filter((one) => one.closure === closure).reduce((sum, one) => sum + one.count, 0);
      const [lng, lat] = run.position;
      rows.push({ cells: [`${closure} · ${numberText(count)} splices · ${lat.toFixed(5)}, ${lng.toFixed(5)}`], kind: 'head' });
    }
    const serves = run.serves.length > NAMED ? `${run.serves.length} premises or devices` : [...new Set(run.serves)].join(' ');
    rows.push({ cells: [run.from.name, run.from.detail, run.to.name, run.to.detail, numberText(run.count), serves] });
  }
  const end = drawTable(
    paper,
    {
      columns: [
        { title: 'From', widthMm: 22 },
        { title: 'Fibres', widthMm: 40 },
        { title: 'To', widthMm: 22 },
        { title: 'Fibres or ports', widthMm: 40 },
        { title: 'Splices', align: 'right', widthMm: 13 },
        { title: 'Serves, in this order' },
      ],
      rows,
      sizePt: 6.8,
      rowPaddingMm: 0.75,
    },
    below(y),
  );
  return note(paper, end, [
    'A row joins neighbours to neighbours in their order. Colours follow TIA-598: twelve fibres to a tube. Fibres that pass in the same cable are not cut; spare fibres are not spliced.',
  ]);
}

/** Port sheets: terminal by terminal which premises is served at which port, from which fibre. */
export function drawPorts(paper: Paper, ways: readonly PremisesWay[], { plan }: DocumentInput, y: number): number {
  if (ways.length === 0) return nothing(paper, y, 'No premises are served from here.');
  const rows: PdfRow[] = [];
  let terminal = '';
  for (const { fibre, name, distribution } of ways) {
    if (fibre.terminal.id !== terminal) {
      terminal = fibre.terminal.id;
      const where = fibre.terminal.poleId === null ? 'in a handhole' : `on pole ${fibre.terminal.poleId}`;
      rows.push({ cells: [`${terminal} · ${where} · ${fibre.terminal.used} of ${fibre.terminal.ports} ports`], kind: 'head' });
    }
    rows.push({
      cells: [
        String(fibre.terminalPort),
        name === '' ? fibre.drop.premisesId : `${fibre.drop.premisesId} · ${name}`,
        `${fibre.drop.kind}, ${spanText(fibre.drop.lengthM, plan.settings.units)}`,
        distribution.at(-1) ?? '–',
        `${fibre.splitter} port ${fibre.port}`,
      ],
    });
  }
  return drawTable(
    paper,
    {
      columns: [
        { title: 'Port', align: 'right', widthMm: 11 },
        { title: 'Premises' },
        { title: 'Drop', widthMm: 34 },
        { title: 'Fibre at the terminal', widthMm: 62 },
        { title: 'Splitter', widthMm: 30 },
      ],
      rows,
      sizePt: 6.8,
      rowPaddingMm: 0.6,
    },
    below(y),
  );
}
