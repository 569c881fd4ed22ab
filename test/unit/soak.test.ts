import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { soak } from '../support/soak.ts';

/** A few hundred commands with every commit; `WEFT_SOAK_MINUTES=30` before a release. */
const MINUTES = Number(process.env['WEFT_SOAK_MINUTES'] ?? 0);
const SHORT = 120;
/** Commands until code is compiled and pools have their size. */
const SETTLED = 2000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const residentMb = (): number => {
  collect();
  return process.memoryUsage().rss / 2 ** 20;
};

test(
  MINUTES === 0
    ? `${SHORT} random commands fail nowhere`
    : `${MINUTES} minutes of random commands fail nowhere, and the resident size stays`,
  async () => {
    const start = performance.now();
    const sizes: { commands: number; mb: number }[] = [];
    const done = await soak(1, ({ commands }) => {
      if (MINUTES === 0) return commands < SHORT;
      if (commands % 1000 === 0 && sizes.at(-1)?.commands !== commands) {
        sizes.push({ commands, mb: residentMb() });
        console.log(`${commands} commands, ${sizes.at(-1)?.mb.toFixed(0)} MB`);
      }
      return performance.now() - start < MINUTES * 60_000;
    });
    expect(done.designs * done.imports * done.exports).toBeGreaterThan(0);
    if (MINUTES === 0) return;
    console.log(done);
    const later = sizes.filter(({ commands }) => commands >= SETTLED);
    const [first, last] = [later[0], later.at(-1)];
    if (first === undefined || last === undefined || first === last) return;
    expect((last.mb - first.mb) / ((last.commands - first.commands) / 1000)).toBeLessThanOrEqual(1);
  },
  (MINUTES + 2) * 60_000,
);
