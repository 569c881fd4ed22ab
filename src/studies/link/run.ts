import { AppError } from '../../base/app-error.ts';
import type { JobContext } from '../../base/job.ts';
import type { LngLat } from '../../geo/position.ts';
import { azimuthDeg, geodesicDistanceM, MEAN_EARTH_RADIUS_M } from '../../geo/geodesy.ts';
import { freeSpaceLossDb } from '../../radio/free-space-loss.ts';
import { earthBulgeM, fresnelObstructedShare, fresnelRadiusM } from '../../radio/fresnel.ts';
import { errorAllowanceM } from '../../radio/height-error.ts';
import { unknownLengthM } from '../../radio/path-profile.ts';
import { judgeSightline, type Sightline } from '../../radio/sightline.ts';
import { checkLinkInput, type LinkInput } from './input.ts';
import { antennaAt, errorOf, findWarnings } from './ends.ts';
import { foliageOf } from './foliage.ts';
import { linkLoss, type LinkLoss } from './loss.ts';
import { buildingName, obstacleKind } from './obstacle.ts';
import { pathAnchors, pathPosition } from './path-position.ts';
import type { Foliage, LimitingPoint, LinkEnd, LinkEndResult, LinkProfile, LinkResult } from './result.ts';
import { samplePath } from './sample-path.ts';
import { parapets, wallDistances, withStanding, type OwnBuildings, type StandingProfile } from './standing-column.ts';

/**
 * Is this radio link free, and if not, what is in its way? The two ends are put in a fixed order first, so that the study from
 * B to A gives the very same numbers as from A to B.
 * @throws AppError study/link-input, terrain/outside-coverage
 */
export async function studyLink(input: LinkInput, job: JobContext): Promise<LinkResult> {
  const judged = await judge(input, job);
  const { first, second, isTurned, profile } = judged;
  const link = {
    profile,
    altitudeAM: first.altitudeM,
    altitudeBM: second.altitudeM,
    frequencyGhz: input.frequencyGhz,
    kFactor: input.kFactor,
    earthRadiusM: MEAN_EARTH_RADIUS_M,
    ...{ a: first.position, b: second.position, cellM: input.terrain.cellM, isTurned },
  };
  return resultOf(input, judged, linkLoss(input.model ?? 'sightline', link));
}

/** What the link study says of the sightline, without what explains it: a third faster. @throws AppError as `studyLink` */
export async function judgeLink(
  input: LinkInput,
  job: JobContext,
): Promise<Pick<LinkResult, 'verdict' | 'confident' | 'minClearanceM' | 'fresnelFraction'>> {
  const { sightline, profile } = await judge(input, job);
  const { verdict, minClearanceM, fresnelFraction } = sightline;
  return { verdict, confident: isSure(sightline, profile), minClearanceM, fresnelFraction };
}

/** What would clear a link, metres: the first end alone, the second alone, both alike; null above 60 m. @throws AppError as `studyLink` */
export async function judgeRaise(
  input: LinkInput,
  job: JobContext,
): Promise<Pick<LinkResult, 'raiseAM' | 'raiseBM' | 'raiseBothM'>> {
  const { sightline, isTurned } = await judge(input, job);
  return { ...raises(sightline, isTurned), raiseBothM: sightline.raiseBothM };
}

/** Of the input's own ends. */
function raises({ raiseAM, raiseBM }: Sightline, isTurned: boolean): Pick<LinkResult, 'raiseAM' | 'raiseBM'> {
  return isTurned ? { raiseAM: raiseBM, raiseBM: raiseAM } : { raiseAM, raiseBM };
}

