import type { JobContext } from '../base/job.ts';
import type { Change } from '../plan/change.ts';
import type { JobInputs, JobName, JobOutputs } from './jobs.ts';
import { buffersOf } from '../studies/sightlines/site-pairs.ts';
import type { DesignMemory as Memory } from '../studies/fiber/design-memory.ts';
import { readFile, readFiles } from './given-files.ts';
import { ownBuffers, sharedChange, sharedPlan } from './shared-tables.ts';
import { elevations, highestNear, openObstacles, openTerrain, studyLinkOnTerrain, terrainTile } from './terrain-jobs.ts';

type JobHandlers = { readonly [N in JobName]: (input: JobInputs[N], job: JobContext) => Promise<JobOutputs[N]> };

/** What the last design in this worker found out about the map: a what-if goes on from there. */
let designMemory: Memory | undefined;

/** What each job does. Everything heavy is loaded when it is first used. */
export const jobHandlers: JobHandlers = {
  'open-terrain': openTerrain,
  'open-obstacles': openObstacles,
  'terrain-tile': terrainTile,
  elevation: elevations,
  'highest-within': highestNear,
  'open-layer': async (input) => {
    const { openLayer } = await import('./layer-tile-jobs.ts');
    return openLayer(input);
  },
  'edit-layer': async (input) => {
    const { editLayer } = await import('./layer-tile-jobs.ts');
    return editLayer(input);
  },
  'layer-tile': async (input) => {
    const { layerTile } = await import('./layer-tile-jobs.ts');
    return layerTile(input);
  },
  'study-link': studyLinkOnTerrain,
  'study-reach': async (input, job) => {
    const { reachOf } = await import('./radio-jobs.ts');
    return reachOf(input, job);
  },
  'study-pairs': async (input, job) => {
    const { pairsOf } = await import('./radio-jobs.ts');
    return pairsOf(input, job);
  },
  'study-worklist': async (input, job) => {
    const { worklistOf } = await import('./radio-jobs.ts');
    return worklistOf(input, job);
  },
  'study-hubs': async (input, job) => {
    const { hubsOf } = await import('./radio-jobs.ts');
    return hubsOf(input, job);
  },
  'study-coverage': async (input, job) => {
    const { coverageOf } = await import('./coverage-jobs.ts');
    return coverageOf(input, job);
  },
  'export-coverage': async (input, job) => {
    const { exportCoverage } = await import('./coverage-jobs.ts');
    return exportCoverage(input, job);
  },
  'roof-sheet': async (input, job) => {
    const { roofSheetOf } = await import('./roof-sheet-job.ts');
    return roofSheetOf(input, job);
  },
  'study-panorama': async (input, job) => {
    const { panoramaOf } = await import('./radio-jobs.ts');
    return panoramaOf(input, job);
  },
  'study-links': async ({ plan, equipment, season }, job) => {
    const { judgePlanLinks } = await import('../studies/plan-links/judge.ts');
    return judgePlanLinks(plan, { equipment, season }, job);
  },
  'design-fiber': async ({ plan, effort, seed, goesOn, tableHashes = [] }, job) => {
    const { designFiber } = await import('../studies/fiber/design.ts');
    const { rememberTableHash } = await import('../studies/fiber/inputs-hash.ts');
    const { layerTable } = await import('../plan/plan.ts');
    for (const [name, hash] of tableHashes) rememberTableHash(layerTable(plan, name), hash);
    const { DesignMemory } = await import('../studies/fiber/design-memory.ts');
    designMemory ??= new DesignMemory();
    return designFiber(plan, { effort, seed }, job, goesOn, designMemory);
  },
  'table-hash': async ({ table }) => {
    const { tableHash } = await import('../studies/fiber/inputs-hash.ts');
    return tableHash(table);
  },
  'pole-worth': async ({ plan, poleId, seed }, job) => {
    const { poleWorths } = await import('../studies/fiber/pole-worth.ts');
    const [worth] = await poleWorths(plan, { poleIds: [poleId], most: 1, aroundM: 500 }, { effort: 2, seed }, job);
    return worth ?? null;
  },
  'worth-curve': async ({ plan, effort, seed }, job) => {
    const { worthCurve } = await import('../studies/fiber/worth.ts');
    return worthCurve(plan, [], { effort, seed }, job);
  },
  'worth-budget': async ({ plan, budgetCents, effort, seed }, job) => {
    const { withinBudget } = await import('../studies/fiber/worth.ts');
    return withinBudget(plan, budgetCents, { effort, seed }, job);
  },
  'cost-risk': async (input) => {
    const { riskOfExposures } = await import('../studies/build-plan/cost-risk.ts');
    return riskOfExposures(input);
  },
  derive: async (input) => {
    const { deriveLayer } = await import('./derive-job.ts');
    return deriveLayer(input);
  },
  'read-project': async ({ bytes, file }, job) => {
    const { readProject } = await import('../io/project-file.ts');
    return readProject(bytes, file, job);
  },
  'write-project': async ({ plan }, job) => {
    const { writeProjectInSteps } = await import('../io/project-file.ts');
    return writeProjectInSteps(plan, job);
  },
  'build-plan': async (input, job) => {
    const { buildPlanZip } = await import('./build-plan-job.ts');
    return buildPlanZip(input, job);
  },
  'print-pdf': async (input, job) => {
    const { printDocument } = await import('./print-job.ts');
    return printDocument(input, job);
  },
  'print-picture': async (input, job) => {
    const { printPicture } = await import('./print-job.ts');
    return printPicture(input, job);
  },
  'export-layer': async (input, job) => {
    const { exportLayer } = await import('./export-job.ts');
    return exportLayer(input, job);
  },
  'export-raster': async ({ name, layer }, job) => {
    const { exportRasterFile } = await import('../io/export-raster.ts');
    return exportRasterFile(name, layer, job);
  },
  'look-at-address': async (input, job) => {
    const { lookAtAddress } = await import('./address-jobs.ts');
    return lookAtAddress(input, job);
  },
  'fetch-address': async (input, job) => {
    const { fetchAddress } = await import('./address-jobs.ts');
    return fetchAddress(input, job);
  },
  'systems-over': async ({ place }, job) => {
    const { systemsOver } = await import('../geo/crs.ts');
    return systemsOver(place, job);
  },
  'import-features': async ({ plan, layer, files, options }, job) => {
    const { importFeatures } = await import('../io/import-layer.ts');
    return importFeatures(plan, layer, await readFiles(files), options, job);
  },
  'crs-candidates': async ({ file, near }, job) => {
    const { crsCandidates } = await import('../io/crs-candidates.ts');
    return crsCandidates(await readFile(file), near, job);
  },
  'update-features': async ({ plan, layer, file, options }, job) => {
    const { updateFeatures } = await import('../io/update-layer.ts');
    return updateFeatures(plan, layer, await readFile(file), options, job);
  },
  'import-raster': async ({ plan, layer, files, options }, job) => {
    const { importRaster } = await import('../io/import-raster.ts');
    return importRaster(plan, layer, await readFiles(files), options, job);
  },
};

/** An answer as it leaves the worker: its large layers are shared with the page where that can be. */
export function handedOver<N extends JobName>(name: N, output: JobOutputs[N]): JobOutputs[N] {
  // The name tells what the answer is.
  if (name === 'derive') return sharedChange(output as Change) as JobOutputs[N];
  if (name === 'read-project') return sharedPlan(output as JobOutputs['read-project']) as JobOutputs[N];
  if (name !== 'import-features' && name !== 'update-features') return output;
  const { change, ...rest } = output as JobOutputs['import-features'];
  return { ...rest, change: sharedChange(change) } as JobOutputs[N];
}

/** The buffers of an answer that are handed over instead of copied. */
export function transferablesOf<N extends JobName>(name: N, output: JobOutputs[N]): ArrayBuffer[] {
  if (name === 'import-features') return ownBuffers((output as JobOutputs['import-features']).change);
  if (name === 'export-layer' || name === 'export-raster')
    return [(output as JobOutputs['export-raster']).bytes.buffer as ArrayBuffer];
  if (name === 'study-pairs') return buffersOf((output as JobOutputs['study-pairs']).pairs);
  return ArrayBuffer.isView(output) && output.buffer instanceof ArrayBuffer ? [output.buffer] : [];
}
