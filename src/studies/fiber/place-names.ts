import type { LngLat } from '../../geo/position.ts';
import type { FibreParts } from './light-lines.ts';

/** A place where fibres are joined. */
export interface SplicingPlace {
  /** The node of the route that it stands at. */
  readonly node: string;
  /** A facility, a cabinet, or a closure. */
  readonly closure: string;
  readonly position: LngLat;
  readonly neighbourhoodId: string | null;
}

/** Names the places where cables begin and end: the facility, the cabinet, else a closure with a number. */
export class PlaceNames {
  readonly #places = new Map<string, SplicingPlace>();

  /** @param used nodes where cables begin or end, or fibres leave them */
  constructor(network: FibreParts, used: readonly string[]) {
    const wanted = new Set(used);
    const equipped = [
      ...network.facilities.map((one) => ({ ...one, closure: one.name })),
      ...network.cabinets.filter(({ inFacility }) => !inFacility).map((one) => ({ ...one, closure: one.id })),
    ];
    for (const { node, closure, position, neighbourhoodId } of equipped) {
      if (!this.#places.has(node)) this.#places.set(node, { node, closure, position, neighbourhoodId });
    }
    let count = 0;
    for (const { to, path, neighbourhoodId } of network.stretches) {
      const position = path.at(-1);
      if (!wanted.has(to) || this.#places.has(to) || position === undefined) continue;
      this.#places.set(to, { node: to, closure: `CL-${String(++count).padStart(4, '0')}`, position, neighbourhoodId });
    }
    for (const { node, id, position, neighbourhoodId } of network.terminals)
      if (!this.#places.has(node)) this.#places.set(node, { node, closure: id, position, neighbourhoodId });
  }

  at(node: string): SplicingPlace {
    return this.#places.get(node) ?? { node, closure: node, position: [NaN, NaN], neighbourhoodId: null };
  }
}
