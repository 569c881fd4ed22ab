import { combined, PLAIN_TERMS, type Terms } from './conditions.ts';
import type { BarrierCrossing } from './crossings.ts';
import { isFreeToCross, type LaidEdge } from './graph-parts.ts';
import type { RouteEdge, RouteInput, RouteNode, RoutePrices } from './route-input.ts';

/** A preferred stretch weighs so much of its price. */
const PREFERRED_WEIGHT = 0.5;

/**
 * Poles of a new line that its length does not pay for: it pays for gaps, as many as they are long, but gaps are counted whole, and a line has a
 * pole more than gaps. Half of one is paid where the line rises from the ground, and half at each place where drops leave it.
 */
const POLES_AT_A_PLACE = 1 / 2;

/** What the first drop at a place costs more than the next, cents: of a terminal, and along a new line of a pole. */
export function openingCents(
  kind: RouteNode['kind'] | undefined,
  { terminalAerial, terminalBuried, newPole }: RoutePrices,
): number {
  if (kind === 'ground') return terminalBuried.opening;
  return terminalAerial.opening + (kind === 'new-line' ? POLES_AT_A_PLACE * newPole : 0);
}

/** What an edge is priced by: so much a metre, and so much beside its length; cents. */
interface EdgeCents {
  readonly perM: number;
  readonly cents: number;
}

/** Prices laid edges one by one: from their length, what they are made of and cross, and the conditions that hold there. */
export class EdgePricer {
  readonly #input: RouteInput;
  readonly #nodes: readonly RouteNode[];

  constructor(input: RouteInput, nodes: readonly RouteNode[]) {
    this.#input = input;
    this.#nodes = nodes;
  }

  /** The edge with its price; null where it is forbidden to build it. @param given the price, where it does not follow from what the edge is */
  priced(laid: LaidEdge, given?: EdgeCents): RouteEdge | null {
    const { kind, from, to, path, lengthM, about } = laid;
    const terms = this.#termsOf(laid);
    if (terms.routing === 'forbidden') return null;
    const { perM, cents } = given ?? this.#centsOf(laid);
    const engineering = Math.min(perM, this.#input.prices.engineeringPerM);
    const priced = kind === 'duct' ? perM : (perM - engineering) * terms.priceFactor + engineering;
    const weight = terms.routing === 'preferred' ? PREFERRED_WEIGHT : 1;
    return {
      kind,
      from,
      to,
      path,
      lengthM,
      costCents: Math.round(weight * lengthM * priced + cents),
      way: about.way ?? -1,
      span: about.span ?? -1,
      method: about.method ?? null,
      owned: about.owned ?? false,
      crossings: about.crossings ?? [],
      terms,
      ...(about.piece === undefined ? {} : { piece: about.piece }),
    };
  }

  #centsOf({ kind, from, to, lengthM, about: { owned, method, crossings = [] } }: LaidEdge): EdgeCents {
    const { prices, rules, facilityCents } = this.#input;
    switch (kind) {
      case 'span':
        return {
          perM: owned === true ? prices.aerialOwnPerM : prices.aerialRentedPerM,
          cents: this.#crossingCents(crossings, true),
        };
      case 'pole-line':
        return {
          perM: prices.aerialOwnPerM,
          cents: (lengthM * prices.newPole) / rules.newPoleSpacingM + this.#crossingCents(crossings, true),
        };
      case 'tap':
        return { perM: prices.aerialOwnPerM, cents: this.#crossingCents(crossings, true) };
      case 'buried':
        return { perM: prices.buriedPerM[method ?? 'bore'], cents: this.#crossingCents(crossings, false) };
      case 'lateral': {
        const risers = [from, to].filter((node) => this.#nodes[node]?.kind === 'pole').length;
        return {
          perM: prices.buriedPerM[method ?? 'bore'],
          cents: risers * prices.riser + this.#crossingCents(crossings, false),
        };
      }
      case 'riser':
        return { perM: 0, cents: prices.riser + POLES_AT_A_PLACE * prices.newPole };
      case 'duct':
        return { perM: prices.ductPerM ?? 0, cents: 0 };
      case 'cable':
        return { perM: prices.cablePerM ?? 0, cents: 0 };
      case 'cable-access':
        return { perM: 0, cents: prices.cableAccess };
      case 'source': {
        const node = this.#nodes[to];
        return { perM: 0, cents: (node?.kind === 'facility' ? facilityCents[node.facility] : 0) ?? 0 };
      }
      case 'drop-aerial':
      case 'drop-buried':
        throw new Error('the price of a drop depends on the others of its premises');
    }
  }

  #crossingCents(crossings: readonly BarrierCrossing[], aerial: boolean): number {
    return crossings.reduce((sum, { kind }) => sum + (isFreeToCross(kind, aerial) ? 0 : this.#input.prices.crossing[kind]), 0);
  }

  #termsOf({ path, about: { built, terms = PLAIN_TERMS }, slope }: LaidEdge): Terms {
    if (built === undefined) return terms;
    const here = combined(terms, this.#input.conditions.termsOf(path, built));
    if (built === 'in-service') return { ...here, priceFactor: 1 };
    return slope === 1 ? here : combined(here, { priceFactor: slope, routing: null, because: ['slope'] });
  }
}
