import type { JobContext } from '../base/job.ts';
import { eachTarget, type CellLattice } from './coverage-rays.ts';
import type { ViewshedInput } from './viewshed-field.ts';

/**
 * How far the straight rays from an antenna to the targets over a lattice's cells run through crowns, metres: below what obstructs
 * with trees, above what does without. Judged at the rows or columns that a ray crosses, whichever are more.
 * @param input its obstacles are those without trees @param crownM the same with trees, metres over the datum
 */
export async function treeDepths(
  input: ViewshedInput,
  crownM: Float32Array,
  lattice: CellLattice,
  job: JobContext,
): Promise<Float32Array> {
  const depthsM = new Float32Array(lattice.width * lattice.height).fill(NaN);
  await eachTarget(input, lattice, job, (place, column, row, lengthM) => {
    depthsM[place] = depthOf(input, crownM, column, row, lengthM);
  });
  return depthsM;
}

function depthOf(input: ViewshedInput, crownM: Float32Array, column: number, row: number, lengthM: number): number {
  const { obstacleM, antennaAltitudeM, dropPerM2, width } = input;
  const [dc, dr] = [column - input.column, row - input.row];
  const alongColumns = Math.abs(dc) >= Math.abs(dr);
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(dc), Math.abs(dr))));
  const targetM = (input.targetBaseM[row * width + column] ?? NaN) + input.targetHeightM;
  let through = 0;
  // From the target, so that what is crossed are rows or columns of centres.
  for (let i = 0; i < steps; i++) {
    const t = 1 - i / Math.max(Math.abs(dc), Math.abs(dr), 1);
    const c = alongColumns ? column - Math.sign(dc) * i : Math.round(input.column + dc * t);
    const r = alongColumns ? Math.round(input.row + dr * t) : row - Math.sign(dr) * i;
    const cell = r * width + c;
    const rayM = antennaAltitudeM + (targetM - antennaAltitudeM) * t - dropPerM2 * lengthM * lengthM * t * (1 - t);
    const solidM = obstacleM[cell] ?? NaN;
    if (rayM < (crownM[cell] ?? NaN) && rayM >= solidM && (crownM[cell] ?? NaN) > solidM) through++;
  }
  return (through * lengthM) / steps;
}
