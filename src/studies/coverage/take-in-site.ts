import { breathe, type JobContext } from '../../base/job.ts';
import { toWgs84 } from '../../geo/crs.ts';
import { metresPerDegree } from '../../geo/geodesy.ts';
import { modelOfCell, type Grid } from '../../geo/grid.ts';
import type { CellLattice, CoverageRays } from '../../radio/coverage-rays.ts';
import { foliageLossDb } from '../../radio/foliage-loss.ts';
import { squaredDistanceM2, type ViewshedInput } from '../../radio/viewshed-field.ts';
import type { Season } from '../obstacles/obstacles.ts';
import { cellLoss, levelDbm, type CoverageRadio } from './cell-level.ts';
import type { CoverageLayers } from './result.ts';

/** Metres east and north per column and row, at the antenna: for bearings. */
export interface Facing {
  readonly eastPerColumn: number;
  readonly northPerColumn: number;
  readonly eastPerRow: number;
  readonly northPerRow: number;
}

/** How a grid's columns and rows run at a place. */
export async function facingOf(grid: Grid, { column, row }: ViewshedInput): Promise<Facing> {
  const toLngLat = await toWgs84(grid.crs);
  const at = (c: number, r: number): [number, number] => toLngLat(...modelOfCell(grid, c, r));
  const [lng, lat] = at(column, row);
  const { east, north } = metresPerDegree(lat);
  const [across, down] = [at(column + 1, row), at(column, row + 1)];
  return {
    eastPerColumn: (across[0] - lng) * east,
    northPerColumn: (across[1] - lat) * north,
    eastPerRow: (down[0] - lng) * east,
    northPerRow: (down[1] - lat) * north,
  };
}

/** One antenna and what its rays found. */
export interface SiteRays {
  /** Place in the list of sites. */
  readonly index: number;
  /** Of the main direction, degrees; null: aimed at every cell alike. */
  readonly azimuthDeg: number | null;
  readonly tiltDeg: number;
  readonly field: ViewshedInput;
  readonly lattice: CellLattice;
  readonly rays: CoverageRays;
  readonly facing: Facing;
  readonly frequencyGhz: number;
  readonly radio: CoverageRadio | null;
  /** The way through crowns instead of over them; null where no trees are known. */
  readonly trees: { readonly rays: CoverageRays; readonly depthM: Float32Array; readonly season: Season } | null;
}

/** Takes one site into the best of all. @param whole lattice of the layers, of the same stride */
export async function takeInSite(layers: CoverageLayers, whole: CellLattice, one: SiteRays, job: JobContext): Promise<void> {
  const { lattice, rays, field } = one;
  const { stride } = lattice;
  const [right, down] = [(lattice.left - whole.left) / stride, (lattice.top - whole.top) / stride];
  for (let r = 0; r < lattice.height; r++) {
    if (r % 64 === 63) await breathe(job);
    for (let c = 0; c < lattice.width; c++) {
      const from = r * lattice.width + c;
      const neededM = rays.minHeightM[from] ?? NaN;
      if (Number.isNaN(neededM)) continue;
      const to = (down + r) * whole.width + right + c;
      const fraction = rays.fresnelFraction[from] ?? NaN;
      if (neededM <= field.targetHeightM) layers.seenBy[to] = Math.min(255, (layers.seenBy[to] ?? 0) + 1);
      if (!(neededM >= (layers.minHeightM[to] ?? NaN))) layers.minHeightM[to] = neededM;
      if (!(fraction <= (layers.fresnelFraction[to] ?? NaN))) layers.fresnelFraction[to] = fraction;
      serve(layers, to, one, { column: lattice.left + c * stride, row: lattice.top + r * stride, from });
    }
  }
}

interface Target {
  readonly column: number;
  readonly row: number;
  /** Place in the site's own lattice. */
  readonly from: number;
}

const DEGREES = 180 / Math.PI;

function serve(layers: CoverageLayers, to: number, one: SiteRays, { column, row, from }: Target): void {
  const { field, facing, radio } = one;
  const lengthM = Math.sqrt(squaredDistanceM2(field, column, row));
  const riseM = (field.targetBaseM[row * field.width + column] ?? NaN) + field.targetHeightM - field.antennaAltitudeM;
  const lossDb = lossOf(one, from, lengthM, riseM);
  if (radio === null || layers.levelDbm === null) {
    if (lossDb >= (layers.lossDb[to] ?? NaN)) return;
  } else {
    const [dc, dr] = [column - field.column, row - field.row];
    const eastM = facing.eastPerColumn * dc + facing.eastPerRow * dr;
    const northM = facing.northPerColumn * dc + facing.northPerRow * dr;
    const bearingDeg = Math.atan2(eastM, northM) * DEGREES;
    const tiltDeg = Math.atan2(riseM, Math.max(lengthM, 0.1)) * DEGREES;
    const offset =
      one.azimuthDeg === null ? null : { azimuthDeg: bearingDeg - one.azimuthDeg, elevationDeg: tiltDeg - one.tiltDeg };
    const level = levelDbm(radio, { lossDb, lengthM }, offset);
    if (level <= (layers.levelDbm[to] ?? NaN)) return;
    layers.levelDbm[to] = level;
  }
  layers.lossDb[to] = lossDb;
  layers.server[to] = one.index;
}

/** Over the crowns or through them, whichever loses less. */
function lossOf({ rays, trees, frequencyGhz }: SiteRays, from: number, lengthM: number, riseM: number): number {
  const along = (way: CoverageRays): number =>
    cellLoss({
      ...{ frequencyGhz, lengthM, riseM },
      fresnelFraction: way.fresnelFraction[from] ?? NaN,
      slopeFromAntenna: way.slopeFromAntenna[from] ?? NaN,
      slopeFromTarget: way.slopeFromTarget[from] ?? NaN,
    });
  const overDb = along(rays);
  if (trees === null) return overDb;
  const leavesDb = foliageLossDb(frequencyGhz, trees.depthM[from] ?? NaN, trees.season === 'leaf-on');
  return leavesDb === null ? overDb : Math.min(overDb, along(trees.rays) + leavesDb);
}
