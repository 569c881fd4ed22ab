/**
 * Everything that checks the program, in one command: `npm test`. Options: `--only unit,browser` runs those stages
 * alone, `--verbose` shows what every stage writes. Ends with the plain line `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser } from './support/install-browser.mjs';
import { checkSizeBudget } from './support/size-budget.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ counts: Counts, output: string }} Outcome
 * @typedef {{ name: string, minutes: number, run: (limitMs: number) => Promise<Outcome>, needs?: string, beside?: true }} Stage
 *   `beside`: one core is enough for it, so that two such stages run at a time
 */

const root = resolve(import.meta.dirname, '..');
const reports = join(root, 'test-results');
const bin = (/** @type {string} */ path) => join(root, 'node_modules', path);

const programs = {
  prettier: bin('prettier/bin/prettier.cjs'),
  eslint: bin('eslint/bin/eslint.js'),
  tsc: bin('typescript-native/bin/tsc'),
  svelteCheck: bin('svelte-check/bin/svelte-check'),
  vitest: bin('vitest/vitest.mjs'),
  knip: bin('knip/bin/knip.js'),
  vite: bin('vite/bin/vite.js'),
  playwright: bin('@playwright/test/cli.js'),
};

/** @type {Stage[]} */
const stages = [
  { name: 'mutations', minutes: 8, beside: true, run: runMutations },
  { name: 'format', minutes: 3, beside: true, run: tool(programs.prettier, '--check', '--log-level', 'warn', '.') },
  {
    name: 'lint',
    minutes: 5,
    beside: true,
    run: tool(programs.eslint, '--cache', '--cache-location', 'node_modules/.cache/eslint/', '.'),
  },
  { name: 'types: tiers 1-3', minutes: 3, beside: true, run: tool(programs.tsc, '-p', 'tsconfig.knowledge.json') },
  { name: 'types: workers', minutes: 3, beside: true, run: tool(programs.tsc, '-p', 'tsconfig.workers.json') },
  { name: 'types: command line', minutes: 3, beside: true, run: tool(programs.tsc, '-p', 'src/cli') },
  { name: 'types: tests', minutes: 3, beside: true, run: tool(programs.tsc, '-p', 'test') },
  {
    name: 'types: app',
    minutes: 3,
    beside: true,
    run: tool(programs.svelteCheck, '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'),
  },
  { name: 'unused', minutes: 3, beside: true, run: tool(programs.knip, '--no-progress') },
  { name: 'unit', minutes: 14, run: runUnitTests },
  { name: 'build', minutes: 5, run: tool(programs.vite, 'build', '--logLevel', 'warn') },
  { name: 'size', minutes: 1, run: checkSize, needs: 'build' },
  { name: 'browser', minutes: 15, run: runBrowserTests, needs: 'build' },
];

const { values: options } = parseArgs({ options: { only: { type: 'string' }, verbose: { type: 'boolean', default: false } } });
process.exitCode = await main();

/** @returns {Promise<number>} exit code */
async function main() {
  const chosen = chooseStages();
  if (!chosen) return 2;
  mkdirSync(reports, { recursive: true });
  const total = none();
  /** @type {Set<string>} */
  const broken = new Set();
  /** @param {Stage} stage */
  const runStage = async (stage) => {
    const startedMs = performance.now();
    const outcome = stage.needs && broken.has(stage.needs) ? notRun(stage.needs) : await stage.run(stage.minutes * 60_000);
    add(total, outcome.counts);
    if (outcome.counts.failed > 0) broken.add(stage.name);
    report(stage, outcome, performance.now() - startedMs);
  };
  const small = chosen.filter(({ beside }) => beside);
  const lane = async () => {
    for (let stage = small.shift(); stage; stage = small.shift()) await runStage(stage);
  };
  await Promise.all([lane(), lane()]);
  for (const stage of chosen) if (!stage.beside) await runStage(stage);
  if (total.passed + total.failed === 0) {
    console.log('No test ran at all.');
    total.failed = 1;
  }
  console.log(sentence(total));
  return total.failed > 0 ? 1 : 0;
}

/** @returns {Stage[] | null} */
function chooseStages() {
  const only = options.only?.split(',').map((name) => name.trim());
  if (!only) return stages;
  const matches = (/** @type {Stage} */ stage, /** @type {string} */ name) =>
    stage.name === name || stage.name.startsWith(`${name}:`);
  const unknown = only.filter((name) => !stages.some((stage) => matches(stage, name)));
  if (unknown.length === 0) return stages.filter((stage) => only.some((name) => matches(stage, name)));
  console.error(`No stage "${unknown.join(', ')}". Stages: ${stages.map(({ name }) => name).join(', ')}.`);
  return null;
}

