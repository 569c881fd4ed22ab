import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import type { Grid } from '../geo/grid.ts';
import { makeTerrain } from '../geo/terrain.ts';
import { featuresOf, type Feature } from '../plan/feature-table.ts';
import { builtSurface } from '../studies/obstacles/built-surface.ts';
import { studyPanorama } from '../studies/panorama/run.ts';
import { aboveGroundM, mountsOf, statusOf, type ReachScene } from '../studies/reach/mounts.ts';
import { rankHubs, roofGraph } from '../studies/reach/rank-hubs.ts';
import { rankNodes } from '../studies/reach/rank-nodes.ts';
import { studySightlines, type SightlineGround } from '../studies/sightlines/run.ts';
import { addressBook } from '../studies/worklist/join-addresses.ts';
import { judgeRequests, placeRequests } from '../studies/worklist/judge-requests.ts';
import { knownAddresses } from '../studies/worklist/known-addresses.ts';
import type { JobInputs, JobOutputs, RadioGround, RadioPlace, RadioSites } from './jobs.ts';

async function openGround(grids: readonly Grid[]): Promise<SightlineGround> {
  return { grids, terrain: await makeTerrain(grids) };
}

async function openScene({
  terrain,
  obstacles,
}: RadioGround): Promise<{ ground: SightlineGround; surface: SightlineGround | null }> {
  const surface = obstacles.surface.length > 0 ? obstacles.surface : await builtSurface(terrain, obstacles);
  return { ground: await openGround(terrain), surface: surface === null ? null : await openGround(surface) };
}

/** A typed antenna's height above the ground under it, metres. @throws AppError study/reach-input below ground */
function standingHeightM(place: RadioPlace, scene: Pick<ReachScene, 'ground' | 'surface'>): number {
  const heightM = aboveGroundM(scene, place.position, place);
  if (!(heightM < 0)) return heightM;
  throw new AppError('study/reach-input', {
    what: `The antenna at ${place.name} would be ${(-heightM).toFixed(1)} m below ground.`,
    remedy: 'Is its height above the sea right? Give it above the ground.',
  });
}

/** The sites that can be judged, and the ground that they stand on. */
async function openSites({
  ground,
  sites,
  rangeM,
  usualHeightM,
}: RadioSites): Promise<ReturnType<typeof mountsOf> & { scene: ReachScene }> {
  const { frequencyGhz, kFactor } = ground;
  const scene = { ...(await openScene(ground)), maxDistanceM: rangeM, frequencyGhz, kFactor };
  return { scene, ...mountsOf(sites, scene, usualHeightM) };
}

/** The sites that one place can reach, best first. */
export async function reachOf(input: JobInputs['study-reach'], job: JobContext): Promise<JobOutputs['study-reach']> {
  const { scene: ground, mounts } = await openSites(input);
  const scene = input.radios === null ? ground : { ...ground, radios: input.radios };
  const { name, position } = input.from;
  const heightM = standingHeightM(input.from, scene);
  const here = mounts.find((mount) => mount.position[0] === position[0] && mount.position[1] === position[1]);
  const from = { id: name, name, roof: here?.roof ?? name, position, heightM, status: '', consent: '' };
  const targets = mounts.filter(({ status, roof }) => status !== 'request' && roof !== from.roof);
  // A roof's other mounts are looked from too: the best of them counts.
  const others = mounts.filter((mount) => mount.roof === from.roof && mount !== here);
  return rankNodes(scene, [from, ...others], targets, job);
}

/** Which sites see which. */
export async function pairsOf(input: JobInputs['study-pairs'], job: JobContext): Promise<JobOutputs['study-pairs']> {
  const { scene, mounts } = await openSites(input);
  const sites = mounts.map(({ id, roof, position, heightM }) => ({ id, roof, position, heightM }));
  return studySightlines({ ...scene, sites, heightAbove: 'ground' }, job, input.share);
}

/** The requests among the sites, joined to the addresses where they have no position, and judged against what is installed. */
export async function worklistOf(input: JobInputs['study-worklist'], job: JobContext): Promise<JobOutputs['study-worklist']> {
  const isRequest = ({ fields }: Feature): boolean => ['request', ''].includes(statusOf(fields));
  const requests = input.sites.filter(isRequest);
  const nodes = input.sites.filter(({ fields }) => statusOf(fields) === 'installed');
  const { scene, mounts, leftOut } = await openSites({ ...input, sites: nodes });
  let known: Awaited<ReturnType<typeof knownAddresses>> = [];
  for (const table of input.addresses) {
    if (known.length > 0) break;
    const features = featuresOf(table);
    await breathe(job);
    known = await knownAddresses(features, job);
    await breathe(job);
  }
  const book = addressBook(known);
  await breathe(job);
  const placed = placeRequests(requests, book);
  return { requests: await judgeRequests(scene, mounts, placed, input.usualHeightM, job), leftOut };
}

/** Which roofs to win as hubs, in order. */
export async function hubsOf(input: JobInputs['study-hubs'], job: JobContext): Promise<JobOutputs['study-hubs']> {
  const { scene, mounts, leftOut } = await openSites(input);
  return { hubs: rankHubs(await roofGraph(scene, mounts, job), mounts, input.most), leftOut };
}

/** What is to be seen all around a place. */
export function panoramaOf(input: JobInputs['study-panorama'], job: JobContext): Promise<JobOutputs['study-panorama']> {
  const { ground, from, others, rangeM } = input;
  return studyPanorama(
    {
      grids: ground.terrain,
      obstacles: ground.obstacles,
      position: from.position,
      heightM: from.heightM,
      heightAbove: from.heightAbove,
      rangeM,
      stepDeg: 0.25,
      kFactor: ground.kFactor,
      targets: others.map((other) => ({ id: other.name, ...other })),
      declinationDeg: null,
    },
    job,
  );
}
