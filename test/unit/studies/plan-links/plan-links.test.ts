import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { metresPerDegree } from '../../../../src/geo/geodesy.ts';
import type { LngLat } from '../../../../src/geo/position.ts';
import { readProject, writeProject } from '../../../../src/io/project-file.ts';
import type { Feature } from '../../../../src/plan/feature-table.ts';
import { layerOf } from '../../../../src/plan/layer.ts';
import { newPlan, type Plan } from '../../../../src/plan/plan.ts';
import type { Equipment } from '../../../../src/base/equipment.ts';
import { planLinks } from '../../../../src/studies/plan-links/ends.ts';
import { judgePlanLinks } from '../../../../src/studies/plan-links/judge.ts';
import { linksWithin } from '../../../../src/studies/plan-links/within.ts';
import { linkFeatures, linkTable } from '../../../../src/studies/plan-links/write.ts';

const { east, north } = metresPerDegree(0);
const at = (eastM: number, southM: number): LngLat => [eastM / east, -southM / north];
const dish: Equipment = {
  id: 'dish',
  name: 'Dish',
  shape: 'dish',
  frequencyMinGhz: 5,
  frequencyMaxGhz: 6,
  channelMhz: 40,
  powerDbm: 20,
  gainDbi: 20,
  azimuthBeamwidthDeg: 10,
  elevationBeamwidthDeg: 10,
  rates: [{ modulation: 'MCS0', sensitivityDbm: -90, rateMbps: 10, throughputMbps: null, powerDbm: null }],
  forwardingLimitMbps: null,
  isGeneric: true,
  source: 'test',
};

/** Level ground of 100 m, 10 m cells, with a wall of 50 m in its middle. */
function walledPlan(links: readonly Feature[]): Plan {
  const size = 101;
  const values = new Float32Array(size * size).fill(100);
  for (let row = 0; row < size; row++) values[row * size + 50] = 150;
  const plan = newPlan('Links', { name: 'None', currency: 'EUR', kind: 'all-in', items: [] });
  const toModel = [0, 10 / east, 0, 0, 0, -10 / north] as const;
  const grid = { width: size, height: size, values, toModel, crs: 'EPSG:4326', verticalDatum: null, errorM: 0.1 };
  plan.rasters.set('terrain', { grids: [grid], sources: [] });
  const site = (id: string, position: LngLat, fields: Feature['fields'] = {}): Feature => {
    return { id, geometry: { type: 'Point', coordinates: position }, fields: { name: `Site ${id}`, ...fields } };
  };
  const sites = [site('a', at(200, 500)), site('b', at(400, 500), { heightAslM: 120 }), site('c', at(700, 500))];
  plan.layers.set('sites', layerOf(sites, []));
  plan.layers.set('links', layerOf(links, []));
  return plan;
}

const link = (id: string, fields: Feature['fields'], path: readonly LngLat[] = [at(200, 500), at(400, 500)]): Feature => {
  return { id, geometry: { type: 'LineString', coordinates: path }, fields };
};

describe('links of a plan', () => {
  test('stand where their sites stand, at the height of these unless they say another', () => {
    const [named, own, free] = planLinks(
      walledPlan([
        link('1', { from: 'a', to: 'b' }, [at(0, 0), at(10, 0)]),
        link('2', { from: 'a', to: 'b', toHeightM: 3, toAbove: 'roof' }),
        link('3', { from: 'gone' }),
      ]),
    );
    expect(named).toMatchObject({
      name: 'Site a – Site b',
      a: { siteId: 'a', position: at(200, 500), heightM: 10, heightAbove: 'ground' },
      b: { heightM: 120, heightAbove: 'sea' },
    });
    expect(own!.b).toMatchObject({ heightM: 3, heightAbove: 'roof' });
    expect(free).toMatchObject({ a: { siteId: null, position: at(200, 500) }, b: { siteId: null, position: at(400, 500) } });
  });

  test('are judged like single ones, with a level where both radios are known, and why not where they cannot be', async () => {
    const plan = walledPlan([
      link('clear', { from: 'a', to: 'b', fromEquipment: 'dish', toEquipment: 'dish' }),
      link('roofless', { from: 'a', to: 'b', toHeightM: 3, toAbove: 'roof' }),
      link('walled', { from: 'a', to: 'c', fromEquipment: 'dish', toEquipment: 'unknown' }),
    ]);
    const judged = await judgePlanLinks(plan, { equipment: [dish], season: 'leaf-on' }, quietJob);
    const [clear, roofless, walled] = judged;
    expect(clear!.finding).toMatchObject({ verdict: 'clear', confident: true, distanceM: 200 });
    // Free space over 200 m at 5.5 GHz is 93.3 dB: 20 + 20 + 20 dB are left of it.
    expect(clear!.finding!.level!.levelDbm).toBeCloseTo(60 - (20 * Math.log10(200) + 20 * Math.log10(5500) - 27.55), 0);
    expect(roofless).toMatchObject({ finding: null, reason: expect.stringMatching(/^No building/) as string });
    expect(walled!.finding).toMatchObject({ verdict: 'blocked', level: null });
    const table = linkTable(judged);
    expect(table.columns.slice(0, 9).map(({ title }) => title)).toEqual(
      'id a b distance_m azimuth_a_deg azimuth_b_deg verdict confident frequency_ghz'.split(' '),
    );
    expect(table.rows[0]!.slice(0, 9)).toEqual(['clear', 'Site a', 'Site b', 200, 90, 270, 'clear', true, 5.5]);
    expect(linkFeatures(judged)[2]).toMatchObject({
      geometry: { type: 'LineString' },
      fields: { kind: 'link', verdict: 'blocked' },
    });
  });

  test('belong to the neighbourhood of their first end', async () => {
    const plan = walledPlan([link('1', { from: 'a', to: 'c' }), link('2', { from: 'c', to: 'a' })]);
    const square = [at(0, 0), at(300, 0), at(300, 900), at(0, 900), at(0, 0)];
    plan.layers.set(
      'neighbourhoods',
      layerOf([{ id: 'n', geometry: { type: 'Polygon', coordinates: [square] }, fields: {} }], []),
    );
    const within = linksWithin(plan, await judgePlanLinks(plan, { equipment: [], season: 'leaf-on' }, quietJob));
    expect([...within].map(([id, links]) => [id, links.map((one) => one.link.id)])).toEqual([
      ['n', ['1']],
      ['', ['2']],
    ]);
  });

  test('are in the project file; one without the layer opens as before', async () => {
    const plan = walledPlan([link('1', { from: 'a', to: 'b' })]);
    const copy = await readProject(writeProject(plan));
    expect(planLinks(copy)).toEqual(planLinks(plan));
    plan.layers.delete('links');
    expect(planLinks(await readProject(writeProject(plan)))).toEqual([]);
  });
});
