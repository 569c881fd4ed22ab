import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Geometry } from '../../../src/geo/geometry.ts';
import { featuresOf, rowOf, tableOf, type Feature } from '../../../src/plan/feature-table.ts';

const position = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }));
const path = fc.array(position, { minLength: 2, maxLength: 5 });
const geometry: fc.Arbitrary<Geometry | null> = fc.oneof(
  fc.constant(null),
  position.map((coordinates): Geometry => ({ type: 'Point', coordinates })),
  fc.array(position, { minLength: 1, maxLength: 4 }).map((coordinates): Geometry => ({ type: 'MultiPoint', coordinates })),
  path.map((coordinates): Geometry => ({ type: 'LineString', coordinates })),
  fc.array(path, { minLength: 1, maxLength: 3 }).map((coordinates): Geometry => ({ type: 'MultiLineString', coordinates })),
  fc.array(path, { minLength: 1, maxLength: 3 }).map((coordinates): Geometry => ({ type: 'Polygon', coordinates })),
  fc
    .array(fc.array(path, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
    .map((coordinates): Geometry => ({ type: 'MultiPolygon', coordinates })),
);
const fields = fc.dictionary(fc.constantFrom('a', 'b', '__proto__x', 'ü'), fc.double({ noNaN: true, noDefaultInfinity: true }));

describe('feature tables', () => {
  it('give back the features they were made of, in order of id', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 12 }),
        fc.array(geometry, { minLength: 12, maxLength: 12 }),
        fc.array(fields, { minLength: 12, maxLength: 12 }),
        (ids, shapes, rows) => {
          const features = ids.map((id, i): Feature => ({ id, geometry: shapes[i] ?? null, fields: { ...rows[i] } }));
          const sorted = [...features].sort((a, b) => (a.id < b.id ? -1 : 1));
          const table = tableOf(features);
          expect([...featuresOf(table)]).toEqual(sorted);
          sorted.forEach((feature, row) => expect(rowOf(table, feature.id)).toBe(row));
          expect(rowOf(table, 'no such id')).toBe(-1);
        },
      ),
    );
  });

  it('keep a missing value missing, and a column of mixed values as text', () => {
    const table = tableOf([
      { id: '1', geometry: null, fields: { height: 3, mixed: 'x', yes: true } },
      { id: '2', geometry: null, fields: { mixed: 4, yes: false } },
      { id: '3', geometry: null, fields: {} },
    ]);
    expect([...featuresOf(table)].map((feature) => feature.fields)).toEqual([
      { height: 3, mixed: 'x', yes: true },
      { mixed: '4', yes: false },
      {},
    ]);
  });

  it('refuse two features with one id', () => {
    expect(() =>
      tableOf([
        { id: '1', geometry: null, fields: {} },
        { id: '1', geometry: null, fields: {} },
      ]),
    ).toThrow('two features');
  });
});
