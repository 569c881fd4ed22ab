import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/base/random.ts';
import type { Geometry } from '../../../src/geo/geometry.ts';
import { featuresOf, tableOf, type Feature, type FieldValue } from '../../../src/plan/feature-table.ts';
import { tableWithEdits } from '../../../src/plan/table-with-edits.ts';

function randomFeature(id: string, random: () => number, kinds: readonly string[]): Feature {
  const place = (): readonly [number, number] => [random(), random()];
  const shapes: readonly (Geometry | null)[] = [
    null,
    { type: 'Point', coordinates: place() },
    { type: 'LineString', coordinates: [place(), place(), place()] },
    { type: 'MultiPolygon', coordinates: [[[place(), place(), place(), place()]], [[place(), place(), place()], [place(), place(), place()]]] },
  ]; // prettier-ignore
  const fields: Record<string, FieldValue> = {};
  for (const [i, kind] of kinds.entries()) {
    if (random() < 0.4) continue;
    const value = random();
    fields[`f${i}`] = kind === 'number' ? value : kind === 'boolean' ? value < 0.5 : `text ${value}`;
  }
  return { id, geometry: shapes[Math.floor(random() * shapes.length)] ?? null, fields };
}

test('a table with edits over it is the table that is made of its features one by one', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seededRandom(seed);
    const kinds = ['number', 'boolean', 'text', 'text'];
    const ids = Array.from({ length: 40 }, (_, i) => `id-${i * 2}`);
    const features = new Map(ids.map((id) => [id, randomFeature(id, random, kinds)]));
    const table = tableOf(features.values());
    const edits = new Map<string, Feature | null>();
    for (let i = 0; i < 12; i++) {
      const id = `id-${Math.floor(random() * 90)}`;
      edits.set(id, random() < 0.3 ? null : randomFeature(id, random, ['number', 'boolean', 'number', 'text']));
    }
    for (const [id, feature] of edits) {
      if (feature === null) features.delete(id);
      else features.set(id, feature);
    }
    const made = tableOf(features.values());
    const joined = tableWithEdits(table, edits);
    expect(joined).not.toBeNull();
    if (joined !== null) expect([...featuresOf(joined)]).toEqual([...featuresOf(made)]);
    expect([...(joined?.columns.keys() ?? [])]).toEqual([...made.columns.keys()]);
  }
});

test('a text in a column of numbers makes it another kind of column: that is not done here', () => {
  const table = tableOf([{ id: 'a', geometry: null, fields: { height: 3 } }]);
  expect(tableWithEdits(table, new Map([['a', { id: 'a', geometry: null, fields: { height: 'tall' } }]]))).toBeNull();
});
