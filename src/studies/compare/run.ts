import { compareText } from '../../base/compare.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { totalsOf, type Totals } from '../build-plan/totals.ts';

/** How much of a design is built in which way: metres by `own-poles`, `rented-poles`, `new-poles`, `plow`, `bore`, `trench`, `duct`. */
export type MethodLengths = Readonly<Record<string, number>>;

/** One design of a comparison. */
export interface ComparedDesign {
  readonly total: Totals;
  readonly neighbourhoods: readonly Totals[];
  readonly methods: MethodLengths;
  readonly notReached: number;
  readonly routeCost: number;
  readonly lowerBound: number;
}

/** One neighbourhood in both designs; null where a design does not have it. */
export interface ComparedNeighbourhood {
  readonly name: string;
  readonly a: Totals | null;
  readonly b: Totals | null;
}

/** Two designs side by side: scenarios of one place, or one place before and after. */
export interface Comparison {
  readonly a: ComparedDesign;
  readonly b: ComparedDesign;
  /** By name, those that differ most in likely cost first. */
  readonly neighbourhoods: readonly ComparedNeighbourhood[];
  /** Settings, and prices of items, that differ: what makes the scenarios two. */
  readonly settings: readonly { readonly name: string; readonly a: string; readonly b: string }[];
  readonly prices: readonly {
    readonly item: string;
    /** What the book calls the item. */
    readonly description: string;
    readonly a: number | null;
    readonly b: number | null;
  }[];
}

/**
 * Compares the designs of two plans at the prices of each. Where currencies differ the money is not comparable; the caller says so.
 * @param totals adds a design up; for whoever knows the sums already
 */
export function compareDesigns(planA: Plan, a: FiberNetwork, planB: Plan, b: FiberNetwork, totals = totalsOf): Comparison {
  const [one, other] = [designOf(planA, a, totals), designOf(planB, b, totals)];
  const names = [...new Set([...one.neighbourhoods, ...other.neighbourhoods].map(({ name }) => name))];
  const find = (design: ComparedDesign, name: string): Totals | null =>
    design.neighbourhoods.find((part) => part.name === name) ?? null;
  const neighbourhoods = names.map((name) => ({ name, a: find(one, name), b: find(other, name) }));
  const change = ({ a: before, b: after }: ComparedNeighbourhood): number =>
    Math.abs((after?.costLikely ?? 0) - (before?.costLikely ?? 0));
  return {
    a: one,
    b: other,
    neighbourhoods: neighbourhoods.sort((x, y) => change(y) - change(x) || compareText(x.name, y.name)),
    settings: settingsThatDiffer(planA, planB),
    prices: pricesThatDiffer(planA, planB),
  };
}

function designOf(plan: Plan, network: FiberNetwork, totals: typeof totalsOf): ComparedDesign {
  const { total, neighbourhoods } = totals(plan, network);
  const mm = new Map<string, number>();
  for (const { support, method, lengthM } of network.stretches) {
    const how = support ?? method ?? 'underground';
    mm.set(how, (mm.get(how) ?? 0) + Math.round(lengthM * 1000));
  }
  return {
    total,
    neighbourhoods,
    methods: Object.fromEntries([...mm].sort(([x], [y]) => compareText(x, y)).map(([how, sum]) => [how, sum / 1000])),
    notReached: network.notReached.length,
    routeCost: network.routeCostCents / 100,
    lowerBound: network.routeLowerBoundCents / 100,
  };
}

function settingsThatDiffer(a: Plan, b: Plan): Comparison['settings'] {
  return Object.entries(a.settings).flatMap(([name, value]) => {
    const other = Object.entries(b.settings).find(([key]) => key === name)?.[1];
    return value === other ? [] : [{ name, a: String(value), b: String(other ?? '') }];
  });
}

function pricesThatDiffer(a: Plan, b: Plan): Comparison['prices'] {
  const [one, other] = [a, b].map(({ costBook }) => new Map(costBook.items.map((item) => [item.id, item])));
  const items = [...new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])].sort(compareText);
  return items.flatMap((item) => {
    const [x, y] = [one?.get(item), other?.get(item)];
    const description = x?.description ?? y?.description ?? item;
    return x?.likely === y?.likely ? [] : [{ item, description, a: x?.likely ?? null, b: y?.likely ?? null }];
  });
}
