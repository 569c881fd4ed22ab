import type { CostBook, CostItem } from '../../src/base/cost-book.ts';
import { localFrame } from '../../src/geo/local-frame.ts';
import { lengthM } from '../../src/geo/polyline.ts';
import { quantise, type LngLat } from '../../src/geo/position.ts';
import type { Geometry } from '../../src/geo/geometry.ts';
import type { Feature, FieldValue } from '../../src/plan/feature-table.ts';
import { layerOf, type Source } from '../../src/plan/layer.ts';
import type { FeatureLayerName } from '../../src/plan/layers.ts';
import type { Crossing, Drop, FiberNetwork, ItemQuantity, NetworkPole, Stretch } from '../../src/plan/network.ts';
import { newPlan, type Plan } from '../../src/plan/plan.ts';
import { defaultSettings, type Settings } from '../../src/plan/settings.ts';

const frame = localFrame([11.57, 50.03]);

/** A position some metres east and north of the middle of the small plan. */
export function at(eastM: number, northM: number): LngLat {
  return quantise(frame.toLngLat({ x: eastM, y: northM }));
}

const item = (id: string, unit: CostItem['unit'], low: number, likely: number, high: number, weak = false): CostItem => ({
  id,
  description: `Item ${id}`,
  unit,
  low,
  likely,
  high,
  includes: 'all',
  source: 'test',
  year: 2025,
  weak,
});

/** Prices with odd cents, so that rounding shows. */
export const smallBook: CostBook = {
  name: 'Small book',
  currency: 'EUR',
  kind: 'all-in',
  items: [
    item('aerial', 'ft', 3.33, 4.77, 8.01),
    item('buried', 'm', 31.7, 52.9, 80.03),
    item('pole-new', 'each', 1500, 2500, 4000, true),
    item('make-ready', 'each', 100.1, 333.33, 700.7, true),
    item('terminal', 'each', 300, 450, 600),
    item('rail', 'each', 3000, 5000, 10000),
    item('hut', 'each', 60000, 100000, 150000),
    item('engineering', 'km', 400, 1180.55, 2000),
    item('drop', 'm', 2.5, 4.6, 8.2),
    item('connection', 'each', 150, 250, 400),
  ],
};

/** The neighbourhoods of the small plan by where they lie; beyond 400 m east it is outside of both. */
function neighbourhoodOf(eastM: number): string | null {
  return eastM < 0 ? 'n1' : eastM < 400 ? 'n2' : null;
}

const source = (name: string): Source[] => [
  {
    name,
    sha256: name
      .padEnd(64, '0')
      .slice(0, 64)
      .replace(/[^0-9a-f]/g, 'a'),
    licence: 'CC0',
  },
];

/**
 * A small plan with a designed network: a street from west to east with a stretch every 60 m, in the air as far as the middle and
 * then underground, premises on both sides, a railway that it crosses, two neighbourhoods (the second with a name that a spreadsheet
 * would run as a formula) and a piece outside of both.
 */
export function smallPlan(settings: Partial<Settings> = {}): Plan {
  const plan = newPlan('Kleinstadt Süd', smallBook, { ...defaultSettings, ...settings });
  const put = (name: FeatureLayerName, features: Feature[]): unknown =>
    plan.layers.set(name, layerOf(features, source(`${name}.geojson`)));
  const feature = (id: string, geometry: Geometry, fields: Record<string, FieldValue> = {}): Feature => ({
    id,
    geometry,
    fields,
  });
  put('neighbourhoods', [
    feature('n1', box(-400, -200, 0, 200), { name: 'Äußerer Ring' }),
    feature('n2', box(0, -200, 400, 200), { name: '=HYPERLINK("x")' }),
  ]);
  put('rights-of-way', [
    feature('w1', { type: 'LineString', coordinates: [at(-400, 0), at(500, 0)] }, { name: 'Lindenstraße', kind: 'residential' }),
    feature(
      'w2',
      { type: 'LineString', coordinates: [at(-100, -150), at(-100, 150)] },
      { name: 'Οδός Ερμού', kind: 'residential' },
    ),
  ]);
  put('barriers', [
    feature('b1', { type: 'LineString', coordinates: [at(90, -200), at(90, 200)] }, { name: 'Bahn', kind: 'rail' }),
  ]);
  plan.fiber = smallNetwork();
  put(
    'premises',
    [...plan.fiber.drops].map(({ premisesId, path }) =>
      feature(premisesId, { type: 'Point', coordinates: path.at(-1) ?? at(0, 0) }),
    ),
  );
  return plan;
}

function box(west: number, south: number, east: number, north: number): Geometry {
  return {
    type: 'Polygon',
    coordinates: [[at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]],
  };
}

