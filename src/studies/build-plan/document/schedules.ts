import {
  centsText,
  countText,
  heightText,
  moneyText,
  numberText,
  percentText,
  priceText,
  spanText,
  type UnitSystem,
} from '../../../base/quantity-text.ts';
import type { LngLat } from '../../../geo/position.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import type { NetworkPole } from '../../../plan/network.ts';
import { drawTable, type PdfColumn, type PdfRow } from '../../../io/pdf/pdf-table.ts';
import { sumOf } from '../../../cost/take-off.ts';
import { BILL_GROUPS } from '../bill-groups.ts';
import { priceOf } from '../part-price.ts';
import type { DocumentInput } from './document-input.ts';
import { INK, MARGIN_MM, SOFT, TYPE } from './page-layout.ts';

export const below = (topMm: number): Parameters<typeof drawTable>[2] => ({
  topMm,
  marginMm: MARGIN_MM,
  nextTopMm: 20,
  bottomMm: 18,
});

/** The bill of materials: lines by heading, sums that are the sums of the lines printed, connections apart. */
export function drawBill(paper: Paper, { bill, groupOf, neighbourhood: t, plan }: DocumentInput, y: number): number {
  const rows: PdfRow[] = [];
  const tells = bill.some(({ labourCents }) => labourCents !== null);
  const moneyMm = tells ? 19 : 24;
  const money = (lines: DocumentInput['bill']): string[] => {
    const sum = sumOf(lines);
    return [...labourCells(lines, tells), centsText(sum.lowCents), centsText(sum.likelyCents), centsText(sum.highCents)];
  };
  for (const group of BILL_GROUPS) {
    const lines = bill.filter((line) => groupOf(line) === group);
    if (lines.length > 0) rows.push({ cells: [group], kind: 'head' });
    for (const line of lines) {
      rows.push({
        cells: [
          line.description,
          line.weak ? '*' : '',
          quantityText(line.quantity),
          line.unit,
          priceText(line.unitLikely, t.currency),
          ...money([line]),
        ],
      });
    }
    if (lines.length > 1) rows.push({ cells: ['Sum', '', '', '', '', ...money(lines)], kind: 'sum' });
    if (group === 'Facility and engineering share') {
      rows.push({
        cells: [`Total to pass, ${t.currency}`, '', '', '', '', ...money(bill.filter(({ part }) => part === 'pass'))],
        kind: 'total',
      });
    }
  }
  const end = drawTable(
    paper,
    {
      columns: [
        { title: 'Item' },
        { title: '', widthMm: 5 },
        { title: 'Quantity', align: 'right', widthMm: tells ? 16 : 20 },
        { title: 'Unit', widthMm: tells ? 9 : 11 },
        { title: 'Unit price', align: 'right', widthMm: tells ? 18 : 20 },
        ...(tells ? (['Labour', 'Material'] as const) : []).map((title) => ({
          title,
          align: 'right' as const,
          widthMm: moneyMm,
        })),
        { title: `Low, ${t.currency}`, align: 'right', widthMm: moneyMm },
        { title: `Likely, ${t.currency}`, align: 'right', widthMm: moneyMm },
        { title: `High, ${t.currency}`, align: 'right', widthMm: moneyMm },
      ],
      rows,
      sizePt: 7.6,
    },
    below(y),
  );
  const notes = [
    `Connections are priced for all ${countText(t.premisesPassed, 'premises', 'premises')}; at the take rate of ${percentText(plan.settings.takeRate)} they come to ${moneyText(t.connectionCostLikely, t.currency)} likely.`,
    labourText(bill, t.currency),
    ...(bill.some((line) => line.weak) ? ['* a weak price: an order of magnitude, to be replaced by your own.'] : []),
    'Each line is quantity × unit price, rounded once to whole cents; sums are sums of the lines as printed. Fractions of pieces are expected values or shares.',
  ];
  return note(paper, end, notes);
}

/** Labour and material of some lines, where the book tells them apart in each; no cells where it does in none of the bill. */
function labourCells(lines: DocumentInput['bill'], tells: boolean): string[] {
  if (!tells) return [];
  if (lines.length === 0 || lines.some(({ labourCents }) => labourCents === null)) return ['–', '–'];
  const labour = lines.reduce((sum, { labourCents }) => sum + (labourCents ?? 0), 0);
  return [centsText(labour), centsText(sumOf(lines).likelyCents - labour)];
}

