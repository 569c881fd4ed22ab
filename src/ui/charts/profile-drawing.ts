import type { UnitSystem } from '../../base/quantity-text.ts';
import { CLEAR_FRESNEL_FRACTION } from '../../radio/fresnel.ts';
import { mastHeightM, type LinkProfile, type LinkResult } from '../../studies/link/result.ts';
import { axisTicks, type AxisTick } from './axis-ticks.ts';

type Units = UnitSystem;

/** Size of the picture and room for axes, pixels. */
export interface ChartSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly units: Units;
  /** The part of the path that is drawn, metres from its first end; all of it unless given. */
  readonly part?: ProfilePart | null;
}

/** A part of the path, metres from its first end. */
export interface ProfilePart {
  readonly fromM: number;
  readonly toM: number;
}

/** A place in the picture, pixels from its upper left corner. */
interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Everything that the profile chart draws, as SVG path data and places in pixels. */
export interface ProfileDrawing {
  readonly frame: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly ground: string;
  readonly groundLine: string;
  readonly surface: string | null;
  readonly ray: string;
  readonly zone: string;
  /** The part of the zone that must be free for a clear link. */
  readonly neededZone: string;
  /** Where nothing is known of the ground. */
  readonly gaps: readonly { readonly fromX: number; readonly toX: number }[];
  /** Of both ends; null where the end is not in the part that is drawn. */
  readonly masts: readonly ({ readonly foot: Spot; readonly top: Spot } | null)[];
  /** Obstruction and ray at the limiting point, and whether it is in the part that is drawn. */
  readonly limiting: { readonly ground: Spot; readonly ray: Spot; readonly isShown: boolean };
  /** Middle of a label that runs along the zone's upper edge, and its slope, degrees clockwise. */
  readonly zoneLabel: Spot & { readonly angleDeg: number };
  readonly distanceTicks: readonly AxisTick[];
  readonly heightTicks: readonly AxisTick[];
  xOf(distanceM: number): number;
  yOf(altitudeM: number): number;
  /** Distance under a pixel column, within the part that is drawn. */
  distanceAt(x: number): number;
}

const MARGIN = { left: 58, right: 16, top: 26, bottom: 50 };

/** Lays out a link's profile: the ground with the Earth's curve on it, so that the ray is a straight line. */
export function drawProfile(result: LinkResult, size: ChartSize): ProfileDrawing {
  const { profile } = result;
  const frame = { left: MARGIN.left, right: size.widthPx - MARGIN.right, top: MARGIN.top, bottom: size.heightPx - MARGIN.bottom };
  const lengthM = profile.distanceM.at(-1) ?? 1;
  const { fromM, toM } = size.part ?? { fromM: 0, toM: lengthM };
  const range = heightRange(profile, { fromM, toM });
  const xOf = (distanceM: number): number => frame.left + ((distanceM - fromM) / (toM - fromM || 1)) * (frame.right - frame.left);
  const yOf = (altitudeM: number): number =>
    frame.bottom - ((altitudeM - range.lowM) / (range.highM - range.lowM)) * (frame.bottom - frame.top);
  const scales: Scales = { xOf, yOf };
  const groundRuns = thinned(profile, profile.groundM, scales);
  return {
    frame,
    ground: groundRuns.map((run) => closedTo(run, frame.bottom)).join(''),
    groundLine: groundRuns.map(linePath).join(''),
    surface: surfacePath(profile, scales, frame.bottom),
    ray: linePath([spotOf(profile, 0, profile.rayM, scales), spotOf(profile, profile.rayM.length - 1, profile.rayM, scales)]),
    zone: zonePath(profile, 1, scales),
    neededZone: zonePath(profile, CLEAR_FRESNEL_FRACTION, scales),
    gaps: gapsOf(profile, scales),
    masts: mastsOf(result, scales).map((mast, end) => ((end === 0 ? fromM <= 0 : toM >= lengthM) ? mast : null)),
    limiting: {
      ...limitingOf(result, scales),
      isShown: result.limitingPoint.distanceM >= fromM && result.limitingPoint.distanceM <= toM,
    },
    zoneLabel: zoneLabelOf(result, scales),
    distanceTicks: axisTicks(
      { lowM: fromM, highM: toM, most: Math.max(2, Math.floor(size.widthPx / 110)), kind: 'distance', units: size.units },
      xOf,
    ),
    heightTicks: axisTicks(
      { ...range, most: Math.max(2, Math.floor(size.heightPx / 55)), kind: 'height', units: size.units },
      yOf,
    ),
    xOf,
    yOf,
    distanceAt: (x) => fromM + Math.min(1, Math.max(0, (x - frame.left) / (frame.right - frame.left))) * (toM - fromM),
  };
}

