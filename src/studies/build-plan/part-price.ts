import type { CostBook } from '../../base/cost-book.ts';
import { sumOf, takeOff, type CostRange } from '../../cost/take-off.ts';

interface PricedPart {
  readonly items: readonly { readonly item: string; readonly quantity: number; readonly priceFactor?: number }[];
  readonly surveyedCostCents?: number | null;
}

/** What one part costs by the book (or by its survey), for lists. Sums of lists differ from the bill by rounding of each part. */
export function priceOf(part: PricedPart, book: CostBook): CostRange {
  return sumOf(takeOff([{ group: '', part: 'pass', items: part.items, surveyedCents: part.surveyedCostCents ?? null }], book));
}
