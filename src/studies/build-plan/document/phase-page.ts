import { moneyText, numberText, spanText } from '../../../base/quantity-text.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import { drawTable, type PdfRow } from '../../../io/pdf/pdf-table.ts';
import type { DocumentInput } from './document-input.ts';
import { below, note } from './schedules.ts';

const HOW = {
  neighbourhood: 'by neighbourhood, those first that pass most premises for the money',
  circuit: 'by substation and feeder, those first that pass most premises for the money',
  hand: 'as the neighbourhoods name them',
} as const;

/** All phases of the plan in order, this neighbourhood's among them. */
export function drawPhases(paper: Paper, { summary, plan, neighbourhood }: DocumentInput, y: number): number {
  const { by, phases } = summary.phases;
  const { currency } = summary.total;
  const money = (amount: number): string => moneyText(amount, currency);
  const rows = phases.map((one, i): PdfRow => {
    const isHere = by === 'neighbourhood' && one.name === neighbourhood.name;
    return {
      cells: [
        String(i + 1),
        one.name,
        numberText(one.premisesPassed),
        spanText(one.routeLengthM, plan.settings.units),
        money(one.costLikely),
        one.premisesPassed === 0 ? '–' : money(one.costLikely / one.premisesPassed),
        numberText(one.premisesSoFar),
        money(one.costLikelySoFar),
      ],
      ...(isHere ? { kind: 'sum' as const } : {}),
    };
  });
  const right = (title: string, widthMm: number): { title: string; align: 'right'; widthMm: number } => ({
    title,
    align: 'right',
    widthMm,
  });
  const columns = [
    right('', 8),
    { title: 'Phase' },
    right('Premises', 17),
    right('New route', 24),
    right(`Likely, ${currency}`, 25),
    right('For each', 19),
    right('So far', 15),
    right('Cost so far', 26),
  ];
  const end = drawTable(paper, { columns, rows, sizePt: 7.4 }, below(y));
  return note(paper, end, [
    `Phases ${HOW[by]}. Each builds what the earlier ones have not: nothing is dug twice, cables have their full size from the start, and every phase hangs on what stands before it. The hut is in the first phase.`,
  ]);
}
