import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { describeWithData, testData } from '../../support/test-data.ts';

const program = resolve(import.meta.dirname, '../../../src/cli/weft.mjs');

function weft(...words: string[]): { code: number | null; out: string; error: string } {
  const run = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });
  return { code: run.status, out: run.stdout, error: run.stderr };
}

describeWithData('weft elevation', () => {
  const metres = testData('areas/cambridge-ma/derived/cambridge_ground_m_epsg4326.tif')!;
  const feet = testData('areas/cambridge-ma/derived/cambridge_ground_ft_epsg2249.tif')!;
  const tiles = ['N49E011', 'N50E011'].map((tile) => testData(`areas/north-bayreuth/terrain/${tile}.hgt.zip`)!);

  test('answers positions that begin with a minus, and null where nothing is known', () => {
    const { code, out } = weft('elevation', '--terrain', metres, '--at', '-71.09,42.37', '0,0', '--at=-71.1,42.37', '--json');
    expect(code).toBe(0);
    const { elevationsM, warnings } = JSON.parse(out) as { elevationsM: (number | null)[]; warnings: string[] };
    expect(elevationsM[0]).toBeCloseTo(2.98, 1);
    expect(elevationsM[1]).toBeNull();
    expect(elevationsM).toHaveLength(3);
    expect(warnings.join()).toContain('metres are assumed');
  });

  test('asks for the unit of heights where the map is in feet', () => {
    const refused = weft('elevation', '--terrain', feet, '--at', '-71.09,42.37');
    expect(refused.code).toBe(1);
    expect(refused.error.trim().split('\n')).toHaveLength(1);
    expect(refused.error).toContain('--vertical-unit');
    const answered = weft('elevation', '--terrain', feet, '--vertical-unit', 'us-ft', '--at', '-71.09,42.37', '--json');
    expect((JSON.parse(answered.out) as { elevationsM: number[] }).elevationsM[0]).toBeCloseTo(2.98, 1);
  });

  test('reads two tiles as one terrain', () => {
    const { out } = weft('elevation', '--terrain', ...tiles, '--at', '11.5,49.999999', '11.5,50', '11.5,50.000001', '--json');
    const { elevationsM, warnings } = JSON.parse(out) as { elevationsM: number[]; warnings: string[] };
    expect(Math.max(...elevationsM) - Math.min(...elevationsM)).toBeLessThan(0.1);
    expect(warnings).toEqual([]);
  });

  test.each([
    [['elevation', '--at', '1,2'], '--terrain'],
    [['elevation', '--terrain', metres], '--at'],
    [['elevation', '--terrain', metres, '--at', '1,95'], 'degrees'],
    [['elevation', '--terrain', metres, '--at', '1,2', '--sample', 'cubic'], 'cubic'],
    [['elevation', '--terrain', metres, '--at', '1,2', '--vertical-unit', 'fathom'], 'fathom'],
  ])('a wrong call says what is wrong: %j', (words, text) => {
    const { code, error } = weft(...words);
    expect(code).toBe(2);
    expect(error).toContain(text);
  });
});
