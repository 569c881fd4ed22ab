import type { CostBook } from '../base/cost-book.ts';

/** What of an item's price is labour, as a share of 0 … 1, and where that is known from. */
export interface LabourShare {
  readonly id: string;
  readonly share: number;
  readonly source: string;
}

/**
 * Tells labour from material in a book that does not: items that have a share and no labour of their own get it, with its source. No price
 * changes, and items without a share stay untold.
 */
export function tellLabour(book: CostBook, shares: readonly LabourShare[]): CostBook {
  const known = new Map(shares.map((one) => [one.id, one]));
  return {
    ...book,
    items: book.items.map((item) => {
      const found = known.get(item.id);
      if (found === undefined || item.labour !== undefined) return item;
      const labour = Math.round(item.likely * found.share * 10_000) / 10_000;
      return { ...item, labour: Math.min(item.likely, labour), source: `${item.source}. ${found.source}` };
    }),
  };
}
