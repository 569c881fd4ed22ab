import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { exportLayers, type NamedFeatures } from '../../../src/io/export-layers.ts';
import { parseVectorFile } from '../../../src/io/vector-file.ts';
import type { SourceLayer } from '../../../src/io/source-layer.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { networkFeatures } from '../../../src/studies/build-plan/network-features.ts';
import { cutNineTimes } from '../../support/cut-files.ts';
import { schemaFaults } from '../../support/json-schema.ts';
import { smallPlan } from '../../support/plan-builder.ts';
import { describeWithData, testData } from '../../support/test-data.ts';

const layersOf = async (name: string, bytes: Uint8Array): Promise<readonly SourceLayer[]> =>
  (await parseVectorFile(name, bytes, {}, quietJob)).layers;
const file = (path: string): [string, Uint8Array] => [basename(path), readFileSync(testData(path)!)];

interface Network {
  readonly nodes: readonly { id: string; location: { coordinates: number[] }; type?: string[]; status?: string }[];
  readonly spans: readonly {
    id: string;
    start: string;
    end: string;
    route: { coordinates: number[][] };
    status?: string;
    fibreLength?: number;
    fibreCount?: number;
  }[];
}

async function networkOf(...layers: NamedFeatures[]): Promise<{ network: Network; root: unknown; notes: readonly string[] }> {
  const { bytes, notes } = await exportLayers('Small town', layers, 'ofds');
  const root = JSON.parse(new TextDecoder().decode(bytes)) as { networks: [Network] };
  return { network: root.networks[0], root, notes };
}

/** The checks that the standard asks for beside its schema, over again. */
function extraFaults({ nodes, spans }: Network): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const used = new Set(spans.flatMap(({ start, end }) => [start, end]));
  const ends = spans.flatMap(({ id, start, end, route }) =>
    (
      [
        [start, route.coordinates[0]],
        [end, route.coordinates.at(-1)],
      ] as const
    )
      .filter(([node, place]) => JSON.stringify(byId.get(node)?.location.coordinates) !== JSON.stringify(place))
      .map(([node]) => `${id} and ${node} do not meet`),
  );
  return [
    ...ends,
    ...(byId.size < nodes.length || new Set(spans.map(({ id }) => id)).size < spans.length ? ['ids are there twice'] : []),
    ...nodes.filter(({ id }) => !used.has(id)).map(({ id }) => `${id} is not used`),
  ];
}

const smallNetwork = smallPlan().fiber!;

const designed = (): NamedFeatures => ({
  name: 'network',
  features: networkFeatures(smallNetwork, { nameOf: String, poleNumbers: new Map(), whole: smallNetwork, splitters: [] }),
});

const line = (id: string, from: [number, number], to: [number, number], fields: Feature['fields'] = {}): Feature => ({
  id,
  geometry: { type: 'LineString', coordinates: [from, to] },
  fields,
});
const point = (id: string, at: [number, number], fields: Feature['fields'] = {}): Feature => ({
  id,
  geometry: { type: 'Point', coordinates: at },
  fields,
});

describe('writing', () => {
  test('a design: a span for each stretch and drop, all proposed, each end at a node that lies there', async () => {
    const { network, notes } = await networkOf(designed());
    expect(network.spans).toHaveLength(smallNetwork.stretches.length + smallNetwork.drops.length);
    expect(extraFaults(network)).toEqual([]);
    expect(new Set(network.spans.map(({ status }) => status))).toEqual(new Set(['proposed']));
    const [stretch] = smallNetwork.stretches;
    expect(network.spans[0]).toMatchObject({
      start: stretch!.from,
      end: stretch!.to,
      fibreLength: expect.closeTo(stretch!.cableLengthM / 1000, 9) as unknown,
      fibreCount: stretch!.cables.reduce((sum, size) => sum + size, 0),
    });
    expect(network.nodes.flatMap(({ type }) => type ?? [])).toContain('pop');
    expect(notes.join()).toMatch(/left out|^$/);
  });

  test('ends that name a point lie on it, others get a node; idle points and outlines are counted', async () => {
    const poles = [point('p1', [11.5, 50]), point('p2', [11.501, 50]), point('p9', [11.6, 50])];
    const spans = [
      line('s1', [11.5, 50.000001], [11.501, 50], { from: 'p1', to: 'p2' }),
      line('s1', [11.501, 50], [11.502, 50], { from: 'p2', to: 'elsewhere' }),
      line('s3', [11.51, 50], [11.52, 50], { from: 'p1' }),
    ];
    const { network, notes } = await networkOf({ name: 'poles', features: poles }, { name: 'spans', features: spans });
    expect(extraFaults(network)).toEqual([]);
    expect(network.spans.map(({ id, start, end }) => [id, start, end])).toEqual([
      ['s1', 'p1', 'p2'],
      ['s1-2', 'p2', 'elsewhere'],
      ['s3', 'p1-2', 'node-5'],
    ]);
    expect(network.nodes[0]?.location.coordinates).toEqual([11.5, 50]);
    expect(notes).toEqual(['1 points are at the end of no line and were left out.']);
  });

  test('the same layers give the same bytes; layers without lines are refused', async () => {
    const [a, b] = [await networkOf(designed()), await networkOf(designed())];
    expect(a.root).toEqual(b.root);
    await expect(networkOf({ name: 'poles', features: [point('p', [1, 2])] })).rejects.toMatchObject({ code: 'export/no-lines' });
  });
});

