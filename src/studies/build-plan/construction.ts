import type { CostBook } from '../../base/cost-book.ts';
import { compareText } from '../../base/compare.ts';
import { METRES_PER_FOOT } from '../../base/units.ts';
import { sumOf, takeOff } from '../../cost/take-off.ts';
import { wayRule, waySurface } from '../../fiber/way-rules.ts';
import type { Table } from '../../io/write/table.ts';
import { fieldsAt, rowOf } from '../../plan/feature-table.ts';
import type { FiberNetwork, ItemQuantity, Stretch } from '../../plan/network.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import { text } from '../fiber/prepare.ts';
import { column } from './tables.ts';

/** Route that is built in one way under or beside one surface. */
export interface Construction {
  readonly kind: Stretch['kind'];
  /** own-poles, rented-poles, new-poles; plow, bore, trench, duct. */
  readonly method: string;
  /** Of the way that is dug along: paved, unpaved; null in the air, in a duct, and for laterals, which follow no way. */
  readonly surface: 'paved' | 'unpaved' | null;
  /** Horizontal length, metres. */
  readonly lengthM: number;
  /** Of this the length along ways whose data state their surface; elsewhere it follows from the kind of way. */
  readonly surfaceStatedM: number;
  /** Strand or digging alone, without crossings, poles and engineering. */
  readonly likelyCents: number;
}

/** The route by method and surface, in the air first; lengths add up to the route's, costs to its lines of the bill (but for rounding). */
export function constructionOf(network: FiberNetwork, plan: Plan): Construction[] {
  const ways = layerTable(plan, 'rights-of-way');
  const sums = new Map<
    string,
    { like: Stretch; surface: Construction['surface']; mm: number; statedMm: number; items: ItemQuantity[] }
  >();
  for (const stretch of network.stretches) {
    const row = stretch.kind === 'underground' && stretch.source?.layer === 'rights-of-way' ? rowOf(ways, stretch.source.id) : -1;
    const fields = row < 0 ? null : fieldsAt(ways, row);
    const surface = fields === null ? null : waySurface(wayRule(text(fields['kind'])), text(fields['surface']));
    const key = [stretch.kind, methodOf(stretch), surface ?? ''].join('\n');
    const sum = sums.get(key) ?? { like: stretch, surface, mm: 0, statedMm: 0, items: [] };
    const mm = Math.round(stretch.lengthM * 1000);
    sum.mm += mm;
    if (fields?.['surface'] !== undefined) sum.statedMm += mm;
    sum.items.push(...stretch.items);
    sums.set(key, sum);
  }
  return [...sums]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { like, surface, mm, statedMm, items }]) => ({
      kind: like.kind,
      method: methodOf(like),
      surface,
      lengthM: mm / 1000,
      surfaceStatedM: statedMm / 1000,
      likelyCents: costOf(items, plan.costBook),
    }));
}

function methodOf({ support, method }: Stretch): string {
  return support ?? method ?? '';
}

function costOf(items: readonly ItemQuantity[], book: CostBook): number {
  return sumOf(takeOff([{ group: '', part: 'pass', items, surveyedCents: null }], book)).likelyCents;
}

export function constructionTable(rows: readonly Construction[], currency: string): Table {
  return {
    name: 'Construction',
    columns: [
      column('kind', 13),
      column('method', 14),
      column('surface', 11),
      column('length_m', 13, '#,##0.000'),
      column('length_ft', 13, '#,##0.0'),
      column('surface_stated_m', 17, '#,##0.000'),
      column(`cost_likely_${currency}`, 18, '#,##0.00'),
    ],
    rows: rows.map(({ kind, method, surface, lengthM, surfaceStatedM, likelyCents }) => [
      kind,
      method,
      surface,
      lengthM,
      Math.round((lengthM / METRES_PER_FOOT) * 10) / 10,
      surface === null ? null : surfaceStatedM,
      likelyCents / 100,
    ]),
  };
}
