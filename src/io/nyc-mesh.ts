import { AppError } from '../base/app-error.ts';
import { isJsonObject, type JsonObject } from '../base/json-object.ts';
import type { LngLat } from '../geo/position.ts';
import type { FieldValue } from '../plan/feature-table.ts';
import { ProblemList, type SourceFeature, type SourceLayer } from './source-layer.ts';
import { decodeText } from './text-encoding.ts';

/** What a file of NYC Mesh's map holds. */
type MeshFileKind = 'nodes' | 'links' | 'sectors';

/** Which of the three files of NYC Mesh's map a text begins like, or null. */
export function meshFileKind(start: string): MeshFileKind | null {
  if (!/^\s*\[\s*\{/.test(start)) return null;
  const first = start.split('}', 1)[0] ?? '';
  const has = (key: string): boolean => first.includes(`"${key}"`);
  if (has('id') && has('coordinates')) return 'nodes';
  if (has('from') && has('to') && has('status')) return 'links';
  return has('nodeId') && has('azimuth') ? 'sectors' : null;
}

/**
 * Reads one file of NYC Mesh's map. Nodes become points whose roof altitude is `heightAslM` (metres above sea), links lines between
 * nodes, sectors points at their node. A link or sector of an unknown node is a bad row.
 * @param nodes bytes of nodes.json, which links and sectors need
 * @throws AppError import/damaged, import/needs-nodes
 */
export function readNycMesh(name: string, bytes: Uint8Array, nodes: Uint8Array | undefined): SourceLayer {
  const problems = new ProblemList();
  const text = decodeText(name, bytes, problems);
  const kind = meshFileKind(text.slice(0, 2000)) ?? 'nodes';
  const rows = recordsOf(name, text);
  const features =
    kind === 'nodes' ? rows.flatMap((row, index) => nodeOf(row, index, problems)) : joinedOf(name, kind, rows, nodes, problems);
  return {
    name: name.replace(/\.[^.]*$/, ''),
    crs: 'EPSG:4326',
    unstated: 'degrees',
    total: rows.length,
    features,
    problems: problems.list(),
  };
}

function recordsOf(name: string, text: string): readonly unknown[] {
  try {
    const root: unknown = JSON.parse(text);
    if (Array.isArray(root)) return root;
  } catch {
    // said below
  }
  throw new AppError('import/damaged', {
    what: 'The list is cut or broken.',
    where: name,
    remedy: 'Fetch the file again.',
  });
}

function joinedOf(
  name: string,
  kind: 'links' | 'sectors',
  rows: readonly unknown[],
  nodes: Uint8Array | undefined,
  problems: ProblemList,
): SourceFeature[] {
  if (nodes === undefined)
    throw new AppError('import/needs-nodes', {
      what: `The ${kind} name nodes by number; without the nodes they have no place.`,
      where: name,
      remedy: 'Choose nodes.json together with it; on the command line it is found in the same folder.',
    });
  const unheard = new ProblemList();
  const list = recordsOf('nodes.json', decodeText('nodes.json', nodes, unheard));
  const byId = new Map(list.flatMap((row, index) => nodeOf(row, index, unheard)).map((node) => [node.id ?? '', node] as const));
  const features = rows.flatMap((row, index) =>
    kind === 'links' ? linkOf(row, index, byId, problems) : sectorOf(row, index, byId, problems),
  );
  if (kind === 'links') noteIdleEnds(features, rows.length, problems);
  return features;
}

/** How Weft calls the states of NYC Mesh's records; others keep their own word. */
const STATUS: Readonly<Record<string, string>> = {
  Installed: 'installed',
  'NN assigned': 'planned',
  Scheduled: 'planned',
  'To be scheduled': 'planned',
  Interested: 'request',
  'Not Contacted Yet': 'request',
};

function nodeOf(row: unknown, index: number, problems: ProblemList): SourceFeature[] {
  const where = `node ${index + 1}`;
  if (!isJsonObject(row) || !isId(row['id']) || !Array.isArray(row['coordinates'])) {
    problems.add('row', 'import/geometry', where, 'The record has no id or no position.');
    return [];
  }
  const [lng, lat, altitude] = row['coordinates'] as unknown[]; // checked next
  if (typeof lng !== 'number' || typeof lat !== 'number' || Math.abs(lng) > 180 || Math.abs(lat) > 90) {
    problems.add('row', 'import/geometry', where, `${String(lng)}, ${String(lat)} is no position.`);
    return [];
  }
  const id = String(row['id']);
  const stated = typeof row['status'] === 'string' ? row['status'] : null;
  const known = typeof altitude === 'number' && Number.isFinite(altitude) && altitude >= 0;
  if (!known)
    problems.add(
      'warning',
      'import/no-altitude',
      where,
      `Node ${id} has the roof altitude ${String(altitude)}, which stands for none; it was left out.`,
    );
  const fields: Record<string, FieldValue> = {
    name: id,
    roof: id,
    kind: 'node',
    status: stated === null ? 'request' : (STATUS[stated] ?? stated.toLowerCase()),
    ...(stated === null ? {} : { statusInSource: stated }),
    ...(known ? { heightAslM: altitude } : {}),
    ...plainFields(row, ['roofAccess', 'installDate', 'requestDate']),
  };
  return [{ id, where, geometry: { type: 'Point', coordinates: [lng, lat] }, fields }];
}

function linkOf(row: unknown, index: number, nodes: Nodes, problems: ProblemList): SourceFeature[] {
  const where = `link ${index + 1}`;
  const [from, to] = isJsonObject(row) ? [String(row['from']), String(row['to'])] : ['', ''];
  const missing = [from, to].filter((id) => !nodes.has(id));
  const [a, b] = [positionOf(nodes.get(from)), positionOf(nodes.get(to))];
  if (!isJsonObject(row) || a === null || b === null) {
    problems.add('row', 'import/missing-end', where, `${from} to ${to}: there is no node ${missing.join(' nor ')}.`);
    return [];
  }
  const fields: Record<string, FieldValue> = {
    name: `${from}–${to}`,
    kind: 'link',
    from,
    to,
    bothInstalled: isInstalled(nodes.get(from)) && isInstalled(nodes.get(to)),
    ...linkStatus(row['status']),
    ...plainFields(row, ['installDate']),
  };
  return [{ id: `link-${from}-${to}`, where, geometry: { type: 'LineString', coordinates: [a, b] }, fields }];
}

/** Whether the link stands, in Weft's word; how it is made, as the map says. A link that is no radio keeps its own word. */
function linkStatus(stated: unknown): Record<string, FieldValue> {
  if (typeof stated !== 'string') return {};
  return { status: stated === 'active' || stated === '60GHz' ? 'installed' : stated, statusInSource: stated };
}

function sectorOf(row: unknown, index: number, nodes: Nodes, problems: ProblemList): SourceFeature[] {
  const where = `sector ${index + 1}`;
  const nodeId = isJsonObject(row) ? String(row['nodeId']) : '';
  const position = positionOf(nodes.get(nodeId));
  if (!isJsonObject(row) || position === null) {
    problems.add('row', 'import/missing-end', where, `There is no node ${nodeId}.`);
    return [];
  }
  const fields: Record<string, FieldValue> = {
    name: `${nodeId} sector`,
    kind: 'sector',
    roof: nodeId,
    ...plainFields(row, ['status', 'azimuth', 'width', 'radius', 'installDate']),
    ...(typeof row['device'] === 'string' ? { equipment: row['device'] } : {}),
  };
  return [{ id: `sector-${nodeId}-${index + 1}`, where, geometry: { type: 'Point', coordinates: position }, fields }];
}

type Nodes = ReadonlyMap<string, SourceFeature>;

/** Links to what is not (or no longer) on the air stay, and are counted. */
function noteIdleEnds(features: readonly SourceFeature[], total: number, problems: ProblemList): void {
  const idle = features.filter((feature) => feature.fields['bothInstalled'] !== true);
  for (const { where, fields } of idle.slice(0, 20))
    problems.add('warning', 'import/end-not-installed', where, `${String(fields['name'])}: an end is not installed.`);
  const missing = total - features.length;
  problems.add(
    'note',
    'import/link-ends',
    '',
    `Of ${total} links ${missing} name a node that is not there, ${idle.length} more have an end that is not installed (${missing + idle.length} in all); ${features.length - idle.length} have both ends installed.`,
  );
}

function positionOf(node: SourceFeature | undefined): LngLat | null {
  return node?.geometry?.type === 'Point' ? node.geometry.coordinates : null;
}

function isInstalled(node: SourceFeature | undefined): boolean {
  return node?.fields['status'] === 'installed';
}

function plainFields(row: JsonObject, names: readonly string[]): Record<string, FieldValue> {
  return Object.fromEntries(
    names.flatMap((name): [string, FieldValue][] => {
      const value = row[name];
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, value]] : [];
    }),
  );
}

function isId(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
