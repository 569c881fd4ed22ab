import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { areaTests } from '../support/area-tests.ts';
import { readNetwork } from '../support/read-build-plan.ts';
import { describeWithData } from '../support/test-data.ts';

describeWithData('North of Bayreuth, by the command line', () => {
  const { bench, project } = areaTests('north-bayreuth');

  test('towers carry no strand of ours', async () => {
    await bench().json('export', project, '--layer', 'poles', '--format', 'geojson', '--out', 'poles.geojson');
    const { features } = JSON.parse(readFileSync(bench().path('poles.geojson'), 'utf8')) as {
      features: { id: string; properties: { kind?: string } }[];
    };
    const towers = new Set(features.flatMap(({ id, properties }) => (properties.kind === 'tower' ? [id] : [])));
    expect([features.length, towers.size]).toEqual([437, 130]);
    const used = readNetwork(bench().path('out')).flatMap(({ properties: { kind, poleId } }) =>
      kind === 'pole' && poleId !== undefined ? [String(poleId)] : [],
    );
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter((id) => towers.has(id))).toEqual([]);
  });
});
