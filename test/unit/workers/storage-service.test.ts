import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../src/base/hash.ts';
import { writeProject } from '../../../src/io/project-file.ts';
import { apply, type Change } from '../../../src/plan/change.ts';
import { usualDisplay, withGroup } from '../../../src/plan/display.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { StorageService, type OpenedProject } from '../../../src/workers/storage-service.ts';
import { noteAt } from '../../support/simulated-life.ts';
import { SimulatedComputer } from '../../support/simulated-disk.ts';
import { at, smallPlan } from '../../support/plan-builder.ts';

const hashOf = (plan: Plan): string => sha256Hex(writeProject(plan));
const renamed = (name: string): Change => ({ note: `call it ${name}`, name });
const faded: Change = { note: 'fade the poles', display: withGroup(usualDisplay, 'poles', { opacity: 0.5 }) };
const placed = (id: string): Change => ({
  note: `place ${id}`,
  features: [{ layer: 'sites', id, feature: { id, geometry: { type: 'Point', coordinates: at(5, 5) }, fields: {} } }],
});

function onComputer(seed = 1): { computer: SimulatedComputer; tab: (name: string) => StorageService } {
  const computer = new SimulatedComputer(seed);
  return { computer, tab: (name) => new StorageService(computer.disk, computer.sentinels, name) };
}

/** A plan kept with ten changes; between them pass 1, 2, 3 … minutes. */
async function keptTown(service: StorageService, plan = smallPlan()): Promise<string[]> {
  await service.begin('town', plan, noteAt(0));
  const hashes = [hashOf(plan)];
  for (let i = 1; i <= 10; i++) {
    const change = i === 5 ? faded : i % 2 === 0 ? placed(`s${i}`) : renamed(`Town ${i}`);
    apply(plan, change);
    hashes.push(hashOf(plan));
    expect(await service.append(change, noteAt((i * (i + 1) * 60_000) / 2))).toBe(i);
  }
  return hashes;
}

function planOf({ plan, changes }: OpenedProject): Plan {
  if (plan === null) throw new Error('no plan');
  for (const change of changes) apply(plan, change);
  return plan;
}

describe('a project that is kept in the browser', () => {
  test('opens as it was left, with its steps, and again after a new generation', async () => {
    const { tab } = onComputer();
    const first = tab('first');
    const hashes = await keptTown(first);
    const opened = await tab('second').open('town', 'write', 0);
    expect(opened.recovery).toBeNull();
    expect(opened.changes.map(({ note }) => note).slice(-2)).toEqual(['call it Town 9', 'place s10']);
    expect(hashOf(planOf(opened))).toBe(hashes[10]);
    const third = tab('third');
    await third.open('town', 'force', 0);
    const again = await tab('fourth').open('town', 'read', 0);
    expect(again.changes).toEqual([]);
    expect(hashOf(planOf(again))).toBe(hashes[10]);
    await expect(first.append(renamed('late'), noteAt(0))).rejects.toMatchObject({ code: 'store/taken' });
  });

  test('lists the states before the longest pauses, and each comes back exactly, as one step that can be undone', async () => {
    const { tab } = onComputer();
    const service = tab('first');
    const plan = smallPlan();
    const hashes = await keptTown(service, plan);
    const states = await service.states('town');
    // Eleven states; the shortest pause lies after the first.
    expect(states.map(({ sequence }) => sequence)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(states[0]).toMatchObject({ note: 'place s10', atMs: 3_300_000 });
    for (const { sequence } of states) {
      const back = await service.changeBackTo('town', sequence);
      const inverse = apply(plan, back);
      expect(hashOf(plan), `state ${sequence}`).toBe(hashes[sequence]);
      apply(plan, inverse);
      expect(hashOf(plan)).toBe(hashes[10]);
    }
    await expect(service.changeBackTo('town', 11)).rejects.toMatchObject({ code: 'store/gone' });
  });

  test('whose last change is damaged is offered as it stood before, and goes on from there', async () => {
    const { computer, tab } = onComputer();
    const hashes = await keptTown(tab('first'));
    computer.flip('town.000001', (computer.files.get('town.000001')?.length ?? 0) - 3);
    const service = tab('second');
    const opened = await service.open('town', 'write', 0);
    expect(opened.recovery).toEqual({ verdict: 'short', missing: 1, foundAtMs: 45 * 60_000 });
    const plan = planOf(opened);
    expect(hashOf(plan)).toBe(hashes[9]);
    expect([...(await service.files('town')).keys()]).toEqual(['town.000001']);
    await service.accept('town', plan, noteAt(1));
    await service.append(renamed('Found'), noteAt(2));
    const after = await tab('third').open('town', 'write', 0);
    expect(after.recovery).toBeNull();
    expect(planOf(after).name).toBe('Found');
  });

  test('whose changes have grown large begins a new generation of its own accord, and nothing else does', async () => {
    const { computer, tab } = onComputer();
    const service = tab('first');
    const hashes = await keptTown(service);
    await service.tidy(0);
    expect([...computer.files.keys()]).toEqual(['town.000001']);
    const plan = planOf(await tab('reader').open('town', 'read', 0));
    expect(hashOf(plan)).toBe(hashes[10]);
    const long: Change = renamed('x'.repeat(5 * 2 ** 20));
    apply(plan, long);
    await service.append(long, noteAt(1));
    await service.tidy(2);
    expect([...computer.files.keys()]).toEqual(['town.000001', 'town.000002']);
    const after = await tab('second').open('town', 'write', 3);
    expect(after).toMatchObject({ recovery: null, changes: [] });
    expect(hashOf(planOf(after))).toBe(hashOf(plan));
  });

  test('of which nothing is left is said to be lost, and is not an empty plan', async () => {
    const { computer, tab } = onComputer();
    await keptTown(tab('first'));
    computer.files.clear();
    const opened = await tab('second').open('town', 'write', 0);
    expect(opened.plan).toBeNull();
    expect(opened.recovery).toMatchObject({ verdict: 'nothing', missing: 10 });
    expect((await tab('third').list()).map(({ project }) => project)).toEqual(['town']);
  });

  test('is gone when it is removed, and others stay', async () => {
    const { tab } = onComputer();
    await keptTown(tab('first'));
    await tab('second').begin('village', smallPlan(), noteAt(9));
    const service = tab('third');
    expect((await service.list()).map(({ project }) => project)).toEqual(['town', 'village']);
    await service.remove('town');
    expect((await service.list()).map(({ project }) => project)).toEqual(['village']);
  });
});
