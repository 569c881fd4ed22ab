import { clearanceText, distanceText, mastText, zoneShareText, type UnitSystem } from '../../base/quantity-text.ts';
import { CLEAR_FRESNEL_FRACTION } from '../../radio/fresnel.ts';
import { MAX_RAISE_M } from '../../radio/sightline.ts';
import { LOSS_ASSUMPTIONS } from './loss.ts';
import type { LinkResult, LinkWarning, ObstacleKind, StatedError } from './result.ts';

/** A link study in plain words: what, why, what to do; then what to keep in mind. */
export interface LinkExplanation {
  /** "Blocked by the ridge at 1.4 mi, 23 ft too low." */
  readonly verdict: string;
  /** One sentence more about the tightest place. */
  readonly reason: string;
  /** What would make it clear; null where it is. */
  readonly remedy: string | null;
  /** "Too close to call: …"; null where the data can tell. */
  readonly caution: string | null;
  readonly warnings: readonly string[];
  readonly assumptions: readonly string[];
  /** Label and value, for a table. */
  readonly numbers: readonly (readonly [label: string, value: string])[];
}

/** Puts a result into words in the units people read. Names `a` and `b` stand for the two ends. */
export function explainLink(result: LinkResult, units: UnitSystem, names = { a: 'A', b: 'B' }): LinkExplanation {
  return {
    verdict: verdictText(result, units),
    reason: reasonText(result, units, names.a),
    remedy: result.verdict === 'clear' ? null : remedyText(result, units, names),
    caution: result.confident ? null : cautionText(result, units),
    warnings: result.warnings.map((warning) => warningText(warning, units, names)),
    assumptions: assumptionTexts(result, units),
    numbers: numberTexts(result, units, names),
  };
}

const OBSTACLES: Readonly<Record<ObstacleKind, string>> = {
  ridge: 'the ridge',
  ground: 'the ground',
  earth: 'the curve of the Earth',
  surface: 'a building or trees',
  building: 'a building',
  trees: 'trees',
  'own-roof': 'the edge of its own roof',
};

/** The same as something the ray runs above or below. */
const OBSTACLE_TOPS: Readonly<Record<ObstacleKind, string>> = {
  ...OBSTACLES,
  ridge: 'the top of the ridge',
  surface: 'the top of a building or trees',
  building: 'the top of a building',
  trees: 'the tops of trees',
};

function verdictText(result: LinkResult, units: UnitSystem): string {
  const { limitingPoint: point } = result;
  const where = `${obstacleName(point)} at ${distanceText(point.distanceM, units)}`;
  switch (result.verdict) {
    case 'clear':
      return `Clear over ${distanceText(result.distanceM, units)}.`;
    case 'marginal':
      return `Marginal: ${where} stands in the Fresnel zone, ${clearanceText(shortfallM(result), units)} too high.`;
    case 'blocked':
      return `Blocked by ${where}, ${clearanceText(point.clearanceM, units)} too low.`;
  }
}

/** The obstacle with the building's own name or id, where it is known. */
function obstacleName({ kind, building }: LinkResult['limitingPoint']): string {
  return kind === 'building' && building !== null ? `the building ${building.name ?? building.id}` : OBSTACLES[kind];
}

/** How much more height the tightest place needs until 60 % of the zone is free there, metres. */
function shortfallM({ limitingPoint: point }: LinkResult): number {
  return CLEAR_FRESNEL_FRACTION * point.fresnelRadiusM - point.clearanceM;
}

function reasonText(result: LinkResult, units: UnitSystem, nameA: string): string {
  const { limitingPoint: point } = result;
  const place = `${distanceText(point.distanceM, units)} from ${nameA}`;
  const zone = clearanceText(CLEAR_FRESNEL_FRACTION * point.fresnelRadiusM, units);
  if (result.verdict === 'blocked') {
    return `The straight ray runs ${clearanceText(point.clearanceM, units)} below ${OBSTACLE_TOPS[point.kind]}, ${place}; a clear link needs ${zone} of free space under it there.`;
  }
  const free = `${clearanceText(point.clearanceM, units)} over ${OBSTACLES[point.kind]}`;
  if (result.verdict === 'marginal') {
    return `The ray is free, but passes only ${free}, ${place}, where a clear link needs ${zone}: ${zoneShareText(result.fresnelFraction)} of the first Fresnel zone is free, 60 % is needed.`;
  }
  const share =
    result.fresnelFraction >= 1
      ? 'the whole first Fresnel zone is'
      : `${zoneShareText(result.fresnelFraction)} of the first Fresnel zone is`;
  return `The tightest place is ${place}: the ray passes ${free}, and ${share} free.`;
}

function remedyText(result: LinkResult, units: UnitSystem, names: { a: string; b: string }): string {
  const { raiseAM, raiseBM } = result;
  const raises = [
    { name: names.a, raiseM: raiseAM },
    { name: names.b, raiseM: raiseBM },
  ].flatMap(({ name, raiseM }) => (raiseM === null ? [] : [{ name, raiseM }]));
  raises.sort((one, other) => one.raiseM - other.raiseM);
  const [best, second] = raises;
  if (best === undefined) {
    if (result.raiseBothM !== null) {
      return `No mast up to ${clearanceText(MAX_RAISE_M, units)} higher at one end alone clears it; ${mastText(result.raiseBothM, units)} more at both ends does.`;
    }
    return `No mast up to ${clearanceText(MAX_RAISE_M, units)} higher at one end alone clears it: raise both ends, or go by way of a third place.`;
  }
  const first = `A mast ${mastText(best.raiseM, units)} taller at ${best.name} clears it`;
  return second === undefined ? `${first}.` : `${first}; at ${second.name} it would take ${mastText(second.raiseM, units)}.`;
}

