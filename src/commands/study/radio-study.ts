import { AppError, isAbort } from '../../base/app-error.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { emptyLayer, featuresOfLayer, type Layer } from '../../plan/layer.ts';
import { RASTER_LAYER_NAMES } from '../../plan/layers.ts';
import type { LinkPoint } from '../../state/link-state.svelte.ts';
import type { StudyState } from '../../state/radio-state.svelte.ts';
import { itemFeature } from '../../state/map-item.ts';
import type { RadioChoice } from '../../studies/link/budget.ts';
import { obstaclesOfPlan } from '../../studies/obstacles/obstacles.ts';
import type { JobInputs, JobName, JobOutputs, RadioGround, RadioSites } from '../../workers/jobs.ts';
import type { Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';
import { USUAL_HEIGHT_M } from '../../studies/plan-links/ends.ts';
import { setLinkEnd, sitePoint } from './link-study.ts';
import { wording } from '../../text/wording.ts';

const words = wording.radioStudy;

const placed = new WeakMap<Layer, readonly Feature[]>();

/** The radio sites of the plan that have a place. Many commands ask: kept until the layer is replaced. */
export function radioSites({ plan }: Workbench): readonly Feature[] {
  const layer = plan.plan.layers.get('sites') ?? emptyLayer;
  let sites = placed.get(layer);
  if (sites === undefined) {
    sites = [...featuresOfLayer(layer)].filter(({ geometry }) => geometry?.type === 'Point');
    placed.set(layer, sites);
  }
  return sites;
}

/** Where one stands: what was chosen, else the selected site, else the first one. */
export function standpoint(bench: Workbench): LinkPoint | null {
  if (bench.radio.from !== null) return bench.radio.from;
  const item = bench.selection.single;
  const selected = item?.kind === 'feature' && item.layer === 'sites' ? itemFeature(bench.plan.plan, item) : undefined;
  const site = selected?.geometry?.type === 'Point' ? selected : radioSites(bench)[0];
  return site === undefined ? null : sitePoint(site);
}

/** What the answers of radio studies rest on, compared by identity. */
function radioBasis({ plan, radio }: Workbench, study: StudyState<unknown>): readonly unknown[] {
  const { rasters, layers, settings } = plan.plan;
  const links = study === radio.planLinks ? [layers.get('links'), settings.frequencyGhz] : [];
  return [
    ...links,
    ...RASTER_LAYER_NAMES.map((name) => rasters.get(name)),
    ...[layers.get('buildings'), layers.get('sites'), layers.get('premises'), layers.get('addresses'), settings.kFactor],
  ];
}

/** True when the plan, or what is asked, has changed since the answer was given. */
export function isStudyStale(bench: Workbench, study: StudyState<unknown>): boolean {
  if (study.result === null) return false;
  return askedOf(bench, study) !== study.asked || radioBasis(bench, study).some((value, index) => value !== study.basis[index]);
}

function askedOf(bench: Workbench, study: StudyState<unknown>): string {
  const { rangeM, coverage, pairs, worklist, hubs, planLinks } = bench.radio;
  const { frequencyGhz, season } = bench.link;
  const from = standpoint(bench);
  if (study === planLinks) return season;
  if (study === coverage) {
    const { allSites, coverageRadiusM, targetHeightM, targetAbove, coverageEquipment, receiverGainDbi, coverageCableLossDb } =
      bench.radio;
    const levels = coverageEquipment === null ? null : [coverageEquipment.id, receiverGainDbi, coverageCableLossDb];
    return JSON.stringify([allSites ? null : from, coverageRadiusM, targetHeightM, targetAbove, levels, frequencyGhz, season]);
  }
  return JSON.stringify(
    study === pairs || study === worklist || study === hubs
      ? [rangeM, frequencyGhz, season]
      : [from, rangeM, frequencyGhz, season, study === bench.radio.reach ? chosenRadios(bench) : null],
  );
}

/** The plan's ground and what stands on it; null without terrain. */
export function groundOf({ plan, link }: Workbench): RadioGround | null {
  const { rasters, settings } = plan.plan;
  const terrain = rasters.get('terrain');
  if (terrain === undefined) return null;
  const obstacles = obstaclesOfPlan(plan.plan, { season: link.season });
  return { terrain: terrain.grids, obstacles, frequencyGhz: link.frequencyGhz, kFactor: settings.kFactor };
}

/** Runs a radio study as a job and keeps its answer with what it rests on. */
export async function runStudy<N extends JobName>(
  bench: Workbench,
  study: StudyState<JobOutputs[N]>,
  title: string,
  job: { readonly name: N; readonly input: JobInputs[N] },
): Promise<void> {
  const basis = radioBasis(bench, study);
  const asked = askedOf(bench, study);
  const about = standpoint(bench)?.name ?? '';
  const { generation } = bench.plan;
  Object.assign(study, { running: true, phase: wording.everywhere.starting, fraction: null, trouble: null, result: null });
  try {
    const result = await runWithProgress(bench, title, job.name, job.input, {
      onProgress: (phase, fraction) => Object.assign(study, { phase, fraction }),
    });
    // Another plan may have been opened meanwhile: the answer is not about it.
    if (bench.plan.generation === generation) Object.assign(study, { result, basis, asked, about });
  } catch (error) {
    if (isAbort(error)) bench.messages.announce(words.cancelledNothingWasKept);
    else if (error instanceof AppError) study.trouble = `${error.what} ${error.remedy}`;
    else throw error;
  } finally {
    study.running = false;
  }
}

/** True when a study can be run, or why not. */
export function missing(bench: Workbench, study: StudyState<unknown>): true | string {
  if (study.running) return words.itBeingComputedAlready;
  if (!bench.plan.plan.rasters.has('terrain')) return words.thisPlanHasNoTerrain;
  return standpoint(bench) !== null || words.chooseSiteOrTypePosition;
}

export const REACH_TITLE = words.lookingForNodesInReach;
export const PAIRS_TITLE = words.judgingAllPairsSites;
export const PANORAMA_TITLE = words.lookingAround;

/** What every study of several sites is given. */
export function sitesInput(bench: Workbench, ground: RadioGround): RadioSites {
  return { ground, sites: radioSites(bench), rangeM: bench.radio.rangeM, usualHeightM: USUAL_HEIGHT_M };
}

/** The radios of the link study, where both are chosen. */
export function chosenRadios({ link }: Workbench): RadioChoice | null {
  const { equipmentA, equipmentB, cableLossDb, rainRateMmPerH, region, isCapped } = link;
  if (equipmentA === null || equipmentB === null) return null;
  const typed = { patternA: null, patternB: null, foliageLossDb: null, cableLossDb, rainRateMmPerH, region, isCapped };
  return { equipmentA, equipmentB, ...typed };
}

export const studyReach: Command = {
  id: 'reach.run',
  title: words.whoCanIReachFrom,
  keywords: words.nodesLineSightNeighboursHub,
  can: (bench) => missing(bench, bench.radio.reach),
  run: async (bench) => {
    const [ground, from] = [groundOf(bench), standpoint(bench)];
    if (ground === null || from === null) return;
    bench.view.showRight('reach');
    bench.radio.pairs.result = null;
    const input = { ...sitesInput(bench, ground), from, radios: chosenRadios(bench) };
    await runStudy(bench, bench.radio.reach, REACH_TITLE, { name: 'study-reach', input });
  },
};

export const studyPairs: Command = {
  id: 'reach.pairs',
  title: words.whichSitesSeeEachOther,
  keywords: words.allPairsSightlinesMeshWho,
  can: (bench) => (radioSites(bench).length < 2 ? words.thereFewerThanTwoRadio : missing(bench, bench.radio.pairs)),
  run: async (bench) => {
    const ground = groundOf(bench);
    if (ground === null) return;
    bench.view.showRight('reach');
    bench.radio.reach.result = null;
    bench.radio.shownRoof = null;
    const input = sitesInput(bench, ground);
    await runStudy(bench, bench.radio.pairs, PAIRS_TITLE, { name: 'study-pairs', input });
  },
};

export const clearReach: Command = {
  id: 'reach.clear',
  title: words.takeLinesReachOffMap,
  can: ({ radio }) => radio.reach.result !== null || radio.pairs.result !== null || words.thereNoLines,
  run: ({ radio }) => {
    radio.reach.result = radio.pairs.result = null;
  },
};

export const studyPanorama: Command = {
  id: 'panorama.run',
  title: words.viewFromRoofAllAround,
  keywords: words.panoramaHorizonSkyline,
  can: (bench) => missing(bench, bench.radio.panorama),
  run: async (bench) => {
    const [ground, from] = [groundOf(bench), standpoint(bench)];
    if (ground === null || from === null) return;
    if (!bench.view.narrow) bench.view.drawer = 'panorama';
    const others = radioSites(bench)
      .map(sitePoint)
      .filter(({ name }) => name !== from.name);
    const input = { ground, from, others, rangeM: bench.radio.rangeM };
    await runStudy(bench, bench.radio.panorama, PANORAMA_TITLE, { name: 'study-panorama', input });
  },
};

/** Masts are bought by half metres. */
const raise = (id: string, title: string, key: 'raiseAM' | 'raiseBM' | 'raiseBothM'): Command => ({
  id,
  title,
  can: ({ link: { result } }) => {
    if (result === null) return words.thereNoJudgedLink;
    if (result[key] === null) return words.noMastUpToM;
    return result[key] > 0 || words.theLinkClearAlready;
  },
  run: async (bench) => {
    const { link } = bench;
    const byM = Math.ceil((link.result?.[key] ?? 0) * 2) / 2;
    const { a, b } = link;
    if (a === null || b === null || byM <= 0) return;
    if (key === 'raiseBothM') link.setEnd('A', { ...a, heightM: a.heightM + byM });
    const [end, point] = key === 'raiseAM' ? (['A', a] as const) : (['B', b] as const);
    await setLinkEnd(bench, end, { ...point, heightM: point.heightM + byM });
  },
});

export const raiseCommands: readonly Command[] = [
  raise('link.raise-a', words.raiseAntennaAtUntilLink, 'raiseAM'),
  raise('link.raise-b', words.raiseAntennaAtBUntil, 'raiseBM'),
  raise('link.raise-both', words.raiseBothAntennasUntilLink, 'raiseBothM'),
];
