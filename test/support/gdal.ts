import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Geometry } from '../../src/geo/geometry.ts';
import { wound } from '../../src/geo/winding.ts';
import { type Feature } from '../../src/plan/feature-table.ts';
import { partsOf } from '../../src/plan/geometry-columns.ts';

/** Whether GDAL's ogr2ogr is installed and reads a format. */
export function gdalReads(driver: string): boolean {
  const said = spawnSync('ogrinfo', ['--formats'], { encoding: 'utf8' });
  return said.error === undefined && said.stdout.includes(` ${driver} -`);
}

interface GdalFeature {
  readonly geometry: Geometry | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The features of a layer as GDAL reads them from a file of these bytes, in longitude and latitude. */
export function readByGdal(name: string, bytes: Uint8Array, layer?: string, more: readonly string[] = []): GdalFeature[] {
  const folder = mkdtempSync(join(tmpdir(), 'weft-gdal-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const source = name.endsWith('.zip') ? `/vsizip/${path}` : path;
    const options = ['-f', 'GeoJSON', '-lco', 'COORDINATE_PRECISION=15', '-t_srs', 'EPSG:4326', ...more, '/vsistdout/'];
    const text = execFileSync('ogr2ogr', [...options, source, ...(layer === undefined ? [] : [layer])], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return (JSON.parse(text) as { features: GdalFeature[] }).features;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Says whether GDAL found the features that were written: as many, and each corner where it was, whatever multiple form it has. */
export function expectSameShapes(found: readonly GdalFeature[], features: readonly Feature[], idField = 'id'): void {
  const byId = (a: readonly [string, unknown], b: readonly [string, unknown]): number => (a[0] < b[0] ? -1 : 1);
  const parts = (geometry: Geometry | null): unknown =>
    geometry && partsOf(wound(geometry)).map((part) => part.map((path) => path.map(([x, y]) => [x, y])));
  const shapes = found.map(({ geometry, properties }) => [String(properties[idField]), parts(geometry)] as const);
  expect([...shapes].sort(byId)).toEqual(features.map(({ id, geometry }) => [id, parts(geometry)] as const).sort(byId));
}
