import { placeKey } from '../../fiber/way-network.ts';
import type { LngLat } from '../../geo/position.ts';
import type { FiberNetwork, Stretch } from '../../plan/network.ts';

/** What each premises needs of a network: the stretches from its terminal to its facility, by drop. */
export class Dependence {
  readonly #above = new Map<string, Stretch>();
  readonly #nodeOf: ReadonlyMap<string, string>;

  constructor({ stretches, terminals }: FiberNetwork) {
    for (const stretch of stretches) this.#above.set(stretch.to, stretch);
    this.#nodeOf = new Map(terminals.map(({ id, node }) => [id, node]));
  }

  /** Stretches from a node up to its facility, nearest first. */
  *stretchesAbove(node: string): Generator<Stretch> {
    for (let stretch = this.#above.get(node); stretch !== undefined; stretch = this.#above.get(stretch.from)) yield stretch;
  }

  nodeOfTerminal(terminalId: string): string {
    return this.#nodeOf.get(terminalId) ?? '';
  }
}

/** In which phase each part of a network is built: the first that needs it. Parts by list and id. */
export interface BuiltIn {
  readonly stretches: ReadonlyMap<string, number>;
  readonly drops: ReadonlyMap<string, number>;
  readonly terminals: ReadonlyMap<string, number>;
  readonly cabinets: ReadonlyMap<string, number>;
  readonly closures: ReadonlyMap<string, number>;
  readonly handholes: ReadonlyMap<string, number>;
  readonly poles: ReadonlyMap<string, number>;
  readonly crossings: ReadonlyMap<string, number>;
  readonly risers: ReadonlyMap<string, number>;
}

/** Every part is built once, in the first phase that needs it. @param phaseOfDrop by drop id */
export function builtIn(network: FiberNetwork, phaseOfDrop: ReadonlyMap<string, number>): BuiltIn {
  const dependence = new Dependence(network);
  const stretches = new Map<string, number>();
  const terminals = new Map<string, number>();
  const drops = new Map<string, number>();
  const earliest = (map: Map<string, number>, key: string, phase: number): boolean => {
    if (phase >= (map.get(key) ?? Infinity)) return false;
    map.set(key, phase);
    return true;
  };
  const places = new Map<string, number>();
  const pass = (path: readonly LngLat[], phase: number): void => {
    for (const position of path) earliest(places, placeKey(position), phase);
  };
  for (const drop of network.drops) {
    const phase = phaseOfDrop.get(drop.id) ?? 0;
    drops.set(drop.id, phase);
    earliest(terminals, drop.terminalId, phase);
    pass(drop.path, phase);
    // What is built for this phase or an earlier one already has all that is above it.
    for (const stretch of dependence.stretchesAbove(dependence.nodeOfTerminal(drop.terminalId))) {
      if (!earliest(stretches, stretch.id, phase)) break;
      pass(stretch.path, phase);
    }
  }
  const last = Math.max(0, ...drops.values());
  const at = (position: LngLat): number => places.get(placeKey(position)) ?? last;
  const byPlace = (parts: readonly { readonly id: string; readonly position: LngLat }[]): Map<string, number> =>
    new Map(parts.map(({ id, position }) => [id, at(position)]));
  const onStretch = (parts: readonly { readonly id: string; readonly stretchId: string }[]): Map<string, number> =>
    new Map(parts.map(({ id, stretchId }) => [id, stretches.get(stretchId) ?? last]));
  return {
    stretches,
    drops,
    terminals,
    cabinets: byPlace(network.cabinets),
    closures: byPlace(network.closures),
    poles: byPlace(network.poles),
    handholes: onStretch(network.handholes),
    crossings: onStretch(network.crossings),
    risers: byPlace(network.risers),
  };
}
