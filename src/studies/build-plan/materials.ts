import { compareText } from '../../base/compare.ts';
import { METRES_PER_FOOT } from '../../base/units.ts';
import type { Table } from '../../io/write/table.ts';
import { isStreetCabinet, type FiberNetwork } from '../../plan/network.ts';
import type { Settings } from '../../plan/settings.ts';
import { cablesWithin } from './fibre-tables.ts';
import type { FibrePlan } from '../fiber/fibre-plan.ts';
import { column } from './tables.ts';

/** So much of one material; quantities of lengths in metres. */
export interface Material {
  readonly what: string;
  readonly quantity: number;
  readonly unit: 'm' | 'each';
}

/** What has to be ordered for a neighbourhood, whatever the cost book prices by: cables by size with slack, closures, splices, devices. */
export function materialsOf(own: FiberNetwork, fibres: FibrePlan, neighbourhoodId: string, settings: Settings): Material[] {
  const materials: Material[] = [];
  const add = (what: string, quantity: number, unit: Material['unit'] = 'each'): unknown =>
    quantity > 0 && materials.push({ what, quantity, unit });
  const lengths = new Map<string, { size: number; lengthM: number }>();
  for (const { cable, hereM } of cablesWithin(fibres, neighbourhoodId)) {
    const what = `Cable, ${cable.fibres} fibres, ${cable.tier}`;
    lengths.set(what, { size: cable.fibres, lengthM: (lengths.get(what)?.lengthM ?? 0) + hereM });
  }
  for (const [what, { lengthM }] of [...lengths].sort((a, b) => a[1].size - b[1].size || compareText(a[0], b[0])))
    add(what, lengthM, 'm');
  const tails = fibres.tails.filter((tail) => (tail.neighbourhoodId ?? '') === neighbourhoodId);
  for (const [what, count] of counted(tails.map((tail) => `Tail cable of a terminal, ${tail.fibres} fibres`))) add(what, count);
  add('Closure', own.closures.length);
  const withClosure = own.handholes.filter(({ closureId }) => closureId !== null).length;
  add('Handhole, with a closure', withClosure);
  add('Handhole, cable led through', own.handholes.length - withClosure);
  add(
    'Splice in closures',
    own.closures.reduce((sum, { splices }) => sum + splices, 0),
  );
  const all = fibres.splices.filter((splice) => (splice.neighbourhoodId ?? '') === neighbourhoodId).length;
  add('Splice in cabinets and facilities', all - own.closures.reduce((sum, { splices }) => sum + splices, 0));
  if (settings.slack === 'loops')
    add(
      'Slack loop',
      own.stretches.reduce((sum, { slackLoops, cables }) => sum + slackLoops * cables.length, 0),
    );
  for (const [what, count] of counted(
    own.terminals.map(({ ports, poleId }) => `Terminal, ${ports} ports, ${poleId === null ? 'in a handhole' : 'on a pole'}`),
  ))
    add(what, count);
  add('Cabinet', own.cabinets.filter(isStreetCabinet).length);
  const splitters = fibres.splitters.filter((one) => (one.neighbourhoodId ?? '') === neighbourhoodId);
  for (const [what, count] of counted(
    splitters.map(({ kind, outputs, tapPercent }) =>
      kind === 'coupler' ? `Coupler ${tapPercent ?? 0}/${100 - (tapPercent ?? 0)}` : `Splitter 1:${outputs}`,
    ),
  ))
    add(what, count);
  add('New pole', own.poles.filter(({ poleId }) => poleId === null).length);
  add('Riser', own.risers.length);
  for (const kind of ['aerial', 'underground'] as const) {
    const drops = own.drops.filter((drop) => drop.kind === kind);
    add(
      `Drop cable, ${kind}, to all premises`,
      drops.reduce((sum, { lengthM }) => sum + lengthM, 0),
      'm',
    );
  }
  add('ONT, to all premises', own.drops.length);
  return materials;
}

/** The list as a table, lengths in both units. */
export function materialTable(materials: readonly Material[]): Table {
  return {
    name: 'Materials',
    columns: [column('material', 46), column('quantity', 12, '#,##0.##'), column('unit', 7), column('quantity_ft', 13, '#,##0')],
    rows: materials.map(({ what, quantity, unit }) => [
      what,
      Math.round(quantity * 1000) / 1000,
      unit,
      unit === 'm' ? Math.round(quantity / METRES_PER_FOOT) : null,
    ]),
  };
}

function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => compareText(a, b));
}
