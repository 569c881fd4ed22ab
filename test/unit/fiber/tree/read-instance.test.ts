import { describe, expect, test } from 'vitest';
import { readTreeInstance } from '../../../../src/fiber/tree/read-instance.ts';

const triangle =
  'SECTION Graph\nNodes 3\nEdges 2\nE 1 2 7\nE 2 3 5\nEND\n\nSECTION Terminals\nTerminals 2\nT 3\nT 1\nEND\n\nEOF\n';

describe('reading a graph with terminals', () => {
  test('takes a PACE file; nodes count from 0 and the first terminal is the root', () => {
    const problem = readTreeInstance(triangle, 'a.gr');
    expect(problem.nodeCount).toBe(3);
    expect([...problem.edgeFrom]).toEqual([0, 1]);
    expect([...problem.edgeTo]).toEqual([1, 2]);
    expect([...problem.edgeCost]).toEqual([7, 5]);
    expect([...problem.terminals]).toEqual([2, 0]);
    expect(problem.root).toBe(2);
  });

  test('takes a SteinLib file with its first line, comments, coordinates, own root and Windows line ends', () => {
    const text = [
      '33D32945 STP File, STP Format Version 1.0',
      'SECTION Comment',
      'Name "tiny"',
      'END',
      triangle.replace('T 1\n', 'T 1\nRoot 1\n').replace('\nEOF', 'SECTION Coordinates\nDD 1 0 0\nEND\nEOF'),
    ].join('\n');
    const problem = readTreeInstance(text.replaceAll('\n', '\r\n'), 'tiny.stp');
    expect(problem.root).toBe(0);
    expect([...problem.terminals]).toEqual([2, 0]);
  });

  test('takes prizes and decimals: costs are whole in a smaller unit, and the root may count as a terminal', () => {
    const text = triangle.replace('E 2 3 5', 'E 2 3 5.250').replace('T 3\nT 1', 'TP 3 1.5\nRootP 1');
    const instance = readTreeInstance(text, 'p.stp');
    expect(instance).toMatchObject({ root: 0, unitsPerCost: 100 });
    expect([...instance.edgeCost]).toEqual([700, 525]);
    expect([...(instance.prizes ?? [])]).toEqual([150]);
    const free = readTreeInstance(triangle.replace('T 3\nT 1', 'TP 3 4\nT 1'), 'q.stp');
    expect(free.root).toBe(0);
    expect([...(free.prizes ?? [])]).toEqual([4, Infinity]);
    expect(readTreeInstance(triangle.replace('T 3\nT 1', 'TP 3 4\nTP 1 2'), 'r.stp').root).toBeUndefined();
  });

  test.each([
    ['cut off in the middle', triangle.slice(0, 40), 'import/damaged-graph'],
    ['with fewer edges than announced', triangle.replace('Edges 2', 'Edges 3'), 'import/damaged-graph'],
    ['with fewer terminals than announced', triangle.replace('Terminals 2', 'Terminals 3'), 'import/damaged-graph'],
    ['with a node out of range', triangle.replace('E 2 3 5', 'E 2 4 5'), 'import/damaged-graph'],
    ['with a negative cost', triangle.replace('E 2 3 5', 'E 2 3 -5'), 'import/damaged-graph'],
    ['with a cost missing', triangle.replace('E 2 3 5', 'E 2 3'), 'import/damaged-graph'],
    ['without terminals', triangle.replace('Terminals 2\nT 3\nT 1\n', ''), 'import/damaged-graph'],
    ['that is something else', 'id,cost\n1,2\n', 'import/damaged-graph'],
    ['that is empty', '', 'import/damaged-graph'],
    ['a prize that is no number', triangle.replace('T 3', 'TP 3 many'), 'import/damaged-graph'],
    ['a negative prize', triangle.replace('T 3', 'TP 3 -100'), 'import/damaged-graph'],
    ['with directed arcs', triangle.replace('E 2 3 5', 'A 2 3 5'), 'import/unsupported-graph'],
  ])('refuses a file %s and says where', (_, text, code) => {
    expect(() => readTreeInstance(text, 'bad.gr')).toThrow(
      expect.objectContaining({ code, where: expect.stringContaining('bad.gr') }),
    );
  });
});
