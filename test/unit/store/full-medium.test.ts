import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { adoptFormerWork } from '../../../src/commands/file/start-work.ts';
import { readProject, writeProject } from '../../../src/io/project-file.ts';
import { apply, type Change } from '../../../src/plan/change.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { MessageState } from '../../../src/state/message-state.svelte.ts';
import type { FormerSlot, FormerWork } from '../../../src/store/former-slot.ts';
import type { RunJob } from '../../../src/workers/job-client.ts';
import { jobHandlers } from '../../../src/workers/job-handlers.ts';
import type { AskStorage } from '../../../src/workers/storage-client.ts';
import { StorageService, type OpenedProject } from '../../../src/workers/storage-service.ts';
import { smallPlan } from '../../support/plan-builder.ts';
import { SimulatedComputer } from '../../support/simulated-disk.ts';
import { noteAt } from '../../support/simulated-life.ts';

/** Something that writes; all methods of the storage service that do are here. */
type Write = (service: StorageService, opened: OpenedProject) => Promise<unknown>;
const rename: Change = { note: 'call it New', name: 'New' };
/** An import: one large change. */
const imported: Change = {
  note: 'import',
  features: Array.from({ length: 300 }, (_, i) => ({
    layer: 'sites' as const,
    id: `s${i}`,
    feature: { id: `s${i}`, geometry: null, fields: { name: `site ${i}` } },
  })),
};
const WRITES: Readonly<Record<string, Write>> = {
  'beginning another plan': (service) => service.begin('village', smallPlan(), noteAt(9)),
  'a change': (service) => service.append(rename, noteAt(9)),
  'an import': (service) => service.append(imported, noteAt(9)),
  'a note about the file': (service) => service.annotate(noteAt(9)),
  'a new generation': (service) => service.tidy(9),
  'opening to write': (service) => service.open('town', 'write', 9),
  'taking over from a tab that does not answer': (service) => service.open('town', 'force', 9),
  'going on with a plan that was found': (service, opened) => service.accept('town', planOf(opened), noteAt(9)),
};
/** Those that need room for a sentinel alone. */
const NO_FILES = ['a note about the file', 'opening to write'];

function planOf({ plan, changes }: OpenedProject): Plan {
  if (plan === null) throw new Error('no plan');
  for (const change of changes) apply(plan, change);
  return plan;
}

/** A computer with a plan that is called Town 2. @param bytes of the change before that: more than 4 MB call for a new generation */
async function keptTown(bytes: number): Promise<{ computer: SimulatedComputer; service: StorageService }> {
  const computer = new SimulatedComputer(1);
  const service = new StorageService(computer.disk, computer.sentinels, 'first');
  await service.begin('town', smallPlan(), noteAt(0));
  await service.append({ note: '', name: 'x'.repeat(bytes) }, noteAt(1));
  await service.append({ note: '', name: 'Town 2' }, noteAt(2));
  return { computer, service };
}

describe.each(Object.keys(WRITES))('a full medium, met by %s', (what) => {
  const places = NO_FILES.includes(what) ? (['sentinels'] as const) : (['files', 'sentinels'] as const);
  test.each(places)('is a typed error where %s are; what was kept is read, handed out, and gone on with', async (place) => {
    const { computer, service } = await keptTown(what === 'a new generation' ? 4.5 * 2 ** 20 : 1000);
    const opened = await new StorageService(computer.disk, computer.sentinels, 'looks').open('town', 'read', 3);
    if (place === 'files') computer.capacityBytes = computer.usedBytes + 10;
    else computer.sentinelsAreFull = true;
    await expect(WRITES[what]!(service, opened)).rejects.toMatchObject({ code: 'store/quota' });
    const reader = new StorageService(computer.disk, computer.sentinels, 'reader');
    // A project that could not be begun is not there at all.
    expect((await reader.list()).map(({ project }) => project)).toEqual(['town']);
    const found = await reader.open('town', 'read', 4);
    expect(found.recovery).toBeNull();
    const plan = planOf(found);
    // A change whose frame is there and whose sentinel is not may be found or not.
    expect(place === 'files' || NO_FILES.includes(what) ? ['Town 2'] : ['Town 2', 'New']).toContain(plan.name);
    expect((await readProject(writeProject(plan), 'download')).name).toBe(plan.name);
    expect((await reader.files('town')).size).toBeGreaterThan(0);
    expect((await reader.states('town')).at(-1)?.sequence).toBe(what.startsWith('going on') && place === 'sentinels' ? 3 : 0);
    computer.capacityBytes = Infinity;
    computer.sentinelsAreFull = false;
    await service.open('town', 'write', 5);
    await service.append({ note: '', name: 'Room again' }, noteAt(6));
    expect(planOf(await reader.open('town', 'read', 7)).name).toBe('Room again');
  });
});

test('a full medium, met by taking over the work of an earlier version, leaves that work where it is and says so', async () => {
  const computer = new SimulatedComputer(1);
  computer.capacityBytes = 100;
  const service = new StorageService(computer.disk, computer.sentinels, 'first');
  const storage = ((method: keyof StorageService, ...args: unknown[]) =>
    (service[method] as (...args: unknown[]) => unknown).apply(service, args)) as AskStorage; // the method's name ties its arguments to it
  let work: FormerWork | null = { bytes: writeProject(smallPlan()), planName: 'Old', fileName: null, keptAtMs: 1 };
  const slot: FormerSlot = { read: () => Promise.resolve(work), clear: () => Promise.resolve(void (work = null)) };
  const runJob: RunJob = (name, input) => jobHandlers[name](input, quietJob);
  const messages = new MessageState();
  await adoptFormerWork({ storage, runJob, messages }, slot);
  expect(work).not.toBeNull();
  expect(messages.shown.map(({ what }) => what).join()).toContain('no room');
  expect(await service.list()).toEqual([]);
  computer.capacityBytes = Infinity;
  await adoptFormerWork({ storage, runJob, messages }, slot);
  expect(work).toBeNull();
  expect((await service.list()).map(({ note }) => note?.name)).toEqual([smallPlan().name]);
});
