import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import type { Geometry } from '../geo/geometry.ts';
import type { LngLat } from '../geo/position.ts';
import { checkedFeatures } from './checked-features.ts';
import { dbfEncoding } from './dbf-encoding.ts';
import { dbfRecords } from './dbf-records.ts';
import { nestedRings } from './ring-check.ts';
import { checkDbf, checkShp, checkShx } from './shapefile-counts.ts';
import { holdsMultipatches, shapesOf } from './shp-shapes.ts';
import { HeldFeatures, ProblemList, type SourceLayer } from './source-layer.ts';
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
  const names = [...files.keys()].map(nameInArchive);
  for (const [path, shp] of files) {
    const base = nameInArchive(path);
    if (base === undefined || path.startsWith('__MACOSX/')) continue;
    const beside = (ending: string): Uint8Array | undefined =>
      [...files].find(([other]) => other.toLowerCase() === `${path.slice(0, -3)}${ending}`.toLowerCase())?.[1];
    const [shx, dbf, prj, cpg] = [beside('shx'), beside('dbf'), beside('prj'), beside('cpg')];
    layers.push(
      await readParts(
        `${name}, ${path}`,
        names.filter((other) => other === base).length > 1 ? path.slice(0, -4) : base,
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

/** What a shapefile is called without its folder and ending; undefined where it is none. */
function nameInArchive(path: string): string | undefined {
  return /^(.*\/)?([^/.][^/]*)\.shp$/i.exec(path)?.[2];
}

async function readParts(where: string, name: string, parts: ShapefileParts, job: JobContext): Promise<SourceLayer> {
  const problems = new ProblemList();
  const total = checkShp(where, parts.shp);
  if (holdsMultipatches(parts.shp))
    throw new AppError('import/unsupported-format', {
      what: 'The shapefile holds multipatches (surfaces in space), which cannot be read.',
      where,
      remedy: 'Make their footprints first (“Multipatch Footprint” in ArcGIS, “Force 2D” and “Dissolve” in QGIS).',
    });
  if (parts.shx === undefined)
    problems.add('note', 'import/no-shx', '', 'The index (.shx) is missing; the records were read one after the other.');
  else checkShx(where, parts.shx, total);
  if (parts.dbf === undefined)
    problems.add('note', 'import/no-dbf', '', 'The table of attributes (.dbf) is missing; only the shapes were read.');
  const deleted = parts.dbf === undefined ? new Set<number>() : checkDbf(where, parts.dbf, total);
  const crs = parts.prj === undefined ? null : await statedCrs(new TextDecoder().decode(parts.prj), '.prj', problems);
  const held = new HeldFeatures();
  const read = await readRecords(where, parts, deleted, held, problems, job);
  if (read !== total)
    throw new AppError('import/damaged', {
      what: `The shapefile is damaged: ${read} of ${total} shapes are of the kind that its header states. Nothing was added.`,
      where,
      remedy: 'Fetch or export it again.',
    });
  if (deleted.size > 0)
    problems.add('note', 'import/deleted', '', `${deleted.size} records are marked as deleted and were left out.`);
  return { name, crs, unstated: 'question', total: total - deleted.size, features: held.features, problems: problems.list() };
}

/** Reads the records into `held`. @returns how many are of the kind that the header states */
async function readRecords(
  file: string,
  { shp, dbf, cpg }: ShapefileParts,
  deleted: ReadonlySet<number>,
  held: HeldFeatures,
  problems: ProblemList,
  job: JobContext,
): Promise<number> {
  const rows = dbf === undefined ? null : dbfRecords(dbf, dbfEncoding(dbf, cpg, problems));
  const shapes = shapesOf(shp);
  let read = 0;
  for (let index = 0; ; index++) {
    if (index % 2000 === 1999) await breathe(job);
    const shape = nextOf(shapes, file, index);
    if (shape.done === true) return read;
    const fields = rows?.next().value ?? {};
    if (shape.value === undefined) continue;
    read++;
    if (deleted.has(index)) continue;
    const where = `record ${index + 1}`;
    if (shape.value !== null && 'ring' in shape.value) {
      held.addRing({ id: null, where, fields }, shape.value.ring, shape.value.length);
      continue;
    }
    const raw = { id: null, where, geometry: shape.value, fields };
    for (const feature of checkedFeatures(raw, problems))
      held.add(
        feature.geometry?.type === 'MultiPolygon'
          ? { ...feature, geometry: nested(feature.geometry.coordinates.flat()) }
          : feature,
      );
  }
}

function nextOf<T>(shapes: Iterator<T>, where: string, index: number): IteratorResult<T> {
  try {
    return shapes.next();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AppError(
      'import/damaged',
      { what: `The shapefile is damaged: record ${index + 1} cannot be read.`, where, remedy: 'Export it again.' },
      error,
    );
  }
}

/** Writers that do not keep the format's winding leave holes that look like polygons: which ring lies in which is looked up again. */
function nested(rings: readonly (readonly LngLat[])[]): Geometry {
  const polygons = nestedRings(rings);
  const [only] = polygons;
  return polygons.length === 1 && only !== undefined
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: polygons };
}
