import { breathe, type JobContext } from '../base/job.ts';
import { squaredDistanceM2, type ViewshedInput } from './viewshed-field.ts';
import { wavelengthM } from './fresnel.ts';
import { END_MARGIN_M } from './sightline.ts';

/** The cells that are asked about: every `stride`-th column and row from a first one. */
export interface CellLattice {
  readonly left: number;
  readonly top: number;
  readonly stride: number;
  /** How many. */
  readonly width: number;
  readonly height: number;
}

/** What rays from one antenna to the cells of a lattice find, row by row; NaN beyond the radius and where the ground is unknown. */
export interface CoverageRays {
  /** How high above its base a target must be to be seen, metres, ≥ 0. */
  readonly minHeightM: Float32Array;
  /** Least of clearance over first Fresnel radius to the target, negative where it is hidden; 100 at most. */
  readonly fresnelFraction: Float32Array;
  /** Steepest rise from the antenna and from the target to what lies between, and the lowest fraction, make a Bullington loss. */
  readonly slopeFromAntenna: Float32Array;
  readonly slopeFromTarget: Float32Array;
}

/** Fractions above this, and paths that cross nothing, have this one. */
const MOST_FRACTION = 100;
const STEPS_PER_BREATH = 2e6;
/** A ray this near to a cell's centre, in cells, passes through it. */
const CENTRE = 1e-9;

/**
 * Casts a ray to the target over every cell's centre and judges it wherever it crosses a row or column of cell centres, heights
 * linear between the two centres beside it. Crossings within a metre of either end do not count.
 */
export async function castCoverage(
  input: ViewshedInput,
  lattice: CellLattice,
  frequencyGhz: number,
  job: JobContext,
): Promise<CoverageRays> {
  const count = lattice.width * lattice.height;
  const rays: CoverageRays = {
    minHeightM: new Float32Array(count).fill(NaN),
    fresnelFraction: new Float32Array(count).fill(NaN),
    slopeFromAntenna: new Float32Array(count).fill(NaN),
    slopeFromTarget: new Float32Array(count).fill(NaN),
  };
  const waveM = wavelengthM(frequencyGhz);
  const ray = new Float64Array(3);
  await eachTarget(input, lattice, job, (cell, column, row, lengthM) => {
    castRay(input, column, row, lengthM, waveM, ray);
    const hasCrossings = ray[0] !== -Infinity;
    const baseM = input.targetBaseM[row * input.width + column] ?? NaN;
    const neededM = input.antennaAltitudeM + ((ray[0] ?? NaN) + lengthM * input.dropPerM2) * lengthM;
    rays.minHeightM[cell] = hasCrossings ? Math.max(0, neededM - baseM) : 0;
    rays.fresnelFraction[cell] = hasCrossings ? Math.min(ray[1] ?? NaN, MOST_FRACTION) : MOST_FRACTION;
    rays.slopeFromAntenna[cell] = (ray[0] ?? NaN) + lengthM * input.dropPerM2;
    rays.slopeFromTarget[cell] = ray[2] ?? NaN;
  });
  return rays;
}

/** Visits the cells within the radius whose ground is known; breathes. @param visit is told the place in the lattice, and the cell */
export async function eachTarget(
  input: ViewshedInput,
  { left, top, stride, width, height }: CellLattice,
  job: JobContext,
  visit: (place: number, column: number, row: number, lengthM: number) => void,
): Promise<void> {
  let steps = 0;
  for (let r = 0; r < height; r++) {
    const row = top + r * stride;
    for (let c = 0; c < width; c++) {
      const column = left + c * stride;
      const lengthM = Math.sqrt(squaredDistanceM2(input, column, row));
      if (!(lengthM <= input.radiusM) || Number.isNaN(input.targetBaseM[row * input.width + column] ?? NaN)) continue;
      visit(r * width + c, column, row, lengthM);
      steps += Math.abs(column - input.column) + Math.abs(row - input.row);
    }
    if (steps < STEPS_PER_BREATH) continue;
    steps = 0;
    job.progress('Casting rays', r / height);
    await breathe(job);
  }
}

/** @param ray receives the steepest sunk slope from the antenna, the least Fresnel fraction, the steepest slope from the target */
function castRay(input: ViewshedInput, column: number, row: number, lengthM: number, waveM: number, ray: Float64Array): void {
  ray[0] = -Infinity;
  ray[1] = Infinity;
  ray[2] = -Infinity;
  const [dc, dr] = [column - input.column, row - input.row];
  if (dc !== 0) crossings(input, input.column, dc, input.row, dr, 1, lengthM, column, row, ray);
  if (dr !== 0) crossings(input, input.row, dr, input.column, dc, input.width, lengthM, column, row, ray);
  const square = ray[1] ?? NaN;
  ray[1] = Math.sign(square) * Math.sqrt((Math.abs(square) * lengthM) / waveM);
}

/** Crossings with one family of lines, `step` apart in the array. Plain numbers: this runs hot. */
function crossings(
  input: ViewshedInput,
  start: number,
  run: number,
  place: number,
  drift: number,
  step: number,
  lengthM: number,
  column: number,
  row: number,
  ray: Float64Array,
): void {
  const { obstacleM, antennaAltitudeM, dropPerM2 } = input;
  const besideStep = step === 1 ? input.width : 1;
  const targetM = (input.targetBaseM[row * input.width + column] ?? NaN) + input.targetHeightM;
  const targetSlope = (targetM - antennaAltitudeM) / lengthM - lengthM * dropPerM2;
  const marginM = Math.min(END_MARGIN_M, lengthM / 4);
  const perRun = 1 / run;
  const direction = run > 0 ? 1 : -1;
  const end = start + run;
  let steepest = ray[0] ?? NaN;
  let least = ray[1] ?? NaN;
  let steepestBack = ray[2] ?? NaN;
  for (let line = direction > 0 ? Math.floor(start) + 1 : Math.ceil(start) - 1; (end - line) * direction > 0; line += direction) {
    const t = (line - start) * perRun;
    const awayM = t * lengthM;
    const leftM = lengthM - awayM;
    if (awayM < marginM || leftM < marginM) continue;
    const y = place + t * drift;
    const k = Math.floor(y + CENTRE);
    const f = y - k;
    const index = line * step + k * besideStep;
    const near = obstacleM[index] ?? NaN;
    const heightM = f < CENTRE ? near : near + ((obstacleM[index + besideStep] ?? NaN) - near) * f;
    const slope = (heightM - antennaAltitudeM) / awayM - awayM * dropPerM2;
    if (slope > steepest) steepest = slope;
    const perLeft = 1 / leftM;
    // The fraction's square with its sign: order is kept, and roots wait for the end.
    const spare = targetSlope - slope;
    const square = spare * Math.abs(spare) * awayM * perLeft;
    if (square < least) least = square;
    const back = (heightM - targetM) * perLeft + awayM * dropPerM2;
    if (back > steepestBack) steepestBack = back;
  }
  ray[0] = steepest;
  ray[1] = least;
  ray[2] = steepestBack;
}
