import { AppError } from '../base/app-error.ts';
import { isJsonObject, type JsonObject } from '../base/json-object.ts';
import { checkedFeatures, fieldsFrom } from './checked-features.ts';
import { checkOfdsNetwork, type OfdsPart } from './ofds-checks.ts';
import { OFDS_SEPARATOR } from './ofds-terms.ts';
import { ProblemList, type SourceFeature, type SourceLayer } from './source-layer.ts';
import { decodeText } from './text-encoding.ts';

/**
 * Reads the Open Fibre Data Standard 0.3.0: a network package, or one network. The layers are `nodes` (points) and `spans` (lines).
 * What breaks the shape of a node or span is a bad row; what breaks only the standard's codes and cross references is a warning.
 * @throws AppError import/not-ofds, import/empty-file
 */
export function readOfds(name: string, bytes: Uint8Array): SourceLayer[] {
  const first = new ProblemList();
  const networks = networksOf(name, decodeText(name, bytes, first));
  const nodes = { title: 'nodes', problems: first, features: [] as SourceFeature[], total: 0 };
  const spans = { title: 'spans', problems: new ProblemList(), features: [] as SourceFeature[], total: 0 };
  for (const [index, network] of networks.entries()) {
    const place = networks.length > 1 ? `network ${index + 1}, ` : '';
    const context = networks.length > 1 ? { network: network['name'] ?? network['id'] } : {};
    const own = { nodes: [] as OfdsPart[], spans: [] as OfdsPart[] };
    for (const [layer, list, kind] of [
      [nodes, own.nodes, 'node'],
      [spans, own.spans, 'span'],
    ] as const) {
      const raw = listOf(name, network, layer.title, index);
      layer.total += raw.length;
      raw.forEach((value, at) => {
        const part = partOf(value, kind, `${place}${kind} ${at + 1}`, context, layer.problems);
        if (part.feature !== null) layer.features.push(part.feature);
        list.push(part);
      });
    }
    checkOfdsNetwork(network, own, place, { nodes: nodes.problems, spans: spans.problems });
  }
  const layers = [nodes, spans].map(({ title, problems, features, total }): SourceLayer => ({
    name: title,
    meantFor: 'existing-network',
    crs: 'EPSG:4326',
    unstated: 'degrees',
    total,
    features,
    problems: problems.list(),
  }));
  const filled = layers.filter(({ total }) => total > 0);
  return filled.length > 0 ? filled : layers.slice(0, 1);
}

function networksOf(name: string, text: string): JsonObject[] {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    throw notOfds(name, 'The file is not valid JSON; it may be cut.', error);
  }
  const list = isJsonObject(root) && 'networks' in root ? root['networks'] : [root];
  if (!Array.isArray(list) || list.length === 0) throw notOfds(name, 'The package has no list of networks.');
  return list.map((network: unknown, index) => {
    if (!isJsonObject(network)) throw notOfds(name, `Network ${index + 1} is not an object.`);
    if (typeof network['id'] !== 'string') throw notOfds(name, `Network ${index + 1} has no id.`);
    return network;
  });
}

function listOf(name: string, network: JsonObject, key: string, index: number): readonly unknown[] {
  const list = network[key] ?? [];
  if (Array.isArray(list)) return list;
  throw notOfds(name, `"${key}" of network ${index + 1} is not a list.`);
}

function partOf(value: unknown, kind: 'node' | 'span', where: string, context: JsonObject, problems: ProblemList): OfdsPart {
  if (!isJsonObject(value)) {
    problems.add('row', 'import/ofds', where, `This is not a ${kind}.`);
    return { where, value: {}, feature: null };
  }
  const id = typeof value['id'] === 'string' && value['id'] !== '' ? value['id'] : null;
  if (id === null) problems.add('row', 'import/ofds', where, `The ${kind} has no id.`);
  const key = kind === 'node' ? 'location' : 'route';
  const geometry = value[key] ?? null;
  const type = kind === 'node' ? 'Point' : 'LineString';
  if (geometry !== null && !(isJsonObject(geometry) && geometry['type'] === type && Array.isArray(geometry['coordinates']))) {
    problems.add('row', 'import/ofds', where, `Its ${key} is not a ${type} with coordinates.`);
    return { where, value, feature: null };
  }
  const fields = fieldsFrom([...Object.entries(context), ...flat(value, kind, key)], where, problems);
  const [feature = null] = checkedFeatures({ id, where, geometry, fields }, problems);
  return { where, value, feature };
}

/** The members as fields: codes joined, people, phases and addresses by their names, details by their texts. */
function* flat(value: JsonObject, kind: 'node' | 'span', geometryKey: string): Iterable<readonly [string, unknown]> {
  yield ['kind', kind === 'node' ? 'node' : spanKind(value)];
  for (const [key, member] of Object.entries(value)) {
    if (key === 'id' || key === geometryKey) continue;
    if (key === 'kind') yield ['kind in file', member];
    else if (key === 'address') yield [key, addressText(member)];
    else if (Array.isArray(member)) yield [key, member.map((one: unknown) => nameOf(one)).join(OFDS_SEPARATOR)];
    else yield [key, isJsonObject(member) ? nameOf(member) : member];
  }
}

/** A span of radio is a link, all others are cables: what the layer of existing networks calls them. */
function spanKind(span: JsonObject): string {
  const media = span['transmissionMedium'];
  return Array.isArray(media) && media.length === 1 && media[0] === 'microwave' ? 'link' : 'cable';
}

function nameOf(value: unknown): string {
  if (!isJsonObject(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  for (const key of ['name', 'description', 'fibreSubtype', 'region', 'id']) {
    const text = value[key];
    if (typeof text === 'string' && text !== '') return text;
  }
  return JSON.stringify(value);
}

function addressText(value: unknown): string {
  if (!isJsonObject(value)) return nameOf(value);
  const parts = ['streetAddress', 'locality', 'region', 'postalCode', 'country'].map((key) => value[key]);
  return parts.filter((part) => typeof part === 'string' && part !== '').join(', ');
}

function notOfds(name: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'import/not-ofds',
    { what, where: name, remedy: 'Export it again as a network package of the Open Fibre Data Standard.' },
    cause,
  );
}
