import { expect, test } from 'vitest';
import { rememberedMapping, rememberMapping } from '../../../src/store/import-memory.ts';

/** A browser's storage, in memory. */
function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as Storage;
}

const feet = [{ field: 'heightM', column: 'HT', unit: 'ft' }];

test('columns of a file of the same shape are mapped as the last time; of another layer, or with other columns, by their names', () => {
  const memory = storage();
  expect(rememberedMapping(memory, 'poles', ['HT', 'id'])).toBeNull();
  rememberMapping(memory, 'poles', ['HT', 'id'], [{ field: 'heightM', column: 'HT' }]);
  rememberMapping(memory, 'poles', ['HT', 'id'], feet);
  expect(rememberedMapping(memory, 'poles', ['id', 'HT'])).toEqual(feet);
  expect(rememberedMapping(memory, 'buildings', ['HT', 'id'])).toBeNull();
  expect(rememberedMapping(memory, 'poles', ['HT', 'id', 'class'])).toBeNull();
});

test('what is kept is bounded, and what is broken is as if it were not there', () => {
  const memory = storage();
  for (let n = 0; n < 60; n++) rememberMapping(memory, 'poles', [`column ${n}`], feet);
  expect([rememberedMapping(memory, 'poles', ['column 9']), rememberedMapping(memory, 'poles', ['column 10'])]).toEqual([
    null,
    feet,
  ]);
  const key = 'weft-import-mappings';
  for (const broken of [
    '{',
    '{}',
    '[1]',
    '[["poles\\nHT", [{"column":"HT"}]]]',
    '[["poles\\nHT", [{"field":"heightM","column":{}}]]]',
  ]) {
    memory.setItem(key, broken);
    expect(rememberedMapping(memory, 'poles', ['HT']), broken).toBeNull();
  }
  const full = { ...storage(), setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } } as Storage; // prettier-ignore
  expect(() => rememberMapping(full, 'poles', ['HT'], feet)).not.toThrow();
});
