import type { Grid } from '../../geo/grid.ts';

/** A ray over a grid: nodes between which it is straight in cells. */
export interface RayNodes {
  readonly columns: Float64Array;
  readonly rows: Float64Array;
  /** From the eye, metres, ascending from 0. */
  readonly distanceM: Float64Array;
}

/** What a ray meets, and how a ray sees it. */
export interface RayView {
  readonly obstacle: Grid;
  readonly eyeAltitudeM: number;
  /** 1 / (2·k·R): how far the ground sinks per squared metre of distance. */
  readonly dropPerM2: number;
  /** Crossings nearer than this do not count: the antenna's own mount. */
  readonly nearM: number;
  /** Crossings from here on do not count. */
  readonly farM: number;
  /** Outer limits of depth bands, metres, ascending; the last one holds everything beyond. */
  readonly bandLimitsM: Float64Array;
}

/** The steepest point of a ray. */
export interface Steepest {
  /** Tangent of the elevation angle; −Infinity where the ray meets nothing known. */
  readonly tangent: number;
  readonly distanceM: number;
  /** The nearest cell of the grid; −1 where there is none. */
  readonly cell: number;
}

/**
 * Looks along a ray: the steepest point among all crossings with rows and columns of cell centres, heights linear between
 * the two centres beside a crossing.
 * @param bandTops receives the steepest tangent of each band, from `bandsAt` on
 */
export function lookAlong(nodes: RayNodes, view: RayView, bandTops: Float64Array, bandsAt: number): Steepest {
  const best = { tangent: -Infinity, distanceM: NaN, cell: -1 };
  const count = nodes.distanceM.length;
  for (let i = 1; i < count && (nodes.distanceM[i - 1] ?? NaN) < view.farM; i++) {
    const piece: Piece = {
      fromM: nodes.distanceM[i - 1] ?? NaN,
      toM: nodes.distanceM[i] ?? NaN,
      column: nodes.columns[i - 1] ?? NaN,
      columns: (nodes.columns[i] ?? NaN) - (nodes.columns[i - 1] ?? NaN),
      row: nodes.rows[i - 1] ?? NaN,
      rows: (nodes.rows[i] ?? NaN) - (nodes.rows[i - 1] ?? NaN),
    };
    crossLines(piece, true, view, { bandTops, bandsAt }, best);
    crossLines(piece, false, view, { bandTops, bandsAt }, best);
  }
  return best;
}

interface Piece {
  readonly fromM: number;
  readonly toM: number;
  readonly column: number;
  readonly columns: number;
  readonly row: number;
  readonly rows: number;
}

/** All crossings of one straight piece with columns (or rows) of cell centres. */
function crossLines(
  piece: Piece,
  areColumns: boolean,
  view: RayView,
  { bandTops, bandsAt }: { readonly bandTops: Float64Array; readonly bandsAt: number },
  best: { tangent: number; distanceM: number; cell: number },
): void {
  const { width, height, values } = view.obstacle;
  const { eyeAltitudeM, dropPerM2, nearM, farM, bandLimitsM } = view;
  const [start, run] = areColumns ? [piece.column, piece.columns] : [piece.row, piece.rows];
  const [place, drift] = areColumns ? [piece.row, piece.rows] : [piece.column, piece.columns];
  const [lines, places] = areColumns ? [width, height] : [height, width];
  const [lineStep, placeStep] = areColumns ? [1, width] : [width, 1];
  if (run === 0) return;
  const direction = run > 0 ? 1 : -1;
  const lastBand = bandLimitsM.length - 1;
  let band = 0;
  const end = start + run;
  for (let line = direction > 0 ? Math.ceil(start) : Math.floor(start); (end - line) * direction >= 0; line += direction) {
    if (line < 0 || line >= lines) continue;
    const t = (line - start) / run;
    const distanceM = piece.fromM + t * (piece.toM - piece.fromM);
    if (distanceM < nearM) continue;
    if (distanceM >= farM) return;
    const y = place + t * drift;
    const k = Math.floor(y);
    const f = y - k;
    if (k < 0 || k >= places) continue;
    const index = line * lineStep + k * placeStep;
    let heightM = values[index] ?? NaN;
    if (f > 0) {
      if (k + 1 >= places) continue;
      heightM += ((values[index + placeStep] ?? NaN) - heightM) * f;
    }
    const tangent = (heightM - eyeAltitudeM) / distanceM - distanceM * dropPerM2;
    if (Number.isNaN(tangent)) continue;
    while (band < lastBand && distanceM > (bandLimitsM[band] ?? NaN)) band++;
    if (tangent > (bandTops[bandsAt + band] ?? NaN)) bandTops[bandsAt + band] = tangent;
    if (tangent > best.tangent) {
      best.tangent = tangent;
      best.distanceM = distanceM;
      best.cell = f > 0.5 ? index + placeStep : index;
    }
  }
}
