import type { Octant } from './viewshed-octant.ts';
import type { Strip } from './viewshed-strip.ts';

/** Rays through an octant: ray `j` runs j / rays places aside per line. Slopes are metres per line. */
export interface Fan {
  rays: number;
  /** The steepest slope that each ray has met. */
  readonly horizon: Float64Array;
  /** rays / j: lines in which a ray runs one place aside. */
  readonly linesPerPlace: Float64Array;
}

/** A line's slot in the strip, and lines from the antenna to it. */
export interface FanLine {
  readonly slot: number;
  readonly away: number;
  readonly targetHeightM: number;
}

/** A horizon that nothing has raised yet. */
const OPEN = -1e9;
/** Outweighs every slope when a ray did not cross a place on its way from the line before; not when it did so at that line. */
const NOT_CROSSED = 1e20;

export function makeFan(rays: number, mostRays: number): Fan {
  const horizon = new Float64Array(mostRays + 2).fill(OPEN);
  const fan = { rays, horizon, linesPerPlace: new Float64Array(horizon.length) };
  measure(fan);
  return fan;
}

function measure({ rays, linesPerPlace }: Fan): void {
  for (let j = 0; j <= rays; j++) linesPerPlace[j] = rays / j;
}

/** Puts a ray between every two, with the mean of their horizons. */
export function doubleRays(fan: Fan): void {
  const { horizon, rays } = fan;
  for (let j = rays; j >= 0; j--) {
    const slope = horizon[j] ?? NaN;
    horizon[2 * j + 1] = (slope + (horizon[j + 1] ?? NaN)) / 2;
    horizon[2 * j] = slope;
  }
  horizon[2 * rays + 1] = OPEN;
  fan.rays = 2 * rays;
  measure(fan);
}

/** The lowest horizon of the rays that meet some places on their way from one line to another. @param lastPlace the last of them */
export function lowestHorizon(
  { rays, horizon }: Fan,
  { offset }: Octant,
  places: readonly [first: number, last: number],
  away: readonly [from: number, to: number],
): number {
  const from = Math.max(0, Math.floor(((places[0] - offset) * rays) / away[1]) - 1);
  const to = Math.min(rays, Math.ceil(((places[1] + 1 - offset) * rays) / away[0]) + 1);
  let least = Infinity;
  for (let j = from; j <= to; j++) {
    const slope = horizon[j] ?? NaN;
    if (slope < least) least = slope;
  }
  return least;
}

/**
 * Marks what is seen of some places on a line: targets that rise to the horizon between the two rays beside them. Then raises the
 * horizons by what the rays meet there, and at the places they pass just before the line.
 */
export function sweepPlaces(strip: Strip, octant: Octant, fan: Fan, line: FanLine, firstPlace: number, lastPlace: number): void {
  const { offset, placeCount } = octant;
  const { away } = line;
  const placesPerRay = away / fan.rays;
  seePlaces(strip, octant, fan, line, firstPlace, lastPlace);
  const mostRays = Math.min(fan.rays, Math.floor((placeCount - 1 - offset) / placesPerRay));
  const first = firstRayAt(firstPlace, offset, placesPerRay);
  const next = firstRayAt(lastPlace + 1, offset, placesPerRay);
  raiseRays(strip, octant, fan, line, first, Math.min(mostRays, next - 1));
}

/** The first ray that does not meet a line before a place. */
function firstRayAt(place: number, offset: number, placesPerRay: number): number {
  let ray = Math.max(0, Math.ceil((place - offset) / placesPerRay));
  // The very sum that tells where a ray is decides, not its rounded inverse.
  while (ray > 0 && offset + (ray - 1) * placesPerRay >= place) ray--;
  while (offset + ray * placesPerRay < place) ray++;
  return ray;
}

function seePlaces(strip: Strip, { offset }: Octant, { rays, horizon }: Fan, line: FanLine, first: number, last: number): void {
  const { target, margin } = strip;
  const { away, targetHeightM } = line;
  const base = line.slot * strip.stride;
  const raysPerPlace = rays / away;
  const from = Math.max(first, Math.ceil(offset));
  const to = Math.min(last, Math.floor(offset + away));
  for (let k = first; k < from; k++) margin[base + k] = -1;
  for (let k = from; k <= to; k++) {
    const ray = (k - offset) * raysPerPlace;
    const j = ray | 0;
    const below = horizon[j] ?? NaN;
    const horizonM = (below + ((horizon[j + 1] ?? NaN) - below) * (ray - j)) * away;
    margin[base + k] = (target[base + k] ?? NaN) + targetHeightM - horizonM;
  }
  for (let k = Math.max(first, to + 1); k <= last; k++) margin[base + k] = -1;
}

function raiseRays(strip: Strip, { offset }: Octant, fan: Fan, { slot, away }: FanLine, first: number, last: number): void {
  const { obstacle, stride } = strip;
  const { rays, horizon, linesPerPlace } = fan;
  const base = slot * stride;
  const before = base - stride;
  const placesPerRay = away / rays;
  const perLine = 1 / away;
  // Read once: a constant of the module would be looked up for each ray.
  const notCrossed = NOT_CROSSED;
  // What lies behind the antenna is not crossed.
  const longest = Math.min(1, away);
  // From this ray on, places beyond the antenna's have been passed.
  const passing = Math.floor((1 - offset) / placesPerRay) + 1;
  let j = first;
  for (; j < passing && j <= last; j++) {
    const y = offset + j * placesPerRay;
    const k = y | 0;
    const here = obstacle[base + k] ?? NaN;
    const slope = (here + ((obstacle[base + k + 1] ?? NaN) - here) * (y - k)) * perLine;
    if (slope > (horizon[j] ?? NaN)) horizon[j] = slope;
  }
  // Without branches, which nothing could foretell: (x + |x|) / 2 is the greater of x and 0.
  for (; j <= last; j++) {
    const y = offset + j * placesPerRay;
    const k = y | 0;
    const part = y - k;
    const here = obstacle[base + k] ?? NaN;
    const slope = (here + ((obstacle[base + k + 1] ?? NaN) - here) * part) * perLine;
    const linesAgo = part * (linesPerPlace[j] ?? NaN);
    const late = linesAgo - longest;
    const there = here + ((obstacle[before + k] ?? NaN) - here) * linesAgo;
    const slopeThere = there / (away - linesAgo) - (late + Math.abs(late)) * notCrossed;
    const known = horizon[j] ?? NaN;
    const rise = slope - known;
    const risen = known + (rise + Math.abs(rise)) * 0.5;
    const riseThere = slopeThere - risen;
    horizon[j] = risen + (riseThere + Math.abs(riseThere)) * 0.5;
  }
}
