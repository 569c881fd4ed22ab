import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeProject } from '../../../src/io/project-file.ts';
import { apply, type Change } from '../../../src/plan/change.ts';
import { layerOf } from '../../../src/plan/layer.ts';
import { workbench } from '../../support/command-line.ts';
import { at, smallPlan } from '../../support/plan-builder.ts';

const bench = workbench();
const { folder } = bench;
afterAll(() => bench.remove());

function version(name: string, ...changes: Change[]): string {
  const plan = smallPlan();
  plan.layers.set('sites', layerOf([{ id: 's1', geometry: { type: 'Point', coordinates: at(0, 0) }, fields: { name: 'Mill' } }]));
  for (const change of changes) apply(plan, change);
  const path = join(folder, name);
  writeFileSync(path, writeProject(plan));
  return path;
}
const named = (name: string): Change => ({
  note: 'name',
  features: [
    { layer: 'sites', id: 's1', feature: { id: 's1', geometry: { type: 'Point', coordinates: at(0, 0) }, fields: { name } } },
  ],
});

test('two versions are joined; where both altered the same nothing is written before it is said whose value stands', async () => {
  const base = version('base.weft');
  const ours = version('ours.weft', named('Old mill'));
  const theirs = version('theirs.weft', named('New mill'), { note: 'name', name: 'Their town' });
  const out = join(folder, 'merged.weft');
  const refused = await bench.weft('merge', base, ours, theirs, '--out', out, '--json');
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/--prefer ours/);
  expect(JSON.parse(refused.out)).toMatchObject({
    written: false,
    conflicts: [{ where: 'sites', id: 's1', field: 'name', base: 'Mill', ours: 'Old mill', theirs: 'New mill' }],
  });
  expect(readdirSync(folder)).not.toContain('merged.weft');
  const done = await bench.weft('merge', base, ours, theirs, '--out', out, '--prefer', 'theirs');
  expect(done.code).toBe(0);
  const expected = version('expected.weft', named('New mill'), { note: 'name', name: 'Their town' });
  expect(readFileSync(out)).toEqual(readFileSync(expected));
});

test('a folder holds the same project as its file, a feature a line, leaves other files alone, and is checked alike', async () => {
  const file = version('town.weft');
  const folderOf = join(folder, 'town');
  mkdirSync(join(folderOf, '.git'), { recursive: true });
  writeFileSync(join(folderOf, '.git/layers.txt'), 'not ours');
  expect((await bench.weft('copy', file, folderOf)).code).toBe(0);
  expect(readFileSync(join(folderOf, 'layers/sites.ndjson'), 'utf8')).toMatch(/^\{"fields":\{"name":"Mill"\},.*"id":"s1"\}\n$/);
  const back = join(folder, 'back.weft');
  expect((await bench.weft('copy', folderOf, back)).code).toBe(0);
  expect(readFileSync(back)).toEqual(readFileSync(file));
  expect((await bench.weft('set', folderOf, 'takeRate=0.5')).code).toBe(0);
  expect(readFileSync(join(folderOf, '.git/layers.txt'), 'utf8')).toBe('not ours');
  writeFileSync(join(folderOf, 'layers/sites.ndjson'), '');
  const damaged = await bench.weft('check', folderOf);
  expect(damaged.code).toBe(1);
  expect(damaged.err).toMatch(/layers\/sites\.ndjson is not what the manifest says/);
});
