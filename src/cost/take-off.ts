import { AppError } from '../base/app-error.ts';
import { compareText } from '../base/compare.ts';
import type { CostBook, CostItem, CostUnit } from '../base/cost-book.ts';
import { METRES_PER_FOOT, METRES_PER_MILE } from '../base/units.ts';

/** What belongs to the passing of premises, and what to their connection. Never mixed in one total. */
export type BillPart = 'pass' | 'connect';

/** What one thing of a network needs. Lengths in metres (whole millimetres), everything else in pieces. */
export interface Charge {
  /** Neighbourhood id, empty outside all of them. */
  readonly group: string;
  readonly part: BillPart;
  readonly items: readonly { readonly item: string; readonly quantity: number; readonly priceFactor?: number }[];
  /** A cost that a survey found, in cents; it stands beside the items under `SURVEYED_ITEM`. */
  readonly surveyedCents?: number | null;
  /** Who owns the pole, or the poles under rented strand, where that is known. The bill does not ask; the uncertainty does. */
  readonly owner?: string | null;
}

/**
 * One line of a bill of materials: an item in one group at one price factor, `quantity` in the item's unit, costs in whole cents. Where
 * the book tells labour from material, `labourCents` is that part of the likely cost and the rest is material; null where it does not.
 */
export interface BillLine {
  readonly group: string;
  readonly part: BillPart;
  readonly item: string;
  readonly description: string;
  readonly unit: CostUnit;
  readonly quantity: number;
  /** How many times the book's price is paid. */
  readonly priceFactor: number;
  /** Price of one unit with the factor, in the book's currency. */
  readonly unitLikely: number;
  readonly lowCents: number;
  readonly likelyCents: number;
  readonly highCents: number;
  readonly labourCents: number | null;
  readonly weak: boolean;
}

/** Low, likely and high in whole cents. */
export interface CostRange {
  readonly lowCents: number;
  readonly likelyCents: number;
  readonly highCents: number;
}

export const SURVEYED_ITEM = 'make-ready-surveyed';

/** Metres in one unit of an item; 1 for pieces. */
export function metresPerCostUnit(unit: CostUnit): number {
  switch (unit) {
    case 'ft':
      return METRES_PER_FOOT;
    case 'mile':
      return METRES_PER_MILE;
    case 'km':
      return 1000;
    case 'm':
    case 'each':
      return 1;
  }
}

/**
 * The bill of a network: one line per group, part and item, in that order. A line's cost is its quantity times the unit
 * price, rounded once to whole cents, so that everyone who multiplies finds the same; totals are sums of lines.
 * @throws AppError costs/missing-item when the book lacks an item
 */
export function takeOff(charges: Iterable<Charge>, book: CostBook): BillLine[] {
  return new TakeOff().add(charges).lines(book);
}

/** A bill that grows: quantities are summed exactly, in whatever order they come, and priced when the lines are asked for. */
export class TakeOff {
  readonly #sums = new Map<string, Sum>();

  /** This bill and some more charges, which it does not hold itself. */
  with(charges: Iterable<Charge>): TakeOff {
    const more = new TakeOff();
    for (const [key, sum] of this.#sums) more.#sums.set(key, { ...sum });
    return more.add(charges);
  }

  add(charges: Iterable<Charge>): this {
    for (const charge of charges) {
      for (const { item, quantity, priceFactor = 1 } of charge.items) this.#add(charge, item, quantity, priceFactor, 0);
      if (charge.surveyedCents) this.#add(charge, SURVEYED_ITEM, 1, 1, charge.surveyedCents);
    }
    return this;
  }

  #add({ group, part }: Charge, item: string, quantity: number, factor: number, surveyedCents: number): void {
    const key = `${group}\n${part}\n${item}\n${factor}`;
    let sum = this.#sums.get(key);
    if (sum === undefined) this.#sums.set(key, (sum = { group, part, item, factor, thousandths: 0, surveyedCents: 0 }));
    sum.thousandths += Math.round(quantity * 1000);
    sum.surveyedCents += surveyedCents;
  }

  /** @throws AppError costs/missing-item when the book lacks an item */
  lines(book: CostBook): BillLine[] {
    const items = new Map(book.items.map((item) => [item.id, item]));
    return [...this.#sums.values()]
      .sort(
        (a, b) =>
          compareText(a.group, b.group) || compareText(b.part, a.part) || compareText(a.item, b.item) || a.factor - b.factor,
      )
      .map((sum) => (sum.item === SURVEYED_ITEM ? surveyedLine(sum) : pricedLine(sum, requireItem(items, sum.item, book))));
  }
}

interface Sum {
  readonly group: string;
  readonly part: BillPart;
  readonly item: string;
  readonly factor: number;
  thousandths: number;
  surveyedCents: number;
}

function pricedLine(sum: Sum, item: CostItem): BillLine {
  const quantity = sum.thousandths / 1000 / metresPerCostUnit(item.unit);
  const cents = (price: number): number => Math.round(quantity * price * sum.factor * 100);
  return {
    group: sum.group,
    part: sum.part,
    item: item.id,
    description: sum.factor === 1 ? item.description : `${item.description}, × ${sum.factor}`,
    unit: item.unit,
    quantity,
    priceFactor: sum.factor,
    unitLikely: item.likely * sum.factor,
    lowCents: cents(item.low),
    likelyCents: cents(item.likely),
    highCents: cents(item.high),
    labourCents: item.labour === undefined ? null : cents(item.labour),
    weak: item.weak,
  };
}

function surveyedLine(sum: Sum): BillLine {
  const quantity = sum.thousandths / 1000;
  const cents = sum.surveyedCents;
  return {
    group: sum.group,
    part: sum.part,
    item: SURVEYED_ITEM,
    description: 'Make-ready as surveyed',
    unit: 'each',
    quantity,
    priceFactor: 1,
    unitLikely: cents / quantity / 100,
    lowCents: cents,
    likelyCents: cents,
    highCents: cents,
    labourCents: null,
    weak: false,
  };
}

function requireItem(items: ReadonlyMap<string, CostItem>, id: string, book: CostBook): CostItem {
  const item = items.get(id);
  if (item !== undefined) return item;
  throw new AppError('costs/missing-item', {
    what: `The cost book has no item "${id}", which the design needs.`,
    where: book.name,
    remedy: 'Add the item to the book, or start from a book that Weft brings.',
  });
}

/** Sum of lines. */
export function sumOf(lines: Iterable<BillLine>): CostRange {
  let lowCents = 0;
  let likelyCents = 0;
  let highCents = 0;
  for (const line of lines) {
    lowCents += line.lowCents;
    likelyCents += line.likelyCents;
    highCents += line.highCents;
  }
  return { lowCents, likelyCents, highCents };
}
