/**
 * The whole process of `weft viewshed` beside `gdal_viewshed` on an uncompressed GeoTIFF of fractal terrain, 10 m cells:
 * `node --import tsx test/bench/viewshed-process.ts [--size 8192]`. Processor time and elapsed time, the least of three, in turns.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { quietJob } from '../../src/base/job.ts';
import { toWgs84 } from '../../src/geo/crs.ts';
import { writeGeoTiff } from '../../src/io/write/geotiff.ts';
import { fractalTerrain } from '../support/fractal-terrain.ts';

const { values } = parseArgs({ options: { size: { type: 'string' } } });
const size = Number(values.size ?? 8192);
const folder = mkdtempSync(join(tmpdir(), 'weft-bench-'));
const [packed, terrain, out] = ['packed.tif', 'terrain.tif', 'out.tif'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
const toModel = [500_005, 10, 0, 5_500_005, 0, -10] as const;
const heights = { cells: fractalTerrain(size, 1, 1200), width: size, height: size, toModel, crs: 'EPSG:25832' };
writeFileSync(packed, await writeGeoTiff(heights, quietJob));
spawnSync('gdal_translate', ['-q', '-co', 'COMPRESS=NONE', packed, terrain]);
rmSync(packed);

const [x, y] = [toModel[0] + (size / 2) * 10, toModel[3] - (size / 2) * 10];
const position = (await toWgs84(heights.crs))(x, y).join(',');
const weft = `node src/cli/weft.mjs viewshed --terrain ${terrain} --vertical-unit m --at ${position},10 --flat --out ${out}`;
const commands = {
  'weft, one thread': `${weft} --threads 1`,
  'weft, two threads': `${weft} --threads 2`,
  gdal_viewshed: `gdal_viewshed -q -ox ${x} -oy ${y} -oz 10 -tz 2 -cc 0 -md ${size * 20} -om NORMAL ${terrain} ${out}`,
};
const least = new Map<string, number[]>();
for (let run = 0; run < 3; run++) {
  for (const [name, command] of Object.entries(commands)) {
    const { stderr, status } = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S %R'; time ${command} >/dev/null`], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    const [user = NaN, system = NaN, elapsed = NaN] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
    const before = least.get(name) ?? [Infinity, Infinity];
    least.set(name, [Math.min(before[0]!, user + system), Math.min(before[1]!, elapsed)]);
  }
}
console.log(`${size} × ${size} cells, ${(statSync(terrain).size / 1e6).toFixed(0)} MB`);
for (const [name, [processor, elapsed]] of least)
  console.log(`${name}: ${processor!.toFixed(2)} s of processor time, ${elapsed!.toFixed(2)} s elapsed`);
rmSync(folder, { recursive: true });
