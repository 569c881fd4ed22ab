import { describe, expect, test } from 'vitest';
import type { FieldValue } from '../../../src/plan/feature-table.ts';
import { parseWhere } from '../../../src/io/where.ts';

const pole: Record<string, FieldValue> = {
  power: 'pole',
  'addr:city': 'Bindlach',
  areaM2: 61.5,
  SITE_NAME: 'King Open',
  own: true,
  code: '007',
};

describe('a condition', () => {
  test.each([
    ['areaM2>=60', true],
    ['areaM2 < 60', false],
    ['power=pole', true],
    ["power == 'pole'", true],
    ['power != tower', true],
    ['power <> pole', false],
    ['"SITE_NAME" = \'King Open\'', true],
    ['addr:city = Bindlach', true],
    ['"addr:city" in (\'Bayreuth\', Bindlach)', true],
    ['power not in (pole, tower)', false],
    ['not power = tower and areaM2 > 0', true],
    ['power=tower or (areaM2>60 and own=yes)', true],
    ['power=tower or areaM2>60 and own=no', false],
    ['height = 3', false],
    ['height != 3', true],
    ['not height > 3', true],
    ['code = 7', true],
    ['areaM2 > -1e2', true],
    ["SITE_NAME = 'O''Brien'", false],
    ['power > 5', false],
  ])('%s is %s', (text, expected) => {
    expect(parseWhere(text).matches((name) => pole[name])).toBe(expected);
  });

  test('tells which fields it asks for', () => {
    expect(parseWhere('a=1 or not (b in (c, d))').fields).toEqual(['a', 'b']);
  });

  test.each(['', 'areaM2', 'areaM2 >', '>= 60', '(a=1', 'a=1 b=2', 'a in 1', 'a not 1', 'a = "x', '5 = a'])(
    '%j is refused with an example',
    (text) => {
      expect(() => parseWhere(text)).toThrow(
        expect.objectContaining({ code: 'import/where', remedy: expect.stringContaining('areaM2>=60') as string }),
      );
    },
  );
});
