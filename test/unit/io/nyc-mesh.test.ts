import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { meshFileKind, readNycMesh } from '../../../src/io/nyc-mesh.ts';
import { parseVectorFile } from '../../../src/io/vector-file.ts';
import { describeWithData, testData } from '../../support/test-data.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const nodes = bytes([
  { id: 1, status: 'Installed', coordinates: [-74, 40.7, 27], roofAccess: true },
  { id: 2, coordinates: [-74.01, 40.7, -1] },
  { id: 3, status: 'Dupe', coordinates: [-74.02, 40.7, 10] },
]);

describe("NYC Mesh's map", () => {
  test('is told by its content, and GeoJSON is not taken for it', () => {
    expect(meshFileKind('[{"id":1,"coordinates":[1,2,3]}')).toBe('nodes');
    expect(meshFileKind('[{"from":1,"to":2,"status":"active"}')).toBe('links');
    expect(meshFileKind('[{"nodeId":1,"azimuth":2}')).toBe('sectors');
    expect(meshFileKind('{"type":"FeatureCollection"}')).toBeNull();
  });

  test('an altitude of −1 stands for none and is said, states get our words', () => {
    const { features, problems } = readNycMesh('nodes.json', nodes, undefined);
    expect(features.map(({ fields }) => [fields['status'], fields['heightAslM']])).toEqual([
      ['installed', 27],
      ['request', undefined],
      ['dupe', 10],
    ]);
    expect(problems).toMatchObject([{ severity: 'warning', where: 'node 2' }]);
  });

  test('a link without an end is a bad row, one to an idle end stays and is said', () => {
    const links = bytes([
      { from: 1, to: 9, status: 'active' },
      { from: 1, to: 3, status: 'active' },
    ]);
    const { features, problems, total } = readNycMesh('links.json', links, nodes);
    expect(total).toBe(2);
    expect(features).toHaveLength(1);
    expect(features[0]!.geometry!.coordinates).toEqual([
      [-74, 40.7],
      [-74.02, 40.7],
    ]);
    expect(problems.map(({ severity }) => severity)).toEqual(['row', 'warning', 'note']);
    expect(() => readNycMesh('links.json', links, undefined)).toThrow(/nodes.json/);
  });
});

describeWithData("NYC Mesh's real map", () => {
  test('has 1,335 installed nodes, and 111 links without an end', async () => {
    const read = (file: string) => readFileSync(testData(`areas/nyc-mesh/${file}`)!);
    const [layer] = (await parseVectorFile('nodes.json', read('nodes.json'), {}, quietJob)).layers;
    expect(layer!.features.filter(({ fields }) => fields['status'] === 'installed')).toHaveLength(1335);
    const links = readNycMesh('links.json', read('links.json'), read('nodes.json'));
    expect(links.problems.filter(({ severity }) => severity === 'row')).toHaveLength(111);
    expect(links.features).toHaveLength(1392 - 111);
    // 111 + 815: every link without two installed ends, counted apart from the reader.
    expect(links.problems.map(({ message }) => message).join()).toContain('(926 in all)');
  });
});
