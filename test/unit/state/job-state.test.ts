import { expect, test } from 'vitest';
import { JobState } from '../../../src/state/job-state.svelte.ts';

/** A list of work and its clock, which stands still until it is set. */
function list(): { jobs: JobState; at: (ms: number) => void; left: () => number | null | undefined } {
  let nowMs = 0;
  const jobs = new JobState(() => nowMs);
  return { jobs, at: (ms) => (nowMs = ms), left: () => jobs.running[0]?.leftMs };
}

test('work that goes on as before takes as long as what is left of it', () => {
  const { jobs, at, left } = list();
  const job = jobs.start('Tracing', () => undefined);
  expect(left()).toBeNull();
  at(10_000);
  job.progress('Tracing rays', 0.25);
  expect(left()).toBeCloseTo(30_000);
  at(38_000);
  job.progress('Tracing rays', 0.95);
  expect(left()).toBeCloseTo(2000);
  job.end();
  expect(jobs.running).toEqual([]);
});

test('nothing is guessed from the first moments, and a phase that counts anew is told by its own pace', () => {
  const { jobs, at, left } = list();
  const job = jobs.start('Designing', () => undefined);
  at(500);
  job.progress('Reading', 0.5);
  expect(left()).toBeNull();
  at(60_000);
  job.progress('Reading', 1);
  at(61_000);
  job.progress('Routes', 0);
  expect(left()).toBeNull();
  at(66_000);
  job.progress('Routes', 0.5);
  expect(left()).toBeCloseTo(5000);
});
