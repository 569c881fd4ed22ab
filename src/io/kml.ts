import { AppError } from '../base/app-error.ts';
import type { JobContext } from '../base/job.ts';
import type { FieldValue } from '../plan/feature-table.ts';
import { columnValues } from './csv-columns.ts';
import { checkGeometry } from './geometry-check.ts';
import { KmlListener, type KmlDatum, type KmlPlacemark } from './kml-document.ts';
import { KML_ID } from './write/kml.ts';
import { ProblemList, type Problem, type SourceFeature, type SourceLayer } from './source-layer.ts';
import { readXml } from './xml.ts';
import { readZip } from './zip.ts';

/**
 * Reads the placemarks of a KML 2.2 document as one layer. Where they lie in several folders, the field `folder` says in which; all
 * data become fields, descriptions stay the text that they are. Links to anywhere but the same archive are never followed.
 * @throws AppError import/not-kml, import/damaged, import/xml-entities
 */
export async function readKml(file: string, bytes: Uint8Array, job: JobContext): Promise<SourceLayer> {
  const problems = new ProblemList();
  return layerOf(file, await listened(file, bytes, problems, new Set(), job), problems);
}

async function listened(
  file: string,
  bytes: Uint8Array,
  problems: ProblemList,
  inside: ReadonlySet<string>,
  job: JobContext,
): Promise<KmlListener> {
  const listener = new KmlListener(file, problems, inside);
  await readXml(file, bytes, problems, listener, job);
  return listener;
}

function layerOf(file: string, listener: KmlListener, problems: ProblemList): SourceLayer {
  const { placemarks } = listener;
  const folders = [...new Set(placemarks.map(({ folder }) => folder))];
  const [only = ''] = folders;
  const own = folders.length > 1 ? 'folder' : null;
  const fields = fieldsOf(placemarks, listener);
  return {
    name: (folders.length === 1 && only.split(' / ').at(-1)) || listener.title || file.replace(/\.[^.]*$/, ''),
    crs: 'EPSG:4326',
    unstated: 'degrees',
    total: placemarks.length,
    features: placemarks.flatMap((placemark, index) => {
      const folder = own !== null && placemark.folder !== '' ? { [own]: placemark.folder } : {};
      return featuresOf(placemark, { ...folder, ...fields[index] }, problems);
    }),
    problems: problems.list(),
  };
}

/**
 * Reads the document of a KMZ archive (`doc.kml`, or the first `.kml` in it whose name stays within it) and the documents in the archive that it links
 * to, each as a layer. @throws AppError import/no-kml, file/…, as readKml
 */
export async function readKmz(file: string, bytes: Uint8Array, job: JobContext): Promise<SourceLayer[]> {
  const documents = new Map([...(await readZip(file, bytes, job))].filter(([name]) => /^(?!\/|.*\.\.\/).*\.kml$/i.test(name)));
  const names = [...documents.keys()];
  const main = names.find((name) => name.toLowerCase() === 'doc.kml') ?? names[0];
  if (main === undefined)
    throw new AppError('import/no-kml', {
      what: 'There is no KML document (doc.kml) in the archive.',
      where: file,
      remedy: 'Save it again as KMZ, or give the KML file itself.',
    });
  const layers: SourceLayer[] = [];
  /** What was found in documents that only link to others. */
  const beside: Problem[] = [];
  const toRead = [main];
  for (const name of toRead) {
    const problems = new ProblemList();
    const listener = await listened(file, documents.get(name) ?? new Uint8Array(), problems, new Set(names), job);
    const layer = layerOf(name === main ? file : name.replace(/^.*\//, ''), listener, problems);
    // A document that only links to others is no layer.
    if (layer.total > 0 || (name === main && listener.inside.length === 0)) layers.push(layer);
    else beside.push(...layer.problems);
    toRead.push(...listener.inside.filter((inner, i, all) => !toRead.includes(inner) && all.indexOf(inner) === i));
  }
  const [first, ...others] = layers;
  if (first === undefined) return layers;
  const problems = new ProblemList();
  problems.addAll([...first.problems, ...beside]);
  const read = toRead.length === 1 ? 'Only this document was' : `${toRead.length} documents were`;
  if (toRead.length < names.length)
    problems.add('warning', 'import/several-kml', main, `${read} read; the archive has ${names.length}.`);
  return [{ ...first, problems: problems.list() }, ...others];
}

function featuresOf(placemark: KmlPlacemark, fields: SourceFeature['fields'], problems: ProblemList): SourceFeature[] {
  const id = ownId(placemark) ?? placemark.id;
  const { where } = placemark;
  if (placemark.isBad) return [];
  let bad = false;
  let height = false;
  const geometries = placemark.geometries.flatMap((raw) =>
    checkGeometry(
      raw,
      (severity, code, message) => {
        bad ||= severity === 'row';
        problems.add(severity, code, where, message);
      },
      () => (height = true),
    ),
  );
  if (bad) return [];
  if (height) problems.add('note', 'import/height', where, 'Heights in the positions were left out.');
  if (geometries.length === 0) return [{ id, where, geometry: null, fields }];
  return geometries.map((geometry) => ({ id, where, geometry, fields }));
}

/** The fields of all placemarks: data with a declared type in it, others as the cells of a table are read. */
function fieldsOf(placemarks: readonly KmlPlacemark[], listener: KmlListener): Record<string, FieldValue>[] {
  const types = new Map<string, string>();
  const columns = new Map<string, string[]>();
  placemarks.forEach(({ data }, row) => {
    for (const datum of data) {
      if (datum.name === KML_ID) continue;
      const type = typeOf(datum, listener);
      if (type !== null && types.get(datum.name) !== 'string') types.set(datum.name, type);
      const column = columns.get(datum.name) ?? placemarks.map(() => '');
      column[row] = datum.value.trim();
      columns.set(datum.name, column);
    }
  });
  const values = [...columns].map(([name, cells]) => {
    const isText = types.get(name) === 'string';
    return [name, isText ? cells : columnValues(cells, false)] as const;
  });
  return placemarks.map((placemark, row) => {
    const data = values.flatMap(([name, column]): [string, FieldValue][] => {
      const value = column[row];
      return value === undefined || value === null || value === '' ? [] : [[name, value]];
    });
    const fields = Object.fromEntries([...placemark.texts, ...data]);
    const shown = placemark.texts.find(([name]) => name === 'name')?.[1];
    const own = ownId(placemark);
    if (own === null || shown === undefined) return fields;
    // In a file of ours the name that is shown is the id where there is none; else it is the name, which may have been altered.
    const { name, ...others } = fields;
    if (shown !== own.trim()) return { ...others, name: String(name) === shown && name !== undefined ? name : shown };
    return data.some(([field]) => field === 'name') && name !== undefined ? fields : others;
  });
}

/** The id of a feature that Weft wrote, which other programs keep as it is. */
function ownId({ data }: KmlPlacemark): string | null {
  return data.find(({ name }) => name === KML_ID)?.value ?? null;
}

function typeOf({ name, schema }: KmlDatum, { schemas }: KmlListener): string | null {
  return schema === null ? null : (schemas.get(schema)?.get(name) ?? 'string');
}
