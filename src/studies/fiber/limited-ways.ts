import { compareText } from '../../base/compare.ts';
import type { RouteGraph } from '../../fiber/route-input.ts';
import { keepWithin, type LongWay } from '../../fiber/tree/limit-paths.ts';
import type { PathPrice } from '../../fiber/tree/shorten-paths.ts';
import type { BeyondLimit } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Settings } from '../../plan/settings.ts';
import type { FibrePlan } from './fibre-plan.ts';
import type { RouteProblem } from './route-problem.ts';
import type { TerrainFactor } from './terrain-length.ts';

/** Ways of the search, no longer than asked for where the map allows it. */
export interface LimitedWays {
  readonly edges: Int32Array;
  readonly weight: number;
  readonly beyond: readonly LongWay[];
}

/** Keeps ways of light to the setting `pathLimitM`, as cable would lie on each edge: along the terrain, with slack and sag. */
export class WayLimit {
  readonly #graph: RouteGraph;
  readonly #fibreM: Float64Array;
  /** What is aimed at: less than the setting, once what was placed had made ways longer than those of the search. */
  #mostM: number;

  constructor(graph: RouteGraph, settings: Settings, terrainFactor: TerrainFactor) {
    this.#graph = graph;
    const slack = settings.slack === 'percent' ? settings.slackPercent / 100 : settings.slackLoopM / settings.slackLoopEveryM;
    this.#fibreM = Float64Array.from(graph.edges, ({ kind, path, lengthM }) => {
      if (kind === 'drop-aerial' || kind === 'drop-buried' || lengthM === 0) return lengthM;
      const sag = kind === 'span' || kind === 'pole-line' || kind === 'tap' ? settings.sagPercent / 100 : 0;
      return lengthM * terrainFactor(path) * (1 + slack + sag);
    });
    this.#mostM = settings.pathLimitM - settings.terminalTailM;
  }

  /** The ways of a tree made to keep to the limit. */
  apply(problem: RouteProblem, edges: Iterable<number>, price: PathPrice): LimitedWays {
    const lengthM = Float64Array.from(problem.edgeFrom, (_, edge) => this.#fibreM[edge] ?? 0);
    const { mayMove: _all, ...rest } = price;
    const mustStay = (edge: number): boolean => problem.kept[edge] === true;
    return keepWithin(problem, edges, { ...rest, mustStay }, { lengthM, mostM: this.#mostM });
  }

  /** Aims lower by what the fibres as they lie are too long where the map has ways that keep to the limit; false where they are not. */
  tighten(
    fibres: FibrePlan,
    { pathLimitM, terminalTailM }: Settings,
    beyond: readonly LongWay[],
    premisesIds: readonly string[],
  ): boolean {
    const hopeless = this.#idsOf(
      beyond.filter(({ shortestM }) => shortestM + terminalTailM > pathLimitM),
      premisesIds,
    );
    const over = fibres.premises.map(({ drop, fibreM }) => (hopeless.has(drop.premisesId) ? 0 : fibreM - pathLimitM));
    const most = Math.max(0, ...over);
    this.#mostM -= most;
    return most > 0;
  }

  /** Premises beyond the limit, the farthest first. */
  told(fibres: FibrePlan, plan: Plan, beyond: readonly LongWay[], premisesIds: readonly string[]): BeyondLimit[] {
    const { pathLimitM, terminalTailM } = plan.settings;
    const shortest = this.#idsOf(beyond, premisesIds);
    const farthest = new Map<string, number>();
    for (const { drop, fibreM } of fibres.premises)
      if (fibreM > pathLimitM) farthest.set(drop.premisesId, Math.max(fibreM, farthest.get(drop.premisesId) ?? 0));
    return [...farthest]
      .map(([id, fibreM]): BeyondLimit => {
        const shortestM = (shortest.get(id) ?? 0) + terminalTailM;
        return { id, fibreM: millimetres(fibreM), shortestM: shortestM > pathLimitM ? millimetres(shortestM) : null };
      })
      .sort((a, b) => b.fibreM - a.fibreM || compareText(a.id, b.id));
  }

  #idsOf(beyond: readonly LongWay[], premisesIds: readonly string[]): Map<string, number> {
    const shortestM = new Map(beyond.map((one) => [one.terminal, one.shortestM]));
    return new Map(
      this.#graph.premisesNode.flatMap((node, i): [string, number][] => {
        const found = shortestM.get(node);
        return found === undefined ? [] : [[premisesIds[i] ?? '', found]];
      }),
    );
  }
}

function millimetres(lengthM: number): number {
  return Math.round(lengthM * 1000) / 1000;
}
