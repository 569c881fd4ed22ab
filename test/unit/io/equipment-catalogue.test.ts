import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readEquipmentCatalogue } from '../../../src/io/equipment-catalogue.ts';

const shipped = readFileSync(new URL('../../../data/equipment/equipment.csv', import.meta.url), 'utf8');

it('reads the catalogue that ships, every entry with its source', () => {
  const catalogue = readEquipmentCatalogue(shipped, 'equipment.csv');
  expect(catalogue.length).toBeGreaterThan(10);
  for (const { source, isGeneric } of catalogue) expect(isGeneric ? source.startsWith('generic') : source !== '').toBe(true);
});

it('keeps unknown what a source does not state, and takes a dish without an angle for a parabolic one', () => {
  const dish = readEquipmentCatalogue(shipped, 'equipment.csv').find(({ id }) => id === 'ubiquiti-airfiber-5x')!;
  expect(dish.rates.at(-1)).toEqual({
    modulation: '8x',
    sensitivityDbm: -61,
    rateMbps: null,
    throughputMbps: null,
    powerDbm: 19,
  });
  // D/λ = 10^((23 − 7.7)/20) = 5.82; 70°/5.82.
  expect(dish.azimuthBeamwidthDeg).toBeCloseTo(12, 1);
});

it('names line and column of what is wrong', () => {
  const [header = '', first = ''] = shipped.split('\n');
  expect(() => readEquipmentCatalogue(`${header}\n${first.replace(',23,', ',much,')}`, 'own.csv')).toThrow(
    /own.csv, line 2, gainDbi.*"much" is not a number/,
  );
  expect(() => readEquipmentCatalogue(`${header}\n${first}\n${first}`, 'own.csv')).toThrow(/line 3, id.*twice/);
  expect(() => readEquipmentCatalogue('id,name\na,b', 'own.csv')).toThrow(/columns shape.* are missing/);
});
