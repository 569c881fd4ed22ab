/**
 * The program as JavaScript: compiled once for each state of the sources, kept, and found again at the next start. Compiling takes a
 * second; loading hundreds of TypeScript files one by one would take longer than that at every start.
 */
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '../..');
const source = join(root, 'src');
/** What the command line is made of; the app's folders have nothing to do with it. */
const TIERS = ['base', 'geo', 'plan', 'radio', 'fiber', 'cost', 'studies', 'io', 'cli'];
const DAY_MS = 86_400_000;
const LARGE_BYTES = 1e6;

/** Loads the compiled form of a file of this folder. @param {'main' | 'thread'} name @returns {Promise<any>} the module */
export async function load(name) {
  const state = stateOfSources();
  const folder = join(compiledHome(state), state);
  if (!isCompiled(folder)) await compileInto(folder);
  return import(pathToFileURL(join(folder, `${name}.js`)).href);
}

/** A name made of every source's path, size and time of change: no state of the sources can meet another's program. */
function stateOfSources() {
  const hash = createHash('sha256');
  for (const tier of TIERS)
    for (const file of readdirSync(join(source, tier), { recursive: true, encoding: 'utf8' }).sort()) {
      if (!/\.(ts|json|mjs)$/.test(file)) continue;
      const { size, mtimeMs } = statSync(join(source, tier, file));
      hash.update(`${tier}/${file} ${size} ${mtimeMs}\n`);
    }
  return hash.digest('hex').slice(0, 16);
}

/** Whether the program lies there, where this user can read it. @param {string} folder */
function isCompiled(folder) {
  return existsSync(join(folder, 'main.js'));
}

/**
 * Below the project's packages, which the program loads as they are; where it is not there yet and this user can write nothing
 * there, in the computer's temporary folder. @param {string} state
 */
function compiledHome(state) {
  const home = join(root, 'node_modules/.cache/weft');
  try {
    mkdirSync(home, { recursive: true });
    if (!isCompiled(join(home, state))) accessSync(home, constants.W_OK);
    return home;
  } catch {
    const name = createHash('sha256').update(root).digest('hex').slice(0, 8);
    const other = join(tmpdir(), `weft-${userInfo().username}-${name}`);
    mkdirSync(other, { recursive: true, mode: 0o700 });
    if (!existsSync(join(other, 'node_modules')))
      symlinkSync(join(root, 'node_modules'), join(other, 'node_modules'), 'junction');
    return other;
  }
}

/** The packages' tables of megabytes are parsed as JSON where they lie, which takes half as long as compiling them. @type {import('esbuild').Plugin} */
const parsedTables = {
  name: 'parsed tables',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules.*\.json$/ }, ({ path }) =>
      statSync(path).size < LARGE_BYTES
        ? null
        : {
            contents: `import { readFileSync } from 'node:fs'; export default JSON.parse(readFileSync(${JSON.stringify(path)}, 'utf8'));`,
            resolveDir: root,
          },
    );
  },
};

/** Two starts may compile at once: each in a folder of its own, and the first that is done gives its folder the name. @param {string} folder */
async function compileInto(folder) {
  const home = resolve(folder, '..');
  const own = mkdtempSync(join(home, 'new-'));
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(source, 'cli/main.ts'), join(source, 'cli/thread.ts')],
    outdir: own,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['@sqlite.org/sqlite-wasm', 'esbuild', 'h3-js', 'laz-perf'],
    // Sources name data, packages and threads as from their own folder, two below the root; so does the program.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(source, 'cli/main.ts')).href) },
    plugins: [parsedTables],
    logLevel: 'silent',
  });
  // Another user of the same checkout runs it, too.
  chmodSync(own, 0o755);
  try {
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!isCompiled(folder)) throw error;
  }
  for (const name of readdirSync(home)) {
    const path = join(home, name);
    // Older programs may still be running; those of yesterday are not.
    if (path !== folder && name !== 'node_modules' && statSync(path).mtimeMs < Date.now() - DAY_MS)
      rmSync(path, { recursive: true, force: true });
  }
}