interface Scales {
  xOf(distanceM: number): number;
  yOf(altitudeM: number): number;
}

/** Lowest ground to highest of everything in a part of the path, with a little air; never under 10 m, so that flat ground looks flat. */
function heightRange(profile: LinkProfile, { fromM, toM }: ProfilePart): { lowM: number; highM: number } {
  let lowM = Infinity;
  let highM = -Infinity;
  for (let i = 0; i < profile.distanceM.length; i++) {
    // With the samples just outside, between which the part begins and ends.
    if ((profile.distanceM[i + 1] ?? Infinity) < fromM || (profile.distanceM[i - 1] ?? -Infinity) > toM) continue;
    const bulgeM = profile.bulgeM[i] ?? 0;
    const heights = [(profile.groundM[i] ?? NaN) + bulgeM, (profile.surfaceM?.[i] ?? NaN) + bulgeM, profile.rayM[i] ?? NaN];
    const zoneTopM = (profile.rayM[i] ?? NaN) + (profile.fresnelRadiusM[i] ?? NaN);
    for (const heightM of [...heights, zoneTopM]) {
      if (heightM < lowM) lowM = heightM;
      if (heightM > highM) highM = heightM;
    }
  }
  const airM = Math.max(10 - (highM - lowM), (highM - lowM) * 0.12);
  return { lowM: lowM - airM * 0.6, highM: highM + airM * 0.4 };
}

function spotOf(profile: LinkProfile, index: number, altitudesM: Float64Array, { xOf, yOf }: Scales): Spot {
  return { x: xOf(profile.distanceM[index] ?? 0), y: yOf(altitudesM[index] ?? 0) };
}

/**
 * Heights as runs of known ground, thinned to the first, highest, lowest and last of each pixel column: a crest between two
 * pixels is not lost.
 */
function thinned(profile: LinkProfile, heightsM: Float64Array, { xOf, yOf }: Scales): Spot[][] {
  const runs: Spot[][] = [];
  let run: Spot[] = [];
  let column: Spot[] = [];
  const flush = (): void => {
    run.push(...extremesOf(column));
    column = [];
  };
  for (let i = 0; i < heightsM.length; i++) {
    const altitudeM = (heightsM[i] ?? NaN) + (profile.bulgeM[i] ?? 0);
    if (Number.isNaN(altitudeM)) {
      flush();
      if (run.length > 0) runs.push(run);
      run = [];
      continue;
    }
    const spot = { x: xOf(profile.distanceM[i] ?? 0), y: yOf(altitudeM) };
    if (column[0] !== undefined && Math.floor(column[0].x) !== Math.floor(spot.x)) flush();
    column.push(spot);
  }
  flush();
  return run.length > 0 ? [...runs, run] : runs;
}

function extremesOf(column: readonly Spot[]): Spot[] {
  const [first, last] = [column[0], column.at(-1)];
  if (first === undefined || last === undefined) return [];
  const highest = column.reduce((best, spot) => (spot.y < best.y ? spot : best));
  const lowest = column.reduce((best, spot) => (spot.y > best.y ? spot : best));
  const kept = [...new Set([first, highest, lowest, last])];
  return kept.sort((a, b) => a.x - b.x);
}

const px = (value: number): string => String(Math.round(value * 10) / 10 + 0);

