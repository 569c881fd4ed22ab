import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { isJsonObject, type JsonObject } from '../base/json-object.ts';
import { checkedFeatures, fieldsFrom } from './checked-features.ts';
import { ProblemList, type SourceFeature, type SourceLayer } from './source-layer.ts';
import { decodeText } from './text-encoding.ts';

/** Features that are read between two breaths. */
const FEATURES_PER_BREATH = 2000;

/**
 * Reads GeoJSON (RFC 7946, and the `crs` member of 2008): a collection, one feature, a bare geometry, or features line by
 * line. @throws AppError import/not-geojson, import/empty-file
 */
export async function readGeoJson(name: string, bytes: Uint8Array, job: JobContext): Promise<SourceLayer> {
  const problems = new ProblemList();
  const root = parseRoot(name, decodeText(name, bytes, problems));
  const raw = rawFeatures(name, root);
  const features: SourceFeature[] = [];
  for (const [index, item] of raw.entries()) {
    if (index % FEATURES_PER_BREATH === 0) await breathe(job);
    features.push(...readFeature(item, `feature ${index + 1}`, problems));
  }
  return {
    name: typeof root['name'] === 'string' && root['name'] !== '' ? root['name'] : name.replace(/\.[^.]*$/, ''),
    crs: crsOf(root['crs']),
    unstated: root['crs'] === undefined || root['crs'] === null ? 'degrees' : 'question',
    total: raw.length,
    features,
    problems: problems.list(),
  };
}

function parseRoot(name: string, text: string): JsonObject {
  const start = text.trimStart();
  if (start.startsWith('<')) throw notGeoJson(name, 'The file is a web page or XML, not GeoJSON.');
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    const lines = jsonLines(text);
    if (lines === null) throw notGeoJson(name, `The file is not valid JSON: ${reasonOf(text, error)}.`, error);
    root = { type: 'FeatureCollection', features: lines };
  }
  if (!isJsonObject(root)) throw notGeoJson(name, 'The file is JSON, but not GeoJSON.');
  return root;
}

/** Features line by line (GeoJSON text sequences and newline-delimited GeoJSON), or null. */
function jsonLines(text: string): unknown[] | null {
  const lines = text.split('\n').map((line) => line.replace(/^\u001e/, '').trim());
  const filled = lines.filter((line) => line !== '');
  if ((filled.length < 2 && !text.includes('\u001e')) || !filled[0]?.startsWith('{') || !filled[0].endsWith('}')) return null;
  try {
    return filled.map((line) => JSON.parse(line) as unknown);
  } catch {
    return null; // the caller says what is wrong with the text as a whole
  }
}

function rawFeatures(name: string, root: JsonObject): readonly unknown[] {
  if (root['type'] === 'FeatureCollection') {
    if (!Array.isArray(root['features'])) throw notGeoJson(name, 'The collection has no list of features.');
    return root['features'];
  }
  if (root['type'] === 'Feature') return [root];
  if (root['type'] === 'Topology') throw notGeoJson(name, 'The file is TopoJSON, which cannot be read yet.');
  if (typeof root['type'] === 'string' && ('coordinates' in root || 'geometries' in root))
    return [{ type: 'Feature', geometry: root, properties: {} }];
  if (typeof root['geometryType'] === 'string' && root['geometryType'].startsWith('esriGeometry'))
    throw notGeoJson(
      name,
      'The file is Esri JSON, which cannot be read. Services give GeoJSON when they are asked for f=geojson.',
    );
  throw notGeoJson(name, 'The file is JSON, but not GeoJSON.');
}

function readFeature(item: unknown, where: string, problems: ProblemList): SourceFeature[] {
  if (!isJsonObject(item) || item['type'] !== 'Feature') {
    problems.add('row', 'import/geometry', where, 'This is not a feature.');
    return [];
  }
  const id = typeof item['id'] === 'string' || typeof item['id'] === 'number' ? String(item['id']) : null;
  const properties = isJsonObject(item['properties']) ? Object.entries(item['properties']) : [];
  for (const [name, value] of properties)
    if (typeof value === 'number' && Math.abs(value) > 2 ** 53 && Math.abs(value) < 1e21)
      problems.add(
        'warning',
        'import/number',
        where,
        `"${name}" has more digits than a number can hold: the last ones may differ. Export it as text.`,
      );
  const fields = fieldsFrom(properties, where, problems);
  return checkedFeatures({ id, where, geometry: item['geometry'], fields }, problems);
}

function crsOf(member: unknown): string | null {
  const properties = isJsonObject(member) && isJsonObject(member['properties']) ? member['properties'] : {};
  const text = properties['name'];
  if (typeof text !== 'string') return null;
  if (/CRS:?84$/i.test(text)) return 'EPSG:4326';
  const code = /EPSG:+(?:[\d.]+:)?(\d+)$/i.exec(text)?.[1];
  return code === undefined ? text : `EPSG:${code}`;
}

function reasonOf(text: string, error: unknown): string {
  const bare = /[:[,]\s*(-?(?:NaN|Infinity))\b/.exec(text)?.[1];
  if (bare !== undefined) return `${bare} is not a number in JSON`;
  const message = error instanceof Error ? error.message : '';
  if (/end of JSON|Unterminated/i.test(message) || Number(/position (\d+)/.exec(message)?.[1]) >= text.trimEnd().length)
    return 'it ends too early; it may be cut';
  const at = Number(/position (\d+)/.exec(message)?.[1] ?? NaN);
  return Number.isNaN(at) ? 'its text is broken' : `its text is broken in line ${text.slice(0, at).split('\n').length}`;
}

function notGeoJson(name: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'import/not-geojson',
    { what, where: name, remedy: 'Export it again as GeoJSON, or choose another file.' },
    cause,
  );
}
