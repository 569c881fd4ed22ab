import type { CostBook, CostItem } from '../../base/cost-book.ts';
import type { Change } from '../../plan/change.ts';
import { wording } from '../../text/wording.ts';

const words = wording.editCostBook;

export type PriceName = 'low' | 'likely' | 'high';

/** What is wrong with a price, or null. Low ≤ likely ≤ high must hold; setting the likely one carries the others along. */
export function priceProblem(item: CostItem, name: PriceName, price: number): string | null {
  if (!Number.isFinite(price) || price < 0) return words.typeAmountOrMore;
  if (name === 'low' && price > item.likely) return words.itMustNotExceedLikely({ likely: item.likely });
  if (name === 'high' && price < item.likely) return words.itMustNotBeUnder({ likely: item.likely });
  return null;
}

/** Sets one price as one step. */
export function setPrice(book: CostBook, item: CostItem, name: PriceName, price: number): Change {
  const next: CostItem = { ...item, [name]: price };
  const ordered = name === 'likely' ? { ...next, low: Math.min(next.low, price), high: Math.max(next.high, price) } : next;
  return {
    note: words.setPrice({ name: words[name], description: item.description.toLowerCase() }),
    costBook: { ...book, items: book.items.map((other) => (other.id === item.id ? ordered : other)) },
  };
}
