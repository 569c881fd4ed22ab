import { AppError } from '../base/app-error.ts';

/** The only reader of data/: addresses of what ships with the program, for the page (hashed files) and for Node (files). */

/** The sample project: the river town Millrace Bend. */
export const sampleProjectUrl: string = new URL('../../data/sample-project/millrace-bend.weft', import.meta.url).href;

/** A cost book that ships with the program. */
interface BundledBook {
  readonly name: string;
  readonly currency: string;
  readonly url: string;
}

const COST_BOOKS: readonly BundledBook[] = [
  { name: 'United States 2025', currency: 'USD', url: new URL('../../data/cost-books/us-2025.csv', import.meta.url).href },
  { name: 'Central Europe 2025', currency: 'EUR', url: new URL('../../data/cost-books/eu-2025.csv', import.meta.url).href },
];

/** The book for a currency. @throws AppError costs/no-book for a currency without one */
export function bundledCostBook(currency: string): BundledBook {
  const book = COST_BOOKS.find((one) => one.currency === currency.toUpperCase());
  if (book !== undefined) return book;
  throw new AppError('costs/no-book', {
    what: 'There is no cost book for this currency.',
    where: currency,
    remedy: `Choose one of ${COST_BOOKS.map((one) => one.currency).join(', ')} and import your own book afterwards.`,
  });
}

/** What of the prices of each item is labour. */
export const labourSharesUrl: string = new URL('../../data/cost-books/labour-shares.csv', import.meta.url).href;

/** The catalogue of equipment that ships with the program. */
export const equipmentCatalogueUrl: string = new URL('../../data/equipment/equipment.csv', import.meta.url).href;
