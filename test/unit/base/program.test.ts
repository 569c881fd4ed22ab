import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PROGRAM_VERSION } from '../../../src/base/program.ts';

test('the program and its package have the same version', () => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  expect(PROGRAM_VERSION).toBe((JSON.parse(text) as { version: string }).version);
});
