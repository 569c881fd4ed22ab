/**
 * Makes the projects of both real areas, their designs and their build plans, in a folder:
 * `node test/support/make-real-areas.mjs OUT_DIR`. The input is the folder named by WEFT_TEST_DATA, by default ../shared/data.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { register } from 'tsx/esm/api';

register();
const { areaRecipe, makeArea } = await import('./real-areas.ts');
const program = resolve(import.meta.dirname, '../../src/cli/weft.mjs');

const [outDir] = process.argv.slice(2);
if (outDir === undefined) {
  console.error('Usage: node test/support/make-real-areas.mjs OUT_DIR');
  process.exit(2);
}

for (const area of /** @type {const} */ (['cambridge', 'north-bayreuth'])) {
  const folder = resolve(outDir, area);
  mkdirSync(folder, { recursive: true });
  const run = async (/** @type {string[]} */ ...words) => {
    console.log(`weft ${words.join(' ')}`);
    const { status } = spawnSync(process.execPath, [program, ...words], { cwd: folder, stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  };
  await makeArea(area, folder, run);
  await run('plan', areaRecipe(area).project, '--out', 'build-plan');
}
