// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- every configuration that reads this file needs the package's types
/// <reference path="./shapefile-package.d.ts" />
import { open } from 'shapefile/dist/shapefile.js';
import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import type { Geometry } from '../geo/geometry.ts';
import type { FieldValue } from '../plan/feature-table.ts';
import { checkedFeatures } from './checked-features.ts';
import { dbfEncoding } from './dbf-encoding.ts';
import { nestedRings } from './ring-check.ts';
import { checkDbf, checkShp, checkShx, plainDbf } from './shapefile-counts.ts';
import { ProblemList, type SourceFeature, type SourceLayer } from './source-layer.ts';
import { statedCrs } from './stated-crs.ts';
import { readZip } from './zip.ts';

/** The files of one shapefile by their ending. */
export interface ShapefileParts {
  readonly shp: Uint8Array;
  readonly shx?: Uint8Array;
  readonly dbf?: Uint8Array;
  readonly prj?: Uint8Array;
  readonly cpg?: Uint8Array;
}

/**
 * Reads a zipped shapefile (every layer in it) or a loose one. Header, index, table and bytes must agree on how many records
 * there are. @throws AppError import/damaged, import/zip-limit
 */
export async function readShapefile(name: string, source: Uint8Array | ShapefileParts, job: JobContext): Promise<SourceLayer[]> {
  if (!(source instanceof Uint8Array)) return [await readParts(name, name.replace(/\.shp$/i, ''), source, job)];
  const files = await readZip(name, source);
  const layers: SourceLayer[] = [];
  for (const [path, shp] of files) {
    const base = /^(.*\/)?([^/.][^/]*)\.shp$/i.exec(path)?.[2];
    if (base === undefined || path.startsWith('__MACOSX/')) continue;
    const beside = (ending: string): Uint8Array | undefined =>
      [...files].find(([other]) => other.toLowerCase() === `${path.slice(0, -3)}${ending}`.toLowerCase())?.[1];
    const [shx, dbf, prj, cpg] = [beside('shx'), beside('dbf'), beside('prj'), beside('cpg')];
    layers.push(
      await readParts(
        `${name}, ${path}`,
        base,
        { shp, ...(shx && { shx }), ...(dbf && { dbf }), ...(prj && { prj }), ...(cpg && { cpg }) },
        job,
      ),
    );
  }
  if (layers.length > 0) return layers;
  throw new AppError('import/no-shapefile', {
    what: 'There is no shapefile (.shp) in the archive.',
    where: name,
    remedy: 'Put the .shp with its .dbf, .shx and .prj into one zip archive.',
  });
}

async function readParts(where: string, name: string, parts: ShapefileParts, job: JobContext): Promise<SourceLayer> {
  const problems = new ProblemList();
  const total = checkShp(where, parts.shp);
  if (parts.shx === undefined)
    problems.add('note', 'import/no-shx', '', 'The index (.shx) is missing; the records were read one after the other.');
  else checkShx(where, parts.shx, total);
  if (parts.dbf === undefined)
    problems.add('note', 'import/no-dbf', '', 'The table of attributes (.dbf) is missing; only the shapes were read.');
  const deleted = parts.dbf === undefined ? new Set<number>() : checkDbf(where, parts.dbf, total);
  const crs = parts.prj === undefined ? null : await statedCrs(new TextDecoder().decode(parts.prj), '.prj', problems);
  const features: SourceFeature[] = [];
  let read = 0;
  for await (const [index, feature] of records(where, parts, problems, job)) {
    if (!deleted.has(index)) features.push(...featuresOf(feature, index, problems));
    read++;
  }
  // The package passes over shapes of another kind than the header's.
  if (read !== total)
    throw new AppError('import/damaged', {
      what: `The shapefile is damaged: ${read} of ${total} shapes are of the kind that its header states. Nothing was added.`,
      where,
      remedy: 'Fetch or export it again.',
    });
  if (deleted.size > 0)
    problems.add('note', 'import/deleted', '', `${deleted.size} records are marked as deleted and were left out.`);
  return { name, crs, unstated: 'question', total: total - deleted.size, features, problems: problems.list() };
}

type RawFeature = Awaited<ReturnType<Awaited<ReturnType<typeof open>>['read']>>['value'];

async function* records(
  where: string,
  parts: ShapefileParts,
  problems: ProblemList,
  job: JobContext,
): AsyncGenerator<[number, RawFeature]> {
  const encoding = parts.dbf === undefined ? 'utf-8' : dbfEncoding(parts.dbf, parts.cpg, problems);
  try {
    const reader = await open(parts.shp, parts.dbf === undefined ? undefined : plainDbf(parts.dbf), { encoding });
    for (let index = 0; ; index++) {
      const { done, value } = await reader.read();
      if (done) return;
      if (index % 5000 === 4999) await breathe(job);
      yield [index, value];
    }
  } catch (error) {
    if (error instanceof AppError || error instanceof DOMException) throw error;
    throw new AppError(
      'import/damaged',
      { what: 'The shapefile is damaged: a record cannot be read.', where, remedy: 'Export it again.' },
      error,
    );
  }
}

function featuresOf(raw: RawFeature, index: number, problems: ProblemList): SourceFeature[] {
  const where = `record ${index + 1}`;
  const features = checkedFeatures({ id: null, where, geometry: raw.geometry, fields: fieldsOf(raw.properties) }, problems);
  return features.map((feature) => (feature.geometry === null ? feature : { ...feature, geometry: nested(feature.geometry) }));
}

/** Writers that do not keep the format's winding leave holes that look like polygons: which ring lies in which is looked up again. */
function nested(geometry: Geometry): Geometry {
  if (geometry.type !== 'MultiPolygon') return geometry;
  const polygons = nestedRings(geometry.coordinates.flat());
  const [only] = polygons;
  return polygons.length === 1 && only !== undefined
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: polygons };
}

function fieldsOf(properties: RawFeature['properties']): Record<string, FieldValue> {
  const entries: [string, FieldValue][] = [];
  for (const [name, value] of Object.entries(properties)) {
    const plain = value instanceof Date ? dateText(value) : value;
    const clean = typeof plain === 'string' ? plain.replaceAll('\0', '').trim() : plain;
    if (clean !== null && clean !== '') entries.push([name, clean]);
  }
  return Object.fromEntries(entries);
}

/**
 * Dates are days: the package makes them in the local time zone, so that is where they are read. Out of an empty one it makes day 0 of
 * month 0 of the year 0, which is the last of November 1899.
 */
function dateText(date: Date): string | null {
  if (Number.isNaN(date.getTime()) || date.getTime() === new Date(0, -1, 0).getTime()) return null;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