function cautionText(result: LinkResult, units: UnitSystem): string {
  if (result.warnings.some(({ code }) => code === 'terrain-unknown')) {
    return 'Too close to call: the terrain is not known on the whole path. Check on the spot or add terrain.';
  }
  const allowance = clearanceText(result.limitingPoint.errorAllowanceM, units);
  return `Too close to call: with these heights the clearance is known only to about ±${allowance}, and less than that decides. Check on the spot or use a better terrain model.`;
}

function warningText(warning: LinkWarning, units: UnitSystem, names = { a: 'A', b: 'B' }): string {
  if (warning.code === 'buildings-without-height') {
    return `${warning.count} ${warning.count === 1 ? 'building has' : 'buildings have'} no height in the data and do not count.`;
  }
  if ('end' in warning) {
    const name = warning.end === 'A' ? names.a : names.b;
    const deep = clearanceText(warning.depthM, units);
    if (warning.code === 'antenna-below-ground') {
      return `The antenna at ${name} lies ${deep} below the ground: check whether its height is above sea level or above ground.`;
    }
    if (warning.code === 'antenna-in-building') {
      return `The antenna at ${name} lies inside its building, ${deep} below the roof: on a roof, give its height above the roof.`;
    }
    return `The antenna at ${name} lies ${clearanceText(warning.depthM, units)} below the surface there: on a roof, give its height above the surface.`;
  }
  if (warning.code === 'loss-model') return warning.text;
  const layer = warning.code === 'terrain-unknown' ? 'terrain' : 'surface';
  const between = `between ${distanceText(warning.fromM, units)} and ${distanceText(warning.toM, units)}`;
  const effect = layer === 'terrain' ? 'what stands there is not in the verdict' : 'there the ground alone counts';
  return `The ${layer} is unknown on ${distanceText(warning.lengthM, units)} of the path, ${between}: ${effect}.`;
}

const ABOVE = { ground: 'the ground', surface: 'roofs and trees', roof: 'the roof', sea: 'sea level' } as const;

function assumptionTexts(result: LinkResult, units: UnitSystem): string[] {
  const bend = `The ray bends as over an Earth ${result.kFactor.toFixed(2)} times as large (k).`;
  const [above, aboveAtB] = [ABOVE[result.from.heightAbove], ABOVE[result.to.heightAbove]];
  const heights = `Antenna heights are above ${above === aboveAtB ? above : `${above} at A and above ${aboveAtB} at B`}.`;
  const bareGround =
    result.surfaceError === null && result.profile.surfaceM === null
      ? ['Trees and buildings are not in the terrain unless its survey saw them.']
      : [];
  const foliage = foliageTexts(result, units);
  const errors = [errorText('Terrain', result.groundError, units)];
  if (result.surfaceError !== null) errors.push(errorText('Surface', result.surfaceError, units));
  return [bend, heights, ...bareGround, ...foliage, ...errors, ...LOSS_ASSUMPTIONS[result.model]];
}

function errorText(layer: string, { sigmaM, isAssumed }: StatedError, units: UnitSystem): string {
  const size = `${layer} heights are wrong by about ±${clearanceText(sigmaM, units)}`;
  return isAssumed
    ? `${size}: assumed, a tenth of a cell, because the source states no error.`
    : `${size}, as is known of their source.`;
}

function numberTexts(result: LinkResult, units: UnitSystem, names: { a: string; b: string }): [string, string][] {
  const { limitingPoint: point } = result;
  const isFree = result.minClearanceM >= 0;
  const raise = (valueM: number | null): string =>
    valueM === null ? `more than ${clearanceText(MAX_RAISE_M, units)}` : valueM === 0 ? 'nothing' : mastText(valueM, units);
  return [
    ['Distance', distanceText(result.distanceM, units)],
    [`Bearing from ${names.a}`, `${result.azimuthDeg.toFixed(1)}° true`],
    [
      isFree ? 'Least clearance' : 'Deepest obstruction',
      `${clearanceText(result.minClearanceM, units)} ${isFree ? 'over' : 'above the ray'}`,
    ],
    ['First Fresnel zone free', result.verdict === 'blocked' ? 'none' : zoneShareText(result.fresnelFraction)],
    [
      'Tightest place',
      `${distanceText(point.distanceM, units)} from ${names.a} (${point.lat.toFixed(5)}, ${point.lon.toFixed(5)})`,
    ],
    [`To add at ${names.a} alone`, raise(result.raiseAM)],
    [`To add at ${names.b} alone`, raise(result.raiseBM)],
    ['To add at both', raise(result.raiseBothM)],
    ['Frequency', `${result.frequencyGhz} GHz`],
    ['Free-space loss', `${result.freeSpaceLossDb.toFixed(1)} dB`],
    ...(result.lossDb === null ? [] : [['Median loss', `${result.lossDb.toFixed(1)} dB`] as [string, string]]),
  ];
}

function foliageTexts({ foliage }: LinkResult, units: UnitSystem): string[] {
  if (foliage === null) return [];
  const leaves = foliage.season === 'leaf-on' ? 'in leaf' : 'without leaves, if they shed them';
  const way = `The ray passes through ${distanceText(foliage.depthM, units)} of trees ${leaves}`;
  return [
    foliage.lossDb === null ? `${way}.` : `${way}: about ${foliage.lossDb.toFixed(0)} dB (Weissberger), not in the losses.`,
  ];
}
