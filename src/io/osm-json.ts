import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { isJsonObject, type JsonObject } from '../base/json-object.ts';
import { OsmData, type OsmTags } from './osm-data.ts';
import { decodeText } from './text-encoding.ts';

/** Elements that are read between two breaths. */
const ELEMENTS_PER_BREATH = 5000;

/** Whether a text begins as the answers of Overpass, a server of OpenStreetMap's data, do. */
export function isOsmJson(start: string): boolean {
  return /^\s*\{/.test(start) && /"(generator"\s*:\s*"Overpass|osm3s"\s*:)/.test(start) && !/"type"\s*:\s*"Feature/.test(start);
}

/**
 * Reads the JSON that Overpass answers: ways with the nodes that are listed beside them, or with positions of their own (`out geom`). An element
 * that is there twice counts once, the one with tags. @throws AppError import/not-osm, import/damaged
 */
export async function readOsmJson(file: string, bytes: Uint8Array, job: JobContext): Promise<OsmData> {
  const reader = new OsmJsonReader(file);
  const root = reader.rootOf(bytes);
  for (const [index, element] of reader.elementsOf(root).entries()) {
    if (index % ELEMENTS_PER_BREATH === 0) await breathe(job);
    reader.add(element, index);
  }
  const { remark } = root;
  if (typeof remark === 'string')
    reader.data.problems.add(
      'warning',
      'import/incomplete',
      '',
      `The server broke off, so that not all may be in the file: ${remark.trim().slice(0, 200)}`,
    );
  return reader.finished();
}

class OsmJsonReader {
  readonly data = new OsmData();
  readonly #file: string;
  readonly #tagged = new Set<number>();
  readonly #ways = new Map<number, { id: number; refs: number[]; tags: OsmTags }>();
  readonly #relations = new Map<number, { id: number; ways: number[]; tags: OsmTags }>();
  /** Corners that no node of the file stands for, by their position. */
  readonly #corners = new Map<string, number>();

  constructor(file: string) {
    this.#file = file;
  }

  rootOf(bytes: Uint8Array): JsonObject {
    let root: unknown;
    try {
      root = JSON.parse(decodeText(this.#file, bytes, this.data.problems));
    } catch (cause) {
      throw this.#broken('it is not valid JSON; it may be cut', cause);
    }
    if (isJsonObject(root)) return root;
    throw this.#broken('it is no object');
  }

  elementsOf(root: JsonObject): readonly unknown[] {
    if (Array.isArray(root['elements'])) return root['elements'];
    throw this.#broken('it has no list of elements');
  }

  add(element: unknown, index: number): void {
    if (!isJsonObject(element)) throw this.#broken(`element ${index + 1} is none`);
    const id = this.#whole(element['id'], index);
    const tags = tagsOf(element['tags']);
    if (element['type'] === 'node') {
      const isNew = tags !== null && !this.#tagged.has(id);
      if (isNew) this.#tagged.add(id);
      this.data.addNode(id, ...this.#position(element, `node ${id}`), isNew ? tags : null);
    } else if (element['type'] === 'way') this.#addWay(id, element, tags);
    else if (element['type'] === 'relation') this.#addRelation(id, element, tags);
  }

  finished(): OsmData {
    this.data.ways.push(...this.#ways.values());
    this.data.relations.push(...this.#relations.values());
    return this.data;
  }

  #addWay(id: number, element: JsonObject, tags: OsmTags | null): void {
    const { nodes, geometry } = element;
    const known = this.#ways.get(id);
    if (!Array.isArray(nodes) && !Array.isArray(geometry)) {
      if (known === undefined) throw this.#withoutPlaces(`way ${id}`);
      if (tags !== null) this.#ways.set(id, { ...known, tags });
      return;
    }
    const refs = Array.isArray(nodes)
      ? nodes.map((node, at) => this.#whole(node, at))
      : listOf(geometry).map((place) => this.#cornerAt(place, `way ${id}`));
    // Positions stand in the order of the nodes; null where the node lies outside the area that was asked for.
    if (Array.isArray(nodes) && Array.isArray(geometry)) {
      if (nodes.length !== geometry.length)
        throw this.#broken(`way ${id} has ${nodes.length} nodes and ${geometry.length} positions`);
      for (const [at, place] of geometry.entries())
        if (isJsonObject(place)) this.data.addNode(refs[at] ?? 0, ...this.#position(place, `way ${id}`), null);
    }
    if (known === undefined || tags !== null) this.#ways.set(id, { id, refs, tags: tags ?? {} });
  }

  #addRelation(id: number, element: JsonObject, tags: OsmTags | null): void {
    const ways: number[] = [];
    for (const [at, member] of listOf(element['members']).entries()) {
      if (!isJsonObject(member) || member['type'] !== 'way') continue;
      const way = this.#whole(member['ref'], at);
      ways.push(way);
      if (Array.isArray(member['geometry']) && !this.#ways.has(way)) this.#addWay(way, { geometry: member['geometry'] }, null);
    }
    if (!this.#relations.has(id) || tags !== null) this.#relations.set(id, { id, ways, tags: tags ?? {} });
  }

  /** A number for a corner that has no node: the same for the same place, so that ways meet and close there. */
  #cornerAt(place: unknown, where: string): number {
    if (!isJsonObject(place)) return Number.MIN_SAFE_INTEGER;
    const [lon7, lat7] = this.#position(place, where);
    const key = `${lon7} ${lat7}`;
    const number = this.#corners.get(key) ?? -1 - this.#corners.size - 2 ** 40;
    this.#corners.set(key, number);
    this.data.addNode(number, lon7, lat7, null);
    return number;
  }

  #position({ lon, lat }: JsonObject, where: string): [lon7: number, lat7: number] {
    if (lon === undefined && lat === undefined) throw this.#withoutPlaces(where);
    if (typeof lon !== 'number' || typeof lat !== 'number' || !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
      throw this.#broken(`${where} has the position ${JSON.stringify(lon)}, ${JSON.stringify(lat)}`);
    return [Math.round(lon * 1e7), Math.round(lat * 1e7)];
  }

  #whole(value: unknown, index: number): number {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw this.#broken(`number ${index + 1} of a list has the id ${JSON.stringify(value)}`);
  }

  #withoutPlaces(where: string): AppError {
    return new AppError('import/not-osm', {
      what: 'The answer of Overpass has elements without positions.',
      where: `${this.#file}, ${where}`,
      remedy: 'Ask for them: end the query with "out geom;", or with "out body; >; out skel qt;".',
    });
  }

  #broken(what: string, cause?: unknown): AppError {
    return new AppError(
      'import/damaged',
      { what: `The file is damaged: ${what}.`, where: this.#file, remedy: 'Fetch it again.' },
      cause,
    );
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function tagsOf(value: unknown): OsmTags | null {
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)])) : null;
}
