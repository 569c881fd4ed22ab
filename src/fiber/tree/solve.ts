import type { JobContext } from '../../base/job.ts';
import { DualAscender, saturatedEdges } from './dual-ascent.ts';
import { TreeGrower } from './grow-tree.ts';
import { Pace } from './pace.ts';
import type { TreeEffort, TreeProblem, TreeSolution } from './problem.ts';
import { takeRootComponent } from './root-component.ts';
import { TreeTidier } from './tidy-tree.ts';

/** Finds a cheap tree and a bound below which no tree can be. */
export async function solveTree(problem: TreeProblem, effort: TreeEffort, job: JobContext): Promise<TreeSolution> {
  const pace = new Pace(job, effort);
  const component = takeRootComponent(problem);
  const { graph } = component;
  const grower = new TreeGrower(graph);
  const tidier = new TreeTidier(graph);
  let best = tidier.tidy(grower.grow(graph.root) ?? []);

  const dual = await new DualAscender(graph).run(graph.root, pace);

  const second = tidier.tidy(grower.grow(graph.root, { allowed: saturatedEdges(graph, dual) }) ?? []);

  if (second.weight < best.weight) best = second;
  return {
    edges: component.originalEdge.length ? best.edges.map((edge) => component.originalEdge[edge] ?? 0).sort() : new Int32Array(0),
    weight: best.weight + component.fixedCost,
    lowerBound: dual.bound + component.fixedCost,
    unreached: component.unreached,
  };
}
