import { formatPosition } from '../../geo/position-text.ts';
import { AppError, isAbort } from '../../base/app-error.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Feature } from '../../plan/feature-table.ts';
import type { LinkBasis, LinkEndName, LinkPoint } from '../../state/link-state.svelte.ts';
import type { LinkEnd } from '../../studies/link/result.ts';
import { USUAL_HEIGHT_M } from '../../studies/plan-links/ends.ts';
import { pathPosition } from '../../studies/link/path-position.ts';
import { siteHeight, type AntennaHeight } from '../../studies/reach/site-height.ts';
import { boundsOf } from '../../state/map-item.ts';
import { obstaclesOfPlan, type Obstacles, type Season } from '../../studies/obstacles/obstacles.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.linkStudy;

let latest = new AbortController();

/** Puts one end of the link somewhere and computes again. */
export async function setLinkEnd(bench: Workbench, end: LinkEndName, point: LinkPoint | null): Promise<void> {
  const isMoved = bench.link.end(end)?.position !== point?.position;
  bench.link.setEnd(end, point);
  if (isMoved) void showLink(bench);
  await studyLink(bench);
}

/** Brings both ends into view, and the profile between them. */
export async function showLink({ link: { a, b }, camera, view }: Workbench): Promise<void> {
  if (a === null || b === null) return;
  if (!view.narrow) view.drawer = 'profile';
  // The page makes room for the profile first.
  await Promise.resolve();
  camera.fit(boundsOf({ type: 'LineString', coordinates: [a.position, b.position] }), { maxZoom: 16 });
}

/** A clicked place as an end: the first free one, else the link starts anew from here. */
export async function clickLinkEnd(bench: Workbench, position: LngLat, site: Feature | null): Promise<void> {
  const { link } = bench;
  const point = site === null ? placePoint(position) : sitePoint(site);
  if (link.a === null || link.b !== null) {
    link.clear();
    link.setEnd('A', point);
    bench.messages.announce(words.endSetClickOtherEnd);
  } else {
    link.setEnd('B', point);
    if (!bench.view.narrow) bench.view.drawer = 'profile';
    await studyLink(bench);
  }
}

/** A place without a name of its own. */
export function placePoint(
  position: LngLat,
  { heightM, heightAbove }: AntennaHeight = { heightM: USUAL_HEIGHT_M, heightAbove: 'ground' },
): LinkPoint {
  return { name: formatPosition(position), position, heightM, heightAbove };
}

/** A radio site as an end. @throws Error when the site has no position */
export function sitePoint(site: Feature): LinkPoint {
  if (site.geometry?.type !== 'Point') throw new Error(`site ${site.id} has no point`);
  const { name } = site.fields;
  return {
    name: typeof name === 'string' ? name : site.id,
    position: site.geometry.coordinates,
    ...siteHeight(site.fields, USUAL_HEIGHT_M),
  };
}

function endOf({ position, heightM, heightAbove }: LinkPoint): LinkEnd {
  return { position, heightM, heightAbove };
}

/** Judges the link as it stands; an answer that comes too late is dropped. Does nothing before both ends are set. */
export async function studyLink(bench: Workbench): Promise<void> {
  const { link } = bench;
  latest.abort();
  latest = new AbortController();
  const { signal } = latest;
  link.trouble = null;
  if (link.a === null || link.b === null) {
    link.result = null;
    return;
  }
  const basis = linkBasis(bench);
  if (basis === null) {
    link.result = null;
    link.trouble = words.thisPlanHasNoTerrain;
    return;
  }
  link.running = true;
  try {
    const { kFactor, ...scene } = basis;
    const question = {
      from: endOf(link.a),
      to: endOf(link.b),
      heightAbove: 'ground' as const,
      frequencyGhz: link.frequencyGhz,
      kFactor,
      season: link.season,
      // A budget heeds what stands in the way; without one the geometry is enough.
      model: link.equipmentA === null || link.equipmentB === null ? ('sightline' as const) : ('p526' as const),
    };
    const result = await bench.terrain.studyLink(scene, question, signal);
    if (signal.aborted) return;
    link.result = result;
    link.basis = basis;
  } catch (error) {
    if (isAbort(error) || signal.aborted) return;
    if (!(error instanceof AppError)) throw error;
    link.result = null;
    link.trouble = `${error.what} ${error.remedy}`;
  } finally {
    if (!signal.aborted) link.running = false;
  }
}

/** Where the profile's cursor stands on the ground. */
export function linkCursor({ link }: Workbench): LngLat | null {
  if (link.result === null || link.cursorM === null || link.a === null || link.b === null) return null;
  const lengthM = link.result.profile.distanceM.at(-1) ?? link.result.distanceM;
  return pathPosition(link.a.position, link.b.position, lengthM)(Math.min(Math.max(link.cursorM, 0), lengthM));
}

/** What a link would be judged on now; null without terrain. */
export function linkBasis({ plan }: Workbench): LinkBasis | null {
  const terrain = plan.plan.rasters.get('terrain');
  if (terrain === undefined) return null;
  const surface = plan.plan.rasters.get('surface') ?? null;
  return { terrain, surface, obstacles: standingObstacles(plan.plan), kFactor: plan.plan.settings.kFactor };
}

let known: { readonly basis: readonly unknown[]; readonly obstacles: Obstacles | null } = { basis: [], obstacles: null };

/** The plan's buildings and trees, the same value for as long as they are the same; null where there are none. */
function standingObstacles(plan: Plan): Obstacles | null {
  const basis = [plan.layers.get('buildings'), plan.rasters.get('building-heights'), plan.rasters.get('canopy')];
  if (known.basis.length === 0 || basis.some((value, index) => value !== known.basis[index])) {
    const obstacles = { ...obstaclesOfPlan(plan), surface: [] };
    const heights = obstacles.buildingHeights.length + obstacles.canopy.length;
    known = { basis, obstacles: obstacles.buildings === null && heights === 0 ? null : obstacles };
  }
  return known.obstacles;
}

/** Trees with or without leaves. */
export async function setSeason(bench: Workbench, season: Season): Promise<void> {
  bench.link.season = season;
  await studyLink(bench);
}

/** True when the terrain, what stands on it or the Earth's factor changed since the answer was given. */
export function isLinkStale(bench: Workbench): boolean {
  const { result, basis } = bench.link;
  const now = linkBasis(bench);
  if (result === null || basis === null) return false;
  return (
    now?.terrain !== basis.terrain ||
    now.surface !== basis.surface ||
    now.obstacles !== basis.obstacles ||
    now.kFactor !== basis.kFactor
  );
}

export const swapLinkEnds: Command = {
  id: 'link.swap',
  title: words.swapEndsLink,
  can: ({ link }) => (link.a !== null && link.b !== null) || wording.everywhere.bothEndsFirst,
  run: async (bench) => {
    const { a, b } = bench.link;
    bench.link.setEnd('A', b);
    bench.link.setEnd('B', a);
    await studyLink(bench);
  },
};

export const clearLink: Command = {
  id: 'link.clear',
  title: words.clearTheLink,
  can: ({ link }) => link.a !== null || link.b !== null || words.thereNoLink,
  run: ({ link }) => link.clear(),
};

export const recomputeLink: Command = {
  id: 'link.recompute',
  title: words.judgeLinkAgain,
  can: ({ link }) => (link.a !== null && link.b !== null) || wording.everywhere.bothEndsFirst,
  run: studyLink,
};
