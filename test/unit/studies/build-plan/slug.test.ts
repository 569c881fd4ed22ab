import fc from 'fast-check';
import { expect, it } from 'vitest';
import { uniqueSlugs } from '../../../../src/studies/build-plan/slug.ts';

it('makes folders out of names as people would', () => {
  expect(uniqueSlugs(['Old Town', 'Straßberg', "O'Hara's Hill", '東', 'São João', 'Con', 'Outside'])).toEqual([
    'old-town',
    'strassberg',
    'oharas-hill',
    'neighbourhood',
    'sao-joao',
    'neighbourhood-con',
    'neighbourhood-outside',
  ]);
});

it('never makes two alike, and only letters, digits and hyphens', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 30 }), (names) => {
      const slugs = uniqueSlugs([...names, ...names]);
      expect(new Set(slugs).size).toBe(names.length * 2);
      for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9](-?[a-z0-9]+)*$/);
    }),
  );
});
