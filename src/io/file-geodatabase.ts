import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { checkedFeatures, fieldsFrom } from './checked-features.ts';
import { gdbGeometry, type GdbGeometry, type GdbGrid } from './gdb-geometry.ts';
import { gdbRow } from './gdb-rows.ts';
import { damagedTable, readGdbTable, type GdbTable } from './gdb-table.ts';
import { ProblemList, type Problem, type SourceFeature, type SourceLayer } from './source-layer.ts';
import { statedCrs } from './stated-crs.ts';
import { readZip } from './zip.ts';

/**
 * Reads a zipped Esri File Geodatabase: every table with shapes as a layer, in its own coordinates. Header, index and rows must agree.
 * @throws AppError import/damaged, import/unsupported-format, import/which-file
 */
export async function readFileGeodatabase(name: string, bytes: Uint8Array, job: JobContext): Promise<SourceLayer[]> {
  const parts = partsOf(name, await readZip(name, bytes, job));
  const catalogue = tableOf(name, parts, 1);
  if (catalogue === null) throw damagedTable(name, 'its list of tables (a00000001) is missing');
  const layers: SourceLayer[] = [];
  const missing: string[] = [];
  for (const [id, at] of catalogue.rows) {
    const title = gdbRow(catalogue, id, at, name).values.find(([field]) => field === 'Name')?.[1];
    if (typeof title !== 'string' || title.startsWith('GDB_')) continue;
    const table = tableOf(`${name}, ${title}`, parts, id);
    if (table === null) {
      missing.push(title);
      continue;
    }
    if (table.fields.some(({ kind }) => kind === 'geometry')) layers.push(await layerOf(`${name}, ${title}`, title, table, job));
  }
  const lost = missing.map((title): Problem => ({
    code: 'import/missing-table',
    severity: 'warning',
    where: title,
    message: 'The geodatabase lists this table, and the archive does not have it.',
  }));
  if (layers.length > 0) return layers.map((layer) => ({ ...layer, problems: [...layer.problems, ...lost] }));
  throw new AppError('import/nothing', {
    what: `The geodatabase has no table with shapes${missing.length > 0 ? `; ${missing.join(', ')} are listed and not there` : ''}.`,
    where: name,
    remedy: 'Export tables without shapes as CSV or Excel.',
  });
}

/** The files of the one geodatabase in an archive, by their names in lower case. */
function partsOf(name: string, files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const folders = new Map<string, Map<string, Uint8Array>>();
  for (const [path, content] of files) {
    const [, folder = '', file = ''] = /^(.*\.gdb)\/([^/]+)$/i.exec(path) ?? [];
    if (file === '') continue;
    const parts = folders.get(folder) ?? new Map<string, Uint8Array>();
    parts.set(file.toLowerCase(), content);
    folders.set(folder, parts);
  }
  const [only] = folders.values();
  if (only !== undefined && folders.size === 1) return only;
  throw new AppError('import/which-file', {
    what: `The archive holds ${folders.size} geodatabases: ${[...folders.keys()].join(', ')}.`,
    where: name,
    remedy: 'Put each into an archive of its own.',
  });
}

function fileOf(id: number): string {
  return `a${id.toString(16).padStart(8, '0')}`;
}

function tableOf(where: string, parts: ReadonlyMap<string, Uint8Array>, id: number): GdbTable | null {
  const [table, index] = [parts.get(`${fileOf(id)}.gdbtable`), parts.get(`${fileOf(id)}.gdbtablx`)];
  if (table !== undefined && index !== undefined) return readGdbTable(where, table, index);
  if (parts.has(`${fileOf(id)}.cdf`))
    throw new AppError('import/unsupported-format', {
      what: 'The geodatabase is compressed, which is not read here.',
      where,
      remedy: 'Uncompress it in ArcGIS, or export it as GeoPackage.',
    });
  return null;
}

async function layerOf(where: string, name: string, table: GdbTable, job: JobContext): Promise<SourceLayer> {
  const problems = new ProblemList();
  const shape = table.fields.find(({ kind }) => kind === 'geometry');
  const system = shape?.system ?? '';
  // A system that is not known stands there as an id in braces.
  const crs = system === '' || system.startsWith('{') ? null : await statedCrs(system, name, problems);
  const binary = table.fields.filter(({ kind }) => kind === 'binary').map((field) => field.name);
  if (binary.length > 0) problems.add('note', 'import/binary', binary.join(', '), 'Columns of binary data were left out.');
  const features: SourceFeature[] = [];
  for (const [index, [id, at]] of table.rows.entries()) {
    if (index % 5000 === 4999) {
      job.progress(`Reading ${name}`, index / table.count);
      await breathe(job);
    }
    const row = gdbRow(table, id, at, where);
    const place = `row ${id}`;
    let geometry: GdbGeometry | null = null;
    try {
      geometry = row.shape === null ? null : gdbGeometry(row.shape, shape?.grid ?? NO_GRID);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.add('row', 'import/geometry', place, `The shape cannot be used: ${error.message}.`);
      continue;
    }
    const fields = fieldsFrom(row.values, place, problems);
    features.push(...checkedFeatures({ id: null, rowId: String(id), where: place, geometry, fields }, problems));
  }
  return { name, crs, unstated: 'question', total: table.count, features, problems: problems.list() };
}

const NO_GRID: GdbGrid = { originX: 0, originY: 0, scale: 1 };
