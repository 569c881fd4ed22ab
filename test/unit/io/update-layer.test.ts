import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import type { ExportFormat } from '../../../src/io/export-formats.ts';
import { updateFeatures } from '../../../src/io/update-layer.ts';
import { readZip, writeZip } from '../../../src/io/zip.ts';
import { apply } from '../../../src/plan/change.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { featuresOfLayer, layerOf } from '../../../src/plan/layer.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { exchangeSample, written } from './exchange-sample.ts';
import { emptyPlan, textFile } from './import-samples.ts';

const pole = (id: string, lon: number, fields: Feature['fields'] = {}): Feature => ({
  id,
  geometry: { type: 'Point', coordinates: [lon, 42.3] },
  fields,
});
const poles: readonly Feature[] = [
  pole('7', -71.1, { owner: 'Town', heightM: 9.5, tag: '007' }),
  pole('8', -71.2, { name: 'Corner', heightM: 10, leans: true }),
  pole('9', -71.3, { heightM: 11.25, note: ' a\nb ' }),
];

function planWith(features: readonly Feature[], layer: 'poles' | 'existing-network' = 'poles'): Plan {
  const plan = emptyPlan();
  apply(plan, { note: 'made', layers: [{ name: layer, layer: layerOf(features) }] });
  return plan;
}
const listed = (plan: Plan): Feature[] => [...featuresOfLayer(plan.layers.get('poles')!)];

describe('update of a layer by a marked-up file', () => {
  test.each<ExportFormat>(['kml', 'kmz', 'geojson', 'gpkg', 'fgb', 'parquet', 'xlsx', 'csv'])(
    'an export to %s that nobody touched changes nothing',
    async (format) => {
      for (const features of [poles, exchangeSample]) {
        const plan = planWith(features, 'existing-network');
        const bytes = await written([{ name: 'sample', features }], format);
        const file = { name: `a.${format}`, bytes };
        const { report, change } = await updateFeatures(plan, 'existing-network', file, {}, quietJob);
        expect(report.updates).toEqual([]);
        expect([report.unchanged, change.features]).toEqual([features.length, []]);
      }
    },
  );

  test('a KMZ marked up in another program: added, moved, changed and deleted, in one step that can be undone', async () => {
    const plan = planWith(poles);
    const kmz = await written([{ name: 'poles', features: poles }], 'kmz');
    const kml = new TextDecoder()
      .decode((await readZip('a.kmz', kmz)).get('doc.kml'))
      // As Google Earth writes: no ids of placemarks, a height behind each position, fewer digits.
      .replace(/<Placemark id="[^"]*">/g, '<Placemark>')
      .replace('-71.1,42.3', '-71.10000000001,42.3,0')
      .replace('-71.2,42.3', '-71.2001,42.3,0')
      .replace('<name>7</name>', '<name>Elm and Oak</name>')
      .replace('<SimpleData name="heightM">10</SimpleData>', '<SimpleData name="heightM">12</SimpleData>')
      .replace(
        /<Placemark><name>9<.*?<\/Placemark>/s,
        '<Placemark><name>New</name><Point><coordinates>-71.4,42.4</coordinates></Point></Placemark>',
      );
    const bytes = writeZip(new Map([['doc.kml', new TextEncoder().encode(kml)]]));
    const before = listed(plan);
    const { report, change } = await updateFeatures(plan, 'poles', { name: 'marked.kmz', bytes }, {}, quietJob);
    expect(listed(plan)).toEqual(before);
    expect(report.updates).toEqual([
      { id: '7', kind: 'changed', fields: [{ field: 'name', from: null, to: 'Elm and Oak' }] },
      {
        id: '8',
        kind: 'moved-and-changed',
        // An arc of the parallel: a cos φ / √(1 − e² sin² φ) · 0.0001°
        distanceM: expect.closeTo(8.24605, 4) as unknown,
        fields: [{ field: 'heightM', from: 10, to: 12 }],
      },
      { id: 'poles-000001', kind: 'added' },
      { id: '9', kind: 'deleted' },
    ]);
    const inverse = apply(plan, change);
    expect(listed(plan)).toEqual([
      pole('7', -71.1, { owner: 'Town', heightM: 9.5, tag: '007', name: 'Elm and Oak' }),
      pole('8', -71.2001, { name: 'Corner', heightM: 12, leans: true }),
      { id: 'poles-000001', geometry: { type: 'Point', coordinates: [-71.4, 42.4] }, fields: { name: 'New' } },
    ]);
    apply(plan, inverse);
    expect(listed(plan)).toEqual(before);
  });

  test('a new placemark never takes the id of one that is there, and columns that the file does not have stay', async () => {
    const plan = planWith([pole('poles-000001', -71, { owner: 'Town' }), pole('x', -71.5)]);
    const csv = textFile('a.csv', 'id,lon,lat,heightM\nx,-71.5,42.3,9\n,-71.6,42.3,\npoles-000001,-71,42.3,\n');
    const { report } = await updateFeatures(plan, 'poles', csv, { map: [{ field: 'id', column: 'id' }] }, quietJob);
    expect(report.updates).toEqual([
      { id: 'x', kind: 'changed', fields: [{ field: 'heightM', from: null, to: 9 }] },
      { id: 'poles-000002', kind: 'added' },
    ]);
  });

  test('a file of other things is refused, and the plan stays', async () => {
    const plan = planWith(poles);
    const other = textFile('b.csv', 'id,lon,lat\nq,1,2\n');
    await expect(updateFeatures(plan, 'poles', other, {}, quietJob)).rejects.toThrow(/None of the 1 features has an id/);
    expect(listed(plan)).toEqual([...featuresOfLayer(layerOf(poles))]);
  });
});