function linePath(spots: readonly Spot[]): string {
  return spots.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${px(x)},${px(y)}`).join('');
}

function closedTo(run: readonly Spot[], bottom: number): string {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) return '';
  return `${linePath(run)}L${px(last.x)},${px(bottom)}L${px(first.x)},${px(bottom)}Z`;
}

function surfacePath(profile: LinkProfile, scales: Scales, bottom: number): string | null {
  if (profile.surfaceM === null) return null;
  return thinned(profile, profile.surfaceM, scales)
    .map((run) => closedTo(run, bottom))
    .join('');
}

/** The zone around the ray, a share of its radius wide, as a closed shape of at most about 200 corners a side. */
function zonePath(profile: LinkProfile, share: number, { xOf, yOf }: Scales): string {
  const lengthM = profile.distanceM.at(-1) ?? 1;
  const upper: Spot[] = [];
  const lower: Spot[] = [];
  for (let i = 0; i < profile.distanceM.length; i++) {
    const distanceM = profile.distanceM[i] ?? 0;
    const isEnd = i === 0 || i === profile.distanceM.length - 1;
    if (!isEnd && distanceM - nextCornerM(upper.length, lengthM) < 0) continue;
    const [rayM, radiusM] = [profile.rayM[i] ?? 0, (profile.fresnelRadiusM[i] ?? 0) * share];
    upper.push({ x: xOf(distanceM), y: yOf(rayM + radiusM) });
    lower.push({ x: xOf(distanceM), y: yOf(rayM - radiusM) });
  }
  return `${linePath([...upper, ...lower.reverse()])}Z`;
}

/** Corners stand close at the ends, where the zone opens like a root, and wide apart in the middle. */
function nextCornerM(count: number, lengthM: number): number {
  return (lengthM * (1 - Math.cos((Math.PI * Math.min(count, 200)) / 200))) / 2;
}

function gapsOf(profile: LinkProfile, { xOf }: Scales): { fromX: number; toX: number }[] {
  const gaps: { fromX: number; toX: number }[] = [];
  const { groundM, distanceM } = profile;
  for (let i = 0; i < groundM.length; i++) {
    if (!Number.isNaN(groundM[i] ?? NaN)) continue;
    let end = i;
    while (end + 1 < groundM.length && Number.isNaN(groundM[end + 1] ?? NaN)) end++;
    gaps.push({
      fromX: xOf(distanceM[Math.max(0, i - 1)] ?? 0),
      toX: xOf(distanceM[Math.min(groundM.length - 1, end + 1)] ?? 0),
    });
    i = end;
  }
  return gaps;
}

function mastsOf({ from, to, profile }: LinkResult, { xOf, yOf }: Scales): { foot: Spot; top: Spot }[] {
  const lengthM = profile.distanceM.at(-1) ?? 1;
  return [
    { x: xOf(0), end: from },
    { x: xOf(lengthM), end: to },
  ].map(({ x, end }) => ({ foot: { x, y: yOf(end.altitudeM - mastHeightM(end)) }, top: { x, y: yOf(end.altitudeM) } }));
}

function limitingOf({ limitingPoint, from, to, profile }: LinkResult, { xOf, yOf }: Scales): { ground: Spot; ray: Spot } {
  const share = limitingPoint.distanceM / (profile.distanceM.at(-1) ?? 1);
  const rayM = from.altitudeM * (1 - share) + to.altitudeM * share;
  const x = xOf(limitingPoint.distanceM);
  return { ground: { x, y: yOf(rayM - limitingPoint.clearanceM) }, ray: { x, y: yOf(rayM) } };
}

/** Above the zone, along the ray, in the half that does not hold the limiting point. */
function zoneLabelOf({ limitingPoint, profile }: LinkResult, { xOf, yOf }: Scales): ProfileDrawing['zoneLabel'] {
  const last = profile.distanceM.length - 1;
  const lengthM = profile.distanceM[last] ?? 1;
  const atM = lengthM * (limitingPoint.distanceM < lengthM / 2 ? 0.66 : 0.34);
  const index = profile.distanceM.findIndex((distanceM) => distanceM >= atM);
  const rise = yOf(profile.rayM[last] ?? 0) - yOf(profile.rayM[0] ?? 0);
  const angleDeg = (Math.atan2(rise, xOf(lengthM) - xOf(0)) * 180) / Math.PI;
  return { x: xOf(atM), y: yOf((profile.rayM[index] ?? 0) + (profile.fresnelRadiusM[index] ?? 0)) - 6, angleDeg };
}
