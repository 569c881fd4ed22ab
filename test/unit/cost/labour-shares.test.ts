import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { setPrice } from '../../../src/commands/edit/edit-cost-book.ts';
import { tellLabour } from '../../../src/cost/labour-shares.ts';
import { readCostBook, readLabourShares, writeCostBook } from '../../../src/io/cost-book.ts';

const data = (name: string): string => readFileSync(new URL(`../../../data/cost-books/${name}`, import.meta.url), 'utf8');
const shares = readLabourShares(data('labour-shares.csv'));

describe('labour told apart', () => {
  it.each([
    ['us-2025.csv', 'USD'],
    ['eu-2025.csv', 'EUR'],
  ])('changes no price of %s, names its source, and leaves the rest untold', (name, currency) => {
    const book = readCostBook(data(name), { name, currency });
    const told = tellLabour(book, shares);
    expect(told.items.map(({ low, likely, high }) => [low, likely, high])).toEqual(
      book.items.map(({ low, likely, high }) => [low, likely, high]),
    );
    const bore = told.items.find(({ id }) => id === 'underground-bore')!;
    const strand = told.items.find(({ id }) => id === 'aerial-own-poles')!;
    expect(bore.labour! / bore.likely).toBeCloseTo(0.72, 4);
    expect(strand.labour! / strand.likely).toBeCloseTo(0.64, 4);
    expect(bore.source).toMatch(/72 %.*Cartesian, 2025/);
    expect(told.items.find(({ id }) => id === 'cabinet')).not.toHaveProperty('labour');
    expect(tellLabour(told, shares)).toEqual(told);
    const again = readCostBook(new TextDecoder().decode(writeCostBook(told)), { name, currency });
    expect(again.items).toEqual(told.items);
  });

  it('keeps its share when a price is set', () => {
    const told = tellLabour(readCostBook(data('us-2025.csv'), { name: 'us', currency: 'USD' }), shares);
    const bore = told.items.find(({ id }) => id === 'underground-bore')!;
    const { costBook } = setPrice(told, bore, 'likely', 10);
    expect(costBook!.items.find(({ id }) => id === 'underground-bore')).toMatchObject({ likely: 10, labour: 7.2, low: 10 });
  });
});