describeWithData('the standard', () => {
  const schema = [testData('ofds/network-package-schema.json')!, [testData('ofds/network-schema.json')!]] as const;

  test('its schema accepts what is written, and would not accept anything', async () => {
    const { root } = await networkOf(designed());
    expect(schemaFaults(root, ...schema)).toEqual([]);
    const invalid: unknown = JSON.parse(readFileSync(testData('ofds/network-package-invalid.json')!, 'utf8'));
    expect(schemaFaults(invalid, ...schema).length).toBeGreaterThan(10);
  });

  test('its example is read: nodes and spans, members as texts, no complaint but none', async () => {
    const [nodes, spans] = await layersOf(...file('ofds/network-package.json'));
    expect(nodes).toMatchObject({ name: 'nodes', total: 2, problems: [] });
    expect(nodes?.features[0]).toMatchObject({
      id: '1',
      geometry: { type: 'Point', coordinates: [-0.174, 5.625] },
      fields: { name: 'Accra', type: 'pop', phase: 'NextGen Phase 1', networkProviders: 'FastWeb' },
    });
    expect(spans).toMatchObject({ name: 'spans', total: 1, problems: [] });
    expect(spans?.features[0]?.fields).toMatchObject({ start: '1', end: '2', kind: 'cable', fibreCount: 24, darkFibre: true });
    expect(spans?.features[0]?.geometry?.coordinates).toHaveLength(13);
  });

  test('the example comes back when it was written, its ends moved to their nodes', async () => {
    const asLayers = (layers: readonly SourceLayer[]): NamedFeatures[] =>
      layers.map(({ name, features }) => ({
        name,
        features: features.map(({ id, geometry, fields }) => ({ id: id!, geometry, fields })),
      }));
    // Its route begins 157 m from its node: moved there first, so that the rest can be compared.
    const read = asLayers(await layersOf(...file('ofds/network-package.json')));
    const [nodes, spans] = read.map(({ features }) => features);
    const route = [...(spans![0]!.geometry as unknown as { coordinates: [number, number][] }).coordinates];
    route[0] = [-0.174, 5.625];
    route[route.length - 1] = [-1.628, 6.711];
    const moved = [{ ...spans![0]!, geometry: { type: 'LineString' as const, coordinates: route } }];
    const layers = [
      { name: 'nodes', features: nodes! },
      { name: 'spans', features: moved },
    ];
    const { bytes } = await exportLayers('Ghana', layers, 'ofds');
    const again = asLayers(await layersOf('a.json', bytes));
    const without = (feature: Feature, ...names: string[]): Feature => ({
      ...feature,
      fields: Object.fromEntries(Object.entries(feature.fields).filter(([name]) => !names.includes(name))),
    });
    const lost = (list: readonly Feature[]): Feature[] => list.map((one) => without(one, 'internationalConnections'));
    expect(again[0]?.features).toEqual(lost(nodes!));
    expect(again[1]?.features).toEqual(lost(moved));
    expect(schemaFaults(JSON.parse(new TextDecoder().decode(bytes)), ...schema)).toEqual([]);
  });

  test('what breaks its schema is a bad row, what breaks its cross references a warning', async () => {
    const [, spans] = await layersOf(...file('ofds/network-package-additional-checks.json'));
    const said = spans?.problems.map(({ severity, message }) => `${severity}: ${message}`);
    expect(said).toEqual(
      expect.arrayContaining([
        'row: Its route is not a LineString with coordinates.',
        'warning: "supplier" names "ProjectCo", which the network does not list.',
        'warning: Its start is the node "Accra", which is not there.',
        'warning: The id "1" is there already.',
      ]),
    );
    const [invalid] = await layersOf(...file('ofds/network-package-invalid.json'));
    expect(invalid?.problems.filter(({ severity }) => severity === 'row').map(({ where }) => where)).toEqual([
      'span 1',
      'span 1',
    ]);
  });

  test('cut at nine points it is always refused', async () => {
    const [name, bytes] = file('ofds/network-package.json');
    expect(new Set(await cutNineTimes(name, bytes))).toEqual(new Set(['import/not-ofds']));
  });
});
