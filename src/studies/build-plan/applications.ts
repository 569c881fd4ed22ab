import { AppError } from '../../base/app-error.ts';
import { compareText } from '../../base/compare.ts';
import type { Table } from '../../io/write/table.ts';
import type { FiberNetwork, NetworkPole } from '../../plan/network.ts';
import type { Settings } from '../../plan/settings.ts';
import { isOwn } from '../fiber/prepare.ts';
import { column, feet, rounded } from './tables.ts';

/** Poles of one owner that are applied for together. */
export interface PoleApplication {
  readonly id: string;
  /** Null where the data state none. */
  readonly owner: string | null;
  readonly poles: readonly NetworkPole[];
  /** What the owner takes for the application, in the currency's main unit. */
  readonly fee: number;
}

interface OwnerTerms {
  readonly owner: string;
  readonly poles: number;
  readonly fee: number;
}

/**
 * Applications to attach, by owner, each with no more poles than the owner takes at once (setting `poleApplications`), in the order of the pole list.
 * Own and new poles need none. @throws AppError study/pole-applications
 */
export function poleApplications(
  network: FiberNetwork,
  settings: Settings,
  numbers: ReadonlyMap<string, string>,
): PoleApplication[] {
  const terms = parseTerms(settings.poleApplications);
  const order = new Map([...numbers.keys()].map((id, i) => [id, i]));
  const byOwner = new Map<string, NetworkPole[]>();
  for (const pole of network.poles) {
    if (pole.poleId === null || isOwn(pole.owner ?? undefined, settings)) continue;
    byOwner.set(pole.owner ?? '', [...(byOwner.get(pole.owner ?? '') ?? []), pole]);
  }
  const applications: PoleApplication[] = [];
  for (const [owner, poles] of [...byOwner].sort(([a], [b]) => compareText(a, b))) {
    const { poles: limit, fee } = termsOf(owner, terms);
    const sorted = poles.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
    for (let at = 0; at < sorted.length; at += limit) {
      const id = `A-${String(applications.length + 1).padStart(3, '0')}`;
      applications.push({ id, owner: owner || null, poles: sorted.slice(at, at + limit), fee });
    }
  }
  return applications;
}

function termsOf(owner: string, terms: readonly OwnerTerms[]): OwnerTerms {
  const found = terms.find((one) => one.owner === owner.toLowerCase()) ?? terms.find((one) => one.owner === '*');
  return found ?? { owner, poles: Infinity, fee: 0 };
}

function parseTerms(setting: string): OwnerTerms[] {
  return setting
    .split(';')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const found = /^(.+?)\s*=\s*(\d+)\s*\/\s*(\d+(?:\.\d+)?)$/.exec(part.trim());
      const [, owner = '', poles = '', fee = ''] = found ?? [];
      if (found !== null && Number(poles) > 0) return { owner: owner.toLowerCase(), poles: Number(poles), fee: Number(fee) };
      throw new AppError('study/pole-applications', {
        what: `"${part.trim()}" does not say how many poles an owner takes at once, and for which fee.`,
        where: 'poleApplications',
        remedy: 'Write: Verizon=50/2500; *=99/5400',
      });
    });
}

/** One row for each pole that is applied for. */
export function applicationTable(applications: readonly PoleApplication[], numbers: ReadonlyMap<string, string>): Table {
  return {
    name: 'Pole applications',
    columns: [
      column('application', 12),
      column('owner', 22),
      column('number', 9),
      column('pole_id', 18),
      column('zone', 15),
      column('class', 7),
      column('height_m', 9, '0.0'),
      column('height_ft', 9, '0.0'),
      column('circuit', 18),
      column('make_ready', 12),
      column('longitude', 13),
      column('latitude', 13),
    ],
    rows: applications.flatMap(({ id, owner, poles }) =>
      poles.map((pole) => [
        id,
        owner,
        numbers.get(pole.id) ?? pole.id,
        pole.poleId,
        pole.zone,
        pole.poleClass,
        rounded(pole.heightM),
        feet(pole.heightM),
        pole.circuit,
        pole.makeReady,
        pole.position[0],
        pole.position[1],
      ]),
    ),
  };
}
