import { expect, test } from 'vitest';
import { inspectProject, parseGenerationFile } from '../../../src/store/journal/inspect.ts';
import { ProjectJournal } from '../../../src/store/journal/journal.ts';
import { SimulatedComputer } from '../../support/simulated-disk.ts';
import { fold, isLongProof, noteAt, numbersOf, payloadOf, placeOn, PROJECT, resume, work } from '../../support/simulated-life.ts';

const DAMAGES = isLongProof ? 2000 : 200;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** A project of 30 changes in two generations, the second some changes old. */
async function kept(seed: number): Promise<SimulatedComputer> {
  const computer = new SimulatedComputer(seed);
  const journal = await ProjectJournal.begin(placeOn(computer), payloadOf([]), noteAt(0));
  const known = { confirmed: 0, attempted: 0 };
  await work(computer, journal, known, 24);
  await journal.compact(fold, 24);
  await work(computer, journal, known, 30);
  return computer;
}

test(`a flipped byte or a cut file is found out and costs no more than what it hit (${DAMAGES} damages)`, async () => {
  let whole = 0;
  let short = 0;
  for (let seed = 1; seed <= DAMAGES; seed++) {
    const computer = await kept(seed);
    const names = [...computer.files.keys()].sort();
    const name = names[Math.floor(computer.random() * names.length)] ?? '';
    const length = computer.files.get(name)?.length ?? 0;
    const at = Math.floor(computer.random() * length);
    if (computer.random() < 0.7) computer.flip(name, at);
    else computer.truncate(name, at);
    const [state] = (await inspectProject(computer.disk, computer.sentinels, PROJECT)).states;
    expect(state, `seed ${seed}`).toBeDefined();
    const numbers = state === undefined ? [] : numbersOf(state);
    // What is offered is a true former state, and the reader says whether it is the last one.
    expect(numbers, `seed ${seed}`).toEqual(upTo(numbers.length));
    expect(state?.verdict === 'whole', `seed ${seed}`).toBe(numbers.length === 30);
    if (state?.verdict === 'whole') whole++;
    else short++;
    // Damage in an older generation costs nothing; in the newest at most the changes since it was begun.
    if (name !== names.at(-1)) expect(numbers.length, `seed ${seed}`).toBe(30);
    expect(numbers.length, `seed ${seed}`).toBeGreaterThan(0);
    const again = await resume(placeOn(computer, 'second'));
    await work(computer, again.journal, { confirmed: numbers.length, attempted: 0 }, numbers.length + 5);
    const [after] = (await inspectProject(computer.disk, computer.sentinels, PROJECT)).states;
    expect(after === undefined ? [] : numbersOf(after), `seed ${seed}`).toEqual(upTo(numbers.length + 5));
  }
  expect(whole).toBeGreaterThan(DAMAGES / 4);
  expect(short).toBeGreaterThan(DAMAGES / 20);
});

test('a snapshot that is damaged is made up for by the generation before it and the changes after it', async () => {
  const computer = await kept(7);
  const newest = [...computer.files.keys()].sort().at(-1) ?? '';
  computer.flip(newest, 40);
  const [state] = (await inspectProject(computer.disk, computer.sentinels, PROJECT)).states;
  expect(state?.verdict).toBe('whole');
  expect(state === undefined ? [] : numbersOf(state)).toEqual(upTo(30));
});

test('files without a sentinel are offered as unverified; a sentinel without files as lost', async () => {
  const computer = await kept(3);
  computer.sentinelStore.clear();
  const [state] = (await inspectProject(computer.disk, computer.sentinels, PROJECT)).states;
  expect(state?.verdict).toBe('unverified');
  expect(state === undefined ? [] : numbersOf(state)).toEqual(upTo(30));

  const emptied = await kept(3);
  emptied.files.clear();
  const { states, sentinel } = await inspectProject(emptied.disk, emptied.sentinels, PROJECT);
  expect(states).toEqual([]);
  expect(sentinel?.sequence).toBe(30);
});

test('an older copy of the files is told from what was confirmed', async () => {
  const computer = await kept(5);
  const copy = new Map(computer.files);
  const opened = await resume(placeOn(computer, 'second'));
  await work(computer, opened.journal, { confirmed: 30, attempted: 0 }, 33);
  computer.files.clear();
  for (const [name, bytes] of copy) computer.files.set(name, bytes);
  const [state] = (await inspectProject(computer.disk, computer.sentinels, PROJECT)).states;
  expect(state?.verdict).toBe('short');
});

test('a full medium refuses with its own error on every path, the former state stays readable, and room makes it go on', async () => {
  for (const path of ['begin', 'append', 'compact'] as const) {
    for (let seed = 1; seed <= 60; seed++) {
      const computer = new SimulatedComputer(seed);
      const start = (): Promise<ProjectJournal> => ProjectJournal.begin(placeOn(computer), payloadOf([], 300), noteAt(0));
      if (path === 'begin') {
        computer.capacityBytes = Math.floor(computer.random() * 300);
        await expect(start()).rejects.toMatchObject({ code: 'store/quota' });
        expect(computer.files.size).toBe(0);
        continue;
      }
      const journal = await start();
      const known = { confirmed: 0, attempted: 0 };
      await work(computer, journal, known, 6);
      computer.capacityBytes = computer.usedBytes + Math.floor(computer.random() * 36);
      const before = new Map(computer.files);
      const write = path === 'append' ? journal.append(payloadOf([6]), noteAt(6)) : journal.compact(fold, 6);
      await expect(write).rejects.toMatchObject({ code: 'store/quota' });
      const [state] = (await inspectProject(computer.disk, computer.sentinels, PROJECT)).states;
      expect(state?.verdict).toBe('whole');
      expect(state === undefined ? [] : numbersOf(state)).toEqual(upTo(6));
      if (path === 'compact') expect(computer.files).toEqual(before);
      computer.capacityBytes = Infinity;
      await work(computer, journal, known, 12);
      const [after] = (await inspectProject(computer.disk, computer.sentinels, PROJECT)).states;
      expect(after === undefined ? [] : numbersOf(after)).toEqual(upTo(12));
    }
  }
});

test('no more than two generations and those between them are kept', async () => {
  const computer = new SimulatedComputer(11);
  const journal = await ProjectJournal.begin(placeOn(computer), payloadOf([]), noteAt(0));
  for (let i = 0; i < 10; i++) {
    await journal.append(payloadOf([i]), noteAt(i));
    await journal.compact(fold, i);
    expect([...computer.files.keys()].map((name) => parseGenerationFile(name)?.generation)).toEqual([i + 1, i + 2]);
  }
});
