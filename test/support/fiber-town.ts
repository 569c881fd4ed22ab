import type { CostBook, CostItem } from '../../src/base/cost-book.ts';
import { localFrame } from '../../src/geo/local-frame.ts';
import { quantise, type LngLat } from '../../src/geo/position.ts';
import { apply } from '../../src/plan/change.ts';
import type { Feature, FieldValue } from '../../src/plan/feature-table.ts';
import { layerOf } from '../../src/plan/layer.ts';
import type { FeatureLayerName } from '../../src/plan/layers.ts';
import { newPlan, type Plan } from '../../src/plan/plan.ts';
import { defaultSettings, type Settings } from '../../src/plan/settings.ts';
import { ITEM } from '../../src/studies/fiber/prices.ts';

const frame = localFrame([-91.2, 43.9]);

/** A position some metres east and north of the test town's centre. */
export function at(eastM: number, northM: number): LngLat {
  return quantise(frame.toLngLat({ x: eastM, y: northM }));
}

/** Round prices per metre and piece, so that sums can be done by hand. */
export const roundBook: CostBook = { name: 'round', currency: 'USD', kind: 'all-in', items: roundItems() };

function roundItems(): CostItem[] {
  const perM = {
    [ITEM.aerialOwn]: 10,
    [ITEM.aerialRented]: 20,
    [ITEM.buried.plow]: 40,
    [ITEM.buried.bore]: 60,
    [ITEM.buried.trench]: 80,
    [ITEM.cable]: 1,
    [ITEM.dropAerial]: 3,
    [ITEM.dropBuried]: 12,
  };
  const each = {
    [ITEM.newPole]: 1000,
    [ITEM.transfer]: 300,
    [ITEM.replacement]: 5000,
    [ITEM.cableAccess]: 600,
    [ITEM.riser]: 500,
    [ITEM.terminalAerial]: 400,
    [ITEM.terminalBuried]: 900,
    [ITEM.cabinet]: 9000,
    [ITEM.splitter]: 300,
    [ITEM.splitterSmall]: 80,
    [ITEM.coupler]: 40,
    [ITEM.hut]: 80000,
    [ITEM.oltPort]: 1500,
    [ITEM.ownPort]: 100,
    [ITEM.strongerOptics]: 500,
    [ITEM.crossing.rail]: 4000,
    [ITEM.crossing.water]: 3000,
    [ITEM.crossing.stream]: 600,
    [ITEM.crossing.highway]: 5000,
    [ITEM.installation]: 200,
    [ITEM.ont]: 100,
  };
  const item = (id: string, unit: 'm' | 'km' | 'each', likely: number): CostItem => ({
    id,
    description: id,
    unit,
    low: likely / 2,
    likely,
    high: likely * 2,
    includes: '',
    source: 'test',
    year: 2026,
    weak: false,
  });
  return [
    ...Object.entries(perM).map(([id, price]) => item(id, 'm', price)),
    ...Object.entries(each).map(([id, price]) => item(id, 'each', price)),
    item(ITEM.engineering, 'km', 1000),
  ];
}

/** Builds a plan thing by thing; positions are metres around a centre. */
export class TownBuilder {
  readonly #layers = new Map<FeatureLayerName, Feature[]>();

  way(id: string, points: readonly (readonly [number, number])[], fields: Record<string, FieldValue> = {}): this {
    return this.#add('rights-of-way', {
      id,
      geometry: { type: 'LineString', coordinates: points.map(([x, y]) => at(x, y)) },
      fields,
    });
  }

  barrier(id: string, points: readonly (readonly [number, number])[], kind: string): this {
    return this.#add('barriers', {
      id,
      geometry: { type: 'LineString', coordinates: points.map(([x, y]) => at(x, y)) },
      fields: { kind },
    });
  }

  pole(id: string, x: number, y: number, fields: Record<string, FieldValue> = {}): this {
    return this.#add('poles', { id, geometry: { type: 'Point', coordinates: at(x, y) }, fields });
  }

  span(id: string, from: string, to: string): this {
    return this.#add('spans', { id, geometry: null, fields: { from, to } });
  }

  premises(id: string, x: number, y: number, fields: Record<string, FieldValue> = {}): this {
    return this.#add('premises', { id, geometry: { type: 'Point', coordinates: at(x, y) }, fields });
  }

  hut(id: string, x: number, y: number, kind = 'hut', fields: Record<string, FieldValue> = {}): this {
    return this.#add('facilities', {
      id,
      geometry: { type: 'Point', coordinates: at(x, y) },
      fields: { kind, name: id, ...fields },
    });
  }

  /** A place where a cabinet must or may stand. */
  cabinet(id: string, x: number, y: number, fields: Record<string, FieldValue> = {}): this {
    return this.#add('cabinet-sites', {
      id,
      geometry: { type: 'Point', coordinates: at(x, y) },
      fields: { name: id, ...fields },
    });
  }

  area(id: string, west: number, south: number, east: number, north: number): this {
    const ring = [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)];
    return this.#add('neighbourhoods', { id, geometry: { type: 'Polygon', coordinates: [ring] }, fields: { name: id } });
  }

  lot(id: string, west: number, south: number, east: number, north: number): this {
    const ring = [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)];
    return this.#add('parcels', { id, geometry: { type: 'Polygon', coordinates: [ring] }, fields: {} });
  }

  /** A condition: an area where the points end where they began, else a line. */
  condition(id: string, points: readonly (readonly [number, number])[], fields: Record<string, FieldValue>): this {
    const path = points.map(([x, y]) => at(x, y));
    const closed = points.length > 3 && points[0]?.join() === points.at(-1)?.join();
    const geometry = closed
      ? { type: 'Polygon' as const, coordinates: [path] }
      : { type: 'LineString' as const, coordinates: path };
    return this.#add('conditions', { id, geometry, fields });
  }

  existing(id: string, points: readonly (readonly [number, number])[], fields: Record<string, FieldValue>): this {
    const geometry = { type: 'LineString' as const, coordinates: points.map(([x, y]) => at(x, y)) };
    return this.#add('existing-network', { id, geometry, fields });
  }

  plan(settings: Partial<Settings> = {}): Plan {
    const plan = newPlan('Test town', roundBook, { ...defaultSettings, ...settings });
    for (const [name, features] of this.#layers) apply(plan, { note: 'build', layers: [{ name, layer: layerOf(features) }] });
    return plan;
  }

  #add(layer: FeatureLayerName, feature: Feature): this {
    this.#layers.set(layer, [...(this.#layers.get(layer) ?? []), feature]);
    return this;
  }
}

export function aTown(): TownBuilder {
  return new TownBuilder();
}
