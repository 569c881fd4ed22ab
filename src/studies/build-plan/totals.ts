import { sumOf, type BillLine } from '../../cost/take-off.ts';
import { featuresOfLayer, emptyLayer } from '../../plan/layer.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { billOf } from './bill.ts';

/** The key figures of one neighbourhood, of `outside`, or of all: CONTRACT's names. Lengths to whole millimetres, money to cents. */
export interface Totals {
  readonly name: string;
  readonly premisesPassed: number;
  readonly unitsPassed: number;
  readonly routeLengthM: number;
  readonly aerialLengthM: number;
  readonly undergroundLengthM: number;
  /** Route in cables in service: nothing is built there, and the route's length has none of it. */
  readonly inServiceLengthM: number;
  readonly cableLengthM: number;
  readonly dropLengthM: number;
  readonly polesUsed: number;
  readonly polesNew: number;
  readonly costLow: number;
  readonly costLikely: number;
  readonly costHigh: number;
  readonly connectionCostLikely: number;
  readonly currency: string;
}

/** A neighbourhood's totals with its id; the id is empty for `outside`. */
export interface NeighbourhoodTotals extends Totals {
  readonly id: string;
}

/** Totals by neighbourhood and of the whole; neighbourhoods add up exactly to the whole. */
export interface PlanTotals {
  readonly total: Totals;
  readonly neighbourhoods: readonly NeighbourhoodTotals[];
  readonly bill: readonly BillLine[];
}

/** Computes the totals of the plan's designed network at the plan's present prices. */
export function totalsOf(plan: Plan, network: FiberNetwork): PlanTotals {
  const bill = billOf(network, plan.costBook);
  const counts = new Map<string, Counts>();
  for (const { id } of neighbourhoodNames(plan)) if (id !== '') counts.set(id, emptyCounts());
  countParts(network, counts);
  const names = new Map(neighbourhoodNames(plan).map(({ id, name }) => [id, name]));
  const neighbourhoods = [...counts]
    .filter(([id, count]) => id !== '' || !isEmpty(count) || bill.some((line) => line.group === ''))
    .map(([id, count]) => ({
      id,
      ...figures(
        names.get(id) ?? id,
        count,
        bill.filter((line) => line.group === id),
        plan,
      ),
    }));
  return { total: addUp(plan, neighbourhoods), neighbourhoods, bill };
}

/** Neighbourhoods by id with the names they are shown under; the empty id stands for what lies outside all of them. */
export function neighbourhoodNames(plan: Plan): { id: string; name: string }[] {
  const list = [...featuresOfLayer(plan.layers.get('neighbourhoods') ?? emptyLayer)].map(({ id, fields }) => ({
    id,
    name: typeof fields['name'] === 'string' ? fields['name'] : id,
  }));
  return [...list, { id: '', name: list.length === 0 ? plan.name : 'outside' }];
}

/** Whole millimetres and pieces: sums stay exact. */
interface Counts {
  premises: number;
  units: number;
  aerialMm: number;
  undergroundMm: number;
  inServiceMm: number;
  cableMm: number;
  dropMm: number;
  polesUsed: number;
  polesNew: number;
}

function emptyCounts(): Counts {
  return {
    premises: 0,
    units: 0,
    aerialMm: 0,
    undergroundMm: 0,
    inServiceMm: 0,
    cableMm: 0,
    dropMm: 0,
    polesUsed: 0,
    polesNew: 0,
  };
}

function isEmpty(counts: Counts): boolean {
  return Object.values(counts).every((value) => value === 0);
}

function countParts(network: FiberNetwork, counts: Map<string, Counts>): void {
  const at = (id: string | null): Counts => {
    const key = id ?? '';
    const found = counts.get(key) ?? emptyCounts();
    counts.set(key, found);
    return found;
  };
  for (const stretch of network.stretches) {
    const count = at(stretch.neighbourhoodId);
    if (stretch.kind === 'aerial') count.aerialMm += millimetres(stretch.lengthM);
    else if (stretch.kind === 'in-service') count.inServiceMm += millimetres(stretch.lengthM);
    else count.undergroundMm += millimetres(stretch.lengthM);
    count.cableMm += millimetres(stretch.cableLengthM);
  }
  for (const drop of network.drops) {
    const count = at(drop.neighbourhoodId);
    count.premises += 1;
    count.units += drop.units;
    count.dropMm += millimetres(drop.lengthM);
  }
  for (const pole of network.poles) {
    const count = at(pole.neighbourhoodId);
    count.polesUsed += 1;
    if (pole.poleId === null) count.polesNew += 1;
  }
}

function millimetres(lengthM: number): number {
  return Math.round(lengthM * 1000);
}

function figures(name: string, count: Counts, lines: readonly BillLine[], plan: Plan): Totals {
  const pass = sumOf(lines.filter((line) => line.part === 'pass'));
  const connect = sumOf(lines.filter((line) => line.part === 'connect'));
  return {
    name,
    premisesPassed: count.premises,
    unitsPassed: count.units,
    routeLengthM: (count.aerialMm + count.undergroundMm) / 1000,
    aerialLengthM: count.aerialMm / 1000,
    undergroundLengthM: count.undergroundMm / 1000,
    inServiceLengthM: count.inServiceMm / 1000,
    cableLengthM: count.cableMm / 1000,
    dropLengthM: count.dropMm / 1000,
    polesUsed: count.polesUsed,
    polesNew: count.polesNew,
    costLow: pass.lowCents / 100,
    costLikely: pass.likelyCents / 100,
    costHigh: pass.highCents / 100,
    connectionCostLikely: Math.round(connect.likelyCents * plan.settings.takeRate) / 100,
    currency: plan.costBook.currency,
  };
}

const SUMMED = [
  'premisesPassed',
  'unitsPassed',
  'routeLengthM',
  'aerialLengthM',
  'undergroundLengthM',
  'inServiceLengthM',
  'cableLengthM',
  'dropLengthM',
  'polesUsed',
  'polesNew',
  'costLow',
  'costLikely',
  'costHigh',
  'connectionCostLikely',
] as const;

/** Adds in thousandths, so that neither cents nor millimetres drift. */
function addUp(plan: Plan, parts: readonly Totals[]): Totals {
  const sums = Object.fromEntries(
    SUMMED.map((name) => [name, parts.reduce((sum, part) => sum + Math.round(part[name] * 1000), 0) / 1000]),
  ) as Record<(typeof SUMMED)[number], number>; // one entry for each name of SUMMED
  return { name: plan.name, ...sums, currency: plan.costBook.currency };
}
