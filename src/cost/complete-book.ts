import type { CostBook } from '../base/cost-book.ts';

/** A book with the items of another one that it lacks, behind its own; no price of its own changes. Both in one currency and of one kind. */
export function completeBook(book: CostBook, usual: CostBook): CostBook {
  const priced = new Set(book.items.map(({ id }) => id));
  return { ...book, items: [...book.items, ...usual.items.filter(({ id }) => !priced.has(id))] };
}
