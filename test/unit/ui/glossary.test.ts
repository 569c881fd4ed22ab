import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { explain } from '../../../src/ui/glossary.ts';

const lines = readFileSync(new URL('../../../docs/GLOSSARY.md', import.meta.url), 'utf8').split('\n');

test('every word of the glossary is found, in small letters or large, one or many', () => {
  const words = lines
    .filter((line) => line.startsWith('| ') && !line.startsWith('| word'))
    .map((line) => line.split('|')[1]!.trim());
  expect(words.length).toBeGreaterThan(80);
  expect(words.filter((word) => explain(word.split(/[,(]/)[0]!.trim()) === null)).toEqual([]);
  expect(explain('Drops')).toContain('terminal');
  expect(explain('FDH')).toBe(explain('Cabinet'));
  expect(explain('Crossings')).not.toContain('*');
  expect(explain('Facilities')).toContain('light comes from');
  expect(explain('house')).toBeNull();
});
