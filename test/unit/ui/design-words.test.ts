import { describe, expect, it } from 'vitest';
import { boundSentence, mostAboveText } from '../../../src/studies/fiber/bound-words.ts';
import { boundInWords } from '../../../src/ui/design-words.ts';
import { smallPlan } from '../../support/plan-builder.ts';

const plain = (text: string): string => text.replace(/\s/g, ' ');
const costs = { currency: 'USD', costLow: 700, costLikely: 1000, costHigh: 1400 };

describe('the bound in words', () => {
  it('is of the bound, not of the cost, and rounded up so that "at most" holds', () => {
    // 110 over 100 is 10 % more, although the bound is 9.1 % below; 0.01 % more is not 0.0 %.
    expect(plain(mostAboveText(110, 100))).toBe('10.0 %');
    expect(plain(mostAboveText(100_010, 100_000))).toBe('0.1 %');
    expect(plain(mostAboveText(101_300, 100_000))).toBe('1.3 %');
    expect(plain(mostAboveText(100, 100))).toBe('0.0 %');
  });

  it('stands beside the range of the prices', () => {
    const network = { ...smallPlan().fiber!, routeCostCents: 231_000_000, routeLowerBoundCents: 228_000_000 };
    // 2.31 over 2.28 is 1.01316; 700 is 30 % less than 1,000, 1,400 is 40 % more.
    const { verdict, reason, figures } = boundInWords({ ...network, shorterPathsCents: 500_000 }, costs);
    expect(plain(verdict)).toBe('At most 1.4 % above the cheapest that is possible');
    expect(plain(reason)).toContain('may be 30 % less or 40 % more');
    expect(figures.map(({ text }) => text)).toEqual(['$2,310,000', '$2,280,000', '$5,000']);
    expect(boundInWords({ ...network, routeLowerBoundCents: 231_000_000 }, costs).verdict).toContain('Proved to be the cheapest');
    const open = boundInWords({ ...network, routeLowerBoundCents: 0 }, costs);
    expect(open.verdict).toContain('was not proved');
    expect(open.figures).toHaveLength(1);
  });

  it('stands on paper, too', () => {
    const text = plain(boundSentence({ routeCostCents: 231_000_000, routeLowerBoundCents: 228_000_000 }, 'USD'));
    expect(text).toContain('cost $2,310,000, at most 1.4 % more than is possible');
    expect(text).toContain('cost less than $2,280,000');
    expect(plain(boundSentence({ routeCostCents: 231_000_000, routeLowerBoundCents: 0 }, 'USD'))).toContain('was not proved');
  });
});
