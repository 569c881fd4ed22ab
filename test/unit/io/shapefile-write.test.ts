import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { exportLayers } from '../../../src/io/export-layers.ts';
import { parseVectorFile } from '../../../src/io/vector-file.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { cutNineTimes } from '../../support/cut-files.ts';
import { expectSameShapes, gdalReads, readByGdal } from '../../support/gdal.ts';
import { exchangeSample, written } from './exchange-sample.ts';
import { emptyPlan, imported } from './import-samples.ts';

const file = (bytes: Uint8Array) => ({ name: 'a.zip', bytes });
const point = (id: string, fields: Feature['fields']): Feature => ({
  id,
  geometry: { type: 'Point', coordinates: [-71.1, 42.36] },
  fields,
});

describe('Shapefile, written', () => {
  test('a shapefile for each kind of shape; read again, every feature is as it was', async () => {
    const bytes = await written([{ name: 'sample', features: exchangeSample }], 'shp');
    const plan = emptyPlan();
    for (const sourceLayer of ['sample_points', 'sample_lines', 'sample_polygons'])
      await imported(plan, 'existing-network', file(bytes), { sourceLayer });
    const { features } = await imported(
      plan,
      'existing-network',
      file(await written([{ name: 'x', features: [point('z', {})] }], 'shp')),
    );
    // The eleven letters of textOfZeros are one too many.
    const renamed = exchangeSample.map(({ fields: { textOfZeros, ...fields }, ...feature }) => ({
      ...feature,
      fields: textOfZeros === undefined ? fields : { ...fields, textOfZero: textOfZeros },
    }));
    expect(features.filter(({ id }) => id !== 'z')).toEqual(renamed);
    expect(await written([{ name: 'sample', features: exchangeSample }], 'shp')).toEqual(bytes);
  });

  test('numbers come back to their last bit, and features without geometry stay in the table', async () => {
    const numbers = [0.1 + 0.2, -1e-7, 1.7976931348623157e308, -5e-324, 123456789012345.67, 0];
    const features = numbers.map((value, i) => point(String(i), { value, whole: (i - 3) * 4503599627370497 }));
    const bytes = await written(
      [{ name: 'n', features: [...features, { id: '9', geometry: null, fields: { value: 1 } }] }],
      'shp',
    );
    const { layers } = await parseVectorFile('n.zip', bytes, {}, quietJob);
    expect(layers[0]?.features.map(({ fields }) => fields['value'])).toEqual([...numbers, 1]);
    expect(layers[0]?.features.slice(0, 6).map(({ fields }) => fields['whole'])).toEqual(
      features.map(({ fields }) => fields['whole']),
    );
    expect(layers[0]?.features[6]?.geometry).toBeNull();
  });

  test('names are shortened apart and texts cut between letters, and both are said', async () => {
    const features = [point('a', { constructionCost: 1, constructionDate: 'x', 'addr:city': 'Łódź', note: 'ä'.repeat(200) })];
    const { bytes, notes } = await exportLayers('x', [{ name: 'poles', features }], 'shp');
    const { layers } = await parseVectorFile('a.zip', bytes, {}, quietJob);
    expect(layers[0]?.features[0]?.fields).toEqual({
      id: 'a',
      addr_city: 'Łódź',
      constructi: 1,
      construc_2: 'x',
      note: 'ä'.repeat(127),
    });
    expect(notes).toEqual([
      'Columns of poles were renamed: addr:city → addr_city, constructionCost → constructi, constructionDate → construc_2.',
      'Texts in poles were cut to 254 bytes: note (1).',
    ]);
  });

  test('a record of another kind than the header’s is not passed over in silence', async () => {
    const parts = unzipSync(await written([{ name: 'n', features: [point('a', {}), point('b', {})] }], 'shp'));
    parts['n.shp']![100 + 28 + 8] = 8;
    await expect(parseVectorFile('n.zip', zipSync(parts), {}, quietJob)).rejects.toThrow(/1 of 2 shapes/);
  });

  test('a file that is cut at any of nine points is refused', async () => {
    const bytes = await written([{ name: 'sample', features: exchangeSample }], 'shp');
    expect(new Set(await cutNineTimes('a.zip', bytes))).toEqual(new Set(['file/damaged']));
  });
});

describe.skipIf(!gdalReads('ESRI Shapefile'))('GDAL', () => {
  test('reads the same shapes and values from what was written', async () => {
    const bytes = await written([{ name: 'sample', features: exchangeSample }], 'shp');
    for (const kind of ['Point', 'LineString', 'Polygon']) {
      const features = exchangeSample.filter(({ geometry }) => geometry?.type.endsWith(kind));
      const found = readByGdal('a.zip', bytes, `sample_${{ Point: 'points', LineString: 'lines' }[kind] ?? 'polygons'}`);
      expectSameShapes(found, features);
    }
    const [first] = readByGdal('a.zip', bytes, 'sample_points');
    expect(first?.properties).toMatchObject({ id: 'a1', note: 'Ångström "quoted", 東京', height: 12.5, rank: 3 });
  });
});
