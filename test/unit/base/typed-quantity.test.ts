import { describe, expect, it } from 'vitest';
import { editableLength, parseLengthM, parseTypedNumber } from '../../../src/base/typed-quantity.ts';

describe('numbers that people type', () => {
  it('may have separators of thousands, a decimal comma, or spaces', () => {
    expect(['1,200', '12,5', '1 200.5', '-3', '.5'].map(parseTypedNumber)).toEqual([1200, 12.5, 1200.5, -3, 0.5]);
    expect(['', 'abc', '1.2.3', '12,', '1,20,0'].map(parseTypedNumber)).toEqual([NaN, NaN, NaN, NaN, NaN]);
  });

  it('are lengths in the unit beside them, or else in the units of the project', () => {
    expect(parseLengthM('35 ft', 'metric')).toEqual({ metres: 35 * 0.3048 });
    expect(parseLengthM('35', 'us')).toEqual({ metres: 35 * 0.3048 });
    expect(parseLengthM('35', 'metric')).toEqual({ metres: 35 });
    expect(parseLengthM('2 mi', 'us')).toEqual({ metres: 2 * 1609.344 });
    expect(parseLengthM('6"', 'us')).toEqual({ metres: 0.1524 });
    expect(parseLengthM('tall', 'us')).toHaveProperty('problem');
  });

  it('read back what is offered for editing', () => {
    expect(editableLength(10.668, 'us')).toBe('35 ft');
    expect(editableLength(10.668, 'metric')).toBe('10.67 m');
    expect(parseLengthM(editableLength(1234.5, 'metric'), 'us')).toEqual({ metres: 1234.5 });
  });
});
