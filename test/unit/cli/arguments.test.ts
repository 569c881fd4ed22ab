import { describe, expect, it } from 'vitest';
import { parseArguments, type Command } from '../../../src/cli/arguments.ts';

const command: Command = {
  usage: 'print [--paper SIZE] [--date DAY]',
  options: { paper: { kind: 'text', about: '' }, date: { kind: 'text', about: '' } },
  run: () => Promise.resolve(),
};

describe('one of some words', () => {
  const paperOf = (...words: string[]): string => parseArguments(words, command).oneOf('paper', ['a4', 'a3'], 'a3');

  it('is taken in whatever case it was typed, and is the fallback where it was not', () => {
    expect([paperOf('--paper', 'A4'), paperOf()]).toEqual(['a4', 'a3']);
  });

  it('is refused with all that could be said', () => {
    expect(() => paperOf('--paper', 'b4')).toThrow(/--paper — "b4" is none of a4, a3/);
  });
});

describe('a day', () => {
  it('is read as it stands, and refused where there is no such day', () => {
    expect(parseArguments(['--date', '2026-05-31'], command).day('date').text).toBe('2026-05-31');
    expect(() => parseArguments(['--date', '2026-02-30'], command).day('date')).toThrow(/--date — "2026-02-30" is not a date/);
  });
});
