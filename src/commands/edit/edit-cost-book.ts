import type { CostBook, CostItem } from '../../base/cost-book.ts';
import { completeBook } from '../../cost/complete-book.ts';
import { tellLabour } from '../../cost/labour-shares.ts';
import { bundledCostBook, labourSharesUrl } from '../../io/bundled-data.ts';
import { readCostBook, readLabourShares } from '../../io/cost-book.ts';
import type { Change } from '../../plan/change.ts';
import { loadAppFile } from '../../store/network.ts';
import type { Command } from '../command.ts';
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

/** Shows what of each price is labour, by published and assumed shares. */
export const tellLabourApart: Command = {
  id: 'costs.labour',
  alters: true,
  title: words.tellLabourApart,
  keywords: words.tellLabourKeywords,
  can: ({ plan }) => plan.plan.costBook.items.some(({ labour }) => labour === undefined) || words.labourIsTold,
  run: async (bench) => {
    const shares = readLabourShares(new TextDecoder().decode(await loadAppFile(labourSharesUrl)));
    bench.plan.commit({ note: words.tellLabourNote, costBook: tellLabour(bench.plan.plan.costBook, shares) });
  },
};

/** Adds the items that the book which Weft brings has and this one lacks. */
export const completePrices: Command = {
  id: 'costs.complete',
  alters: true,
  title: words.addMissingPrices,
  keywords: words.addMissingKeywords,
  can: ({ plan }) => plan.plan.costBook.kind === 'all-in' || words.unitsAreNotCompleted,
  run: async (bench) => {
    const { costBook } = bench.plan.plan;
    const { url, ...about } = bundledCostBook(costBook.currency);
    const whole = completeBook(costBook, readCostBook(new TextDecoder().decode(await loadAppFile(url)), about));
    const count = whole.items.length - costBook.items.length;
    if (count > 0) bench.plan.commit({ note: words.addMissingNote, costBook: whole });
    bench.messages.say(words.pricesAdded({ count }));
  },
};

/** Sets one price as one step. */
export function setPrice(book: CostBook, item: CostItem, name: PriceName, price: number): Change {
  const labour =
    item.labour !== undefined && name === 'likely' && item.likely > 0 ? (item.labour * price) / item.likely : undefined;
  // The share of labour stays what it is.
  const next: CostItem = { ...item, [name]: price, ...(labour === undefined ? {} : { labour }) };
  const ordered = name === 'likely' ? { ...next, low: Math.min(next.low, price), high: Math.max(next.high, price) } : next;
  return {
    note: words.setPrice({ name: words[name], description: item.description.toLowerCase() }),
    costBook: { ...book, items: book.items.map((other) => (other.id === item.id ? ordered : other)) },
  };
}
