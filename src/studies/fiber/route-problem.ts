import type { RouteGraph } from '../../fiber/route-graph.ts';
import type { TreeProblem } from '../../fiber/tree/problem.ts';
import type { PreparedRoutes } from './prepare.ts';

/**
 * The route graph as the solver takes it, in cents: every premises is an end, so that no route runs through somebody's house. Drops
 * do not hang on a node itself but on a copy of it, which is joined to it by an edge at the price of opening a terminal there. Edges
 * keep their index; those of the openings come after them.
 */
export function routeProblem({ nodes, edges, premisesNode, root }: RouteGraph, prepared: PreparedRoutes): TreeProblem {
  const { poles, prices } = prepared.input;
  const edgeFrom = edges.map(({ from }) => from);
  const edgeTo = edges.map(({ to }) => to);
  const edgeCost = edges.map(({ costCents }) => costCents);
  const copies = new Map<number, number>();
  edges.forEach(({ kind, from }, i) => {
    if (kind !== 'drop-aerial' && kind !== 'drop-buried') return;
    let copy = copies.get(from);
    if (copy === undefined) {
      copy = nodes.length + copies.size;
      copies.set(from, copy);
      edgeFrom.push(from);
      edgeTo.push(copy);
      edgeCost.push(Math.round(nodes[from]?.kind === 'ground' ? prices.terminalBuried.opening : prices.terminalAerial.opening));
    }
    edgeFrom[i] = copy;
  });
  const nodeCost = new Float64Array(nodes.length + copies.size);
  nodes.forEach((node, i) => {
    if (node.kind === 'pole') nodeCost[i] = poles[node.pole]?.makeReadyCents ?? 0;
  });
  return {
    nodeCount: nodeCost.length,
    edgeFrom: Int32Array.from(edgeFrom),
    edgeTo: Int32Array.from(edgeTo),
    edgeCost: Float64Array.from(edgeCost),
    nodeCost,
    terminals: Int32Array.from(premisesNode),
    terminalsAreEnds: true,
    root,
  };
}
