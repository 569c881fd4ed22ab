import { describe, expect, it } from 'vitest';
import { areaM2, contains } from '../../../../src/geo/polygon.ts';
import { apply } from '../../../../src/plan/change.ts';
import { featuresOfLayer } from '../../../../src/plan/layer.ts';
import type { FeatureLayerName } from '../../../../src/plan/layers.ts';
import type { Feature } from '../../../../src/plan/feature-table.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { neighbourhoodsFrom, neighbourhoodsOfSize } from '../../../../src/studies/derive/neighbourhoods.ts';
import { derivePremises } from '../../../../src/studies/derive/premises.ts';
import { neighbourhoodsOfCells } from '../../../../src/studies/derive/road-cells.ts';
import { deriveSpans } from '../../../../src/studies/derive/spans.ts';
import { aTown, at } from '../../../support/fiber-town.ts';

const features = (plan: Plan, name: FeatureLayerName): Feature[] => [...featuresOfLayer(plan.layers.get(name)!)];
const point = (feature: Feature): readonly [number, number] => {
  if (feature.geometry?.type !== 'Point') throw new Error('no point');
  return feature.geometry.coordinates;
};

describe('premises derived from parcels', () => {
  const town = () =>
    aTown()
      .way(
        'Front St',
        [
          [-100, 0],
          [200, 0],
        ],
        { name: 'Front St' },
      )
      .way(
        'Back path',
        [
          [-100, 70],
          [200, 70],
        ],
        { kind: 'path' },
      );

  it('lie at the middle of the side that faces the street', () => {
    const plan = town().lot('A', 0, 10, 20, 50).lot('B', 20, 10, 50, 50).plan();
    apply(plan, derivePremises(plan, { from: 'parcels', at: 'frontage' }).change);
    expect(features(plan, 'premises').map(point)).toEqual([
      [expect.closeTo(at(10, 10)[0], 6), expect.closeTo(at(10, 10)[1], 6)],
      [expect.closeTo(at(35, 10)[0], 6), expect.closeTo(at(35, 10)[1], 6)],
    ]);
    expect(features(plan, 'premises').map(({ fields }) => fields)).toEqual([
      { parcel: 'A', frontage: 'Front St' },
      { parcel: 'B', frontage: 'Front St' },
    ]);
  });

  it('face the street of their address at a corner, however it is written, and the nearer one where that is not near', () => {
    const corner = (fields: Record<string, string>): unknown[] => {
      const built = town().way('side', [[60, 0], [60, 60]], { name: 'Side Street' }).lot('A', 20, 10, 40, 40).plan(); // prettier-ignore
      const lot = features(built, 'parcels')[0]!;
      apply(built, { note: 'address', features: [{ layer: 'parcels', id: 'A', feature: { ...lot, fields } }] });
      apply(built, derivePremises(built, { from: 'parcels', at: 'frontage' }).change);
      return features(built, 'premises').map(({ fields: { frontage } }) => frontage);
    };
    // Front Street lies 10 m off the lot, Side Street 20 m.
    expect(corner({})).toEqual(['Front St']);
    for (const address of ['12 Side St', '12b SIDE ST., Millrace', 'Side Street 12', '7-9 Side Street'])
      expect(corner({ address })).toEqual(['side']);
    expect(corner({ street: 'Side St' })).toEqual(['side']);
    expect(corner({ address: '12 Front Street' })).toEqual(['Front St']);
    expect(corner({ address: '12 Elsewhere Ave' })).toEqual(['Front St']);
  });

  it('lie inside where no street is near, and leave vacant land out', () => {
    const plan = town().lot('far', 0, 300, 20, 340).plan();
    const { count, change } = derivePremises(plan, { from: 'parcels', at: 'frontage', where: ({ id }) => id === 'far' });
    apply(plan, change);
    expect(count).toBe(1);
    expect(point(features(plan, 'premises')[0]!)[1]).toBeCloseTo(at(10, 320)[1], 6);
  });

  it('are refused without parcels', () => {
    expect(() => derivePremises(aTown().plan(), { from: 'parcels', at: 'frontage' })).toThrow(/no parcels/);
  });
});

