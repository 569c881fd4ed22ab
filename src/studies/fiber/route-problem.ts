import type { RouteGraph } from '../../fiber/route-graph.ts';
import type { TreeProblem } from '../../fiber/tree/problem.ts';
import type { PreparedRoutes } from './prepare.ts';

/** The route graph as the solver takes it, in cents: every premises is an end, so that no route runs through somebody's house. */
export function routeProblem({ nodes, edges, premisesNode, root }: RouteGraph, prepared: PreparedRoutes): TreeProblem {
  return {
    nodeCount: nodes.length,
    edgeFrom: Int32Array.from(edges, ({ from }) => from),
    edgeTo: Int32Array.from(edges, ({ to }) => to),
    edgeCost: Float64Array.from(edges, ({ costCents }) => costCents),
    nodeCost: Float64Array.from(nodes, (node) =>
      node.kind === 'pole' ? (prepared.input.poles[node.pole]?.makeReadyCents ?? 0) : 0,
    ),
    terminals: Int32Array.from(premisesNode),
    terminalsAreEnds: true,
    root,
  };
}
