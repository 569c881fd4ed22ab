import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { geodesicDistanceM } from '../../../src/geo/geodesy.ts';
import type { LngLat } from '../../../src/geo/position.ts';
import { type Feature } from '../../../src/plan/feature-table.ts';
import { partsOf } from '../../../src/plan/geometry-columns.ts';
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

function cornersOf(geometry: Feature['geometry']): readonly LngLat[] {
  return geometry === null ? [] : partsOf(geometry).flat(2);
}

/** The same ids and fields in the same order, and every corner within a distance of its counterpart. */
function expectSameLayer(features: readonly Feature[], wanted: readonly Feature[], toleranceM: number): void {
  expect(features.map(({ id, fields }) => ({ id, fields }))).toEqual(wanted.map(({ id, fields }) => ({ id, fields })));
  for (const [i, { id, geometry }] of features.entries()) {
    const corners = cornersOf(geometry);
    const others = cornersOf(wanted[i]!.geometry);
    expect(corners.length, `corners of ${id}`).toBe(others.length);
    const furthestM = Math.max(...corners.map((corner, at) => geodesicDistanceM(corner, others[at]!)));
    expect(furthestM, `corners of ${id}`).toBeLessThan(toleranceM);
  }
}

/** Features by their fields and their place: only some forms of the poles have ids. */
function withoutIds(features: readonly Feature[]): Feature[] {
  const keyOf = ({ geometry, fields }: Feature): string =>
    JSON.stringify([Object.entries(fields).sort(), geometry?.type === 'Point' && geometry.coordinates.map((x) => x.toFixed(6))]);
  return features.map((feature) => ({ ...feature, id: '' })).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
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

  test('five forms of the parcels are one and the same layer: ids, fields, every corner to 1 cm', async () => {
    const wanted = (await imported(emptyPlan(), 'parcels', real(`${CAMBRIDGE}/parcels.geojson`))).features;
    for (const [path, options] of [
      ['parcels_wkt.csv', {}],
      ['parcels.fgb', {}],
      ['parcels_2249_shp.zip', {}],
      ['neighbourhood_2249.gpkg', { sourceLayer: 'parcels' }],
    ] as const) {
      const { features } = await imported(emptyPlan(), 'parcels', real(`${CAMBRIDGE}/${path}`), options);
      expectSameLayer(features, wanted, 0.01);
    }
  });

  test('five forms of the poles are one and the same layer', async () => {
    const wanted = (await imported(emptyPlan(), 'poles', real(`${CAMBRIDGE}/poles.geojson`))).features;
    for (const [path, options] of [
      ['poles_lonlat.csv', {}],
      ['poles.kml', {}],
      ['poles.kmz', {}],
      ['neighbourhood_2249.gpkg', { sourceLayer: 'poles' }],
    ] as const) {
      const { features } = await imported(emptyPlan(), 'poles', real(`${CAMBRIDGE}/${path}`), options);
      expectSameLayer(withoutIds(features), withoutIds(wanted), 0.01);
    }
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