describe('neighbourhoods along the cells between streets', () => {
  /** Two blocks side by side, 30 houses in one and 20 in the other, and 12 houses along a road out of town. */
  const blocks = () => {
    const town = aTown()
      .way('South St', [[0, 0], [200, 0], [400, 0]])
      .way('North St', [[0, 100], [200, 100], [400, 100]])
      .way('First', [[0, 0], [0, 100]])
      .way('Second', [[200, 0], [200, 100]])
      .way('Third', [[400, 0], [400, 100]])
      .way('Path across', [[100, 0], [100, 100]], { kind: 'footway' })
      .way('Out of town', [[400, 100], [900, 100]]); // prettier-ignore
    for (let i = 0; i < 30; i++) town.premises(`a${String(i).padStart(2, '0')}`, 10 + i * 6, 20 + (i % 3) * 25);
    for (let i = 0; i < 20; i++) town.premises(`b${String(i).padStart(2, '0')}`, 210 + i * 9, 20 + (i % 3) * 25);
    for (let i = 0; i < 12; i++) town.premises(`c${String(i).padStart(2, '0')}`, 420 + i * 40, 80);
    return town.plan();
  };
  const members = (plan: Plan): number[] =>
    features(plan, 'neighbourhoods').map(
      ({ geometry }) => features(plan, 'premises').filter((one) => contains(geometry, point(one))).length,
    );

  it('follow the streets; what no street runs around is grouped apart, and nothing lies in two', () => {
    const plan = blocks();
    apply(plan, neighbourhoodsOfCells(plan, 25).change);
    expect(members(plan)).toEqual([30, 20, 12]);
    const [first] = features(plan, 'neighbourhoods');
    expect(areaM2(first!.geometry!)).toBeCloseTo(200 * 100, -2);
  });

  it('are joined up to about the size that was asked for', () => {
    const plan = blocks();
    apply(plan, neighbourhoodsOfCells(plan, 60).change);
    expect(members(plan)).toEqual([50, 12]);
  });

  it('need streets', () => {
    expect(() => neighbourhoodsOfCells(aTown().premises('p', 0, 0).plan(), 10)).toThrow(/no streets/);
  });
});

describe('neighbourhoods derived from premises', () => {
  /** Two villages of 40 and 90 houses, 2 km apart. */
  const villages = () => {
    const town = aTown();
    for (let i = 0; i < 40; i++)
      town.premises(`a${String(i).padStart(3, '0')}`, (i % 8) * 30, Math.floor(i / 8) * 30, { place: 'Upper' });
    for (let i = 0; i < 90; i++)
      town.premises(`b${String(i).padStart(3, '0')}`, 2000 + (i % 10) * 30, -500 + Math.floor(i / 10) * 30, { place: 'Lower' });
    return town.plan();
  };
  const members = (plan: Plan): number[] =>
    features(plan, 'neighbourhoods').map(
      ({ geometry }) => features(plan, 'premises').filter((one) => contains(geometry, point(one))).length,
    );

  it('are villages where there are gaps', () => {
    const plan = villages();
    apply(plan, neighbourhoodsOfSize(plan, Infinity).change);
    expect(features(plan, 'neighbourhoods').map(({ fields }) => fields['name'])).toEqual(['Upper', 'Lower']);
    expect(members(plan)).toEqual([40, 90]);
  });

  it('are districts of about the size asked for, each premises in one', () => {
    const plan = villages();
    apply(plan, neighbourhoodsOfSize(plan, 30).change);
    const counts = members(plan);
    expect(counts.reduce((a, b) => a + b)).toBe(130);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(20);
    expect(Math.max(...counts)).toBeLessThanOrEqual(40);
  });

  it('join farms that stand alone to the nearest village, and do not overlap', () => {
    const plan = villages();
    apply(plan, {
      note: 'farm',
      features: [
        {
          layer: 'premises',
          id: 'farm',
          feature: { id: 'farm', geometry: { type: 'Point', coordinates: at(800, 400) }, fields: {} },
        },
      ],
    });
    apply(plan, neighbourhoodsOfSize(plan, Infinity).change);
    expect(members(plan)).toEqual([41, 90]);
    const outlines = features(plan, 'neighbourhoods');
    for (let x = -400; x < 2800; x += 50) {
      for (let y = -900; y < 700; y += 50)
        expect(outlines.filter(({ geometry }) => contains(geometry, at(x, y))).length).toBeLessThanOrEqual(1);
    }
    expect(outlines.every(({ geometry }) => areaM2(geometry) > 10_000)).toBe(true);
  });

  it('are taken from another layer with its names', () => {
    const plan = aTown().lot('Block 1', 0, 0, 50, 50).plan();
    apply(plan, neighbourhoodsFrom(plan, 'parcels').change);
    expect(features(plan, 'neighbourhoods').map(({ fields }) => fields['name'])).toEqual(['Block 1']);
  });
});

