import { describe, expect, it } from 'vitest';
import { fromWgs84 } from '../../../../src/geo/crs.ts';
import { destination, earthCentred, geodesicDistanceM, geodesicOfChordM, geodesicPoints } from '../../../../src/geo/geodesy.ts';
import type { LngLat } from '../../../../src/geo/position.ts';
import { blankPath, cellPath, placeInCells, type ToCells } from '../../../../src/studies/sightlines/cell-path.ts';

const STARTS: readonly LngLat[] = [
  [11.5, 50],
  [9, 0.02],
  [14.5, -45],
  [13, 70],
];

function chordM(a: LngLat, b: LngLat): number {
  const [one, other] = [earthCentred(a), earthCentred(b)];
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

describe('the length of a short geodesic', () => {
  it('is that of Karney within 0.02 mm up to 10 km, from the chord through the Earth', () => {
    for (const start of STARTS) {
      for (let bearingDeg = 0; bearingDeg < 360; bearingDeg += 25) {
        for (const lengthM of [1, 700, 9990]) {
          const end = destination(start, bearingDeg, lengthM);
          expect(Math.abs(geodesicOfChordM(chordM(start, end)) - geodesicDistanceM(start, end))).toBeLessThan(2e-5);
        }
      }
    }
  });
});

describe('a path in the cells of a grid', () => {
  it('follows the geodesic within a millimetre, in degrees and in a projection, in one piece and in several', async () => {
    const toUtm = await fromWgs84('EPSG:25832');
    // Cells of about a metre.
    const systems: readonly ToCells[] = [([lng, lat]) => [lng * 1e5, lat * 1.1e5], ([lng, lat]) => toUtm(lng, lat)];
    for (const toCells of systems) {
      for (const start of STARTS) {
        for (const lengthM of [50, 4000, 9999, 23_000]) {
          const end = destination(start, 77, lengthM);
          const [from, to] = [placeInCells(toCells, start), placeInCells(toCells, end)];
          const { pieces, cubics } = cellPath({ toCells, path: blankPath() }, from, to, lengthM);
          geodesicPoints(start, end, 41).forEach((position, i) => {
            const along = (i / 40) * pieces;
            const piece = Math.min(Math.floor(along), pieces - 1);
            const t = along - piece;
            const [column, row] = [0, 4].map((axis) => {
              const [k0, k1, k2, k3] = cubics.subarray(8 * piece + axis);
              return k0! + t * (k1! + t * (k2! + t * k3!));
            });
            const [expectedColumn, expectedRow] = toCells(position);
            expect(Math.hypot(column! - expectedColumn, row! - expectedRow), `${start.join()} ${lengthM} m`).toBeLessThan(1e-3);
          });
        }
      }
    }
  });
});
