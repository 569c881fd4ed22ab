import { AppError } from '../../base/app-error.ts';
import { sha256Hex } from '../../base/hash.ts';
import { shortDistanceM } from '../../geo/geodesy.ts';
import { quantise, type LngLat } from '../../geo/position.ts';
import type { Feature, FieldValue } from '../../plan/feature-table.ts';
import { countLoss, type Loss } from './losses.ts';
import { OFDS_CODES, OFDS_SCHEMA, OFDS_SEPARATOR } from '../ofds-terms.ts';

type Fields = Readonly<Record<string, FieldValue>>;
type Json = Record<string, unknown>;

/** Points and ends of lines that are nearer than this are one node, where one names the other. */
const SAME_PLACE_M = 1;

/** Node types for what Weft calls things; the list of types is open, so that places without a code keep their word. */
const NODE_TYPES: Readonly<Record<string, string>> = {
  facility: 'pop',
  hut: 'pop',
  'central-office': 'exchange',
  gateway: 'pop',
  cabinet: 'cabinet',
  terminal: 'terminal',
  pole: 'pole',
  tower: 'tower',
};
const STATUS: Readonly<Record<string, string>> = { installed: 'operational', request: 'proposed' };
/** Parts of a design: nothing of them stands. */
const DESIGNED = ['stretch', 'drop', 'facility', 'cabinet', 'terminal', 'pole', 'riser'];

/** A network package and what had no place in it. */
export interface OfdsFile {
  readonly bytes: Uint8Array;
  readonly losses: readonly Loss[];
}

/**
 * Writes lines as spans and the points at their ends as nodes of one network of the Open Fibre Data Standard 0.3.0. Ends that no point lies
 * at become nodes of their own; points at the end of no line are left out, since the standard wants every node used.
 * @throws AppError export/no-lines where there is no line
 */
export function writeOfds(
  title: string,
  layers: readonly { readonly name: string; readonly features: readonly Feature[] }[],
): OfdsFile {
  const network = new Network();
  const lines: { feature: Feature; layer: string; path: readonly LngLat[]; part: number }[] = [];
  let others = 0;
  for (const { name, features } of layers) {
    for (const feature of features) {
      const { geometry } = feature;
      if (geometry?.type === 'Point') network.addPoint(feature, geometry.coordinates, name);
      else if (geometry?.type === 'LineString') lines.push({ feature, layer: name, path: geometry.coordinates, part: 1 });
      else if (geometry?.type === 'MultiLineString')
        geometry.coordinates.forEach((path, i) => lines.push({ feature, layer: name, path, part: i + 1 }));
      else others++;
    }
  }
  if (lines.length === 0)
    throw new AppError('export/no-lines', {
      what: 'The Open Fibre Data Standard describes networks of spans, and none of these layers has lines.',
      where: layers.map(({ name }) => name).join(', '),
      remedy: 'Name a layer with routes or cables: --layer network, or existing-network.',
    });
  for (const { feature, layer, path, part } of lines) network.addSpan(feature, layer, path, part);
  const idle = network.takeIdlePoints();
  return {
    bytes: new TextEncoder().encode(`${JSON.stringify({ networks: [network.asJson(title)] }, null, 1)}\n`),
    losses: [
      ...countLoss('left-out', title, idle, 'points are at the end of no line and were left out'),
      ...countLoss('left-out', title, others, 'features that are neither a point nor a line were left out'),
    ],
  };
}

interface Node {
  readonly id: string;
  readonly position: LngLat;
  /** What lies here, the most telling first. */
  readonly things: { readonly feature: Feature; readonly layer: string }[];
}

interface Point {
  readonly feature: Feature;
  readonly layer: string;
  readonly position: LngLat;
  isUsed: boolean;
}

class Network {
  readonly #nodes = new Map<string, Node>();
  readonly #nodesAt = new Map<string, Node>();
  readonly #points: Point[] = [];
  readonly #pointOf = new Map<string, Point>();
  readonly #pointAt = new Map<string, Point>();
  readonly #spans = new Map<string, Json>();
  readonly #phases = new Map<string, Json>();
  readonly #organisations = new Map<string, Json>();

