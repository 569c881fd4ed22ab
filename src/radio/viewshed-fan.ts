import type { Octant } from './viewshed-octant.ts';
import { BLOCK, BLOCK_BITS, GROUP_BITS, type Strip } from './viewshed-strip.ts';

/** Rays through an octant: ray `j` runs j / rays places aside per line. Slopes are metres per line. */
export interface Fan {
  rays: number;
  /** The steepest slope that each ray has met. */
  readonly horizon: Float64Array;
  /** rays / j: lines in which a ray runs one place aside. */
  readonly linesPerPlace: Float64Array;
  /** Not above the horizon of any ray of a block, nor of the one after it. */
  readonly lowest: Float64Array;
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
/** A block's lowest horizon is found anew on every eighth line. */
const LOWEST_EVERY = 8;

export function makeFan(rays: number, mostRays: number): Fan {
  const horizon = new Float64Array(mostRays + BLOCK + 2).fill(OPEN);
  const lowest = new Float64Array((horizon.length >> BLOCK_BITS) + 1).fill(OPEN);
  const fan = { rays, horizon, lowest, linesPerPlace: new Float64Array(horizon.length) };
  measure(fan);
  return fan;
}

function measure({ rays, linesPerPlace }: Fan): void {
  for (let j = 0; j <= rays; j++) linesPerPlace[j] = rays / j;
}

/** Puts a ray between every two, with the mean of their horizons. */
export function doubleRays(fan: Fan): void {
  const { horizon, lowest, rays } = fan;
  for (let j = rays; j >= 0; j--) {
    const slope = horizon[j] ?? NaN;
    horizon[2 * j + 1] = (slope + (horizon[j + 1] ?? NaN)) / 2;
    horizon[2 * j] = slope;
  }
  horizon[2 * rays + 1] = OPEN;
  fan.rays = 2 * rays;
  for (let block = fan.rays >> BLOCK_BITS; block >= 0; block--) lowest[block] = lowest[block >> 1] ?? NaN;
  measure(fan);
}

/**
 * Marks what is seen on a line: targets that rise to the horizon between the two rays beside them. Then raises the horizons by
 * what the rays meet on the line, and at the places they pass just before it. Blocks of rays whose horizons lie above all that are left out.
 */
export function sweepLine(strip: Strip, octant: Octant, fan: Fan, line: FanLine): void {
  const { stride, top } = strip;
  const { offset, placeCount } = octant;
  const { rays, lowest } = fan;
  const { slot, away } = line;
  const perGroup = stride >> BLOCK_BITS;
  const topHere = (slot >> GROUP_BITS) * perGroup;
  const topBefore = ((slot - 1) >> GROUP_BITS) * perGroup;
  const placesPerRay = away / rays;
  const lastRay = Math.min(rays, Math.floor((placeCount - 1 - offset) / placesPerRay));
  const lastPlace = Math.min(placeCount - 1, Math.floor(offset + away));
  const lastBlock = lastRay >> BLOCK_BITS;
  for (let block = 0; block <= lastBlock; block++) {
    const from = offset + block * BLOCK * placesPerRay;
    const to = offset + (block + 1) * BLOCK * placesPerRay;
    const slope = lowest[block] ?? NaN;
    const lowestM = slope * (slope > 0 ? Math.max(0, away - 1) : away);
    const lastTop = (Math.min(lastPlace, to | 0) + 1) >> BLOCK_BITS;
    let rises = false;
    for (let i = (from | 0) >> BLOCK_BITS; i <= lastTop; i++)
      if ((top[topHere + i] ?? NaN) >= lowestM || (top[topBefore + i] ?? NaN) >= lowestM) rises = true;
    if (!rises) continue;
    const isLast = block === lastBlock;
    seePlaces(strip, octant, fan, line, Math.ceil(from), isLast ? lastPlace : Math.ceil(to) - 1);
    raiseRays(strip, octant, fan, line, block * BLOCK, isLast ? lastRay : (block + 1) * BLOCK - 1);
    if ((slot + block) % LOWEST_EVERY === 0) lowest[block] = lowestOf(fan, block);
  }
}

function seePlaces(strip: Strip, { offset }: Octant, { rays, horizon }: Fan, line: FanLine, first: number, last: number): void {
  const { target, seen } = strip;
  const { away, targetHeightM } = line;
  const base = line.slot * strip.stride;
  const raysPerPlace = rays / away;
  for (let k = first; k <= last; k++) {
    const ray = (k - offset) * raysPerPlace;
    const j = ray | 0;
    const below = horizon[j] ?? NaN;
    const horizonM = (below + ((horizon[j + 1] ?? NaN) - below) * (ray - j)) * away;
    if ((target[base + k] ?? NaN) + targetHeightM >= horizonM) seen[base + k] = 1;
  }
}

function raiseRays(strip: Strip, { offset }: Octant, fan: Fan, { slot, away }: FanLine, first: number, last: number): void {
  const { obstacle, stride } = strip;
  const { rays, horizon, linesPerPlace } = fan;
  const base = slot * stride;
  const before = base - stride;
  const placesPerRay = away / rays;
  const perLine = 1 / away;
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
    const slopeThere = there / (away - linesAgo) - (late + Math.abs(late)) * NOT_CROSSED;
    const known = horizon[j] ?? NaN;
    const rise = slope - known;
    const risen = known + (rise + Math.abs(rise)) * 0.5;
    const riseThere = slopeThere - risen;
    horizon[j] = risen + (riseThere + Math.abs(riseThere)) * 0.5;
  }
}

function lowestOf({ horizon }: Fan, block: number): number {
  let least = Infinity;
  for (let j = block * BLOCK; j <= (block + 1) * BLOCK; j++) {
    const slope = horizon[j] ?? NaN;
    if (slope < least) least = slope;
  }
  return least;
}
