import { expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { adoptFormerWork } from '../../../src/commands/file/start-work.ts';
import { writeProject } from '../../../src/io/project-file.ts';
import { MessageState } from '../../../src/state/message-state.svelte.ts';
import type { FormerSlot, FormerWork } from '../../../src/store/former-slot.ts';
import { inspectProject } from '../../../src/store/journal/inspect.ts';
import { JOURNAL_FORMAT, ProjectJournal } from '../../../src/store/journal/journal.ts';
import type { SentinelStore } from '../../../src/store/journal/sentinel.ts';
import type { RunJob } from '../../../src/workers/job-client.ts';
import { jobHandlers } from '../../../src/workers/job-handlers.ts';
import type { AskStorage } from '../../../src/workers/storage-client.ts';
import { StorageService } from '../../../src/workers/storage-service.ts';
import { smallPlan } from '../../support/plan-builder.ts';
import { SimulatedComputer } from '../../support/simulated-disk.ts';
import { fold, isLongProof, noteAt, numbersOf, payloadOf, placeOn, PROJECT, resume } from '../../support/simulated-life.ts';

const ROUNDS = isLongProof ? 200 : 20;

/** Lets others have some turns. */
async function turns(random: () => number): Promise<void> {
  for (let left = Math.floor(random() * 12); left > 0; left--) await Promise.resolve();
}

/** The one slot of version 0.1.0, as its transactions make it: each read, write and removal is one step. */
function slotOf(random: () => number): FormerSlot & { work: FormerWork | null; write(work: FormerWork): Promise<void> } {
  return {
    work: null,
    async read() {
      await turns(random);
      return this.work;
    },
    async write(work) {
      await turns(random);
      this.work = work;
    },
    async clear(kept) {
      await turns(random);
      if (this.work?.keptAtMs === kept.keptAtMs) this.work = null;
    },
  };
}

const runJob: RunJob = (name, input) => jobHandlers[name](input, quietJob);
const plain = smallPlan();

test(`what version 0.1.0 keeps while the present one starts beside it is not lost (${ROUNDS} interleavings)`, async () => {
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const random = seededRandom(seed);
    const computer = new SimulatedComputer(seed);
    const slot = slotOf(random);
    const start = async (tab: number): Promise<void> => {
      const service = new StorageService(computer.disk, computer.sentinels, `tab ${seed} ${tab}`);
      const storage = ((method: keyof StorageService, ...args: unknown[]) =>
        (service[method] as (...args: unknown[]) => unknown).apply(service, args)) as AskStorage; // the method's name ties its arguments to it
      await adoptFormerWork({ storage, runJob, messages: new MessageState() }, slot);
    };
    let kept = 0;
    const former = async (): Promise<void> => {
      for (let edit = 1; edit <= 6; edit++) {
        await slot.write({
          bytes: writeProject({ ...plain, name: `Edit ${edit}` }),
          planName: '',
          fileName: null,
          keptAtMs: edit,
        });
        kept = edit;
        for (let pause = Math.floor(random() * 4); pause > 0; pause--) await new Promise((resume) => setTimeout(resume));
      }
    };
    const present = async (): Promise<void> => {
      for (let tab = 0; tab < 4; tab++) {
        await start(tab);
        await turns(random);
      }
    };
    await Promise.all([former(), present()]);
    await start(9);
    expect(slot.work).toBeNull();
    const names = await Promise.all(
      [...computer.sentinelStore.keys()].map(async (project) => {
        const { plan, recovery } = await new StorageService(computer.disk, computer.sentinels, 'looks').open(project, 'read', 0);
        expect(recovery, `seed ${seed}`).toBeNull();
        return plan?.name;
      }),
    );
    expect(names, `seed ${seed}`).toContain(`Edit ${kept}`);
    expect(new Set(names).size, `seed ${seed}: taken over once each`).toBe(names.length);
  }
});

/** A program whose layout of files is the next one: it reads this one's, and says so in what it writes. */
function newerSentinels(sentinels: SentinelStore): SentinelStore {
  return {
    ...sentinels,
    read: async (project) => {
      const sentinel = await sentinels.read(project);
      return sentinel && { ...sentinel, format: Math.min(sentinel.format, JOURNAL_FORMAT) };
    },
    write: (sentinel, takeOver) => sentinels.write({ ...sentinel, format: JOURNAL_FORMAT + 1 }, takeOver),
  };
}

test(`a tab of an older program never alters what a newer one has taken over (${ROUNDS} interleavings)`, async () => {
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const computer = new SimulatedComputer(seed);
    const older = await ProjectJournal.begin(placeOn(computer, 'older'), payloadOf([]), noteAt(0));
    const before = Math.floor(computer.random() * 4);
    for (let i = 0; i < before; i++) await older.append(payloadOf([i]), noteAt(i));
    const place = { ...placeOn(computer, 'newer'), sentinels: newerSentinels(computer.sentinels) };
    // The older tab writes on while the newer one takes the project over.
    const late = older.append(payloadOf([before]), noteAt(9)).then(
      () => true,
      () => false,
    );
    await resume(place);
    await late;
    // What was confirmed before the newer one looked is there; a write that the older one could still confirm is found by it, too.
    const again = await resume(place);
    let { journal } = again;
    let next = again.numbers.length;
    expect(next).toBeGreaterThanOrEqual(before);
    await journal.compact(fold, 0);
    for (let step = 0; step < 8; step++) {
      const own = journal.append(payloadOf([next]), noteAt(step));
      if (computer.random() < 0.5)
        await expect(older.append(payloadOf([-1]), noteAt(step))).rejects.toMatchObject({ code: 'store/taken' });
      await own;
      next++;
      if (computer.random() < 0.3)
        await expect(resume(placeOn(computer, 'older'))).rejects.toMatchObject({ code: 'store/newer' });
      if (computer.random() < 0.2) ({ journal } = await resume(place));
      const [state] = (await inspectProject(computer.disk, place.sentinels, PROJECT)).states;
      expect(state?.verdict, `seed ${seed}, step ${step}`).toBe('whole');
      expect(numbersOf(state!), `seed ${seed}, step ${step}`).toEqual(Array.from({ length: next }, (_, i) => i));
    }
    expect(computer.sentinelStore.get(PROJECT)?.format).toBe(JOURNAL_FORMAT + 1);
  }
});
