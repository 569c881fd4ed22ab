import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe } from 'vitest';

const projectRoot = resolve(import.meta.dirname, '../..');

/** The folder of real input: WEFT_TEST_DATA, or `../shared/data` beside the project; relative to the project. */
export const testDataFolder = resolve(projectRoot, process.env['WEFT_TEST_DATA'] || '../shared/data');

/** Absolute path of a file or folder of the real input, or null where it is absent. */
export function testData(relativePath: string): string | null {
  const path = join(testDataFolder, relativePath);
  return existsSync(path) ? path : null;
}

/** `describe` for tests on real input: skipped, with a printed reason, where the folder of it is absent. */
export function describeWithData(name: string, define: () => void): void {
  if (existsSync(testDataFolder) && statSync(testDataFolder).isDirectory()) {
    describe(name, define);
    return;
  }
  console.warn(`Skipped "${name}": no real input at ${testDataFolder}; name its folder in WEFT_TEST_DATA.`);
  describe.skip(name, define);
}
