#!/usr/bin/env node
/**
 * Makes Millrace Bend, the invented river town of the sample project, at any size, the same bytes every time:
 *   node data/sample-project/make-town.mjs [--size 420] [--seed 7] [--out data/sample-project/source]
 * `--size` is about how many premises (50 to 50,000).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeBuildings } from './town/buildings.mjs';
import { makeFarms } from './town/farms.mjs';
import { writeLayers, writeReadme } from './town/files.mjs';
import { makeFrame } from './town/frame.mjs';
import { writeGeoTiff } from './town/geotiff-writer.mjs';
import { makeLayout } from './town/layout.mjs';
import { makeNeighbourhoods } from './town/neighbourhoods.mjs';
import { makeLots } from './town/parcels.mjs';
import { makePoles } from './town/poles.mjs';
import { makeRaster } from './town/raster.mjs';
import { settleParcels } from './town/settle.mjs';
import { makeSites, raiseSpur } from './town/sites.mjs';
import { makeStreets } from './town/streets.mjs';
import { makeGround } from './town/terrain.mjs';
import { creekLine, makeWaters, riverRings } from './town/waters.mjs';

const SMALLEST = 50;
const LARGEST = 50000;

/** Builds the town in memory. */
function makeTown({ size, seed }) {
  const layout = makeLayout(size, seed);
  const frame = makeFrame(layout);
  const waters = makeWaters(layout);
  const heightAt = makeGround(layout, frame, waters);
  const streets = makeStreets(layout, frame, waters);
  const lots = [...makeLots(layout), ...makeFarms(layout, frame, waters, heightAt)];
  const parcels = settleParcels(layout, frame, waters, lots);
  const buildings = makeBuildings(layout, parcels);
  const rail = railLine(layout, frame);
  const poles = makePoles(layout, frame, waters, streets, rail, parcels, buildings);
  const sites = makeSites(parcels);
  const raster = makeRaster(layout, frame, heightAt);
  const facts = raiseSpur(layout, frame, raster, sites);
  const rings = riverRings(layout, waters);
  return {
    ...{ layout, streets, parcels, buildings, poles, sites, raster, facts, rail },
    neighbourhoods: makeNeighbourhoods(layout, frame, waters),
    hut: parcels.find((parcel) => parcel.style === 'hut').mainBuilding.middle,
    river: { outline: rings.outline.map(frame.place), island: rings.island.map(frame.place) },
    creek: creekLine(layout, waters).map(frame.place),
    remote: parcels.filter((parcel) => parcel.isRemote),
  };
}

/** The railway along the whole valley, with a vertex where each level crossing lies. */
function railLine(layout, frame) {
  const stations = layout.crossingCols.map((col) => layout.sCuts[col]);
  for (let s = layout.minS - 320; s <= layout.maxS + 320; s += 40) stations.push(s);
  return [...new Set(stations)].sort((a, b) => a - b).map((s) => frame.place([s, 0]));
}

function readOptions() {
  const { values } = parseArgs({ options: { size: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' } } });
  const size = Number(values.size ?? 420);
  const seed = Number(values.seed ?? 7);
  if (!Number.isInteger(size) || size < SMALLEST || size > LARGEST)
    throw new RangeError(`--size must be a whole number from ${SMALLEST} to ${LARGEST}`);
  if (!Number.isInteger(seed) || seed < 0) throw new RangeError('--seed must be a whole number, 0 or more');
  const here = dirname(fileURLToPath(import.meta.url));
  return { size, seed, out: values.out ?? join(here, 'source') };
}

function main() {
  const options = readOptions();
  const town = makeTown(options);
  mkdirSync(options.out, { recursive: true });
  const texts = { ...writeLayers(town), 'README.md': writeReadme(town, options) };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(options.out, name), text);
  writeFileSync(join(options.out, 'terrain.tif'), writeGeoTiff(town.raster));
  const served = town.parcels.filter((parcel) => parcel.use !== 'vacant').length;
  process.stdout.write(`${served} premises, ${town.poles.length} poles, ${town.streets.length} rights-of-way → ${options.out}\n`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof RangeError) && !String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
  process.stderr.write(`make-town: ${error.message}\n`);
  process.exitCode = 2;
}