async function judge(input: LinkInput, job: JobContext): Promise<Judged> {
  const lengthM = geodesicDistanceM(input.from.position, input.to.position);
  checkLinkInput(input, lengthM);
  const isTurned = comesBefore(input.to, input.from);
  const first = antennaAt(input, isTurned ? 'to' : 'from');
  const second = antennaAt(input, isTurned ? 'from' : 'to');
  // The length, too, is computed in the fixed order.
  const ends = {
    a: first.position,
    b: second.position,
    lengthM: isTurned ? geodesicDistanceM(first.position, second.position) : lengthM,
    fromRoof: [first.heightAbove === 'roof', second.heightAbove === 'roof'] as const,
  };
  const profile = await profileOf(input, ends, job);
  const sightline = judgeSightline({
    profile,
    altitudeAM: first.altitudeM,
    altitudeBM: second.altitudeM,
    frequencyGhz: input.frequencyGhz,
    kFactor: input.kFactor,
    earthRadiusM: MEAN_EARTH_RADIUS_M,
    error: errorOf(input),
  });
  if (sightline === null) throw nothingKnown();
  return { first, second, isTurned, profile, sightline };
}

/** What is not known could block what looks free; it cannot free what is blocked. */
function isSure({ confident, verdict }: Sightline, { groundM, distanceM }: StandingProfile): boolean {
  return confident && (verdict === 'blocked' || unknownLengthM(groundM, distanceM) === 0);
}

/** Samples ground and surface, and puts what stands there over them. */
async function profileOf(
  input: LinkInput,
  ends: { readonly a: LngLat; readonly b: LngLat; readonly lengthM: number; readonly fromRoof: readonly [boolean, boolean] },
  job: JobContext,
): Promise<StandingProfile> {
  const standing = input.standing ?? null;
  const surface = input.surface ?? null;
  if (standing === null) {
    return { ...(await samplePath(input.terrain, surface, ends, job)), buildings: null, canopyM: null };
  }
  const under = standing.spansUnder({ anchors: pathAnchors(ends.a, ends.b, ends.lengthM), lengthM: ends.lengthM });
  const own: OwnBuildings = [standing.buildingAt(ends.a)?.building ?? null, standing.buildingAt(ends.b)?.building ?? null];
  const spans = [...under, ...parapets(under, own, ends.lengthM, standing.obstacles.parapetM)];
  const profile = await samplePath(input.terrain, surface, ends, job, wallDistances(spans, ends.lengthM));
  return withStanding(profile, spans, own, { standing, fromRoof: ends.fromRoof });
}

interface Judged {
  readonly first: LinkEndResult;
  readonly second: LinkEndResult;
  /** True where `first` is the input's `to`. */
  readonly isTurned: boolean;
  readonly profile: StandingProfile;
  readonly sightline: Sightline;
}

/** @param loss null where it was not asked for */
function resultOf(input: LinkInput, judged: Judged, loss: LinkLoss | null): LinkResult {
  const { first, second, isTurned, sightline } = judged;
  const [from, to] = isTurned ? [second, first] : [first, second];
  const lengthM = judged.profile.lengthM;
  const columns = columnsOf(input, judged);
  const lossDb = loss?.lossDb ?? null;
  const modelWarnings = (loss?.warnings ?? []).map((text) => ({ code: 'loss-model', text }) as const);
  const warnings = [...findWarnings({ input, from, to, profile: columns }), ...modelWarnings];
  const error = errorOf(input);
  return {
    verdict: sightline.verdict,
    confident: isSure(sightline, judged.profile),
    distanceM: toMillimetre(lengthM),
    azimuthDeg: Math.round(azimuthDeg(from.position, to.position) * 1e6) / 1e6,
    minClearanceM: sightline.minClearanceM,
    fresnelFraction: sightline.fresnelFraction,
    limitingPoint: limitingPointOf(input, judged),
    ...raises(sightline, isTurned),
    raiseBothM: sightline.raiseBothM,
    fresnelObstructed: Math.round(fresnelObstructedShare(sightline.fresnelFraction) * 1e4) / 1e4,
    foliage: foliageIn(input, judged),
    freeSpaceLossDb:
      Math.round(freeSpaceLossDb(input.frequencyGhz, Math.hypot(lengthM, to.altitudeM - from.altitudeM)) * 1e3) / 1e3,
    lossDb: lossDb === null ? null : Math.round(lossDb * 1e3) / 1e3,
    warnings,
    from,
    to,
    model: input.model ?? 'sightline',
    heightAbove: input.heightAbove,
    frequencyGhz: input.frequencyGhz,
    kFactor: input.kFactor,
    groundError: { sigmaM: error.groundM, isAssumed: input.terrain.errorM === null },
    surfaceError: input.surface ? { sigmaM: error.surfaceM, isAssumed: input.surface.errorM === null } : null,
    profile: columns,
  };
}

