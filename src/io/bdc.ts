import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import { bestLevel, levelOfOffer, type Offer, type ServiceLevel } from '../plan/service-level.ts';
import { BDC_COLUMNS, BDC_LOCATIONS, BDC_ORDER, BDC_RULES, type BdcColumn } from './bdc-columns.ts';
import { readCsvTable } from './csv.ts';
import { hexagonOf } from './h3-cells.ts';
import { ProblemList, type SourceFeature, type SourceLayer } from './source-layer.ts';
import type { TableRow } from './table-layer.ts';

const CELL_COLUMNS: readonly string[] = ['h3_res8_id', 'h3index_hex8'];

interface Location {
  readonly where: string;
  readonly cell: string;
  best: { readonly offer: Offer; readonly fields: Readonly<Partial<Record<BdcColumn, string | number>>> };
  level: ServiceLevel;
  offers: number;
}

/**
 * Reads a list of the FCC's Broadband Data Collection (location availability). The lists have no coordinates. `locations` has each
 * location once, with its best offer and its level of service, without a place; `cells` sums them up by the H3 cells that public lists name.
 * @throws AppError import/empty-file, import/damaged, import/not-csv
 */
export async function readBdc(name: string, bytes: Uint8Array, job: JobContext): Promise<SourceLayer[]> {
  const problems = new ProblemList();
  const { header, usable } = readCsvTable(name, bytes, problems);
  const names = header.map((title) => title.toLowerCase());
  const columnOf = (aliases: readonly string[]): number => names.findIndex((title) => aliases.includes(title));
  const columns = BDC_ORDER.map((column) => [column, columnOf(BDC_COLUMNS[column])] as const).filter(([, at]) => at >= 0);
  const cellColumn = columnOf(CELL_COLUMNS);
  if (!columns.some(([column]) => column === 'max_advertised_upload_speed'))
    throw new AppError('import/damaged', {
      what: 'The list has no column max_advertised_upload_speed.',
      where: name,
      remedy: 'Fetch it again from the National Broadband Map.',
    });
  const locations = new Map<string, Location>();
  let bad = 0;
  for (const [index, row] of usable.entries()) {
    if (index % 20_000 === 19_999) {
      job.progress(`Reading ${name}`, index / usable.length);
      await breathe(job);
    }
    const fields = fieldsOf(row, columns, problems);
    if (fields === null) bad++;
    else addOffer(locations, fields, row, cellColumn < 0 ? '' : (row.cells[cellColumn] ?? ''), problems);
  }
  const unreadable = problems.count('import/row-width') + bad;
  const features = [...locations].map(([id, location]): SourceFeature => ({
    id,
    where: location.where,
    geometry: null,
    fields: { ...location.best.fields, location_id: id, serviceLevel: location.level, offers: location.offers },
  }));
  const layer = { crs: 'EPSG:4326', unstated: 'degrees' } as const;
  const list = problems.list();
  const cells = cellColumn < 0 ? [] : await cellsOf(locations, job);
  return [
    { name: BDC_LOCATIONS, ...layer, total: features.length + unreadable, features, problems: list },
    ...(cells.length > 0 ? [{ name: 'cells', ...layer, total: cells.length, features: cells, problems: list }] : []),
  ];
}

function fieldsOf(
  row: TableRow,
  columns: readonly (readonly [BdcColumn, number])[],
  problems: ProblemList,
): Record<BdcColumn, string> | null {
  const fields = {} as Record<BdcColumn, string>; // columns that the list does not have are not looked at
  for (const [column, at] of columns) {
    const value = (row.cells[at] ?? '').trim();
    const [pattern, words] = BDC_RULES[column];
    // Only the numbers that the level of service rests on must be right.
    const matters = column !== 'provider_id' && column !== 'brand_name' && column !== 'business_residential_code';
    if (matters && !pattern.test(value)) {
      problems.add('row', 'import/value', row.where, `"${value}" in ${column} is not ${words}.`);
      return null;
    }
    fields[column] = value;
  }
  return fields;
}

function addOffer(
  locations: Map<string, Location>,
  fields: Record<BdcColumn, string>,
  row: TableRow,
  cell: string,
  problems: ProblemList,
): void {
  const offer: Offer = {
    technology: Number(fields.technology),
    downloadMbps: Number(fields.max_advertised_download_speed),
    uploadMbps: Number(fields.max_advertised_upload_speed),
    isLowLatency: fields.low_latency === '1',
  };
  const level = levelOfOffer(offer);
  const kept = {
    offer,
    fields: Object.fromEntries(
      Object.entries(fields)
        .filter(([column, value]) => column !== 'location_id' && value !== '')
        .map(([column, value]) => [column, /^(technology|max_|low_)/.test(column) ? Number(value) : value]),
    ),
  };
  const known = locations.get(fields.location_id);
  if (known === undefined) {
    locations.set(fields.location_id, { where: row.where, cell, best: kept, level, offers: 1 });
    return;
  }
  if (cell !== known.cell)
    problems.add(
      'warning',
      'import/value',
      row.where,
      `Location ${fields.location_id} lies in the cell ${cell} here and in ${known.cell} in ${known.where}: one of the numbers is wrong.`,
    );
  known.offers++;
  const before = known.level;
  known.level = bestLevel([before, level]);
  const isFaster = offer.downloadMbps > known.best.offer.downloadMbps;
  if (known.level !== before || (level === before && isFaster)) known.best = kept;
}

/** The cells that the list names, with how many locations of each level it has in them. */
async function cellsOf(locations: ReadonlyMap<string, Location>, job: JobContext): Promise<SourceFeature[]> {
  const counts = new Map<string, { where: string; unserved: number; underserved: number; served: number }>();
  for (const { cell, level, where } of locations.values()) {
    const count = counts.get(cell) ?? { where, unserved: 0, underserved: 0, served: 0 };
    count[level]++;
    counts.set(cell, count);
  }
  const features: SourceFeature[] = [];
  for (const [cell, { where, ...levels }] of counts) {
    if (features.length % 5000 === 4999) await breathe(job);
    const geometry = await hexagonOf(cell);
    const all = levels.unserved + levels.underserved + levels.served;
    features.push({ id: cell === '' ? null : cell, where, geometry, fields: { name: cell, locations: all, ...levels } });
  }
  return features;
}