/** What of the cost to pass is labour and what material, as far as the book tells them apart. */
function labourText(bill: DocumentInput['bill'], currency: string): string {
  const told = bill.filter(({ part, labourCents }) => part === 'pass' && labourCents !== null);
  if (told.length === 0) return 'Labour and material are not told apart: each price of this book holds both.';
  const labour = told.reduce((sum, { labourCents }) => sum + (labourCents ?? 0), 0);
  const all = sumOf(told).likelyCents;
  const rest = sumOf(bill.filter(({ part }) => part === 'pass')).likelyCents - all;
  const untold = rest === 0 ? '' : `; for ${centsText(rest)} the book does not say`;
  return `Of the likely cost to pass, ${currency} ${centsText(labour)} is labour and ${centsText(all - labour)} material${untold}.`;
}

/** Whole where it is whole, else as many decimals as matter. */
function quantityText(quantity: number): string {
  return numberText(quantity, Number.isInteger(quantity) ? 0 : quantity < 100 ? 2 : 1);
}

/** Sentences below a table. Returns the y below them. */
export function note(paper: Paper, y: number, sentences: readonly string[]): number {
  const sizePt = 7.6;
  const lines = sentences.map((sentence) => paper.wrap(sentence, paper.widthMm - 2 * MARGIN_MM, sizePt));
  let at = y + 5;
  if (at + lines.flat().length * 4 > paper.heightMm - 14) {
    paper.addPage('portrait');
    at = 24;
  }
  for (const sentence of lines) at = paper.textLines(MARGIN_MM, at, sentence, { sizePt, color: SOFT }) + 0.8;
  return at;
}

/** The pole list, in the order of the numbers on the sheets; `sheetOf` says on which sheet a pole is found. */
export function drawPoles(paper: Paper, input: DocumentInput, y: number, sheetOf: (position: LngLat) => string): number {
  const { own, numbers, neighbourhood: t } = input;
  if (own.poles.length === 0) return nothing(paper, y, 'No pole is used here.');
  const order = new Map([...numbers.keys()].map((id, i) => [id, i]));
  const poles = [...own.poles].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  const columns = poleColumns(input, sheetOf);
  const rows = poles.map((pole) => ({ cells: columns.map(({ of }) => of(pole)) }));
  const end = drawTable(paper, { columns, rows, sizePt: 7.2 }, below(y));
  return note(paper, end, [
    `${countText(t.polesUsed, 'pole')}, ${numberText(t.polesNew)} of them new. A dash is what the data do not say.`,
    ...(own.poles.some(({ makeReady }) => makeReady === 'assumed')
      ? [
          'Costs of poles with assumed make-ready are expected values of the group; no single pole will cost just that. Rounded pole by pole: their sum may differ from the bill by cents.',
        ]
      : []),
  ]);
}

type PoleColumn = PdfColumn & { readonly of: (pole: NetworkPole) => string };

/** The id has a column of its own only where the sheets show numbers in its place. */
function poleColumns(
  { own, numbers, plan, neighbourhood: t, hidesSurvey }: DocumentInput,
  sheetOf: (position: LngLat) => string,
): PoleColumn[] {
  const numbered = own.poles.some(({ id, poleId }) => poleId !== null && numbers.get(id) !== poleId);
  const id: PoleColumn = { title: 'Pole id', of: ({ poleId }) => poleId ?? 'new' };
  return [
    { title: numbered ? 'No.' : 'Pole', widthMm: 17, of: (pole) => numbers.get(pole.id) ?? pole.id },
    ...(numbered ? [id] : []),
    { title: 'Sheet', widthMm: 12, align: 'right', of: ({ position }) => sheetOf(position) },
    { title: 'New', widthMm: 10, of: ({ poleId }) => (poleId === null ? 'new' : '') },
    { title: 'Owner', of: ({ owner }) => owner ?? '–' },
    { title: 'Class', widthMm: 13, align: 'right', of: ({ poleClass }) => poleClass ?? '–' },
    {
      title: 'Height',
      align: 'right',
      widthMm: 15,
      of: ({ heightM }) => (heightM === null ? '–' : heightText(heightM, plan.settings.units)),
    },
    { title: 'Circuit', of: ({ circuit }) => circuit ?? '–' },
    { title: 'Make-ready', widthMm: 20, of: ({ makeReady }) => makeReady },
    {
      title: `Likely, ${t.currency}`,
      align: 'right',
      widthMm: 21,
      of: (pole) => (hidesSurvey && pole.makeReady === 'surveyed' ? '–' : centsText(priceOf(pole, plan.costBook).likelyCents)),
    },
  ];
}

