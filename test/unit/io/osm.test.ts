import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { PbfWriter } from '../../../src/io/protobuf.ts';
import { osmLayers } from '../../../src/io/osm-layers.ts';
import { readOsmXml } from '../../../src/io/osm-xml.ts';
import type { SourceLayer } from '../../../src/io/source-layer.ts';
import { parseVectorFile } from '../../../src/io/vector-file.ts';
import { cutNineTimes } from '../../support/cut-files.ts';
import { describeWithData, testData } from '../../support/test-data.ts';
import { emptyPlan, imported } from './import-samples.ts';

const layersOf = async (inner: string): Promise<Map<string, SourceLayer>> => {
  const bytes = new TextEncoder().encode(`<osm version="0.6">${inner}</osm>`);
  return new Map(osmLayers(await readOsmXml('a.osm', bytes, quietJob)).map((layer) => [layer.name, layer]));
};
const node = (id: number, lon: number, lat: number, tags = ''): string =>
  `<node id="${id}" lon="${lon}" lat="${lat}">${tags}</node>`;
const way = (id: number, refs: readonly number[], tags = ''): string =>
  `<way id="${id}">${refs.map((ref) => `<nd ref="${ref}"/>`).join('')}${tags}</way>`;
const tag = (k: string, v: string): string => `<tag k="${k}" v="${v}"/>`;
const square = (from: number, x: number, size: number): string =>
  node(from, x, x) + node(from + 1, x + size, x) + node(from + 2, x + size, x + size) + node(from + 3, x, x + size);

