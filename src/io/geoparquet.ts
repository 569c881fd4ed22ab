import { AppError } from '../base/app-error.ts';
import { type JobContext } from '../base/job.ts';
import { checkedFeatures, fieldsFrom } from './checked-features.ts';
import { openParquet, readParquetColumn, type ParquetColumn, type ParquetFile } from './parquet.ts';
import type { ParquetValue } from './parquet-page.ts';
import { parquetMeaning } from './parquet-meaning.ts';
import { ProblemList, type SourceFeature, type SourceLayer } from './source-layer.ts';
import { statedCrs } from './stated-crs.ts';
import { readWkb, type RawGeometry } from './wkb.ts';

/** The part of the `geo` metadata that is read (GeoParquet 1.1, "Column metadata"). */
interface GeoColumn {
  readonly encoding?: unknown;
  readonly crs?: { readonly id?: { readonly authority?: unknown; readonly code?: unknown } } | null;
}

/**
 * Reads GeoParquet: the rows with the geometry of the primary column. Rows of the file, of its columns and of their pages must agree.
 * @throws AppError import/damaged, import/no-geometry-column, import/unsupported-encoding
 */
export async function readGeoParquet(name: string, bytes: Uint8Array, job: JobContext): Promise<SourceLayer> {
  const problems = new ProblemList();
  const file = openParquet(name, bytes);
  const { column, about } = geometryColumn(file);
  const crs = await crsOf(about, problems);
  const wkbs = await readParquetColumn(file, column, job);
  const columns = await fieldColumns(file, column, problems, job);
  const features: SourceFeature[] = [];
  for (const [row, wkb] of wkbs.entries()) {
    const where = `row ${row + 1}`;
    const fields = fieldsFrom(
      columns.map(({ title, values }) => [title, values[row]]),
      where,
      problems,
    );
    const geometry = geometryOf(wkb, where, problems);
    if (geometry !== undefined) features.push(...checkedFeatures({ id: null, where, geometry, fields }, problems));
  }
  const title = name.replace(/\.(geo)?parquet$/i, '');
  return { name: title, crs, unstated: 'question', total: file.rows, features, problems: problems.list() };
}

function geometryColumn(file: ParquetFile): { column: ParquetColumn; about: GeoColumn } {
  const refuse = (what: string): AppError =>
    new AppError('import/no-geometry-column', {
      what,
      where: file.name,
      remedy: 'Write it again as GeoParquet 1.0 or 1.1 with WKB geometry, or export it as GeoPackage.',
    });
  const text = file.metadata.get('geo');
  if (text === undefined) throw refuse('The file is Parquet, but does not say which column holds the geometry.');
  let geo: { readonly primary_column?: unknown; readonly columns?: Readonly<Record<string, GeoColumn>> };
  try {
    geo = JSON.parse(text) as typeof geo; // every part is looked at before it is used
  } catch {
    throw refuse('The note on the geometry in the file cannot be read.');
  }
  const primary = String(geo.primary_column);
  const about = Object.hasOwn(geo.columns ?? {}, primary) ? geo.columns?.[primary] : undefined;
  const column = file.columns.find((one) => one.name === primary && one.type === 'bytes');
  if (about === undefined || about.encoding !== 'WKB' || column === undefined)
    throw refuse(`The geometry in column ${primary} is not written as WKB.`);
  return { column, about };
}

/** Longitude and latitude where nothing is said (the format's rule), null where it is said that nothing is known. */
async function crsOf({ crs }: GeoColumn, problems: ProblemList): Promise<string | null> {
  if (crs === undefined) return 'EPSG:4326';
  if (crs === null) return null;
  const [authority, code] = [String(crs.id?.authority ?? ''), String(crs.id?.code ?? '')];
  if (authority === 'OGC' && /^CRS84h?$/.test(code)) return 'EPSG:4326';
  return statedCrs(authority === 'EPSG' ? `EPSG:${code}` : JSON.stringify(crs).slice(0, 200), '', problems);
}

async function fieldColumns(
  file: ParquetFile,
  geometry: ParquetColumn,
  problems: ProblemList,
  job: JobContext,
): Promise<{ title: string; values: readonly unknown[] }[]> {
  const columns: { title: string; values: readonly unknown[] }[] = [];
  const leftOut = [...file.nested];
  for (const column of file.columns) {
    if (column === geometry) continue;
    const meaning = parquetMeaning(column);
    if (meaning === null) leftOut.push(column.name);
    else {
      const values = await readParquetColumn(file, column, job);
      columns.push({ title: column.name, values: values.map((value) => (value === null ? null : meaning(value))) });
    }
  }
  if (leftOut.length > 0)
    problems.add(
      'note',
      'import/left-out',
      '',
      `Columns of lists, structures or binary data were left out: ${leftOut.join(', ')}.`,
    );
  return columns;
}

/** Null where there is none or it is empty, undefined where it is broken. */
function geometryOf(wkb: ParquetValue | null, where: string, problems: ProblemList): RawGeometry | null | undefined {
  if (!(wkb instanceof Uint8Array)) return null;
  try {
    return readWkb(wkb);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.add('row', 'import/geometry', where, `The geometry is broken: ${error.message}.`);
    return undefined;
  }
}