function smallNetwork(): FiberNetwork {
  const corners = Array.from({ length: 17 }, (_, i) => -360 + i * 60);
  const poles = corners.filter((east) => east <= 60).map(pole);
  const stretches = corners.slice(1).map((east, i) => stretch(i, corners[i] ?? 0, east));
  const served = corners.filter((east) => east <= 300);
  return {
    inputsHash: 'ab'.repeat(32),
    ground: null,
    reuse: null,
    effort: 2,
    seed: 1,
    stretches,
    poles,
    terminals: served.map((east) => ({
      id: `T${pad(east)}`,
      neighbourhoodId: neighbourhoodOf(east),
      items: [{ item: 'terminal', quantity: 1 }],
      position: at(east, 0),
      node: `k${east}`,
      poleId: east <= 60 ? `P${pad(east)}` : null,
      ports: 8,
      used: 2,
      cabinetId: 'C1',
      split: 1,
      tapPercent: null,
      fedBy: null,
    })),
    cabinets: [],
    closures: [],
    handholes: [],
    drops: served.flatMap((east) => [drop(east, 33.3), drop(east, -27.1)]).sort((a, b) => (a.id < b.id ? -1 : 1)),
    crossings: [crossing()],
    risers: [{ id: 'R1', neighbourhoodId: 'n2', items: [], position: at(60, 0), node: 'k60' }],
    facilities: [
      {
        id: 'F1',
        neighbourhoodId: 'n1',
        items: [],
        facilityId: 'hut',
        isNew: true,
        name: 'Hütte',
        node: 'k-360',
        position: at(-360, 0),
        premises: 24,
      },
    ],
    sharedCosts: ['n1', 'n2'].map((id, i) => ({
      id: `H${i}`,
      neighbourhoodId: id,
      items: [{ item: 'hut', quantity: i === 0 ? 0.333 : 0.667 }],
      reason: 'share of the hut',
    })),
    notReached: [{ id: 'far', cause: 'too-far', nearestM: 667, dropLimitM: 300 }],
    islands: [],
    assumptions: ['Slack is 5 % of length.'],
    routeCostCents: 4_000_000,
    routeLowerBoundCents: 3_960_000,
  };
}

const pad = (east: number): string => String(east + 1000).padStart(5, '0');
const metres = (path: readonly LngLat[]): number => Math.round(lengthM(path) * 1000) / 1000;

function stretch(index: number, from: number, to: number): Stretch {
  const path = [at(from, 0), at(to, 0)];
  const aerial = to <= 60;
  const length = metres(path);
  const items: ItemQuantity[] = [
    { item: aerial ? 'aerial' : 'buried', quantity: length },
    { item: 'engineering', quantity: length },
  ];
  return {
    id: `S${String(index).padStart(3, '0')}`,
    neighbourhoodId: neighbourhoodOf((from + to) / 2),
    items,
    kind: aerial ? 'aerial' : 'underground',
    support: aerial ? 'own-poles' : null,
    method: aerial ? null : 'plow',
    from: `k${from}`,
    to: `k${to}`,
    path,
    lengthM: length,
    cableLengthM: Math.round(length * 1050) / 1000,
    slackLoops: 0,
    fibres: 48,
    cables: [48],
    feederFibres: 0,
    feederCables: 0,
    premisesServed: 10,
    along: 'Lindenstraße',
    source: { layer: 'rights-of-way', id: 'w1' },
    because: [],
  };
}

function pole(east: number): NetworkPole {
  const isNew = east === -120;
  return {
    id: `P${pad(east)}`,
    neighbourhoodId: neighbourhoodOf(east),
    items: [{ item: isNew ? 'pole-new' : 'make-ready', quantity: isNew ? 1 : 0.25 }],
    poleId: isNew ? null : `${east + 1000}`,
    position: at(east, 0),
    owner: '@Stadtwerke',
    heightM: 10.5,
    poleClass: '4',
    zone: null,
    group: '',
    circuit: null,
    makeReady: isNew ? 'none' : 'assumed',
    surveyedCostCents: null,
  };
}

function drop(east: number, north: number): Drop {
  const path = [at(east, 0), at(east, north)];
  return {
    id: `D${pad(east)}${north > 0 ? 'n' : 's'}`,
    neighbourhoodId: neighbourhoodOf(east),
    items: [
      { item: 'drop', quantity: metres(path) },
      { item: 'connection', quantity: 1 },
    ],
    premisesId: `+${east}${north > 0 ? 'n' : 's'}`,
    fibres: 1,
    units: 1,
    terminalId: `T${pad(east)}`,
    kind: 'aerial',
    path,
    lengthM: metres(path),
    long: false,
  };
}

function crossing(): Crossing {
  return {
    id: 'X1',
    neighbourhoodId: 'n2',
    items: [{ item: 'rail', quantity: 1 }],
    kind: 'rail',
    barrierId: 'b1',
    name: 'Bahn',
    position: at(90, 0),
    stretchId: 'S007',
    manner: 'bore',
    permit: 'Agreement with the railway',
  };
}
