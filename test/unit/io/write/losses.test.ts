import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../../src/io/export-formats.ts';
import { exportLayers } from '../../../../src/io/export-layers.ts';
import { readVectorFile } from '../../../../src/io/vector-file.ts';
import { type Feature, type FieldValue } from '../../../../src/plan/feature-table.ts';
import { partsOf } from '../../../../src/plan/geometry-columns.ts';

const FORMATS = [
  'geojson',
  'gpkg',
  'shp',
  'fgb',
  'parquet',
  'kml',
  'kmz',
  'gpx',
  'csv',
  'xlsx',
] as const satisfies ExportFormat[];
const ENDINGS: Partial<Record<ExportFormat, string>> = { shp: '.zip' };

const at = (id: string, fields: Feature['fields'], east = 0): Feature => ({
  id,
  geometry: { type: 'Point', coordinates: [-71.1 + east, 42.36] },
  fields,
});

/** Points with everything that some format cannot hold: each trouble has a field of its own. */
const TROUBLES: readonly Feature[] = [
  at('p1', {
    plain: 'Łódź',
    number: 0.1 + 0.2,
    whole: 9_007_199_254_740_991,
    truth: true,
    digits: '007',
    likeNumber: '12',
    mixed: 5,
    spaces: ' left and right ',
    formula: '=1+1',
    control: 'bell\u0007',
    aVeryLongNameOfAField: 1,
    'addr:city': 'Town',
    longText: 'ä'.repeat(300),
    name: 'First',
    id: 'inner',
    longitude: 7,
    wkt: 'x',
    geometry: 'text',
    fid: 3,
    layer: 'own',
  }),
  at('p2', { plain: 'two\nlines', number: -1e-7, truth: false, digits: '12', likeNumber: '3', mixed: 'five', whole: 0 }, 0.001),
  at('p3', { plain: 'third', mixed: true }, 0.002),
];

/** Read again, each feature by its id, whatever the format calls things. */
async function readBack(bytes: Uint8Array, format: ExportFormat): Promise<Map<string, Feature['fields']>> {
  const name = `a${ENDINGS[format] ?? EXPORT_FORMATS[format].ending}`;
  const { layer } = await readVectorFile(name, bytes, format === 'gpx' ? { sourceLayer: 'waypoints' } : {}, quietJob);
  return new Map(
    layer.features.map(({ id, fields }) => {
      const own = id ?? String(fields['id'] ?? fields['src'] ?? '');
      return [own, fields];
    }),
  );
}

const isSame = (a: FieldValue | undefined, b: FieldValue | undefined): boolean => a === b;

describe.each(FORMATS)('%s', { timeout: 120_000 }, (format) => {
  test('gives back every field but those that were told', async () => {
    const { bytes, losses } = await exportLayers('x', [{ name: 'points', features: TROUBLES }], format);
    const told = new Set(losses.flatMap(({ fields }) => fields));
    const found = await readBack(bytes, format);
    expect([...found.keys()].sort()).toEqual(['p1', 'p2', 'p3']);
    const altered = new Set<string>();
    for (const { id, fields } of TROUBLES)
      for (const [name, value] of Object.entries(fields)) if (!isSame(found.get(id)?.[name], value)) altered.add(name);
    expect([...altered].filter((name) => !told.has(name))).toEqual([]);
    // What other readers may take otherwise ours takes right, and it takes the guarding apostrophe away again.
    const sure = losses.filter(({ kind }) => kind !== 'kind' && kind !== 'apostrophe').flatMap(({ fields }) => fields);
    expect(sure.filter((name) => !altered.has(name))).toEqual([]);
  });

  test('says nothing of fields that every format holds', async () => {
    const features = [at('p1', { kind: 'pole', heightM: 10.5 }), at('p2', { kind: 'tower', heightM: 20.25 }, 0.001)];
    const { bytes, losses } = await exportLayers('x', [{ name: 'points', features }], format);
    const found = await readBack(bytes, format);
    if (format !== 'gpx') {
      expect(losses).toEqual([]);
      for (const { id, fields } of features) expect(found.get(id)).toMatchObject(fields);
    }
  });
});

describe('systems, units and encodings', { timeout: 120_000 }, () => {
  test.each(['gpkg', 'shp', 'fgb', 'csv', 'xlsx'] as const)('%s in feet of the state plane lies where it lay', async (format) => {
    const { bytes, losses } = await exportLayers('x', [{ name: 'points', features: TROUBLES }], format, { crs: 'EPSG:2249' });
    expect(losses[0]).toMatchObject({ kind: 'place', message: expect.stringContaining('EPSG:2249') as string });
    const name = `a${ENDINGS[format] ?? EXPORT_FORMATS[format].ending}`;
    const isSilent = format === 'csv' || format === 'xlsx';
    const { layer } = await readVectorFile(name, bytes, isSilent ? { crs: 'EPSG:2249' } : {}, quietJob);
    expect(layer.crs).toBe('EPSG:2249');
    const places = layer.features.map(({ geometry }) => geometry && partsOf(geometry)[0]?.[0]?.[0]);
    expect(places).toHaveLength(3);
    // A millionth of a degree is a decimetre; the way there and back is far better.
    for (const place of places) expect(Math.min(...TROUBLES.map((one) => distance(one, place)))).toBeLessThan(1e-8);
  });

  test('a format without systems refuses one instead of passing over it', async () => {
    await expect(exportLayers('x', [{ name: 'a', features: TROUBLES }], 'kml', { crs: 'EPSG:2249' })).rejects.toThrow(
      /longitude/,
    );
    await expect(exportLayers('x', [{ name: 'a', features: TROUBLES }], 'gpkg', { unit: 'ft' })).rejects.toThrow(/unit/);
  });

  test('Windows-1252 holds what it has, and says which letters it has not', async () => {
    const features = [at('a', { name: 'Müller', town: 'Łódź' })];
    for (const format of ['shp', 'csv'] as const) {
      const { bytes, notes } = await exportLayers('x', [{ name: 'a', features }], format, { encoding: 'windows-1252' });
      expect(notes).toEqual(['Letters that the encoding lacks become "?" in a: town (1).']);
      const { layer } = await readVectorFile(`a${ENDINGS[format] ?? '.csv'}`, bytes, {}, quietJob);
      expect(layer.features[0]?.fields).toMatchObject({ name: 'Müller', town: '?ód?' });
    }
  });

  test('the mark before UTF-8 is no part of the first column', async () => {
    const { bytes } = await exportLayers('x', [{ name: 'a', features: TROUBLES }], 'csv', { encoding: 'utf-8-bom' });
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect((await readBack(bytes, 'csv')).size).toBe(3);
  });
});

function distance({ geometry }: Feature, place: readonly [number, number] | null | undefined): number {
  const [x, y] = geometry?.type === 'Point' ? geometry.coordinates : [NaN, NaN];
  return Math.hypot(x - (place?.[0] ?? NaN), y - (place?.[1] ?? NaN));
}
