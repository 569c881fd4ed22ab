import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRasterFile } from '../../../src/io/raster-file.ts';
import { workbench } from '../../support/command-line.ts';
import { describeWithData, testData } from '../../support/test-data.ts';

const bench = workbench();
afterAll(() => bench.remove());

const SITES = `id,name,lon,lat,heightAglM
tower,Tower,-2.99406,43.298513,56
north,North,-2.985,43.315,25
hill,Hill,-2.99,43.302,12
`;

describeWithData('questions about a landscape over Bilbao', () => {
  const area = testData('areas/bilbao-urban') ?? '';
  const landscape = [
    ['--terrain', join(area, 'bilbao_DEM.tif')],
    ['--buildings', join(area, 'bilbao_BDSM.tif')],
    ['--canopy', join(area, 'bilbao_CDSM.tif')],
    ['--vertical-unit', 'm'],
  ].flat();

  test('weft coverage writes a raster a layer and counts premises', { timeout: 60_000 }, async () => {
    writeFileSync(bench.path('sites.csv'), SITES);
    const asked = [
      '--at',
      '-2.99406,43.298513,56',
      '--radius-m',
      '800',
      '--layer',
      'level',
      'min-height',
      '--equipment',
      'generic-5ghz-sector',
    ];
    const told = await bench.json<{ files: string[]; cells: number; served: { count: number; of: number; ids: string[] } }>(
      ...['coverage', ...landscape, ...asked, '--premises', 'sites.csv', '--out', 'cover.tif'],
    );
    expect(told.files).toEqual(['cover-level.tif', 'cover-min-height.tif']);
    expect(told.served.of).toBe(3);
    expect(told.served.ids).toContain('tower');
    const { grids } = await readRasterFile('a.tif', readFileSync(bench.path('cover-level.tif')), { verticalUnit: 'm' });
    expect(grids[0]!.width).toBeLessThan(680);
    expect(grids[0]!.values.filter((value) => !Number.isNaN(value))).toHaveLength(told.cells);
    expect((await bench.weft('coverage', ...landscape, '--at', '0,0,1', '--out', 'x.tif')).code).toBe(1);
    expect((await bench.weft('coverage', ...landscape, '--at', '0,0,1', '--layer', 'level', '--out', 'x.tif')).code).toBe(2);
  });

  test('weft panorama writes a row a bearing, and a picture', { timeout: 60_000 }, async () => {
    writeFileSync(bench.path('sites.csv'), SITES);
    const asked = ['panorama', ...landscape, '--at', '-2.99406,43.298513,56', '--date', '2026-05-31', '--sites', 'sites.csv'];
    const told = await bench.json<{ sites: { id: string; isVisible: boolean | null }[] }>(
      ...asked,
      '--step-deg',
      '1',
      '--out',
      'p.csv',
    );
    expect(told.sites.map(({ id, isVisible }) => [id, isVisible])).toContainEqual(['hill', false]);
    expect(readFileSync(bench.path('p.csv'), 'utf8').trim().split('\n')).toHaveLength(361);
    expect((await bench.weft(...asked, '--out', 'p.svg')).code).toBe(0);
    expect(readFileSync(bench.path('p.svg'), 'utf8')).toContain('North');
  });

  test('weft roof-sheet writes the same PDF each time', { timeout: 60_000 }, async () => {
    writeFileSync(bench.path('sites.csv'), SITES);
    const asked = ['roof-sheet', ...landscape, '--sites', 'sites.csv', '--from', 'tower', '--date', '2026-05-31'];
    expect((await bench.weft(...asked, '--out', 'one')).code).toBe(0);
    expect((await bench.weft(...asked, '--out', 'two')).code).toBe(0);
    expect(readFileSync(bench.path('one/roof-tower.pdf'))).toEqual(readFileSync(bench.path('two/roof-tower.pdf')));
    expect((await bench.weft(...asked, '--from', 'nobody', '--out', 'x')).code).toBe(1);
  });
});
