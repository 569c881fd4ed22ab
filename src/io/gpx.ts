import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import { columnValues } from './csv-columns.ts';
import { checkGeometry } from './geometry-check.ts';
import { ProblemList, type SourceFeature, type SourceLayer } from './source-layer.ts';
import { readXml, type XmlListener } from './xml.ts';

/** The layers of a GPX file, in the order in which they are offered. */
const LAYERS = ['waypoints', 'routes', 'tracks'] as const;
type LayerName = (typeof LAYERS)[number];
const LAYER_OF: Readonly<Record<string, LayerName>> = { wpt: 'waypoints', rte: 'routes', trk: 'tracks' };
/** Elements with positions inside routes and tracks. */
const POINTS = ['rtept', 'trkpt'];

interface GpxItem {
  readonly layer: LayerName;
  readonly where: string;
  readonly texts: Map<string, string>;
  readonly coordinates: unknown;
  isBad: boolean;
}

/**
 * Reads GPX 1.0 and 1.1: waypoints as points, routes and tracks as lines, a layer for each kind that the file has. Names, comments,
 * symbols, times (as text) and the heights of waypoints become fields. @throws AppError import/not-gpx, import/damaged
 */
export async function readGpx(file: string, bytes: Uint8Array, job: JobContext): Promise<SourceLayer[]> {
  const problems = new ProblemList();
  const listener = new GpxListener(file, problems);
  await readXml(file, bytes, problems, listener, job);
  if (listener.extensions > 0)
    problems.add('note', 'import/extensions', '', 'What programs and devices added to the format (its extensions) was left out.');
  const used = LAYERS.filter((name) => listener.items.some(({ layer }) => layer === name));
  return (used.length > 0 ? used : LAYERS.slice(0, 1)).map((name): SourceLayer => {
    const own = new ProblemList();
    // A problem of one kind of thing is told with its layer, one of the file with the first.
    own.addAll(problems.list().filter(({ where }) => (where === '' ? name === used[0] : where.startsWith(name.slice(0, -1)))));
    const items = listener.items.filter(({ layer }) => layer === name);
    const fields = fieldsOf(items);
    return {
      name,
      crs: 'EPSG:4326',
      unstated: 'degrees',
      total: items.length,
      features: items.flatMap((item, i) => featureOf(item, fields[i] ?? {}, own)),
      problems: own.list(),
    };
  });
}

class GpxListener implements XmlListener {
  readonly items: GpxItem[] = [];
  extensions = 0;
  readonly #counts: Record<LayerName, number> = { waypoints: 0, routes: 0, tracks: 0 };
  readonly #file: string;
  readonly #problems: ProblemList;
  readonly #path: string[] = [];
  #item: GpxItem | null = null;
  #parts: number[][][] = [];

  constructor(file: string, problems: ProblemList) {
    this.#file = file;
    this.#problems = problems;
  }

  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void {
    if (this.#path.length === 0 && name !== 'gpx') throw notGpx(this.#file, name);
    const layer = this.#path.length === 1 ? LAYER_OF[name] : undefined;
    if (name === 'extensions' && !this.#path.includes(name)) this.extensions++;
    this.#path.push(name);
    if (layer !== undefined) this.#begin(layer, attributes, line);
    else if (name === 'trkseg') this.#parts.push([]);
    else if (POINTS.includes(name) && this.#item !== null) this.#addPoint(this.#item, attributes, line);
  }

  close(name: string, text: string): void {
    this.#path.pop();
    const item = this.#item;
    if (item === null) return;
    if (this.#path.length === 1) this.#item = null;
    else if (this.#path.length === 2 && name !== 'trkseg' && !POINTS.includes(name) && text.trim() !== '')
      item.texts.set(name, text.trim());
  }

  #begin(layer: LayerName, attributes: Readonly<Record<string, string>>, line: number): void {
    const where = `${layer.slice(0, -1)} ${++this.#counts[layer]} (line ${line})`;
    this.#parts = layer === 'routes' ? [[]] : [];
    const item = { layer, where, texts: new Map<string, string>(), isBad: false };
    const position = layer === 'waypoints' ? positionOf(attributes) : null;
    this.#item = { ...item, coordinates: layer === 'waypoints' ? (position ?? []) : this.#parts };
    if (layer === 'waypoints' && position === null) this.#complain(this.#item, attributes, line);
    this.items.push(this.#item);
  }

  #addPoint(item: GpxItem, attributes: Readonly<Record<string, string>>, line: number): void {
    const position = positionOf(attributes);
    if (position === null) this.#complain(item, attributes, line);
    else this.#parts.at(-1)?.push(position);
  }

  #complain(item: GpxItem, { lon = '', lat = '' }: Readonly<Record<string, string>>, line: number): void {
    item.isBad = true;
    this.#problems.add('row', 'import/coordinates', item.where, `Line ${line}: lon "${lon}", lat "${lat}" is not a position.`);
  }
}

function positionOf({ lon = '', lat = '' }: Readonly<Record<string, string>>): number[] | null {
  const position = [lon, lat].map((text) => (text.trim() === '' ? NaN : Number(text)));
  return position.every(Number.isFinite) ? position : null;
}

function featureOf(item: GpxItem, fields: SourceFeature['fields'], problems: ProblemList): SourceFeature[] {
  if (item.isBad) return [];
  const type = item.layer === 'waypoints' ? 'Point' : 'MultiLineString';
  const parts = item.coordinates as unknown[]; // an array for each kind
  // A segment of one point is where a receiver was switched on and off.
  const lines = type === 'Point' ? parts : parts.filter((part) => Array.isArray(part) && part.length > 1);
  const raw =
    type !== 'Point' && lines.length === 1 ? { type: 'LineString', coordinates: lines[0] } : { type, coordinates: lines };
  const [geometry = null] = checkGeometry(
    raw,
    (severity, code, message) => problems.add(severity, code, item.where, message),
    () => undefined,
  );
  return [{ id: null, where: item.where, geometry, fields }];
}

/** Texts as the cells of a table are read, so that heights are numbers. */
function fieldsOf(items: readonly GpxItem[]): SourceFeature['fields'][] {
  const names = [...new Set(items.flatMap(({ texts }) => [...texts.keys()]))];
  const columns = names.map((name) =>
    columnValues(
      items.map(({ texts }) => texts.get(name) ?? ''),
      false,
    ),
  );
  return items.map((_, row) =>
    Object.fromEntries(
      names.flatMap((name, at) => {
        const value = columns[at]?.[row];
        return value === undefined || value === null ? [] : [[name, value]];
      }),
    ),
  );
}

function notGpx(file: string, root: string): AppError {
  return new AppError('import/not-gpx', {
    what: `The file is XML, but not GPX: it begins with <${root}>.`,
    where: file,
    remedy: 'Export it again as GPX, or choose another file.',
  });
}