  addPoint(feature: Feature, position: LngLat, layer: string): void {
    const point = { feature, layer, position, isUsed: false };
    this.#points.push(point);
    for (const id of [textOf(feature.fields, 'node'), feature.id])
      if (id !== undefined && !this.#pointOf.has(id)) this.#pointOf.set(id, point);
    if (!this.#pointAt.has(placeKey(position))) this.#pointAt.set(placeKey(position), point);
  }

  addSpan({ id, fields }: Feature, layer: string, path: readonly LngLat[], part: number): void {
    const [first, last] = [path[0], path.at(-1)];
    if (first === undefined || last === undefined || path.length < 2) return;
    const start = this.#nodeFor(textOf(fields, 'start', 'from'), first);
    const end = this.#nodeFor(textOf(fields, 'end', 'to'), last);
    const spanId = freeName(part === 1 ? id : `${id}-${part}`, this.#spans);
    this.#spans.set(spanId, {
      id: spanId,
      name: textOf(fields, 'name', 'along'),
      ...this.#shared(fields, layer),
      readyForServiceDate: /^\d{4}-\d\d-\d\d$/.test(textOf(fields, 'readyForServiceDate') ?? '')
        ? fields['readyForServiceDate']
        : undefined,
      start: start.id,
      end: end.id,
      directed: flagOf(fields, 'directed'),
      route: { type: 'LineString', coordinates: [start.position, ...path.slice(1, -1), end.position] },
      supplier: this.#organisation(textOf(fields, 'supplier'), 'supplier'),
      transmissionMedium: codesOf(fields, 'transmissionMedium') ?? mediumOf(fields),
      deployment: codesOf(fields, 'deployment') ?? deploymentOf(fields),
      deploymentDetails: described(fields, 'deploymentDetails'),
      darkFibre: flagOf(fields, 'darkFibre'),
      fibreType: codesOf(fields, 'fibreType')?.[0],
      fibreTypeDetails: described(fields, 'fibreTypeDetails'),
      fibreCount: fibreCountOf(fields),
      fibreLength: fibreLengthOf(fields),
      capacity: numberOf(fields, 'capacity'),
      capacityDetails: described(fields, 'capacityDetails'),
      countries: listOf(fields, 'countries')?.filter((code) => /^[A-Z]{2}$/.test(code)),
    });
  }

  /** Counts the points that no span ends at; those at a node's place say what the node is. */
  takeIdlePoints(): number {
    let idle = 0;
    for (const point of this.#points) {
      if (point.isUsed) continue;
      const node = this.#nodesAt.get(placeKey(point.position));
      if (node === undefined) idle++;
      else node.things.push(point);
    }
    return idle;
  }

  asJson(title: string): Json {
    const nodes = [...this.#nodes.values()].map((node) => this.#nodeJson(node));
    return bare({
      id: uuidOf(title),
      name: title,
      nodes,
      spans: [...this.#spans.values()].map(bare),
      phases: filled([...this.#phases.values()]),
      organisations: filled([...this.#organisations.values()]),
      crs: { name: 'urn:ogc:def:crs:OGC::CRS84', uri: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84' },
      links: [{ rel: 'describedby', href: OFDS_SCHEMA }],
    });
  }

  #nodeFor(id: string | undefined, position: LngLat): Node {
    const named = id === undefined ? undefined : (this.#nodes.get(id) ?? this.#nodeOfPoint(this.#pointOf.get(id), id, position));
    if (named !== undefined && shortDistanceM(named.position, position) <= SAME_PLACE_M) return named;
    const there = this.#nodesAt.get(placeKey(position));
    if (there !== undefined) return there;
    const point = this.#pointAt.get(placeKey(position));
    const wanted = id ?? (point === undefined ? `node-${this.#nodes.size + 1}` : pointId(point));
    return this.#addNode(freeName(wanted, this.#nodes), position, point);
  }

  #nodeOfPoint(point: Point | undefined, id: string, position: LngLat): Node | undefined {
    if (point === undefined || shortDistanceM(point.position, position) > SAME_PLACE_M) return undefined;
    return this.#nodesAt.get(placeKey(point.position)) ?? this.#addNode(freeName(id, this.#nodes), point.position, point);
  }

  #addNode(id: string, position: LngLat, point: Point | undefined): Node {
    if (point !== undefined) point.isUsed = true;
    const node = { id, position, things: point === undefined ? [] : [point] };
    this.#nodes.set(id, node);
    this.#nodesAt.set(placeKey(position), node);
    return node;
  }

  #nodeJson({ id, position, things }: Node): Json {
    const fields: Fields = Object.assign({}, ...things.map((thing) => thing.feature.fields).reverse()) as Fields; // the first of them wins
    const types = things.flatMap((thing) => listOf(thing.feature.fields, 'type') ?? typesOf(thing.feature.fields));
    return bare({
      id,
      name: textOf(fields, 'name', 'number'),
      ...this.#shared(fields, things[0]?.layer ?? ''),
      location: { type: 'Point', coordinates: position },
      address: textOf(fields, 'address') === undefined ? undefined : { streetAddress: textOf(fields, 'address') },
      type: filled([...new Set(types)]),
      accessPoint: flagOf(fields, 'accessPoint'),
      power: flagOf(fields, 'power'),
    });
  }

  /** What nodes and spans have alike. */
  #shared(fields: Fields, layer: string): Json {
    const phase = textOf(fields, 'phase');
    if (phase !== undefined && !this.#phases.has(phase))
      this.#phases.set(phase, { id: String(this.#phases.size + 1), name: phase });
    const providers = listOf(fields, 'networkProviders')?.map((name) => this.#organisation(name, 'networkProvider'));
    return {
      phase: phase === undefined ? undefined : this.#phases.get(phase),
      status: statusOf(fields, layer),
      physicalInfrastructureProvider: this.#organisation(
        textOf(fields, 'physicalInfrastructureProvider', 'owner'),
        'physicalInfrastructureProvider',
      ),
      networkProviders: providers && filled(providers),
      technologies: listOf(fields, 'technologies'),
    };
  }

  #organisation(name: string | undefined, role: string): Json | undefined {
    if (name === undefined) return undefined;
    const known = this.#organisations.get(name) ?? { id: String(this.#organisations.size + 1), name, roles: [] };
    const roles = known['roles'] as string[]; // it was made above
    if (!roles.includes(role)) roles.push(role);
    this.#organisations.set(name, known);
    return { id: known['id'], name };
  }
}

function placeKey(position: LngLat): string {
  return quantise(position).join();
}

function pointId({ feature }: Point): string {
  return textOf(feature.fields, 'node') ?? feature.id;
}

function freeName(wanted: string, taken: ReadonlyMap<string, unknown>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`;
  return name;
}

/** A UUID (RFC 9562, version 8) that is always the same for the same title. */
function uuidOf(title: string): string {
  const hex = sha256Hex(`Open Fibre Data Standard: ${title}`);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

function bare(json: Json): Json {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}

/** The list, or undefined where there is nothing in it: the standard has no empty lists. */
function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function textOf(fields: Fields, ...names: readonly string[]): string | undefined {
  const value = names.map((name) => fields[name]).find((one) => one !== undefined && String(one).trim() !== '');
  return value === undefined ? undefined : String(value);
}

function listOf(fields: Fields, name: string): string[] | undefined {
  const items = (textOf(fields, name) ?? '').split(OFDS_SEPARATOR).map((item) => item.trim());
  const distinct = [...new Set(items)].filter((item) => item !== '');
  return distinct.length > 0 ? distinct : undefined;
}

function codesOf(fields: Fields, name: keyof typeof OFDS_CODES): string[] | undefined {
  const codes: readonly string[] = OFDS_CODES[name];
  const found = listOf(fields, name)?.filter((code) => codes.includes(code));
  return found !== undefined && found.length > 0 ? found : undefined;
}

function flagOf(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  return typeof value === 'boolean' ? value : undefined;
}

function numberOf(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function described(fields: Fields, name: string): Json | undefined {
  const description = textOf(fields, name);
  return description === undefined ? undefined : { description };
}

function statusOf(fields: Fields, layer: string): string | undefined {
  const status = textOf(fields, 'status');
  if (status !== undefined) return codesOf(fields, 'status')?.[0] ?? STATUS[status];
  if (layer.toLowerCase().replaceAll(' ', '-') === 'existing-network') return 'operational';
  return DESIGNED.includes(String(fields['kind'])) && fields['neighbourhood'] !== undefined ? 'proposed' : undefined;
}

function typesOf(fields: Fields): string[] {
  const type = NODE_TYPES[String(fields['kind'])];
  return type === undefined ? [] : [type];
}

function mediumOf(fields: Fields): string[] | undefined {
  const kind = String(fields['kind']);
  if (kind === 'link') return ['microwave'];
  return kind === 'stretch' || kind === 'drop' || kind === 'cable' ? ['fibre'] : undefined;
}

function deploymentOf(fields: Fields): string[] | undefined {
  const construction = fields['construction'];
  if (construction === 'aerial') return ['aboveGround'];
  return construction === 'underground' || fields['kind'] === 'duct' ? ['belowGround'] : undefined;
}

/** The fibres of all cables in a span. */
function fibreCountOf(fields: Fields): number | undefined {
  const stated = numberOf(fields, 'fibreCount');
  if (stated !== undefined) return Number.isInteger(stated) ? stated : undefined;
  const sizes = (textOf(fields, 'cables') ?? '').split(' ').map(Number);
  const sum = sizes.reduce((total, size) => total + size, 0);
  return Number.isInteger(sum) && sum > 0 ? sum : undefined;
}

/** Kilometres of cable. */
function fibreLengthOf(fields: Fields): number | undefined {
  const cableM = numberOf(fields, 'cableLengthM') ?? (fields['kind'] === 'drop' ? numberOf(fields, 'lengthM') : undefined);
  return numberOf(fields, 'fibreLength') ?? (cableM === undefined ? undefined : Math.round(cableM * 1000) / 1e6);
}
