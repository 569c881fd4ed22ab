import { describe, expect, test } from 'vitest';
import { english } from '../../../src/text/english/english.ts';
import { reworded } from '../../../src/text/phrases.ts';
import { pseudoText } from '../../../src/text/pseudo.ts';
import { americanSpelling, internationalSpelling } from '../../../src/text/spelling.ts';
import { spellingOfRegion } from '../../../src/text/wording.ts';

/** Every text of a dictionary; phrases with `part` put into them, and `count` where they count. */
function textsOf(dictionary: object, part: string, count = 2): string[] {
  return Object.values(dictionary).flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [entry];
    if (typeof entry === 'object' && entry !== null) return textsOf(entry, part, count);
    const parts = new Proxy({}, { get: (_, name) => (name === 'count' ? count : part), ownKeys: () => [], has: () => true });
    return typeof entry === 'function' ? [(entry as (given: object) => string)(parts)] : [];
  });
}

describe('the dictionary', () => {
  test('is spelled as in the United States throughout', () => {
    const texts = textsOf(english, '…');
    expect(texts.length).toBeGreaterThan(1200);
    expect(texts.filter((text) => americanSpelling(text) !== text)).toEqual([]);
  });

  test('says of one thing that it is, not that they are', () => {
    const ofOne = textsOf(english, '…', 1);
    const many = /(?<!of )\b1[ \u00a0](more )?(are|were|have|see)\b|\b1[ \u00a0](?!(premises|sees|is|was|times)\b)[a-z]+s\b/;
    // Said only of several: what is said of one stands beside it.
    const severalOnly = [
      'Delete 1 features',
      '1 features',
      '1 things were',
      '1 sheets are',
      'keep 1 radio links',
      '1 links are in the plan.',
      '1 rows were copied.',
      '1 files',
    ];
    expect(ofOne.filter((text) => many.test(text) && !severalOnly.includes(text))).toEqual([]);
  });

  test('has no text twice in a section', () => {
    const twice = Object.entries(english).flatMap(([section, texts]) => {
      const plain = Object.values(texts).filter((text) => typeof text === 'string');
      return plain.filter((text, at) => plain.indexOf(text) !== at).map((text) => `${section}: ${text}`);
    });
    expect(twice).toEqual([]);
  });
});

describe('other languages made from it', () => {
  test('international English spells whole words otherwise, capitals and plurals kept', () => {
    expect(internationalSpelling('Fiber meters; Neighborhoods, colored centers. PARAMETERS diameter')).toBe(
      'Fibre metres; Neighbourhoods, coloured centres. PARAMETERS diameter',
    );
    expect(americanSpelling(internationalSpelling('Canceled: gray labor, 3 kilometers'))).toBe(
      'Canceled: gray labor, 3 kilometers',
    );
  });

  test('what is put into a phrase is not changed', () => {
    const { row } = reworded(
      { row: { placed: ({ name, count }: { name: string; count: number }) => `${count} meters to ${name} in color` } },
      internationalSpelling,
    );
    expect(row.placed({ name: 'Fiber Center', count: 5 })).toBe('5 metres to Fiber Center in colour');
  });

  test('a counted noun follows its number', () => {
    const { islands } = english.fiberPanel;
    expect(islands({ count: 1 })).toBe('1\u00a0island');
    expect(islands({ count: 1200 })).toBe('1,200\u00a0islands');
  });

  test('the pseudo language is longer by two fifths at least, in brackets, without a plain letter', () => {
    for (const text of textsOf(reworded(english, pseudoText), '…').filter((one) => /\p{Letter}/u.test(one)))
      expect(text.trim()).toMatch(/^⟦.*⟧$/su);
    expect(pseudoText('Show the cost book')).not.toMatch(/[a-z]/i);
    expect(pseudoText('Cancel').length).toBeGreaterThanOrEqual(1.4 * 'Cancel'.length);
  });

  test('the spelling follows the region of the browser', () => {
    expect(['en-US', 'en', 'en-GB', 'en-CA', 'de', 'es-US', 'none at all'].map(spellingOfRegion)).toEqual([
      'us',
      'us',
      'international',
      'international',
      'international',
      'us',
      'us',
    ]);
  });
});