/** @param {Stage} stage @param {Outcome} outcome @param {number} elapsedMs */
function report(stage, { counts, output }, elapsedMs) {
  const failed = counts.failed > 0;
  const said = output.trim();
  if (said && (failed || options.verbose)) console.log(`\n${said}\n`);
  else for (const line of said.split('\n')) if (/^(Skipped |First screen|Browser: )/.test(line)) console.log(`  ${line}`);
  console.log(
    `${failed ? '✗' : '✓'} ${stage.name.padEnd(20)} ${(elapsedMs / 1000).toFixed(1).padStart(6)} s  ${sentence(counts)}`,
  );
}

/** A stage that is one program's yes or no. @param {string} program @param {...string} args */
function tool(program, ...args) {
  return async (/** @type {number} */ limitMs) => {
    const { succeeded, output } = await runProgram([program, ...args], limitMs);
    return { counts: { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 }, output };
  };
}

/** Three minutes of files with faults in them, each format one check. @param {number} limitMs @returns {Promise<Outcome>} */
async function runMutations(limitMs) {
  const args = ['--import', 'tsx', join(root, 'test/mutations/campaign.ts'), '--minutes', '3'];
  const { succeeded, output } = await runProgram(args, limitMs);
  const [, sound = '0', broken = '0'] = /^(\d+) formats without a fault, (\d+) with/m.exec(output) ?? [];
  const counts = { passed: Number(sound), failed: Number(broken), skipped: 0 };
  return { counts: atLeastOneFailure(counts, succeeded && counts.passed > 0), output };
}

/** @param {number} limitMs @returns {Promise<Outcome>} */
async function runUnitTests(limitMs) {
  const file = join(reports, 'unit.json');
  rmSync(file, { force: true });
  const args = ['run', '--project', 'unit', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { succeeded, output } = await runProgram([programs.vitest, ...args], limitMs);
  if (!existsSync(file)) return { counts: { passed: 0, failed: 1, skipped: 0 }, output };
  const result = JSON.parse(readFileSync(file, 'utf8'));
  const counts = {
    passed: result.numPassedTests,
    failed: result.numFailedTests,
    skipped: result.numPendingTests + result.numTodoTests,
  };
  // A file that could not be loaded has no tests to count, and is a failure all the same.
  counts.failed += result.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ { status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  return { counts: atLeastOneFailure(counts, succeeded), output };
}

/** @returns {Promise<Outcome>} */
async function checkSize() {
  const { passed, report } = checkSizeBudget(join(root, 'dist'));
  return { counts: { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 }, output: report };
}

/** @param {number} limitMs @returns {Promise<Outcome>} */
async function runBrowserTests(limitMs) {
  const failure = (/** @type {string} */ output) => ({ counts: { passed: 0, failed: 1, skipped: 0 }, output });
  if (!existsSync(join(root, 'dist/index.html'))) return failure('dist/index.html is missing: run the build first.');
  /** @type {string[]} */
  const said = [];
  const browser = ensureBrowser((line) => said.push(line));
  if (!browser) return failure(said.join('\n'));
  const file = join(reports, 'browser.json');
  rmSync(file, { force: true });
  const environment = { CHROME_PATH: browser, WEFT_PREVIEW_PORT: String(await freePort()) };
  const { succeeded, output } = await runProgram([programs.playwright, 'test', '-c', 'test/browser'], limitMs, environment);
  if (!existsSync(file)) return failure([...said, output].join('\n'));
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'));
  const counts = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  const reasons = errors.map((/** @type {{ message?: string }} */ { message }) => message ?? '');
  return { counts: atLeastOneFailure(counts, succeeded && stats.expected > 0), output: [...said, output, ...reasons].join('\n') };
}

/**
 * @param {string[]} args of Node @param {number} limitMs @param {Record<string, string>} [environment]
 * @returns {Promise<{ succeeded: boolean, output: string }>}
 */
function runProgram(args, limitMs, environment = {}) {
  return new Promise((done) => {
    // A group of its own, so that what the program started ends with it.
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => void (output += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      output += `\nStopped: no end after ${limitMs / 60_000} minutes.\n`;
      endGroup(child);
    }, limitMs);
    const finish = (/** @type {boolean} */ succeeded) => {
      clearTimeout(timer);
      done({ succeeded, output });
    };
    child.on('error', (error) => {
      output += `\n${error.message}\n`;
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function endGroup(child) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') child.kill('SIGKILL');
  else process.kill(-child.pid, 'SIGKILL');
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((done, refuse) => {
    const server = createServer();
    server.once('error', refuse);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => done(port));
    });
  });
}

/** @param {string} needed @returns {Outcome} */
function notRun(needed) {
  return { counts: { passed: 0, failed: 1, skipped: 0 }, output: `Not run: ${needed} failed.` };
}

/** @param {Counts} counts @param {boolean} succeeded @returns {Counts} */
function atLeastOneFailure(counts, succeeded) {
  return succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** @returns {Counts} */
function none() {
  return { passed: 0, failed: 0, skipped: 0 };
}

/** @param {Counts} total @param {Counts} counts */
function add(total, counts) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

/** @param {Counts} counts */
function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
