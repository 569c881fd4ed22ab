import { modelOfCell, type Grid } from '../../geo/grid.ts';
import type { CellLattice } from '../../radio/coverage-rays.ts';

/** Best of all sites, cell by cell, on the terrain's own grid or on every n-th cell of it; NaN where nothing is known or in reach. */
export interface CoverageResult {
  readonly width: number;
  readonly height: number;
  readonly toModel: Grid['toModel'];
  readonly crs: string;
  /** How many sites see the target, 255 at most. */
  readonly seenBy: Uint8Array;
  /** Metres above the target's base at which the first site comes into sight. */
  readonly minHeightM: Float32Array;
  /** Greatest over sites of the least Fresnel fraction on the way. */
  readonly fresnelFraction: Float32Array;
  /** dBm; null without equipment. */
  readonly levelDbm: Float32Array | null;
  /** Place in the list of sites. */
  readonly server: Float32Array;
  /** Least loss, dB. */
  readonly lossDb: Float32Array;
  /** Cells in reach with a known ground, and those of them that are seen. */
  readonly knownCells: number;
  readonly visibleCells: number;
  readonly cellAreaM2: number;
  readonly warnings: readonly string[];
}

/** The layers of a result while sites are taken in. */
export type CoverageLayers = Omit<CoverageResult, 'knownCells' | 'visibleCells' | 'cellAreaM2' | 'warnings'>;

/** Layers in which nothing is known yet. */
export function emptyLayers(ground: Grid, { left, top, stride, width, height }: CellLattice, hasLevels: boolean): CoverageLayers {
  const count = width * height;
  const unknown = (): Float32Array => new Float32Array(count).fill(NaN);
  const [x, y] = modelOfCell(ground, left, top);
  const [, xc, xr, , yc, yr] = ground.toModel;
  return {
    width,
    height,
    toModel: [x, xc * stride, xr * stride, y, yc * stride, yr * stride],
    crs: ground.crs,
    seenBy: new Uint8Array(count),
    minHeightM: unknown(),
    fresnelFraction: unknown(),
    levelDbm: hasLevels ? unknown() : null,
    server: unknown(),
    lossDb: unknown(),
  };
}

/** Whether a cell of a result, −1 for none, is served. */
export function isServed({ levelDbm, seenBy }: CoverageResult, cell: number, thresholdDbm: number | null): boolean {
  if (cell < 0) return false;
  if (thresholdDbm === null || levelDbm === null) return (seenBy[cell] ?? 0) > 0;
  return (levelDbm[cell] ?? NaN) >= thresholdDbm;
}
