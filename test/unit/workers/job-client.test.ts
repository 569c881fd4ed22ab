import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WorkerPool } from '../../../src/workers/job-client.ts';
import type { FromWorker, ToWorker } from '../../../src/workers/protocol.ts';

/** Workers that were started; each answers at once. */
const started: FakeWorker[] = [];

class FakeWorker {
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  isEnded = false;
  jobs = 0;

  constructor() {
    started.push(this);
  }

  postMessage(message: ToWorker): void {
    if (message.type !== 'run') return;
    this.jobs++;
    queueMicrotask(() => {
      if (!this.isEnded) this.onmessage?.({ data: { type: 'done', run: message.run, output: [] } as FromWorker });
    });
  }

  terminate(): void {
    this.isEnded = true;
  }
}

beforeEach(() => {
  started.length = 0;
  vi.stubGlobal('Worker', FakeWorker);
});
afterEach(() => vi.unstubAllGlobals());

const input = { place: [11.5, 50] } as const;

test('a worker is kept for the next job; after one that takes up much memory a new one stands ready', async () => {
  const pool = new WorkerPool();
  await pool.run('systems-over', input);
  await pool.run('systems-over', input);
  expect(started.map(({ jobs, isEnded }) => [jobs, isEnded])).toEqual([[2, false]]);
  await pool.run('systems-over', input, { isLarge: true });
  await Promise.resolve();
  expect(started.map(({ jobs, isEnded }) => [jobs, isEnded])).toEqual([
    [3, true],
    [0, false],
  ]);
  await pool.run('systems-over', input);
  expect(started[1]?.jobs).toBe(1);
});

test('a worker with another job to do is not ended for it', async () => {
  const pool = new WorkerPool();
  const all = [1, 2, 3, 4, 5].map(() => pool.run('systems-over', input, { isLarge: true }));
  expect(started.length).toBe(4);
  await expect(Promise.all(all)).resolves.toHaveLength(5);
});

test('a reader that never says anything again is ended after the limit, with a reason, and the next job has a new worker', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  try {
    const pool = new WorkerPool();
    vi.spyOn(FakeWorker.prototype, 'postMessage').mockImplementationOnce(() => undefined);
    const job = pool.run('systems-over', input, { silenceLimitMs: 1200 }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1000);
    expect(started.map(({ isEnded }) => isEnded)).toEqual([false]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await job).toMatchObject({ code: 'import/no-progress', remedy: expect.stringMatching(/\w/) as unknown });
    expect(started[0]?.isEnded).toBe(true);
    await expect(pool.run('systems-over', input)).resolves.toEqual([]);
  } finally {
    vi.useRealTimers();
    vi.restoreAllMocks();
  }
});
