import { describe, expect, test } from 'vitest';
import { exportLayers } from '../../../../src/io/export-layers.ts';
import type { Feature } from '../../../../src/plan/feature-table.ts';
import { partsOf } from '../../../../src/plan/geometry-columns.ts';
import { gdalReads, readByGdal } from '../../../support/gdal.ts';
import { exchangeSample } from '../exchange-sample.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const at = (id: string, kind: string, fields: Feature['fields'] = {}): Feature => ({
  id,
  geometry: { type: 'Point', coordinates: [-71.1, 42.36] },
  fields: { kind, ...fields },
});

const LINE = exchangeSample[1]?.geometry ?? null;

/** Pairs of code and value. */
function groupsOf(dxf: string): [number, string][] {
  const lines = dxf.split('\r\n');
  return Array.from({ length: Math.floor(lines.length / 2) }, (_, i) => [Number(lines[2 * i]), lines[2 * i + 1] ?? '']);
}

describe('DXF', () => {
  test('a layer for each layer and kind, a block for poles, cabinets and the rest, fields as extended data in ASCII', async () => {
    const features = [at('p', 'pole', { owner: 'Łódź\nTown' }), at('c', 'cabinet'), at('x', 'splice & loop')];
    const { bytes } = await exportLayers('x', [{ name: 'network', features }], 'dxf');
    expect(text(bytes)).toMatch(/^[\r\n\u0020-\u007e]*$/);
    const groups = groupsOf(text(bytes));
    const inserts = groups.flatMap(([code, value], i) =>
      code === 0 && value === 'INSERT' ? [[groups[i + 1]?.[1], groups[i + 2]?.[1]]] : [],
    );
    expect(inserts).toEqual([
      ['NETWORK-CABINET', 'CABINET'],
      ['NETWORK-POLE', 'POLE'],
      ['NETWORK-SPLICE___LOOP', 'MARK'],
    ]);
    for (const [layer, block] of inserts) {
      expect(groups).toContainEqual([2, layer]);
      expect(groups.some(([code, value], i) => code === 0 && value === 'BLOCK' && groups[i + 2]?.[1] === block)).toBe(true);
    }
    expect(groups).toContainEqual([1000, 'owner=\\U+0141\\U+00F3d\\U+017A Town']);
    expect(groups).toContainEqual([1000, 'id=p']);
    const depth = groups.filter(([code]) => code === 0).map(([, value]) => value);
    expect(depth.filter((value) => value === 'SECTION').length).toBe(depth.filter((value) => value === 'ENDSEC').length);
    expect(depth.at(-1)).toBe('EOF');
  });

  test('a layer has the nearest of AutoCAD’s colours: greys are no yellow, and ink is black on paper', async () => {
    const along = (id: string, construction: string): Feature => ({ ...at(id, 'stretch', { construction }), geometry: LINE });
    const layers = [
      { name: 'routes', features: [along('a', 'aerial'), along('b', 'underground')] },
      { name: 'parcels', features: [{ id: 'p', geometry: LINE, fields: {} }] },
      { name: 'facilities', features: [{ id: 'h', geometry: LINE, fields: {} }] },
      { name: 'barriers', features: [{ id: 'w', geometry: LINE, fields: { kind: 'water' } }] },
    ];
    const { bytes } = await exportLayers('x', layers, 'dxf');
    const groups = groupsOf(text(bytes));
    const colors = groups.flatMap(([code, value], i) =>
      code === 0 && value === 'LAYER' ? [[groups[i + 1]?.[1], Number(groups[i + 3]?.[1])]] : [],
    );
    // From the published table: 152 is 0, 94, 189; 34 is 129, 64, 0; 8 is grey; 7 black or white; 141 is 170, 234, 255.
    expect(colors).toEqual([
      ['ROUTES-AERIAL', 152],
      ['ROUTES-UNDERGROUND', 34],
      ['PARCELS', 8],
      ['FACILITIES', 7],
      ['BARRIERS-WATER', 141],
    ]);
  });

  test('metres, feet or a system’s own unit, which is said; degrees are refused', async () => {
    const layers = [{ name: 'poles', features: [at('p', 'pole')] }];
    const xOf = async (plane: Parameters<typeof exportLayers>[3]): Promise<[number, string]> => {
      const { bytes, notes } = await exportLayers('x', layers, 'dxf', plane);
      const groups = groupsOf(text(bytes));
      const insert = groups.findIndex(([, value]) => value === 'INSERT');
      return [Number(groups[insert + 3]?.[1]), notes.join()];
    };
    const [metres, said] = await xOf({});
    expect(said).toBe('Coordinates are metres in EPSG:32619, WGS 84 / UTM zone 19N.');
    const [feet] = await xOf({ unit: 'ft' });
    expect(feet * 0.3048).toBeCloseTo(metres, 3);
    const [own, saidOwn] = await xOf({ crs: 'EPSG:2249' });
    expect(saidOwn).toContain('EPSG:2249');
    const [converted] = await xOf({ crs: 'EPSG:2249', unit: 'm' });
    expect((own * 1200) / 3937).toBeCloseTo(converted, 3);
    await expect(xOf({ crs: 'EPSG:4326' })).rejects.toThrow(/degrees/);
  });

  test.skipIf(!gdalReads('DXF'))('GDAL finds every corner where it is, to a millimetre', async () => {
    const { bytes } = await exportLayers('x', [{ name: 'sample', features: exchangeSample }], 'dxf');
    const found = readByGdal('a.dxf', bytes, 'entities', ['-s_srs', 'EPSG:32619', '--config', 'DXF_INLINE_BLOCKS', 'FALSE']);
    const shapes = found.filter(({ properties }) => properties['Layer'] === 'SAMPLE');
    const corners = shapes.flatMap(({ geometry }) => (geometry === null ? [] : partsOf(geometry).flat(2)));
    const wanted = exchangeSample.flatMap(({ geometry }) => (geometry === null ? [] : partsOf(geometry).flat(2)));
    expect(corners.length).toBe(wanted.length);
    for (const [i, [lon, lat]] of wanted.entries()) {
      expect(Math.abs((corners[i]?.[0] ?? NaN) - lon)).toBeLessThan(1e-8);
      expect(Math.abs((corners[i]?.[1] ?? NaN) - lat)).toBeLessThan(1e-8);
    }
  });
});