/** Crossings, and the permits that they may need. */
export function drawCrossings(paper: Paper, { own, plan, neighbourhood: t }: DocumentInput, y: number): number {
  if (own.crossings.length === 0) return nothing(paper, y, 'The route crosses no railway, water or highway here.');
  const rows = own.crossings.map((crossing) => ({
    cells: [
      crossing.id,
      crossing.kind,
      crossing.name ?? '–',
      crossing.manner,
      crossing.permit,
      `${crossing.position[1].toFixed(5)}, ${crossing.position[0].toFixed(5)}`,
      centsText(priceOf(crossing, plan.costBook).likelyCents),
    ],
  }));
  const end = drawTable(
    paper,
    {
      columns: [
        { title: 'Id', widthMm: 18 },
        { title: 'Of', widthMm: 15 },
        { title: 'Name' },
        { title: 'How', widthMm: 14 },
        { title: 'Permit' },
        { title: 'Latitude, longitude', widthMm: 31 },
        { title: `Likely, ${t.currency}`, align: 'right', widthMm: 21 },
      ],
      rows,
      sizePt: 7.2,
    },
    below(y),
  );
  return note(paper, end, ['None of these permits has been applied for.']);
}

/** Drops: how many of what length, and the long ones one by one. */
export function drawDrops(paper: Paper, { own, plan }: DocumentInput, y: number): number {
  const { units, longDropM } = plan.settings;
  if (own.drops.length === 0) return nothing(paper, y, 'No premises are served from here.');
  const rows = lengthClasses(units).flatMap(({ title, from, to }) => {
    const drops = own.drops.filter(({ lengthM }) => lengthM >= from && lengthM < to);
    if (drops.length === 0) return [];
    const length = drops.reduce((sum, drop) => sum + drop.lengthM, 0);
    const air = drops.filter(({ kind }) => kind === 'aerial').length;
    return [
      { cells: [title, numberText(drops.length), numberText(air), numberText(drops.length - air), spanText(length, units)] },
    ];
  });
  const total = own.drops.reduce((sum, drop) => sum + drop.lengthM, 0);
  const air = own.drops.filter(({ kind }) => kind === 'aerial').length;
  const sum: PdfRow = {
    cells: ['All', numberText(own.drops.length), numberText(air), numberText(own.drops.length - air), spanText(total, units)],
    kind: 'total',
  };
  const columns = ['Drops', 'In the air', 'Underground', 'Length'].map((title) => ({
    title,
    align: 'right' as const,
    widthMm: 28,
  }));
  const end = drawTable(paper, { columns: [{ title: 'Length of drop' }, ...columns], rows: [...rows, sum] }, below(y));
  const long = own.drops.filter((drop) => drop.long).sort((a, b) => b.lengthM - a.lengthM);
  const limit = spanText(longDropM, units);
  if (long.length === 0) return note(paper, end, [`No drop is longer than ${limit}, which funders count as an ordinary drop.`]);
  paper.text(MARGIN_MM, end + 9, `Drops over ${limit}`, { sizePt: TYPE.body, bold: true, color: INK });
  const listed = long.map(({ premisesId, terminalId, kind, lengthM }) => ({
    cells: [premisesId, terminalId, kind, spanText(lengthM, units)],
  }));
  return drawTable(
    paper,
    {
      columns: [
        { title: 'Premises' },
        { title: 'Terminal' },
        { title: 'Kind', widthMm: 28 },
        { title: 'Length', align: 'right', widthMm: 28 },
      ],
      rows: listed,
      sizePt: 7.4,
    },
    below(end + 11),
  );
}

function lengthClasses(units: UnitSystem): { title: string; from: number; to: number }[] {
  const [edges, metres, unit] =
    units === 'us'
      ? [[0, 50, 100, 200, 300, 500, 1000, Infinity], 0.3048, 'ft']
      : [[0, 15, 30, 60, 100, 150, 300, Infinity], 1, 'm'];
  return edges.slice(1).map((to, i) => {
    const from = edges[i] ?? 0;
    return {
      title: Number.isFinite(to) ? `${numberText(from)}–${numberText(to)} ${unit}` : `over ${numberText(from)} ${unit}`,
      from: from * metres,
      to: to * metres,
    };
  });
}

/** A sentence in the place of a list that would be empty. */
export function nothing(paper: Paper, y: number, sentence: string): number {
  paper.text(MARGIN_MM, y + 2, sentence, { sizePt: TYPE.body, color: INK });
  return y + 4;
}