function drawSpan(plan: Plan, path: readonly (readonly [number, number])[]): void {
  const geometry = { type: 'LineString' as const, coordinates: path.map(([x, y]) => at(x, y)) };
  apply(plan, { note: 'line', features: [{ layer: 'spans', id: 'line 7', feature: { id: 'line 7', geometry, fields: {} } }] });
}

function spansAfter(plan: Plan): string[] {
  apply(plan, deriveSpans(plan).change);
  return features(plan, 'spans').map(({ id }) => id);
}

describe('spans derived from poles', () => {
  it('join the poles of a street in order and turn no corner over a lot', () => {
    const town = aTown()
      .way('ew', [
        [-200, 0],
        [0, 0],
        [200, 0],
      ])
      .way('ns', [
        [0, 0],
        [0, 200],
      ]);
    for (const x of [-80, -40, 40, 80]) town.pole(`E${x + 100}`, x, 6);
    for (const y of [50, 90]) town.pole(`N${y}`, -6, y);
    const plan = town.plan();
    apply(plan, deriveSpans(plan).change);
    const pairs = features(plan, 'spans').map(({ fields }) => `${String(fields['from'])}-${String(fields['to'])}`);
    expect(pairs.sort()).toEqual(['E140-E180', 'E20-E60', 'E140-E60', 'N50-N90'].sort());
  });

  it('keep to the longest span that the settings allow', () => {
    const plan = aTown()
      .way('road', [
        [0, 0],
        [400, 0],
      ])
      .pole('A', 0, 5)
      .pole('B', 100, 5)
      .pole('C', 250, 5)
      .plan({ maxSpanM: 110 });
    apply(plan, deriveSpans(plan).change);
    expect(features(plan, 'spans').map(({ id }) => id)).toEqual(['A:B']);
  });

  it('take given lines from pole to pole', () => {
    const plan = aTown().pole('A', 0, 0).pole('B', 140, 30).pole('C', 280, 90).plan();
    drawSpan(plan, [
      [1, 1],
      [140, 31],
      [279, 90],
    ]);
    expect(spansAfter(plan)).toEqual(['A:B', 'B:C']);
  });

  it('cut a long line at the poles that it passes, and at none beside it', () => {
    const plan = aTown().pole('A', 0, 0).pole('B', 60, 2).pole('C', 120, -2.5).pole('D', 200, 1).pole('beside', 90, 5).plan();
    drawSpan(plan, [
      [0, 0],
      [200, 0],
    ]);
    expect(spansAfter(plan)).toEqual(['A:B', 'B:C', 'C:D']);
  });

  it('lead past no pole that is closed to us', () => {
    const plan = aTown().pole('A', 0, 0).pole('B', 60, 2, { attachable: false }).pole('C', 120, 0).pole('D', 180, 0).plan();
    drawSpan(plan, [
      [0, 0],
      [180, 0],
    ]);
    expect(spansAfter(plan)).toEqual(['C:D']);
  });

  it('run straight through a vertex without a pole, but round no bend and over no gap of more than a span', () => {
    const straight = [
      [0, 0],
      [50, 5],
      [100, 0],
    ] as const;
    const plan = aTown().pole('A', 0, 0).pole('B', 100, 0).plan({ maxSpanM: 110 });
    drawSpan(plan, straight);
    expect(spansAfter(plan)).toEqual(['A:B']);
    const short = aTown().pole('A', 0, 0).pole('B', 100, 0).plan({ maxSpanM: 90 });
    drawSpan(short, straight);
    expect(spansAfter(short)).toEqual([]);
    const bent = aTown().pole('A', 0, 0).pole('B', 60, 60).plan({ maxSpanM: 110 });
    drawSpan(bent, [
      [0, 0],
      [60, 0],
      [60, 60],
    ]);
    expect(spansAfter(bent)).toEqual([]);
  });
});
