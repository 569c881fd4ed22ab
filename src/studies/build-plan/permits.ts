import { compareText } from '../../base/compare.ts';
import type { Table } from '../../io/write/table.ts';
import { emptyLayer, findFeature } from '../../plan/layer.ts';
import type { Crossing, FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { column, feet } from './tables.ts';

/** Something that an authority, a railway or a landowner may have to allow. */
export interface Permit {
  readonly authority: 'Railway' | 'Water authority' | 'Highway authority' | 'Road authority' | 'Landowner';
  readonly permit: string;
  /** The barrier or street. */
  readonly subject: string;
  /** One for a crossing; stretches of a street count together. */
  readonly count: number;
  /** Digging along a street or easement, metres; null for a crossing. */
  readonly lengthM: number | null;
  /** Crossings or stretches. */
  readonly ids: readonly string[];
  readonly position: readonly [number, number] | null;
}

const AUTHORITY: Readonly<Record<Crossing['kind'], Permit['authority']>> = {
  rail: 'Railway',
  water: 'Water authority',
  stream: 'Water authority',
  highway: 'Highway authority',
};
const ORDER: readonly Permit['authority'][] = ['Railway', 'Highway authority', 'Water authority', 'Road authority', 'Landowner'];

const WORD: Readonly<Record<Crossing['kind'], string>> = {
  rail: 'railway',
  water: 'water',
  stream: 'stream',
  highway: 'highway',
};

/** What a way or barrier without a name is called: nobody knows a track by its id alone. */
function unnamed(kind: string, id: string): string {
  return `unnamed (${kind}, ${id})`;
}

/** What may need a permit, by authority: crossings one by one, digging street by street. None has been applied for. */
export function permitsOf(network: FiberNetwork, plan: Plan): Permit[] {
  const crossings = network.crossings.map(({ id, kind, permit, name, barrierId, position }): Permit => ({
    authority: AUTHORITY[kind],
    permit,
    subject: name ?? unnamed(WORD[kind], barrierId),
    count: 1,
    lengthM: null,
    ids: [id],
    position,
  }));
  return [...crossings, ...diggingPermits(network, plan)].sort(
    (a, b) =>
      ORDER.indexOf(a.authority) - ORDER.indexOf(b.authority) ||
      compareText(a.subject, b.subject) ||
      compareText(a.ids[0] ?? '', b.ids[0] ?? ''),
  );
}

/** Digging so short is where an outline of a neighbourhood meets a route at a corner and cuts it there: no permit of its own. One foot. */
const LEAST_DIGGING_MM = 305;

/** Digging along streets, by name; along easements it is the landowner whose consent is needed. */
function diggingPermits({ stretches }: FiberNetwork, plan: Plan): Permit[] {
  const ways = plan.layers.get('rights-of-way') ?? emptyLayer;
  const sums = new Map<string, { authority: Permit['authority']; subject: string; mm: number; ids: string[] }>();
  for (const { id, kind, along, source, lengthM } of stretches) {
    if (kind !== 'underground' || source?.layer !== 'rights-of-way') continue;
    const use = String(findFeature(ways, source.id)?.fields['kind'] ?? 'way');
    const authority = use === 'easement' ? 'Landowner' : 'Road authority';
    const subject = along === source.id ? unnamed(use, source.id) : along;
    const key = `${authority}\n${subject}`;
    const sum = sums.get(key) ?? { authority, subject, mm: 0, ids: [] };
    sum.mm += Math.round(lengthM * 1000);
    sum.ids.push(id);
    sums.set(key, sum);
  }
  const dug = [...sums.values()].filter(({ mm }) => mm >= LEAST_DIGGING_MM);
  return dug.map(({ authority, subject, mm, ids }) => ({
    authority,
    permit: authority === 'Landowner' ? 'Consent for communications on the easement' : 'Permit to open or occupy the street',
    subject,
    count: ids.length,
    lengthM: mm / 1000,
    ids,
    position: null,
  }));
}

export function permitTable(permits: readonly Permit[]): Table {
  return {
    name: 'Permits',
    columns: [
      column('authority', 20),
      column('permit', 44),
      column('subject', 28),
      column('count', 8),
      column('length_m', 12, '#,##0.000'),
      column('length_ft', 12, '#,##0.0'),
      column('ids', 40),
      column('longitude', 13),
      column('latitude', 13),
    ],
    rows: permits.map(({ authority, permit, subject, count, lengthM, ids, position }) => [
      authority,
      permit,
      subject,
      count,
      lengthM,
      feet(lengthM),
      ids.join(' '),
      position?.[0] ?? null,
      position?.[1] ?? null,
    ]),
  };
}
