import { expect, test } from 'vitest';
import { inspectProject } from '../../../src/store/journal/inspect.ts';
import { ProjectJournal } from '../../../src/store/journal/journal.ts';
import { SimulatedComputer, SimulatedCrash } from '../../support/simulated-disk.ts';
import {
  isLongProof,
  noteAt,
  numbersOf,
  payloadOf,
  placeOn,
  PROJECT,
  resume,
  work,
  type Known,
} from '../../support/simulated-life.ts';

const CRASHES = isLongProof ? 1_000_000 : 20_000;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Lives of one computer, each ended by a crash at a step that the seed chooses. @returns how many crashes there were */
async function livesOf(seed: number): Promise<number> {
  const computer = new SimulatedComputer(seed);
  const known: Known = { confirmed: 0, attempted: 0 };
  let begun = false;
  let crashes = 0;
  for (let life = 0; life < 4; life++) {
    computer.restart();
    computer.crashAt = Math.floor(computer.random() * 40);
    try {
      let journal: ProjectJournal;
      if (begun) {
        const opened = await resume(placeOn(computer, `life ${life}`));
        journal = opened.journal;
        known.confirmed = opened.numbers.length;
      } else {
        journal = await ProjectJournal.begin(placeOn(computer, 'life 0'), payloadOf([]), noteAt(0));
        begun = true;
      }
      await work(computer, journal, known, known.confirmed + 12);
    } catch (error) {
      if (!(error instanceof SimulatedCrash)) throw error;
      crashes++;
    }
    computer.restart();
    const { states, sentinel } = await inspectProject(computer.disk, computer.sentinels, PROJECT);
    const [state] = states;
    if (!begun) {
      // What was never confirmed may be there or not.
      if (state !== undefined) expect(numbersOf(state), `seed ${seed}`).toEqual([]);
      return crashes;
    }
    expect(sentinel, `seed ${seed}, life ${life}`).not.toBeNull();
    expect(state?.verdict, `seed ${seed}, life ${life}`).toBe('whole');
    const numbers = state === undefined ? [] : numbersOf(state);
    expect(numbers, `seed ${seed}, life ${life}`).toEqual(upTo(numbers.length));
    expect(numbers.length, `seed ${seed}, life ${life}`).toBeGreaterThanOrEqual(known.confirmed);
    expect(numbers.length, `seed ${seed}, life ${life}`).toBeLessThanOrEqual(known.attempted);
  }
  return crashes;
}

test(
  `whatever is confirmed as saved is there after a crash at any step (${CRASHES} crashes)`,
  { timeout: 3_600_000 },
  async () => {
    let crashes = 0;
    for (let seed = 1; crashes < CRASHES; seed++) crashes += await livesOf(seed);
    expect(crashes).toBeGreaterThanOrEqual(CRASHES);
  },
);

test('a medium that loses what it confirmed is found out, and what is left is offered, never an empty project', async () => {
  let lost = 0;
  for (let seed = 1; seed <= 500; seed++) {
    const computer = new SimulatedComputer(seed);
    const known: Known = { confirmed: 0, attempted: 0 };
    const journal = await ProjectJournal.begin(placeOn(computer), payloadOf([]), noteAt(0));
    await work(computer, journal, known, 5);
    computer.restart();
    computer.dropsConfirmedWrites = true;
    computer.crashAt = Math.floor(computer.random() * 30);
    await expect(work(computer, journal, known, 40)).rejects.toThrow(SimulatedCrash);
    computer.restart();
    const [state] = (await inspectProject(computer.disk, computer.sentinels, PROJECT)).states;
    const numbers = state === undefined ? [] : numbersOf(state);
    expect(numbers.length, `seed ${seed}`).toBeGreaterThanOrEqual(5);
    expect(numbers, `seed ${seed}`).toEqual(upTo(numbers.length));
    if (numbers.length < known.confirmed) {
      lost++;
      expect(state?.verdict, `seed ${seed}`).toBe('short');
    }
    const again = await resume(placeOn(computer, 'second'));
    await work(computer, again.journal, { confirmed: numbers.length, attempted: 0 }, numbers.length + 3);
    const [after] = (await inspectProject(computer.disk, computer.sentinels, PROJECT)).states;
    expect(after?.verdict, `seed ${seed}`).toBe('whole');
    expect(after === undefined ? [] : numbersOf(after), `seed ${seed}`).toEqual(upTo(numbers.length + 3));
  }
  expect(lost).toBeGreaterThan(100);
});
