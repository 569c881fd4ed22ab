import { expect, test } from 'vitest';
import { usualHere } from '../../../src/commands/file/usual-here.ts';

test.each([
  ['en-US', 'us', 'USD'],
  ['en', 'us', 'USD'], // the likeliest region of plain English
  ['es-US', 'us', 'USD'],
  ['de', 'metric', 'EUR'],
  ['fr-CH', 'metric', 'USD'],
  ['en-GB', 'metric', 'USD'],
  ['en-IE', 'metric', 'EUR'],
  ['not a language', 'us', 'USD'],
] as const)('%s: %s, %s', (language, units, currency) => {
  expect(usualHere(language)).toEqual({ units, currency });
});
