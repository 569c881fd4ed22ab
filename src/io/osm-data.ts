import type { LngLat } from '../geo/position.ts';
import { ProblemList } from './source-layer.ts';

export type OsmTags = Readonly<Record<string, string>>;

export interface OsmNode {
  readonly id: number;
  readonly tags: OsmTags;
}

export interface OsmWay {
  readonly id: number;
  readonly refs: readonly number[];
  readonly tags: OsmTags;
}

export interface OsmRelation {
  readonly id: number;
  /** Ids of the ways among its members. */
  readonly ways: readonly number[];
  readonly tags: OsmTags;
}

/** The elements of an OpenStreetMap file as they stand in it, from XML or PBF alike. Positions are whole 1e-7 degrees, as OSM has them. */
export class OsmData {
  /** Nodes with tags; those without are known by their position only. */
  readonly nodes: OsmNode[] = [];
  readonly ways: OsmWay[] = [];
  readonly relations: OsmRelation[] = [];
  /** What is to be said of the file as a whole, whatever layer is taken from it. */
  readonly problems = new ProblemList();
  readonly #positions = new Map<number, LngLat>();

  /** @param lon7 longitude in 1e-7 degrees @param lat7 latitude in 1e-7 degrees */
  addNode(id: number, lon7: number, lat7: number, tags: OsmTags | null): void {
    this.#positions.set(id, [lon7 / 1e7, lat7 / 1e7]);
    if (tags !== null) this.nodes.push({ id, tags });
  }

  /** A place that a way says itself, in files whose nodes without tags were left out. @param lon7 longitude in 1e-7 degrees @param lat7 latitude in 1e-7 degrees */
  addPlaceOnWay(id: number, lon7: number, lat7: number): void {
    if (!this.#positions.has(id)) this.#positions.set(id, [lon7 / 1e7, lat7 / 1e7]);
  }

  get nodeCount(): number {
    return this.#positions.size;
  }

  /** Undefined for a node that is not in the file. */
  positionOf(id: number): LngLat | undefined {
    return this.#positions.get(id);
  }
}