function foliageIn(input: LinkInput, { first, second, profile }: Judged): Foliage | null {
  const link = {
    altitudeAM: first.altitudeM,
    altitudeBM: second.altitudeM,
    frequencyGhz: input.frequencyGhz,
    kFactor: input.kFactor,
    earthRadiusM: MEAN_EARTH_RADIUS_M,
  };
  return foliageOf(profile, link, input.standing?.obstacles.season ?? 'leaf-on');
}

function limitingPointOf(input: LinkInput, { first, second, isTurned, profile, sightline }: Judged): LimitingPoint {
  const { limiting } = sightline;
  const d2M = profile.lengthM - limiting.distanceM;
  const [lon, lat] = pathPosition(first.position, second.position, profile.lengthM)(limiting.distanceM);
  return {
    lon: Math.round(lon * 1e7) / 1e7,
    lat: Math.round(lat * 1e7) / 1e7,
    distanceM: toMillimetre(isTurned ? d2M : limiting.distanceM),
    cause: limiting.cause,
    kind: obstacleKind(profile, limiting, { kFactor: input.kFactor, earthRadiusM: MEAN_EARTH_RADIUS_M }),
    building: limiting.cause === 'ground' ? null : buildingName(input, profile.buildings?.[limiting.index]),
    clearanceM: limiting.clearanceM,
    errorAllowanceM: toMillimetre(errorAllowanceM(errorOf(input), limiting.cause, limiting.distanceM, d2M)),
    fresnelRadiusM: toMillimetre(fresnelRadiusM(input.frequencyGhz, limiting.distanceM, d2M)),
  };
}

/** The profile as seen from the input's first end, with everything a chart draws. */
function columnsOf(input: LinkInput, { first, second, isTurned, profile }: Judged): LinkProfile {
  const { lengthM } = profile;
  const seen = (column: Float64Array): Float64Array => (isTurned ? column.slice().reverse() : column.slice());
  const distanceM = isTurned ? seen(profile.distanceM).map((value) => lengthM - value) : seen(profile.distanceM);
  const [from, to] = isTurned ? [second, first] : [first, second];
  return {
    distanceM,
    groundM: seen(profile.groundM),
    surfaceM: profile.surfaceM === null ? null : seen(profile.surfaceM),
    bulgeM: distanceM.map((d) => earthBulgeM(d, lengthM - d, MEAN_EARTH_RADIUS_M, input.kFactor)),
    rayM: distanceM.map((d) => from.altitudeM * (1 - d / lengthM) + to.altitudeM * (d / lengthM)),
    fresnelRadiusM: distanceM.map((d) => fresnelRadiusM(input.frequencyGhz, d, lengthM - d)),
  };
}

/** The fixed order of two ends: by longitude, latitude, height. */
function comesBefore(one: LinkEnd, other: LinkEnd): boolean {
  const difference = one.position[0] - other.position[0] || one.position[1] - other.position[1] || one.heightM - other.heightM;
  return difference < 0;
}

function toMillimetre(valueM: number): number {
  return Math.round(valueM * 1e3) / 1e3 + 0;
}

function nothingKnown(): AppError {
  return new AppError('terrain/outside-coverage', {
    what: 'The terrain knows no height between the two ends.',
    remedy: 'Add terrain that covers the path.',
  });
}