describe('OpenStreetMap', () => {
  test('a relation of ways is one area: joined end to end, with its hole', async () => {
    const layers = await layersOf(
      square(1, 10, 9) +
        square(5, 12, 1) +
        way(1, [1, 2, 3]) +
        way(2, [1, 4, 3]) +
        way(3, [5, 6, 7, 8, 5]) +
        `<relation id="7">${[1, 2, 3].map((ref) => `<member type="way" ref="${ref}" role=""/>`).join('')}${tag('type', 'multipolygon')}${tag('building', 'yes')}</relation>`,
    );
    const { total, features } = layers.get('buildings')!;
    expect(total).toBe(1);
    expect(features[0]).toMatchObject({ id: 'r7', geometry: { type: 'Polygon' } });
    expect(features[0]?.geometry?.coordinates.map((ring) => (ring as unknown[]).length)).toEqual([5, 5]);
  });

  test('ways that say themselves where they run need no nodes, in XML and in PBF', async () => {
    const places = [
      [11.5, 50],
      [11.51, 50.01],
      [11.52, 50.005],
    ] as const;
    const nds = places.map(([lon, lat], i) => `<nd ref="${i + 5}" lon="${lon}" lat="${lat}"/>`).join('');
    const layers = await layersOf(`<way id="1">${nds}${tag('highway', 'residential')}</way>`);
    // A block of one way by the format's description: texts, then a group; ids and places are steps of whole 1e-7 degrees.
    const step = (axis: 0 | 1) => [places[0][axis], places[1][axis] - places[0][axis], places[2][axis] - places[1][axis]].map((value) => Math.round(value * 1e7)); // prettier-ignore
    const written = (pbf: PbfWriter, lats: number[]): void => {
      pbf.writeVarintField(1, 1);
      pbf.writePackedVarint(2, [1]);
      pbf.writePackedVarint(3, [2]);
      pbf.writePackedSVarint(8, [5, 1, 1]);
      pbf.writePackedSVarint(9, lats);
      pbf.writePackedSVarint(10, step(0));
    };
    const blob = (type: string, content: Uint8Array): Uint8Array => {
      const [body, header] = [new PbfWriter(), new PbfWriter()];
      body.writeBytesField(1, content);
      const bytes = body.finish();
      header.writeStringField(1, type);
      header.writeVarintField(3, bytes.length);
      const head = header.finish();
      return Uint8Array.from([0, 0, 0, head.length, ...head, ...bytes]);
    };
    const fileOf = (lats: number[]): Uint8Array => {
      const [header, data] = [new PbfWriter(), new PbfWriter()];
      for (const feature of ['OsmSchema-V0.6', 'LocationsOnWays']) header.writeStringField(4, feature);
      data.writeMessage(1, (_, pbf) => ['', 'highway', 'residential'].forEach((text) => pbf.writeStringField(1, text)), null); // prettier-ignore
      data.writeMessage(2, (_, group) => group.writeMessage(3, (__, pbf) => written(pbf, lats), null), null); // prettier-ignore
      return Uint8Array.from([...blob('OSMHeader', header.finish()), ...blob('OSMData', data.finish())]);
    };
    const pbf = await parseVectorFile('a.osm.pbf', fileOf(step(1)), {}, quietJob);
    for (const layer of [layers.get('roads'), pbf.layers.find(({ name }) => name === 'roads')])
      expect(layer).toMatchObject({ features: [{ geometry: { type: 'LineString', coordinates: places } }], problems: [] });
    await expect(parseVectorFile('a.osm.pbf', fileOf(step(1).slice(1)), {}, quietJob)).rejects.toMatchObject({
      code: 'import/damaged',
      what: expect.stringContaining('way 1') as unknown,
    });
  });

  test('letters that are not UTF-8 are read as Windows-1252, and that is said', async () => {
    const text = `<osm version="0.6">${node(1, 11, 50, tag('power', 'pole') + tag('operator', 'M\u00fcller'))}</osm>`;
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const poles = osmLayers(await readOsmXml('a.osm', bytes, quietJob)).find(({ name }) => name === 'poles')!;
    expect(poles.features[0]?.fields['operator']).toBe('M\u00fcller');
    expect(poles.problems).toMatchObject([{ code: 'import/encoding', severity: 'warning' }]);
  });

  test('what the file has only in part is said: a road ends early, an outline is counted and left out', async () => {
    const layers = await layersOf(
      square(1, 10, 1) + way(1, [1, 2, 99], tag('highway', 'residential')) + way(2, [1, 2, 99, 1], tag('building', 'yes')),
    );
    expect(layers.get('roads')).toMatchObject({
      total: 1,
      features: [{ geometry: { type: 'LineString' } }],
      problems: [{ code: 'import/incomplete', where: 'way 1' }],
    });
    expect(layers.get('buildings')).toMatchObject({
      total: 1,
      features: [{ geometry: null }],
      problems: [{ code: 'import/incomplete', where: 'way 2' }],
    });
  });

  test('heights: as stated, else three metres a level, and then it is said', async () => {
    const layers = await layersOf(
      square(1, 10, 1) +
        way(1, [1, 2, 3, 1], tag('building', 'yes') + tag('height', '12.5') + tag('building:levels', '2')) +
        way(2, [1, 2, 3, 1], tag('building', 'yes') + tag('building:levels', '2') + tag('roof:levels', '1')),
    );
    const { features, problems } = layers.get('buildings')!;
    expect(features.map(({ fields }) => fields['height'])).toEqual(['12.5', 9]);
    expect(problems).toMatchObject([{ code: 'import/height-of-levels', where: 'way 2' }]);
  });

  test('what an editor deleted is gone, and what is no road or rail any more is neither', async () => {
    const layers = await layersOf(
      square(1, 10, 1) +
        `<way id="1" action="delete"><nd ref="1"/><nd ref="2"/>${tag('highway', 'service')}</way>` +
        way(2, [1, 2], tag('highway', 'proposed')) +
        way(3, [1, 2], tag('railway', 'abandoned')),
    );
    expect([...layers.values()].map(({ total }) => total)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test.each([
    ['<osmChange/>', 'import/not-osm'],
    ['<osm><node id="1" lon="x" lat="2"/></osm>', 'import/damaged'],
    ['<osm><node id="1" lat="2"/></osm>', 'import/damaged'],
    ['<osm><way id="1"><nd ref=""/></way></osm>', 'import/damaged'],
  ])('%s is refused as %s', async (text, code) => {
    await expect(readOsmXml('a.osm', new TextEncoder().encode(text), quietJob)).rejects.toMatchObject({ code });
  });
});

describeWithData('the extract north of Bayreuth', () => {
  const folder = 'areas/north-bayreuth/osm';
  const bytesOf = (name: string): Uint8Array => readFileSync(testData(`${folder}/${name}`)!);
  const derived = (name: string) =>
    (JSON.parse(readFileSync(testData(`${folder}/${name}.geojson`)!, 'utf8')) as { features: { properties: object }[] }).features;
  const read = async (name: string) => (await parseVectorFile(name, bytesOf(name), {}, quietJob)).layers;

  test('XML and PBF give the same layers, with the counts of another program', async () => {
    const pbf = await read('north-bayreuth.osm.pbf');
    expect(await read('north-bayreuth.osm.gz')).toEqual(pbf);
    // Beside the files lie layers that osmium made of them.
    for (const [layer, file] of [
      ['roads', 'roads'],
      ['buildings', 'buildings'],
      ['poles', 'poles'],
      ['power-lines', 'powerlines'],
      ['addresses', 'addresses'],
    ] as const)
      expect([layer, pbf.find(({ name }) => name === layer)?.total]).toEqual([layer, derived(file).length]);
    const hasLine = (fields: object): boolean => 'railway' in fields || 'waterway' in fields;
    const barriers = pbf.find(({ name }) => name === 'barriers')!;
    expect(barriers.features.filter(({ fields }) => hasLine(fields)).length).toBe(
      derived('barriers').filter(({ properties }) => hasLine(properties)).length,
    );
  });

  test('a layer is chosen by its name and lands in ours', async () => {
    const file = { name: 'north-bayreuth.osm.pbf', bytes: bytesOf('north-bayreuth.osm.pbf') };
    const poles = await imported(emptyPlan(), 'poles', file, { sourceLayer: 'poles' });
    expect(poles.features.filter(({ fields }) => fields['kind'] === 'tower')).toHaveLength(130);
    const barriers = await imported(emptyPlan(), 'barriers', file, { sourceLayer: 'barriers' });
    // Other: the basins of a wastewater plant.
    expect(new Set(barriers.features.map(({ fields }) => fields['kind']))).toEqual(new Set(['stream', 'water', 'rail', 'other']));
    const homes = await imported(emptyPlan(), 'premises', file, { sourceLayer: 'addresses' });
    expect(homes.features).toHaveLength(800);
    await expect(imported(emptyPlan(), 'sites', file)).rejects.toMatchObject({
      code: 'import/which-layer',
      choices: expect.arrayContaining(['poles', 'barriers', 'addresses']) as string[],
    });
  });

  test('where none is named, the layer that is meant for ours is taken, and the report says so', async () => {
    const file = { name: 'north-bayreuth.osm.pbf', bytes: bytesOf('north-bayreuth.osm.pbf') };
    for (const [ours, theirs] of [
      ['poles', 'poles'],
      ['rights-of-way', 'roads'],
      ['spans', 'power-lines'],
    ] as const) {
      const { features, report } = await imported(emptyPlan(), ours, file);
      expect(features).toHaveLength(derived(theirs.replace('-', '')).length);
      expect(report.files[0]?.problems).toContainEqual(
        expect.objectContaining({ code: 'import/namesake', message: `The file has 6 layers; "${theirs}" was taken.` }),
      );
    }
  });

  test('cut at nine places, all are refused', async () => {
    expect(new Set(await cutNineTimes('a.osm.pbf', bytesOf('north-bayreuth.osm.pbf')))).toEqual(new Set(['import/damaged']));
    expect(new Set(await cutNineTimes('a.osm.gz', bytesOf('north-bayreuth.osm.gz')))).toEqual(new Set(['file/damaged']));
  });

  test('a flipped byte in a packed block does not go unseen', async () => {
    const bytes = Uint8Array.from(bytesOf('north-bayreuth.osm.pbf'));
    bytes[300_000] = (bytes[300_000] ?? 0) ^ 1;
    await expect(parseVectorFile('a.osm.pbf', bytes, {}, quietJob)).rejects.toMatchObject({ code: 'import/damaged' });
  });
});
