/**
 * A large town by the command line, whole: imported, derived, designed, planned; processor time, wall-clock time and most memory of
 * each command. `node test/bench/large-town.mjs DIR [PREMISES [POLES [FIRST_COMMAND]]]`; 25,000 premises on about 60,000 poles unless told otherwise. With a
 * first command (`derive`, `design`, `plan`) it goes on from the project that lies there.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const [folder = 'large-town', premises = '25000', poles = '60000', first = 'import'] = process.argv.slice(2);
const source = join(folder, 'source');
const project = join(folder, 'large-town.weft');
const usage = join(folder, 'usage.json');
const LAYERS = ['parcels', 'buildings', 'poles', 'rights-of-way', 'barriers', 'facilities', 'neighbourhoods'];
/** Runs in each command's own process: what it has used is written where it ends. */
const meter = `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(resolve(usage))}, JSON.stringify({ ...process.resourceUsage(), wallS: performance.now() / 1000 })));`;

/** Runs a program of this project and prints what it took. */
function run(label, ...words) {
  const { status } = spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(meter)}`, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
  const { userCPUTime, systemCPUTime, maxRSS, wallS } = JSON.parse(readFileSync(usage, 'utf8'));
  const cpuS = (userCPUTime + systemCPUTime) / 1e6;
  total.cpuS += cpuS;
  total.wallS += wallS;
  total.mostMb = Math.max(total.mostMb, maxRSS / 1024);
  console.log(
    `${label.padEnd(24)} ${cpuS.toFixed(1).padStart(7)} s processor ${wallS.toFixed(1).padStart(7)} s clock ${(maxRSS / 1024).toFixed(0).padStart(6)} MB`,
  );
}

const total = { cpuS: 0, wallS: 0, mostMb: 0 };
const steps = [
  ['import', 'new', project, '--name', 'Large town'],
  ['import', 'import', project, join(source, 'terrain.tif'), '--as', 'terrain'],
  ...LAYERS.map((layer) => ['import', 'import', project, join(source, `${layer}.geojson`), '--as', layer]),
  ['derive', 'derive', project, 'premises', '--from', 'parcels', '--where', "use!='vacant'"],
  ['derive', 'derive', project, 'spans'],
  ['design', 'design', project, 'fiber'],
  ['plan', 'plan', project, '--out', join(folder, 'build-plan')],
];
mkdirSync(folder, { recursive: true });
if (first === 'import') {
  rmSync(project, { force: true });
  const make = (...words) => spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
  make('data/sample-project/make-town.mjs', '--size', premises, '--seed', '7', '--out', resolve(source));
  make('test/bench/crowd-poles.mjs', resolve(source), poles);
}
for (const [, ...words] of steps.slice(steps.findIndex(([step]) => step === first)))
  run(
    words.filter((word) => word !== project && !word.startsWith('--') && !word.includes('/')).join(' '),
    join(root, 'src/cli/weft.mjs'),
    ...words,
  );
console.log(
  `${'together'.padEnd(24)} ${total.cpuS.toFixed(1).padStart(7)} s processor ${total.wallS.toFixed(1).padStart(7)} s clock ${total.mostMb.toFixed(0).padStart(6)} MB at most`,
);
