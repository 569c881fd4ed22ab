/**
 * Makes `millrace-bend.weft` from the files in `source/`, by the commands that a user would type; the same files give the
 * same bytes. Usage: node data/sample-project/make-project.mjs [PROJECT.weft [SOURCE_FOLDER]]
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const project = resolve(process.argv[2] ?? join(here, 'millrace-bend.weft'));
const source = resolve(process.argv[3] ?? join(here, 'source'));
const weft = join(here, '..', '..', 'src', 'cli', 'weft.mjs');

/** Runs one command of the command line and shows what it says. */
function run(...words) {
  process.stdout.write(execFileSync(process.execPath, [weft, ...words], { stdio: ['ignore', 'pipe', 'inherit'] }));
}

const LAYERS = ['parcels', 'buildings', 'poles', 'rights-of-way', 'barriers', 'facilities', 'sites', 'links', 'neighbourhoods'];

rmSync(project, { force: true });
run('new', project, '--name', 'Millrace Bend', '--units', 'us', '--currency', 'USD');
// The terrain is made up, as exact as that of a good lidar survey.
run('import', project, join(source, 'terrain.tif'), '--as', 'terrain', '--height-error', '0.1');
for (const layer of LAYERS) run('import', project, join(source, `${layer}.geojson`), '--as', layer);
run('derive', project, 'premises', '--from', 'parcels', '--where', "use!='vacant'");
run('derive', project, 'spans');
run('set', project, 'ownPoleOwners=Coulee Valley Electric Co-op', 'pavedMethod=bore', 'unpavedMethod=plow');
run('design', project, 'fiber', '--effort', '3');
