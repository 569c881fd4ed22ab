import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import type { SourceLayer } from '../../../src/io/source-layer.ts';
import { parseVectorFile } from '../../../src/io/vector-file.ts';
import { readZip, writeZip } from '../../../src/io/zip.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { partsOf } from '../../../src/plan/geometry-columns.ts';
import { cutNineTimes } from '../../support/cut-files.ts';
import { gdalWritesGeodatabases, geodatabaseByGdal } from '../../support/files-by-gdal.ts';
import { describeWithData, testData } from '../../support/test-data.ts';
import { exchangeSample, written } from './exchange-sample.ts';

const layersOf = async (bytes: Uint8Array): Promise<readonly SourceLayer[]> =>
  (await parseVectorFile('a.gdb.zip', bytes, {}, quietJob)).layers;

/** Degrees to a hundred-millionth, as geodatabases keep them, rings and parts in an order of their own. */
const shape = (geometry: Feature['geometry']): string[] =>
  geometry === null
    ? []
    : partsOf(geometry)
        .flat()
        .map((path) => [...new Set(path.map(([x, y]) => `${x.toFixed(7)},${y.toFixed(7)}`))].sort().join(' '))
        .sort();

describe.skipIf(!gdalWritesGeodatabases())('geodatabases that GDAL writes', () => {
  const parts: readonly [string, readonly Feature[]][] = [
    ['points', exchangeSample.filter(({ geometry }) => geometry?.type === 'Point')],
    ['lines', exchangeSample.filter(({ geometry }) => geometry?.type.endsWith('LineString'))],
    ['areas', exchangeSample.filter(({ geometry }) => geometry?.type.endsWith('Polygon'))],
  ];
  const source = async (): Promise<Uint8Array> =>
    written(
      parts.map(([name, features]) => ({ name, features })),
      'gpkg',
    );

  test('every shape and field comes back, holes in their polygons', async () => {
    const layers = await layersOf(geodatabaseByGdal(await source()));
    expect(layers.map(({ name, crs, total }) => [name, crs, total])).toEqual(
      parts.map(([name, features]) => [name, 'EPSG:4326', features.length]),
    );
    for (const [name, features] of parts) {
      const layer = layers.find((one) => one.name === name)!;
      expect(layer.problems).toEqual([]);
      expect(layer.features.map(({ geometry }) => shape(geometry))).toEqual(features.map(({ geometry }) => shape(geometry)));
      expect(layer.features.map(({ geometry }) => geometry!.type)).toEqual(features.map(({ geometry }) => geometry!.type));
      // GDAL keeps true and false as 1 and 0, and the id as a field.
      expect(layer.features.map(({ fields }) => fields)).toMatchObject(
        features.map(({ id, fields }) => ({
          id,
          ...Object.fromEntries(
            Object.entries(fields).map(([field, value]) => [field, typeof value === 'boolean' ? Number(value) : value]),
          ),
        })),
      );
    }
  });

  test('rows that were deleted are not there; an index that does not agree is refused', async () => {
    const zip = geodatabaseByGdal(await source(), ['-dialect', 'SQLite', '-sql', 'DELETE FROM lines WHERE rowid = 1']);
    const lines = (await layersOf(zip)).find(({ name }) => name === 'lines');
    expect(lines?.features.map(({ rowId }) => rowId)).toEqual(['2']);
    const files = await readZip('a.zip', zip);
    for (const [name, content] of files) {
      if (!/a0000000[a-f]\.gdbtable$/.test(name)) continue;
      const other = new Uint8Array(content);
      other[4] = 9;
      const changed = writeZip(new Map([...files, [name, other]]));
      await expect(layersOf(changed)).rejects.toMatchObject({ code: 'import/damaged' });
    }
  });

  test('cut at nine points it is always refused', async () => {
    const outcomes = await cutNineTimes('a.gdb.zip', geodatabaseByGdal(await source()));
    expect(outcomes.filter((outcome) => typeof outcome === 'number')).toEqual([]);
  });
});

/** Square feet on the map's plane, holes taken out. */
function flatArea(geometry: Feature['geometry']): number {
  const ring = (path: readonly (readonly [number, number])[]): number => {
    const [x0, y0] = path[0]!;
    return (
      Math.abs(
        path.reduce((sum, [x, y], i) => {
          const [nextX, nextY] = path[(i + 1) % path.length]!;
          return sum + (x - x0) * (nextY - y0) - (nextX - x0) * (y - y0);
        }, 0),
      ) / 2
    );
  };
  return geometry === null
    ? NaN
    : partsOf(geometry).reduce(
        (sum, [outer = [], ...holes]) => sum + ring(outer) - holes.reduce((all, hole) => all + ring(hole), 0),
        0,
      );
}

describeWithData('a city', () => {
  test('the parcels of Somerville: as many, in the system and within the bounds that GDAL finds', async () => {
    const bytes = new Uint8Array(readFileSync(testData('areas/somerville-ma/Parcels.gdb.zip')!));
    const [layer, ...others] = await layersOf(bytes);
    expect(others).toEqual([]);
    expect(layer).toMatchObject({ name: 'Parcels', crs: 'EPSG:2249', total: 14572 });
    expect(layer!.features).toHaveLength(14572);
    expect(layer!.problems.filter(({ code }) => code === 'import/missing-table')).toHaveLength(1);
    // ArcGIS wrote the area of each parcel, with its arcs, beside it.
    const off = layer!.features.filter(({ geometry, fields }) => {
      const stated = Number(fields['Shape_Area']);
      return !(Math.abs(flatArea(geometry) - stated) <= Math.max(stated * 1e-3, 0.1));
    });
    // GDAL finds an empty shape in this one, and its area is nought.
    expect(off.map(({ rowId, geometry }) => [rowId, geometry])).toEqual([['14571', null]]);
    const corners = layer!.features.flatMap(({ geometry }) => (geometry === null ? [] : partsOf(geometry).flat(2)));
    const edge = (pick: (...values: number[]) => number, axis: 0 | 1): number =>
      corners.reduce((found, corner) => pick(found, corner[axis]), corners[0]![axis]);
    // ogrinfo: Extent: (754845.775343, 2961071.219847) - (771656.760094, 2977608.500093)
    expect([edge(Math.min, 0), edge(Math.min, 1), edge(Math.max, 0), edge(Math.max, 1)].map((value) => value.toFixed(3))).toEqual(
      ['754845.775', '2961071.220', '771656.760', '2977608.500'],
    );
  });
});
