import { expect, test } from 'vitest';
import type { Equipment } from '../../../src/base/equipment.ts';
import { readPlanetAntenna } from '../../../src/io/antenna-file.ts';
import { readChange, writeChange } from '../../../src/io/change-record.ts';
import { readProject, writeProject } from '../../../src/io/project-file.ts';
import { apply } from '../../../src/plan/change.ts';
import { mergePlans } from '../../../src/plan/merge.ts';
import { newPlan, type Plan } from '../../../src/plan/plan.ts';
import { gainDbi } from '../../../src/radio/antenna-pattern.ts';
import { catalogueWith, patternOf, withAntenna, withOwn } from '../../../src/radio/equipment.ts';

const radio = (id: string, more: Partial<Equipment> = {}): Equipment => ({
  ...{ id, name: `Radio ${id}`, shape: 'dish', frequencyMinGhz: 5.15, frequencyMaxGhz: 5.875, channelMhz: 40, powerDbm: 24 },
  ...{ gainDbi: 23, azimuthBeamwidthDeg: 10, elevationBeamwidthDeg: 10, forwardingLimitMbps: null, isGeneric: false },
  ...{ rates: [{ modulation: 'QPSK', sensitivityDbm: -86, rateMbps: 90, throughputMbps: null, powerDbm: null }] },
  source: 'made up',
  ...more,
});
const own = [radio('a'), radio('b', { gainDbi: 30 })];

/** A pattern that falls by 3 dB at 20° to either side, and by 10 dB above and below. */
const antenna = readPlanetAntenna(
  'NAME flat\nGAIN 17 dBi\nHORIZONTAL 4\n0 0\n20 3\n180 30\n340 3\nVERTICAL 4\n0 0\n20 10\n180 30\n340 10\n',
  'Flat Panel 17.msi',
);
const planWith = (equipment: readonly Equipment[]): Plan => {
  const plan = newPlan('P', { name: 'none', currency: 'USD', kind: 'construction-units', items: [] });
  apply(plan, { note: 'radios', equipment });
  return plan;
};

test('a radio of the plan’s own takes the place of the program’s of the same id, and of an older one', () => {
  expect(catalogueWith(own, [radio('b'), radio('c')]).map(({ id, gainDbi: dbi }) => [id, dbi])).toEqual([
    ['a', 23],
    ['b', 30],
    ['c', 23],
  ]);
  expect(withOwn(own, [radio('c'), radio('a', { gainDbi: 1 })]).map(({ id, gainDbi: dbi }) => [id, dbi])).toEqual([
    ['a', 1],
    ['b', 30],
    ['c', 23],
  ]);
});

test('a radio with a measured antenna has its gain and falls off as the file says', () => {
  const flat = withAntenna(radio('a'), antenna, 'Flat Panel 17.msi');
  expect([flat.id, flat.name, flat.gainDbi]).toEqual(['a+flat-panel-17', 'Radio a, antenna Flat Panel 17', 17]);
  const pattern = patternOf(flat);
  expect([gainDbi(pattern, 0, 0), gainDbi(pattern, 20, 0), gainDbi(pattern, -20, 0), gainDbi(pattern, 0, -20)]).toEqual([
    17, 14, 14, 7,
  ]);
});

test('radios stay in the project, in kept changes and in undo', async () => {
  const equipment = withOwn(own, [withAntenna(radio('a'), antenna, 'flat.msi')]);
  const plan = planWith(equipment);
  expect((await readProject(writeProject(plan))).equipment).toEqual(equipment);
  const change = { note: 'x', equipment };
  expect(readChange(writeChange(change), 'here')).toEqual(change);
  const back = apply(plan, { note: 'drop', equipment: [] });
  apply(plan, back);
  expect(plan.equipment).toBe(equipment);
});

test('two versions with other radios are joined by id; a radio that both altered is a conflict', () => {
  const [base, ours, theirs] = [planWith(own), planWith([radio('a', { powerDbm: 20 }), own[1]!]), planWith([...own, radio('c')])];
  const joined = mergePlans(base, ours, theirs, 'ours');
  expect(joined.conflicts).toEqual([]);
  expect(joined.change.equipment?.map(({ id, powerDbm }) => [id, powerDbm])).toEqual([
    ['a', 20],
    ['b', 24],
    ['c', 24],
  ]);
  const other = mergePlans(base, ours, planWith([radio('a', { powerDbm: 10 }), own[1]!]), 'ours');
  expect(other.conflicts.map(({ id }) => id)).toEqual(['a']);
});

test('a damaged radio in a project is refused', () => {
  const bytes = writeChange({ note: 'x', equipment: [{ ...radio('a'), gainDbi: 'much' as unknown as number }] });
  expect(() => readChange(bytes, 'here')).toThrow(/equipment/);
});
