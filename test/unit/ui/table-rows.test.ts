import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/base/random.ts';
import { tableOf, type Feature } from '../../../src/plan/feature-table.ts';
import { isQuick, parseFilter, tableRows, tableRowSteps } from '../../../src/ui/table/table-rows.ts';

const COUNT = 12_000;
const random = seededRandom(7);
const features = Array.from({ length: COUNT }, (_, i): Feature => {
  const fields = { height: Math.floor(random() * 50), owner: `O${Math.floor(random() * 900)}` };
  return {
    id: String(100_000 + i),
    geometry: null,
    fields: i % 11 === 0 ? { owner: fields.owner } : i % 7 === 0 ? { height: fields.height } : fields,
  };
});
const table = tableOf(features);

const byTwo = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

test('a long table is sorted by numbers and by texts, both ways, what is missing last and equals as they were', () => {
  for (const column of ['height', 'owner'] as const)
    for (const descending of [false, true]) {
      const expected = features
        .map(({ fields }, row) => ({ value: fields[column], row }))
        .sort((a, b) => {
          if (a.value === undefined || b.value === undefined)
            return Number(a.value === undefined) - Number(b.value === undefined);
          const order = column === 'height' ? Number(a.value) - Number(b.value) : byTwo(String(a.value), String(b.value));
          return descending ? -order : order;
        })
        .map(({ row }) => row);
      expect([...tableRows(table, [], { column, descending })]).toEqual(expected);
    }
});

test('of rows that meet a condition the same, and in many steps', () => {
  const conditions = [{ column: 'height', test: (value: unknown) => typeof value === 'number' && value < 10 }];
  const expected = features.flatMap(({ fields }, row) => (Number(fields['height'] ?? 99) < 10 ? [row] : []));
  expect([...tableRows(table, conditions, null)]).toEqual(expected);
  let steps = 0;
  for (const work = tableRowSteps(table, conditions, { column: 'height', descending: false }); work.next().done !== true;)
    steps++;
  expect(steps).toBeGreaterThan(5);
  expect(isQuick(table, conditions, null)).toBe(false);
  expect(isQuick(table, [], null)).toBe(true);
});

test('a filter may ask for a field that the layer knows and no feature has, not for one that nobody knows', () => {
  const poles = tableOf([{ id: 'a', geometry: null, fields: { owner: 'co-op' } }]);
  const rows = (filter: string): number[] | string => {
    const conditions = parseFilter(filter, 'poles', poles, 'metric');
    return typeof conditions === 'string' ? conditions : [...tableRows(poles, conditions, null)];
  };
  expect(rows('height missing and owner = co-op')).toEqual([0]);
  expect(rows('height < 9 m')).toEqual([]);
  expect(rows('height < tall')).toMatch(/^Height: /);
  expect(rows('girth missing')).toMatch(/no column “girth”/);
});
