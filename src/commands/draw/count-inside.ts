import type { Geometry } from '../../geo/geometry.ts';
import { boundsOf, contains, polygonsOf } from '../../geo/polygon.ts';
import type { LngLat } from '../../geo/position.ts';
import { valueAt } from '../../plan/feature-table.ts';
import { NO_GEOMETRY } from '../../plan/geometry-columns.ts';
import { unpackTexts } from '../../plan/packed-texts.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import { passedIds, serviceToday } from '../study/service-today.ts';
import { wording } from '../../text/wording.ts';

const words = wording.countInside;

/** What lies in an area. Null where the plan does not know: before a design, or without a layer of who is served. */
export interface InsideCounts {
  readonly premises: number;
  readonly units: number;
  readonly passed: number | null;
  /** Without service today, less those that are funded already. */
  readonly unserved: number | null;
}

/** What is counted of each premises, row by row. */
interface PremisesFacts {
  /** Longitude, latitude; NaN without a place. */
  readonly places: Float64Array;
  readonly units: Float64Array;
  readonly unserved: Uint8Array | null;
  readonly ids: readonly string[];
}

/** Counts premises inside an area: quick enough to follow the pointer. */
export function countsInside(plan: Plan, area: Geometry): InsideCounts {
  const facts = factsOf(plan);
  const { units, unserved, ids } = facts;
  const passed = plan.fiber === null ? null : passedIds(plan);
  const sum = { premises: 0, units: 0, passed: 0, unserved: 0 };
  for (const row of rowsInside(facts, area)) {
    sum.premises++;
    sum.units += units[row] ?? 1;
    if (passed?.has(ids[row] ?? '') === true) sum.passed++;
    sum.unserved += unserved?.[row] ?? 0;
  }
  return { ...sum, passed: passed === null ? null : sum.passed, unserved: unserved === null ? null : sum.unserved };
}

const inside = new WeakMap<Geometry, { readonly facts: PremisesFacts; readonly rows: readonly number[] }>();

/** The premises in an area, by row. Kept until premises change: a new design moves none of them. */
function rowsInside(facts: PremisesFacts, area: Geometry): readonly number[] {
  const known = inside.get(area);
  if (known?.facts === facts) return known.rows;
  const [west, south, east, north] = boundsOf(polygonsOf(area).flat(2));
  const rows: number[] = [];
  for (let row = 0; row < facts.ids.length; row++) {
    const position: LngLat = [facts.places[2 * row] ?? NaN, facts.places[2 * row + 1] ?? NaN];
    if (!(position[0] >= west && position[0] <= east && position[1] >= south && position[1] <= north)) continue;
    if (contains(area, position)) rows.push(row);
  }
  inside.set(area, { facts, rows });
  return rows;
}

/** The same in words; with what there was before, what has come and gone. */
export function countWords({ premises, units, passed, unserved }: InsideCounts, before: InsideCounts | null = null): string[] {
  const change = before === null ? 0 : premises - before.premises;
  return [
    `${words.premises({ count: premises })}${change === 0 ? '' : ` (${change > 0 ? '+' : '−'}${Math.abs(change)})`}`,
    units === premises ? '' : words.units({ count: units }),
    passed === null ? '' : words.passed({ count: passed }),
    unserved === null ? '' : words.unserved({ count: unserved }),
  ].filter((text) => text !== '');
}

const kept = new WeakMap<object, PremisesFacts & { readonly grants: unknown }>();

/** Kept until premises or the areas of who is served change. */
function factsOf(plan: Plan): PremisesFacts {
  const table = layerTable(plan, 'premises');
  const grants = plan.layers.get('grants');
  const known = kept.get(table);
  if (known?.grants === grants && known !== undefined) return known;
  const column = table.columns.get('units');
  const places = new Float64Array(2 * table.count).fill(NaN);
  const units = new Float64Array(table.count);
  for (let row = 0; row < table.count; row++) {
    units[row] = Number(valueAt(column, row) ?? 1);
    if (table.types[row] === NO_GEOMETRY) continue;
    const at = 2 * (table.pathPoints[table.partPaths[table.featureParts[row] ?? 0] ?? 0] ?? 0);
    places.set(table.coordinates.subarray(at, at + 2), 2 * row);
  }
  const facts = { places, units, ids: unpackTexts(table.ids), unserved: unservedRows(plan), grants };
  kept.set(table, facts);
  return facts;
}

/** 1 for each premises that is unserved today and lies in no funded area; null where nothing says who is served. */
function unservedRows(plan: Plan): Uint8Array | null {
  const rows = serviceToday(plan);
  return rows === null
    ? null
    : Uint8Array.from(rows, ({ level, fundedBy }) => (level === 'unserved' && fundedBy === null ? 1 : 0));
}
