import { expect, test } from 'vitest';
import { planarCells, type CellEdge } from '../../../src/geo/planar-cells.ts';
import { signedArea } from '../../../src/geo/polygon.ts';
import type { LocalXY } from '../../../src/geo/position.ts';

/** Edges between points given as "x,y", one for each distinct point a node. */
function edges(...pairs: readonly (readonly [string, string])[]): CellEdge[] {
  const nodes = [...new Set(pairs.flat())];
  const at = (text: string): LocalXY => {
    const [x = 0, y = 0] = text.split(',').map(Number);
    return { x, y };
  };
  return pairs.map(([a, b]) => ({ from: nodes.indexOf(a), to: nodes.indexOf(b), path: [at(a), at(b)] }));
}
const square = (x: number, y: number, size: number): [string, string][] => {
  const corners = [`${x},${y}`, `${x + size},${y}`, `${x + size},${y + size}`, `${x},${y + size}`];
  return corners.map((corner, i) => [corner, corners[(i + 1) % 4]!]);
};
/** Two squares side by side with a street between them, and one that leads nowhere. */
const twoBlocks = edges(
  ['0,0', '10,0'], ['10,0', '20,0'], ['20,0', '20,10'], ['20,10', '10,10'], ['10,10', '0,10'], ['0,10', '0,0'],
  ['10,0', '10,10'], ['20,10', '30,10'],
); // prettier-ignore

test('two blocks with a street between them are two cells that share its length', () => {
  const cells = planarCells(twoBlocks);
  expect(cells.outlines.map((ring) => signedArea(ring))).toEqual([100, 100]);
  expect(cells.borders).toEqual([[0, 1, 10]]);
});

test('joined they are one ring around both; a cell that is left out is not there', () => {
  const cells = planarCells(twoBlocks);
  const [rings] = cells.joined([0, 0]);
  expect(rings!.map((ring) => signedArea(ring))).toEqual([200]);
  expect(rings![0]).toHaveLength(7);
  expect(cells.joined([-1, 0]).map((list) => list.map((ring) => signedArea(ring)))).toEqual([[100]]);
});

test('a network inside a cell is a hole in it, and a cell of its own', () => {
  const cells = planarCells(edges(...square(0, 0, 10), ...square(4, 4, 2)));
  expect(cells.outlines.map((ring) => signedArea(ring)).sort((a, b) => a - b)).toEqual([4, 100]);
  const large = cells.outlines.findIndex((ring) => signedArea(ring) === 100);
  const [around] = cells.joined(cells.outlines.map((_, i) => (i === large ? 0 : -1)));
  expect(around!.map((ring) => signedArea(ring)).sort((a, b) => a - b)).toEqual([-4, 100]);
  expect(cells.joined([0, 0])[0]!.map((ring) => signedArea(ring))).toEqual([100]);
});

test('a grid of streets: cells fill it without gap or overlap, however they are joined', () => {
  const pairs: [string, string][] = [];
  for (let x = 0; x <= 5; x++) for (let y = 0; y <= 4; y++) {
    if (x < 5) pairs.push([`${x},${y}`, `${x + 1},${y}`]);
    if (y < 4) pairs.push([`${x},${y}`, `${x},${y + 1}`]);
  } // prettier-ignore
  const cells = planarCells(edges(...pairs));
  expect(cells.outlines).toHaveLength(20);
  const labels = cells.outlines.map((_, i) => (i * 7) % 3);
  const areas = cells.joined(labels).map((rings) => rings.reduce((sum, ring) => sum + signedArea(ring), 0));
  expect(areas).toEqual([0, 1, 2].map((label) => labels.filter((one) => one === label).length));
});
