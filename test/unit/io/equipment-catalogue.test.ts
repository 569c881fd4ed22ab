import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readEquipmentCatalogue } from '../../../src/io/equipment-catalogue.ts';

const shipped = readFileSync(new URL('../../../data/equipment/equipment.csv', import.meta.url), 'utf8');

it('reads the catalogue that ships, every entry with its source', () => {
  const catalogue = readEquipmentCatalogue(shipped, 'equipment.csv');
  expect(catalogue.length).toBeGreaterThan(10);
  for (const { source, isGeneric } of catalogue) expect(isGeneric ? source.startsWith('generic') : source !== '').toBe(true);
});

it('names line and column of what is wrong', () => {
  const [header = '', first = ''] = shipped.split('\n');
  expect(() => readEquipmentCatalogue(`${header}\n${first.replace(',23,', ',much,')}`, 'own.csv')).toThrow(
    /own.csv, line 2, gainDbi.*"much" is not a number/,
  );
  expect(() => readEquipmentCatalogue(`${header}\n${first}\n${first}`, 'own.csv')).toThrow(/line 3, id.*twice/);
  expect(() => readEquipmentCatalogue('id,name\na,b', 'own.csv')).toThrow(/columns shape.* are missing/);
});
