/**
 * Do links that people built come out clear, and far fewer random pairs at the same distances?
 *   node --import tsx test/bench/built-links.ts NODES.json LINKS.json TERRAIN...
 * Antennas stand 10 m above ground. Nodes and links as in NYC Mesh's map.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { quietJob } from '../../src/base/job.ts';
import { seededRandom } from '../../src/base/random.ts';
import { destination, geodesicDistanceM } from '../../src/geo/geodesy.ts';
import type { LngLat } from '../../src/geo/position.ts';
import { makeTerrain } from '../../src/geo/terrain.ts';
import { mergeTiles } from '../../src/io/mosaic.ts';
import { readNycMesh } from '../../src/io/nyc-mesh.ts';
import { readRasterFile } from '../../src/io/raster-file.ts';
import { studyLink } from '../../src/studies/link/run.ts';

const [nodesPath = '', linksPath = '', ...terrainPaths] = process.argv.slice(2);
const grids = [];
for (const path of terrainPaths)
  grids.push(...(await readRasterFile(basename(path), readFileSync(path), { verticalUnit: 'm' }, quietJob)).grids);
const terrain = await makeTerrain(mergeTiles(grids));
const random = seededRandom(1);
const built = { clear: 0, known: 0 };
const chance = { clear: 0, known: 0 };
for (const { geometry } of readNycMesh('links.json', readFileSync(linksPath), readFileSync(nodesPath)).features) {
  if (geometry?.type !== 'LineString') continue;
  const [from, to] = geometry.coordinates;
  if (from === undefined || to === undefined) continue;
  const distanceM = geodesicDistanceM(from, to);
  if (distanceM < 1) continue;
  await count(built, from, to);
  await count(chance, from, destination(from, random() * 360, distanceM));
}
for (const [name, { clear, known }] of Object.entries({ built, chance }))
  console.log(`${name}: ${clear} of ${known} with known ground are clear`);

async function count(tally: { clear: number; known: number }, from: LngLat, to: LngLat): Promise<void> {
  const ends = { from: { position: from, heightM: 10 }, to: { position: to, heightM: 10 } };
  try {
    const link = await studyLink({ terrain, ...ends, heightAbove: 'ground', frequencyGhz: 5.5, kFactor: 4 / 3 }, quietJob);
    tally.known++;
    if (link.verdict === 'clear') tally.clear++;
  } catch {
    // no ground there
  }
}
