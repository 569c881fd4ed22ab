import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CostBook } from '../../../src/base/cost-book.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { apply } from '../../../src/plan/change.ts';
import { featuresOfLayer, layerOf } from '../../../src/plan/layer.ts';
import { newPlan, type Plan } from '../../../src/plan/plan.ts';
import { readProject, writeProject } from '../../../src/io/project-file.ts';
import { readZip, writeZip } from '../../../src/io/zip.ts';

const book: CostBook = { name: 'Test', currency: 'USD', kind: 'all-in', items: [] };

const features: Feature[] = [
  {
    id: 'p1',
    geometry: { type: 'Point', coordinates: [-71.0941591234567, 42.3733684] },
    fields: { kind: 'pole', heightM: 10.668, own: true },
  },
  { id: 'p2', geometry: null, fields: {} },
  {
    id: 'p10',
    geometry: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
          [
            [0.1, 0.05],
            [0.2, 0.05],
            [0.2, 0.1],
            [0.1, 0.05],
          ],
        ],
      ],
    },
    fields: { __proto__x: 'a' },
  },
];

function samplePlan(): Plan {
  const plan = newPlan('Sample', book);
  plan.layers.set('poles', layerOf(features, [{ name: 'poles.geojson', sha256: 'a'.repeat(64) }]));
  const values = Float32Array.of(1.5, NaN, -3, 1e-20);
  const grid = {
    width: 2,
    height: 2,
    values,
    toModel: [0, 1, 0, 0, 0, -1] as const,
    crs: 'EPSG:4326',
    verticalDatum: null,
    errorM: 0.5,
  };
  plan.rasters.set('terrain', { grids: [grid], sources: [{ name: 'a.tif' }] });
  return plan;
}

const contents = (plan: Plan): unknown => ({
  ...plan,
  revision: 0,
  layers: [...plan.layers].map(([name, layer]) => [name, [...featuresOfLayer(layer)], layer.sources]).sort(),
});

async function altered(bytes: Uint8Array, alter: (files: Map<string, Uint8Array>) => void): Promise<Uint8Array> {
  const files = await readZip('x', bytes);
  alter(files);
  return writeZip(files);
}

const alterManifest = (bytes: Uint8Array, alter: (manifest: Record<string, unknown>) => void): Promise<Uint8Array> =>
  altered(bytes, (files) => {
    const manifest = JSON.parse(new TextDecoder().decode(files.get('manifest.json'))) as Record<string, unknown>;
    alter(manifest);
    files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  });

describe('a project file', () => {
  test('opens again to an equal plan, and writes the same bytes again', async () => {
    const plan = samplePlan();
    const bytes = writeProject(plan);
    const again = await readProject(bytes);
    expect(contents(again)).toEqual(contents(plan));
    expect(writeProject(again)).toEqual(bytes);
  });

  test('has the edits merged in', async () => {
    const plan = samplePlan();
    apply(plan, {
      note: 'x',
      features: [
        { layer: 'poles', id: 'p1', feature: null },
        { layer: 'poles', id: 'n', feature: { ...features[0]!, id: 'n' } },
      ],
    });
    const again = await readProject(writeProject(plan));
    expect(again.layers.get('poles')?.edits.size).toBe(0);
    expect(contents(again)).toEqual(contents(plan));
  });

  test('keeps the fields of the manifest that it does not know', async () => {
    const bytes = await alterManifest(writeProject(samplePlan()), (manifest) => (manifest['colour'] = { map: 'blue' }));
    const plan = await readProject(bytes);
    const again = await readProject(writeProject(plan));
    expect(again.unknownFields).toEqual({ colour: { map: 'blue' } });
  });

  test('of a newer version is refused with the versions named', async () => {
    const bytes = await alterManifest(writeProject(samplePlan()), (manifest) => (manifest['version'] = 2));
    await expect(readProject(bytes, 'a.weft')).rejects.toMatchObject({ code: 'project/newer', where: 'a.weft' });
  });

  test('is refused when a setting is out of its range', async () => {
    const bytes = await alterManifest(
      writeProject(samplePlan()),
      (manifest) => ((manifest['settings'] as Record<string, unknown>)['takeRate'] = 7),
    );
    await expect(readProject(bytes)).rejects.toMatchObject({ code: 'project/damaged' });
  });

  test('whose layer was altered outside is refused', async () => {
    const bytes = await altered(writeProject(samplePlan()), (files) => files.set('layers/poles.ndjson', new Uint8Array()));
    await expect(readProject(bytes)).rejects.toMatchObject({ code: 'project/damaged' });
  });

  test('that is another kind of zip archive is refused as such', async () => {
    await expect(readProject(writeZip(new Map([['a.txt', Uint8Array.of(1)]])))).rejects.toMatchObject({
      code: 'project/not-a-project',
    });
  });

  test('that is a file of another kind is refused as such, not as a damaged archive', async () => {
    const bytes = new TextEncoder().encode('{"type":"FeatureCollection","features":[]}');
    await expect(readProject(bytes, 'poles.weft')).rejects.toMatchObject({
      code: 'project/not-a-project',
      what: 'This is not a Weft project: it does not begin as one.',
    });
  });

  test('is refused, never half read, when any one byte of it is cut or flipped', async () => {
    const bytes = writeProject(samplePlan());
    const whole = contents(await readProject(bytes));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, flip, cut) => {
        const broken = cut ? bytes.slice(0, at) : bytes.with(at, bytes[at]! ^ flip);
        const result = await readProject(broken).then(contents, (error: unknown) => error);
        // Some bytes of a zip archive mean nothing (times, attributes): then the plan is the same.
        if (result instanceof Error) expect(result).toMatchObject({ code: expect.stringMatching(/^project\//) as string });
        else expect(result).toEqual(whole);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('with a flat terrain is not mistaken for a zip bomb', async () => {
    const plan = samplePlan();
    const grid = { ...plan.rasters.get('terrain')!.grids[0]!, width: 2000, height: 1000, values: new Float32Array(2_000_000) };
    plan.rasters.set('terrain', { grids: [grid], sources: [] });
    const again = await readProject(writeProject(plan));
    expect(again.rasters.get('terrain')?.grids[0]?.values.length).toBe(2_000_000);
  });
});
