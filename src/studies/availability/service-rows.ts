import { boundsOf, contains, polygonsOf } from '../../geo/polygon.ts';
import type { LngLat } from '../../geo/position.ts';
import { boxIndex } from '../../geo/spatial-index.ts';
import { BDC_COLUMNS } from '../../io/bdc-columns.ts';
import { featureAt, featuresOf, type Feature } from '../../plan/feature-table.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import type { ServiceLevel } from '../../plan/service-level.ts';

/**
 * Who is served today, premises by premises: what a grant's counts rest on, and why. A level is known, in this order, from the
 * premises' own field `serviceLevel`; from the record of its location id in an availability list; as unserved where such a list has
 * no record of it; from the area in which it lies.
 * Source: NTIA, BEAD Notice of Funding Opportunity (2022): a location without a record is unserved. See `service-level.ts`.
 */
export interface ServiceRow {
  readonly premises: Feature;
  /** Null where nothing says it. */
  readonly level: ServiceLevel | null;
  readonly from: 'own' | 'list' | 'no-record' | 'area' | null;
  readonly locationId: string | null;
  /** The best offer that the availability list has of the location. */
  readonly record: Feature | null;
  /** Name of the area in which it is funded already; null where none is. */
  readonly fundedBy: string | null;
}

const LEVELS: readonly ServiceLevel[] = ['unserved', 'underserved', 'served'];

/** Who is served today, in the order of the premises' table; null where the plan has neither levels, nor a list, nor areas. */
export function serviceRows(plan: Plan): readonly ServiceRow[] | null {
  const table = layerTable(plan, 'premises');
  const grants = [...featuresOf(layerTable(plan, 'grants'))];
  const records = new Map(grants.flatMap((one) => (one.geometry?.type === 'Point' ? [[locationOf(one), one] as const] : [])));
  records.delete(null);
  const areas = grants.filter(({ geometry }) => polygonsOf(geometry).length > 0);
  const levelled = LEVELS.map((level) => areaFinder(areas.filter(({ fields }) => fields['kind'] === level)));
  const funded = areaFinder(areas.filter(({ fields }) => fields['kind'] === 'funded'));
  const hasArea = areas.some(({ fields }) => LEVELS.some((level) => level === fields['kind']));
  if (!hasArea && records.size === 0 && !table.columns.has('serviceLevel')) return null;
  return Array.from({ length: table.count }, (_, row): ServiceRow => {
    const premises = featureAt(table, row);
    const place = premises.geometry?.type === 'Point' ? premises.geometry.coordinates : null;
    const locationId = locationOf(premises);
    const record = records.get(locationId) ?? null;
    const fundedBy = place === null ? undefined : funded(place);
    const area = place === null ? undefined : LEVELS.find((_, at) => levelled[at]?.(place) !== undefined);
    const isMissing = records.size > 0 && locationId !== null && record === null;
    return {
      premises,
      locationId,
      record,
      fundedBy: fundedBy === undefined ? null : String(fundedBy.fields['name'] ?? fundedBy.id),
      ...(levelFrom('own', premises.fields['serviceLevel']) ??
        levelFrom('list', record?.fields['serviceLevel']) ??
        levelFrom('no-record', isMissing ? 'unserved' : undefined) ??
        levelFrom('area', area) ?? { level: null, from: null }),
    };
  });
}

function levelFrom(from: ServiceRow['from'], stated: unknown): Pick<ServiceRow, 'level' | 'from'> | null {
  const level = LEVELS.find((one) => one === stated);
  return level === undefined ? null : { level, from };
}

/** The location of a premises or a record, by whatever name its column has. */
function locationOf({ fields }: Feature): string | null {
  const stated = [...BDC_COLUMNS.location_id, 'locationId'].map((column) => fields[column]).find((one) => one !== undefined);
  return stated === undefined || stated === null || stated === '' ? null : String(stated);
}

/** Finds the first of some areas that a place lies in. */
function areaFinder(areas: readonly Feature[]): (place: LngLat) => Feature | undefined {
  if (areas.length === 0) return () => undefined;
  const index = boxIndex(areas.map(({ geometry }) => boundsOf(polygonsOf(geometry).flat(2))));
  return (place) =>
    index
      .search(place[0], place[1], place[0], place[1])
      .map((at) => areas[at])
      .find((area) => area !== undefined && contains(area.geometry, place));
}

/** Premises of one level, in numbers. */
export interface ServiceCount {
  readonly level: ServiceLevel | null;
  readonly premises: number;
  readonly units: number;
  /** Of the premises those in an area that is funded already. */
  readonly funded: number;
  /** Of the premises those neither funded already nor left out by the design: what it would newly pass. */
  readonly passed: number;
}

/** The rows by level, unserved first, those of which nothing is known last; levels that nobody has are left out. */
export function countByLevel(rows: readonly ServiceRow[], passedIds: ReadonlySet<string>): readonly ServiceCount[] {
  return [...LEVELS, null].flatMap((level) => {
    const own = rows.filter((row) => row.level === level);
    const open = own.filter(({ fundedBy }) => fundedBy === null);
    const count: ServiceCount = {
      level,
      premises: own.length,
      units: own.reduce((sum, { premises }) => sum + Number(premises.fields['units'] ?? 1), 0),
      funded: own.length - open.length,
      passed: open.filter(({ premises }) => passedIds.has(premises.id)).length,
    };
    return own.length === 0 ? [] : [count];
  });
}
