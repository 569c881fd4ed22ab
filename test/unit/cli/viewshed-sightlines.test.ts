import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRasterFile } from '../../../src/io/raster-file.ts';
import { describeWithData, testData } from '../../support/test-data.ts';

const program = resolve(import.meta.dirname, '../../../src/cli/weft.mjs');
const folder = mkdtempSync(join(tmpdir(), 'weft-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function weft(...words: string[]): { code: number | null; out: string; error: string } {
  const run = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', cwd: folder });
  return { code: run.status, out: run.stdout, error: run.stderr };
}

describeWithData('the command line', () => {
  const terrain = testData('areas/portland-or/portland-ned.tif')!;

  test('weft viewshed writes bytes on the grid of the terrain, the same every time', { timeout: 60_000 }, async () => {
    const words = [
      'viewshed',
      '--terrain',
      terrain,
      '--vertical-unit',
      'm',
      '--at',
      '-122.68,45.515,20',
      '--radius-m',
      '2000',
      '--method',
      'exact',
    ];
    const { code, out } = weft(...words, '--out', 'a.tif', '--json');
    expect(code).toBe(0);
    const told = JSON.parse(out) as { visibleCells: number };
    const { grids, info } = await readRasterFile('a.tif', readFileSync(join(folder, 'a.tif')), { verticalUnit: 'm' });
    const source = await readRasterFile('b.tif', readFileSync(terrain), { verticalUnit: 'm' });
    expect(info[0]).toMatchObject({ crs: 'EPSG:4269', width: 864, height: 648, numbers: 'uint8' });
    info[0].bounds!.forEach((value, i) => expect(value).toBeCloseTo(source.info[0].bounds![i]!, 9));
    expect([...new Set(grids[0]!.values)].sort()).toEqual([0, 255]);
    expect(grids[0]!.values.filter((value) => value === 255)).toHaveLength(told.visibleCells);
    expect(weft(...words, '--out', 'b.tif').code).toBe(0);
    expect(readFileSync(join(folder, 'b.tif'))).toEqual(readFileSync(join(folder, 'a.tif')));
  });

  test('weft viewshed sees the same on one thread as on several, with and without a surface', { timeout: 60_000 }, () => {
    const words = ['viewshed', '--terrain', terrain, '--vertical-unit', 'm', '--at', '-122.68,45.515,20'];
    for (const [index, more] of [[], ['--surface', terrain, '--radius-m', '3000']].entries()) {
      const [one, three] = [1, 3].map((threads) => {
        const name = `threads-${index}-${threads}.tif`;
        expect(weft(...words, ...more, '--threads', String(threads), '--out', name).code).toBe(0);
        return readFileSync(join(folder, name));
      });
      expect(three).toEqual(one);
    }
  });

  test('weft sightlines writes each pair once, with heights from a column', { timeout: 60_000 }, () => {
    writeFileSync(
      join(folder, 'sites.csv'),
      'name,lon,lat,mast\nmill,-122.68,45.515,20\nchurch,-122.66,45.52,12\nbarn,-122.67,45.5,8\nfar,10,10,5\n',
    );
    const words = [
      'sightlines',
      '--terrain',
      terrain,
      '--vertical-unit',
      'm',
      '--sites',
      'sites.csv',
      '--max-distance-m',
      '5000',
    ];
    const { code, out } = weft(...words, '--height-field', 'mast', '--out', 'pairs.csv', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ sites: 4, pairs: 3, unknown: 0 });
    const lines = readFileSync(join(folder, 'pairs.csv'), 'utf8').trim().split('\r\n');
    expect(lines[0]).toBe('a,b,distance_m,verdict,confident,clearance_m,fresnel_fraction');
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2).join())).toEqual(['barn,church', 'barn,mill', 'church,mill']);
    expect(weft(...words, '--height-m', '2', '--masts', '--out', 'pairs.geojson').code).toBe(0);
    const { features } = JSON.parse(readFileSync(join(folder, 'pairs.geojson'), 'utf8')) as {
      features: { properties: { verdict: string; raise_both_m?: number; raise_a_m?: number; mast_m?: number } }[];
    };
    expect(features).toHaveLength(3);
    for (const { properties } of features) {
      const { verdict, raise_both_m: both, raise_a_m: alone, mast_m: mast } = properties;
      // What both gain alike is never more than what one must gain alone, and a mast is never shorter than that.
      if (verdict === 'clear') expect([both, mast]).toEqual([undefined, undefined]);
      else expect(both).toBeGreaterThan(0);
      if (alone !== undefined) expect(both).toBeLessThanOrEqual(alone);
      if (mast !== undefined) expect(mast).toBeGreaterThanOrEqual(both!);
    }
    const refused = weft(...words, '--height-field', 'tower', '--out', 'pairs.csv');
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.error).toContain('no column "tower"');
    expect(weft(...words, '--out', 'pairs.txt').code).toBe(2);
    expect(weft(...words, '--height-field', 'mast', '--threads', '3', '--out', 'by-three.csv').code).toBe(0);
    expect(readFileSync(join(folder, 'by-three.csv'))).toEqual(readFileSync(join(folder, 'pairs.csv')));
  });
});
