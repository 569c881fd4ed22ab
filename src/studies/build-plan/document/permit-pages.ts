import { centsText, countText, moneyText, numberText, spanText } from '../../../base/quantity-text.ts';
import type { Paper } from '../../../io/pdf/paper.ts';
import { drawTable } from '../../../io/pdf/pdf-table.ts';
import { poleApplications } from '../applications.ts';
import { permitsOf } from '../permits.ts';
import { poleGroupsOf } from '../pole-owners.ts';
import type { DocumentInput } from './document-input.ts';
import { below, note, nothing } from './schedules.ts';

const right = (title: string, widthMm: number): { title: string; align: 'right'; widthMm: number } => ({
  title,
  align: 'right',
  widthMm,
});

/** Poles by owner and attachment space with their make-ready, and the applications to attach that they make. */
export function drawApplications(paper: Paper, { own, plan, numbers, neighbourhood: t }: DocumentInput, y: number): number {
  const groups = poleGroupsOf(own, plan);
  if (groups.length === 0) return nothing(paper, y, 'No existing pole is used here.');
  const rows = groups.map((one) => ({
    cells: [
      one.owner ?? 'not stated',
      one.ours ? 'ours' : 'rented',
      one.zone ?? '–',
      one.group === '' ? '–' : one.group,
      numberText(one.poles),
      numberText(one.surveyed),
      numberText(one.transfers, 1),
      numberText(one.replacements, 1),
      centsText(one.makeReadyLikelyCents),
      spanText(one.strandM, plan.settings.units),
    ],
  }));
  const columns = [
    { title: 'Owner' },
    { title: '', widthMm: 14 },
    { title: 'Space', widthMm: 24 },
    { title: 'Group' },
    right('Poles', 12),
    right('Surveyed', 16),
    right('Transfers', 16),
    right('Replaced', 16),
    right(`Make-ready, ${t.currency}`, 26),
    right('Strand', 19),
  ];
  const end = drawTable(paper, { columns, rows, sizePt: 7.2 }, below(y));
  const applications = poleApplications(own, plan.settings, numbers);
  const told = note(paper, end, [
    'Transfers and replacements are expected numbers among the poles that nobody has surveyed. A dash is what the data do not say.',
    ...(applications.length === 0 ? ['All poles used here are ours or new: no application is needed.'] : []),
  ]);
  if (applications.length === 0) return told;
  const listed = applications.map(({ id, owner, poles, fee }) => ({
    cells: [
      id,
      owner ?? 'not stated',
      numberText(poles.length),
      `${numbers.get(poles[0]?.id ?? '') ?? ''} – ${numbers.get(poles.at(-1)?.id ?? '') ?? ''}`,
      fee === 0 ? 'not known' : moneyText(fee, t.currency),
    ],
  }));
  const fees = applications.reduce((sum, { fee }) => sum + fee, 0);
  const last = drawTable(
    paper,
    {
      columns: [
        { title: 'Application', widthMm: 22 },
        { title: 'Owner' },
        right('Poles', 16),
        right('From – to', 50),
        right('Fee', 26),
      ],
      rows: listed,
      sizePt: 7.2,
    },
    below(told + 3),
  );
  return note(paper, last, [
    `${countText(applications.length, 'application')}, none of them made; fees${fees === 0 ? '' : ` of ${moneyText(fees, t.currency)}`} are in no total. The poles of each are in applications.csv.`,
  ]);
}

/** What may need a permit, by authority. */
export function drawPermits(paper: Paper, { own, plan }: DocumentInput, y: number): number {
  const permits = permitsOf(own, plan);
  if (permits.length === 0) return nothing(paper, y, 'Nothing here was found to need a permit.');
  const rows = permits.map(({ authority, permit, subject, count, lengthM, ids }, i) => ({
    cells: [
      permits[i - 1]?.authority === authority ? '' : authority,
      subject === '' ? 'unnamed' : subject,
      permit,
      lengthM === null ? (ids[0] ?? '') : `${countText(count, 'stretch', 'stretches')}`,
      lengthM === null ? '' : spanText(lengthM, plan.settings.units),
    ],
  }));
  const columns = [
    { title: 'Authority', widthMm: 30 },
    { title: 'Street or barrier' },
    { title: 'Permit' },
    { title: 'Where', widthMm: 24 },
    right('Length', 22),
  ];
  const end = drawTable(paper, { columns, rows, sizePt: 7.2 }, below(y));
  return note(paper, end, [
    'None has been applied for. Which authority owns a street, and what it asks for, is to be found out.',
  ]);
}
