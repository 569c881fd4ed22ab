import type { Geometry } from '../../geo/geometry.ts';
import { boundsOf, contains, polygonsOf } from '../../geo/polygon.ts';
import type { LngLat } from '../../geo/position.ts';
import { boxIndex } from '../../geo/spatial-index.ts';
import { featuresOf, valueAt, type FeatureTable } from '../../plan/feature-table.ts';
import { NO_GEOMETRY } from '../../plan/geometry-columns.ts';
import { unpackTexts } from '../../plan/packed-texts.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import { wording } from '../../text/wording.ts';

const words = wording.countInside;

/** What lies in an area. Null where the plan does not know: before a design, or without a layer of who is served. */
export interface InsideCounts {
  readonly premises: number;
  readonly units: number;
  readonly passed: number | null;
  /** In areas without service, less those that are funded already. */
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
  const passed = plan.fiber === null ? null : passedBy(plan.fiber);
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
  const facts = { places, units, ids: unpackTexts(table.ids), unserved: unservedRows(plan, table, places), grants };
  kept.set(table, facts);
  return facts;
}

/** 1 for each premises whose own level of service, or the area in which it lies, is unserved, and that lies in no funded area; null where nothing says so. */
function unservedRows(plan: Plan, table: FeatureTable, places: Float64Array): Uint8Array | null {
  const levels = table.columns.get('serviceLevel');
  const areas = [...featuresOf(layerTable(plan, 'grants'))].filter(({ geometry }) => polygonsOf(geometry).length > 0);
  const unserved = areas.filter(({ fields }) => fields['kind'] === 'unserved');
  const funded = areas.filter(({ fields }) => fields['kind'] === 'funded');
  if (unserved.length === 0 && levels === undefined) return null;
  const finder = (list: typeof areas): ((position: LngLat) => boolean) => {
    if (list.length === 0) return () => false;
    const index = boxIndex(list.map(({ geometry }) => boundsOf(polygonsOf(geometry).flat(2))));
    return ([lng, lat]) => index.search(lng, lat, lng, lat).some((at) => contains(list[at]?.geometry ?? null, [lng, lat]));
  };
  const [isUnserved, isFunded] = [finder(unserved), finder(funded)];
  const rows = new Uint8Array(places.length / 2);
  for (let row = 0; row < rows.length; row++) {
    const position: LngLat = [places[2 * row] ?? NaN, places[2 * row + 1] ?? NaN];
    if (Number.isNaN(position[0]) || isFunded(position)) continue;
    const level = valueAt(levels, row);
    if (level === undefined ? isUnserved(position) : level === 'unserved') rows[row] = 1;
  }
  return rows;
}

const passedSets = new WeakMap<FiberNetwork, ReadonlySet<string>>();

function passedBy(network: FiberNetwork): ReadonlySet<string> {
  const found = passedSets.get(network) ?? new Set(network.drops.map(({ premisesId }) => premisesId));
  passedSets.set(network, found);
  return found;
}
