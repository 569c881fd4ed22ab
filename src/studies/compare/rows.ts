import { countText, moneyText, numberText, routeText, spanText, type UnitSystem } from '../../base/quantity-text.ts';
import type { Totals } from '../build-plan/totals.ts';
import type { Comparison } from './run.ts';

/** A figure of two designs side by side, as text. */
export interface ComparisonRow {
  readonly label: string;
  /** Part of the row before it. */
  readonly isPart: boolean;
  readonly a: string;
  readonly b: string;
  /** What B has more (+) or less (−). */
  readonly difference: string;
}

/** So many neighbourhoods are told one by one. */
const MOST_TOLD = 10;

/** The ways of building as people name them; a method of somebody's own keeps its name. */
const METHOD_WORDS: Readonly<Record<string, string>> = {
  'own-poles': 'on our own poles',
  'rented-poles': 'on rented poles',
  'new-poles': 'on new poles',
  'in-service': 'in cables in service',
  plow: 'underground, by plow',
  bore: 'underground, bored',
  trench: 'underground, in a trench',
  duct: 'in ducts that are there',
};

/** The figures that people compare, in their order. Money is left out where the currencies differ. */
export function comparisonRows(compared: Comparison, units: UnitSystem): ComparisonRow[] {
  const [one, other] = [compared.a.total, compared.b.total];
  const money = (amount: number): string => moneyText(amount, one.currency);
  const length = (value: number): string => routeText(value, units).replace(/ \(.*/, '');
  const span = (value: number): string => spanText(value, units);
  const row = (label: string, a: number, b: number, text: (value: number) => string, isPart = false): ComparisonRow => ({
    label,
    isPart,
    a: text(a),
    b: text(b),
    difference: `${b < a ? '−' : '+'}${text(Math.abs(b - a))}`,
  });
  const each = ({ costLikely, premisesPassed }: Totals): number => (premisesPassed === 0 ? 0 : costLikely / premisesPassed);
  const methods = [...new Set([...Object.keys(compared.a.methods), ...Object.keys(compared.b.methods)])].sort();
  const told = compared.neighbourhoods.filter(({ a, b }) => a?.costLikely !== b?.costLikely).slice(0, MOST_TOLD);
  return [
    row('premises passed', one.premisesPassed, other.premisesPassed, numberText),
    row('not reached', compared.a.notReached, compared.b.notReached, numberText),
    row('route', one.routeLengthM, other.routeLengthM, length),
    ...methods.map((how) =>
      row(METHOD_WORDS[how] ?? how, compared.a.methods[how] ?? 0, compared.b.methods[how] ?? 0, span, true),
    ),
    row('poles used', one.polesUsed, other.polesUsed, numberText),
    ...(one.currency !== other.currency
      ? []
      : [
          row('cost to pass, likely', one.costLikely, other.costLikely, money),
          row('for each passed', each(one), each(other), money, true),
          ...told.map(({ name, a, b }) => row(name, a?.costLikely ?? 0, b?.costLikely ?? 0, money, true)),
          row('connections', one.connectionCostLikely, other.connectionCostLikely, money),
        ]),
  ];
}

/** What makes the scenarios two: settings and prices that differ, in sentences. */
export function comparisonCauses({ a, b, settings, prices }: Comparison): string[] {
  const { currency } = a.total;
  return [
    ...(currency === b.total.currency ? [] : [`Money is not compared: ${currency} and ${b.total.currency}.`]),
    ...settings.map((one) => `${one.name}: ${one.a} → ${one.b}`),
    ...(prices.length === 0
      ? []
      : [
          `${countText(prices.length, 'price differs', 'prices differ')}: ${prices
            .slice(0, MOST_TOLD)
            .map((one) => `${one.description} ${one.a ?? 'none'} → ${one.b ?? 'none'}`)
            .join(', ')}`,
        ]),
  ];
}
