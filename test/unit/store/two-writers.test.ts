import { expect, test } from 'vitest';
import { inspectProject } from '../../../src/store/journal/inspect.ts';
import { JOURNAL_FORMAT, ProjectJournal, refuseNewer } from '../../../src/store/journal/journal.ts';
import { SimulatedComputer } from '../../support/simulated-disk.ts';
import { fold, isLongProof, noteAt, numbersOf, payloadOf, placeOn, PROJECT, resume } from '../../support/simulated-life.ts';

const ROUNDS = isLongProof ? 2000 : 200;

test(`of two tabs that both believe they write, only the one that took over does (${ROUNDS} interleavings)`, async () => {
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const computer = new SimulatedComputer(seed);
    let journal = await ProjectJournal.begin(placeOn(computer, 'tab 0'), payloadOf([]), noteAt(0));
    let next = 0;
    let stale: ProjectJournal | null = null;
    for (let step = 0; step < 12; step++) {
      if (computer.random() < 0.25) {
        // A tab that does not answer is passed by: its files are left alone, the new one begins a generation of its own.
        stale = journal;
        const opened = await resume(placeOn(computer, `tab ${step + 1}`));
        journal = opened.journal;
        await journal.compact(fold, step);
        expect(opened.numbers).toEqual(Array.from({ length: next }, (_, i) => i));
      }
      const own = journal.append(payloadOf([next]), noteAt(step));
      const foreign = stale?.append(payloadOf([-1]), noteAt(step));
      // A generation that the stale one still begins takes nobody's place.
      const late = stale !== null && computer.random() < 0.3 ? stale.compact(fold, step).catch((error: unknown) => error) : null;
      await own;
      next++;
      if (computer.random() < 0.3) await journal.compact(fold, step);
      if (late !== null) expect(await late).toBeInstanceOf(Error);
      if (foreign !== undefined) await expect(foreign).rejects.toMatchObject({ code: 'store/taken' });
      if (stale !== null && computer.random() < 0.3)
        await expect(stale.annotate(noteAt(0))).rejects.toMatchObject({ code: 'store/taken' });
      const [state] = (await inspectProject(computer.disk, computer.sentinels, PROJECT)).states;
      expect(state?.verdict, `seed ${seed}, step ${step}`).toBe('whole');
      expect(state === undefined ? [] : numbersOf(state), `seed ${seed}, step ${step}`).toEqual(
        Array.from({ length: next }, (_, i) => i),
      );
    }
  }
});

test('a generation that a passed-by tab begins late takes the place of nobody', async () => {
  const computer = new SimulatedComputer(1);
  const disk = { ...computer.disk };
  const stale = await ProjectJournal.begin({ ...placeOn(computer, 'stale'), disk }, payloadOf([]), noteAt(0));
  await stale.append(payloadOf([0]), noteAt(1));
  // The tab stands still between looking for the next number and writing.
  let goOn = (): void => undefined;
  const standsStill = new Promise<void>((resume) => (goOn = resume));
  const reached = new Promise<void>((resolve) => {
    disk.create = async (name, bytes) => {
      resolve();
      await standsStill;
      return computer.disk.create(name, bytes);
    };
  });
  const late = stale.compact(fold, 2);
  await reached;
  const { journal } = await resume(placeOn(computer, 'present'));
  await journal.compact(fold, 3);
  await journal.append(payloadOf([1]), noteAt(4));
  goOn();
  await expect(late).rejects.toMatchObject({ code: 'store/in-use' });
  await journal.append(payloadOf([2]), noteAt(5));
  const [state] = (await inspectProject(computer.disk, computer.sentinels, PROJECT)).states;
  expect(state?.verdict).toBe('whole');
  expect(state === undefined ? [] : numbersOf(state)).toEqual([0, 1, 2]);
});

test('an older program leaves alone what a newer one wrote', async () => {
  const computer = new SimulatedComputer(1);
  await ProjectJournal.begin(placeOn(computer), payloadOf([1, 2]), noteAt(0));
  const sentinel = computer.sentinelStore.get(PROJECT);
  if (sentinel === undefined) throw new Error('no sentinel');
  computer.sentinelStore.set(PROJECT, { ...sentinel, format: JOURNAL_FORMAT + 1, writer: 'newer' });
  const before = new Map(computer.files);
  await expect(resume(placeOn(computer, 'older'))).rejects.toMatchObject({ code: 'store/newer' });
  expect(computer.files).toEqual(before);
  expect(computer.sentinelStore.get(PROJECT)?.writer).toBe('newer');
  expect(() => refuseNewer(JOURNAL_FORMAT)).not.toThrow();
});
