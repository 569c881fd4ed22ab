import type { FiberNetwork } from '../../plan/network.ts';

/** The parts of a network that lie in one neighbourhood; the empty id stands for what lies outside all of them. */
export function networkWithin(network: FiberNetwork, neighbourhoodId: string): FiberNetwork {
  const own = <Part extends { readonly neighbourhoodId: string | null }>(parts: readonly Part[]): Part[] =>
    parts.filter((part) => (part.neighbourhoodId ?? '') === neighbourhoodId);
  return {
    ...network,
    stretches: own(network.stretches),
    poles: own(network.poles),
    terminals: own(network.terminals),
    cabinets: own(network.cabinets),
    closures: own(network.closures),
    handholes: own(network.handholes),
    drops: own(network.drops),
    crossings: own(network.crossings),
    risers: own(network.risers),
    facilities: own(network.facilities),
    sharedCosts: own(network.sharedCosts),
  };
}
