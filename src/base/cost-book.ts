/** What an item is counted in. */
export type CostUnit = 'ft' | 'm' | 'mile' | 'km' | 'each';

/** One line of a cost book: the price of one unit in the book's currency (dollars, not cents), low ≤ likely ≤ high. */
export interface CostItem {
  readonly id: string;
  readonly description: string;
  readonly unit: CostUnit;
  readonly low: number;
  readonly likely: number;
  readonly high: number;
  /** What of the likely price is labour, 0 … likely; the rest is material. Books of construction units may tell; missing where one does not. */
  readonly labour?: number;
  /** What the price includes, in words. */
  readonly includes: string;
  readonly source: string;
  readonly year: number;
  /** True for an order of magnitude that the user should replace by own figures. */
  readonly weak: boolean;
}

/**
 * Prices for a whole design. `all-in`: routes are priced per length with everything on them included;
 * `construction-units`: labour and material per unit. Never both in one total.
 */
export interface CostBook {
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly kind: 'all-in' | 'construction-units';
  readonly items: readonly CostItem[];
}
