import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { geodesicDistanceM } from '../../../src/geo/geodesy.ts';
import type { LngLat } from '../../../src/geo/position.ts';
import { areaM2, polygonsOf } from '../../../src/geo/polygon.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import type { FeatureLayerName } from '../../../src/plan/layers.ts';
import type { ImportOptions, InputFile } from '../../../src/io/import-layer.ts';
import { inspectFile } from '../../../src/io/inspect-file.ts';
import { readProject, writeProject } from '../../../src/io/project-file.ts';
import { describeWithData, testData } from '../../support/test-data.ts';
import { written } from './exchange-sample.ts';
import { emptyPlan, imported } from './import-samples.ts';

const CAMBRIDGE = 'areas/cambridge-ma/neighbourhood-wellington-harrington';
const BAYREUTH = 'areas/north-bayreuth/osm';

const real = (path: string): InputFile => {
  const full = testData(path)!;
  return { name: basename(full), bytes: readFileSync(full) };
};

/** The nearest of some positions, by degrees. */
function nearest(positions: readonly LngLat[], to: LngLat): LngLat {
  const distance = (p: LngLat): number => Math.hypot(p[0] - to[0], p[1] - to[1]);
  return positions.reduce((best, next) => (distance(next) < distance(best) ? next : best));
}

/** The same ids and fields in the same order, and every corner within a distance of its counterpart. */
function expectSameLayer(features: readonly Feature[], wanted: readonly Feature[], toleranceM: number): void {
  expect(features.map(({ id, fields }) => ({ id, fields }))).toEqual(wanted.map(({ id, fields }) => ({ id, fields })));
  for (const [i, { id, geometry }] of features.entries()) {
    const corners = polygonsOf(geometry).flat(2);
    const others = polygonsOf(wanted[i]!.geometry).flat(2);
    expect(corners.length, `corners of ${id}`).toBe(others.length);
    const furthestM = Math.max(...corners.map((corner, at) => geodesicDistanceM(corner, others[at]!)));
    expect(furthestM, `corners of ${id}`).toBeLessThan(toleranceM);
  }
}

describeWithData('real layers', () => {
  // Counts: ogrinfo -so -al (GDAL 3.6); data/README.md has them too. Centrelines: feature 90 has two equal points.
  test.each<[string, FeatureLayerName, number, ImportOptions]>([
    [`${CAMBRIDGE}/parcels.geojson`, 'parcels', 995, {}],
    [`${CAMBRIDGE}/parcels_wkt.csv`, 'parcels', 995, {}],
    [`${CAMBRIDGE}/poles.geojson`, 'poles', 97, {}],
    [`${CAMBRIDGE}/poles_lonlat.csv`, 'poles', 97, {}],
    [`${CAMBRIDGE}/centerlines.geojson`, 'rights-of-way', 179, {}],
    [`${CAMBRIDGE}/boundary.geojson`, 'neighbourhoods', 1, {}],
    [`${BAYREUTH}/roads.geojson`, 'rights-of-way', 2056, {}],
    [`${BAYREUTH}/poles.geojson`, 'poles', 437, {}],
    [`${BAYREUTH}/poles.geojson`, 'poles', 130, { where: 'power=tower' }],
    [`${BAYREUTH}/powerlines.geojson`, 'spans', 24, {}],
    [`${BAYREUTH}/barriers.geojson`, 'barriers', 811, {}],
    [`${BAYREUTH}/anchors.geojson`, 'facilities', 14, {}],
  ])('%s gives %s: %i', async (path, layer, count, options) => {
    const { features } = await imported(emptyPlan(), layer, real(path), options);
    expect(features.length).toBe(count);
  });

  test('the same parcels from GeoJSON and from a shapefile in US feet agree: areas to 0.1 m², positions to 1 cm', async () => {
    const fromJson = (await imported(emptyPlan(), 'parcels', real(`${CAMBRIDGE}/parcels.geojson`))).features;
    const fromShp = (await imported(emptyPlan(), 'parcels', real(`${CAMBRIDGE}/parcels_2249_shp.zip`))).features;
    expect(fromShp.map(({ id }) => id)).toEqual(fromJson.map(({ id }) => id));
    for (const [i, { id, geometry }] of fromShp.entries()) {
      expect(Math.abs(areaM2(geometry) - areaM2(fromJson[i]!.geometry)), `area of ${id}`).toBeLessThan(0.1);
      const corners = polygonsOf(geometry).flat(2);
      const others = polygonsOf(fromJson[i]!.geometry).flat(2);
      const furthestM = Math.max(...corners.map((corner) => geodesicDistanceM(corner, nearest(others, corner))));
      expect(furthestM, `corners of ${id}`).toBeLessThan(0.01);
    }
  });

  test('the same parcels from GeoJSON and from a GeoPackage in US feet: as many, the same ids and fields, positions to 1 cm', async () => {
    const fromJson = (await imported(emptyPlan(), 'parcels', real(`${CAMBRIDGE}/parcels.geojson`))).features;
    const { features } = await imported(emptyPlan(), 'parcels', real(`${CAMBRIDGE}/neighbourhood_2249.gpkg`), {
      sourceLayer: 'parcels',
    });
    expectSameLayer(features, fromJson, 0.01);
  });

  test('GeoJSON, CSV and GeoPackage that Weft wrote are read again as they were', async () => {
    const first = (await imported(emptyPlan(), 'poles', real(`${CAMBRIDGE}/poles.geojson`))).features;
    for (const format of ['geojson', 'csv', 'gpkg'] as const) {
      const bytes = await written([{ name: 'poles', features: first }], format);
      const again = (await imported(emptyPlan(), 'poles', { name: `poles.${format}`, bytes })).features;
      expect(again).toEqual(first);
    }
  });

  test('a project of real layers opens again as it was saved', async () => {
    const plan = emptyPlan();
    await imported(plan, 'buildings', real(`${BAYREUTH}/buildings.geojson`), { where: 'areaM2>=60' });
    await imported(plan, 'rights-of-way', real(`${BAYREUTH}/roads.geojson`));
    const bytes = writeProject(plan);
    const again = await readProject(bytes);
    expect(again.layers.get('buildings')?.table).toEqual(plan.layers.get('buildings')?.table);
    expect(writeProject(again)).toEqual(bytes);
  });

  test('inspect tells the layer, system, bounds and fields of a shapefile', async () => {
    const { name, bytes } = real(`${CAMBRIDGE}/parcels_2249_shp.zip`);
    const summary = await inspectFile(name, bytes, {}, quietJob);
    const layer = summary.layers![0]!;
    expect(layer).toMatchObject({ name: 'parcels', count: 995, crs: 'EPSG:2249' });
    // data/README.md, by GDAL: 763814,2958267,767640,2961734
    expect(layer.bounds?.map(Math.round)).toEqual([763814, 2958267, 767640, 2961734]);
    expect(layer.fields).toContainEqual({ name: 'LOC_ID', kind: 'text' });
    expect(summary.problems).toEqual([]);
  });
});
