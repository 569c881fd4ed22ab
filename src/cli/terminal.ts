import type { JobContext } from '../base/job.ts';
import type { Arguments } from './arguments.ts';

/** Prints the answer: JSON where `--json` was given, else lines for people. */
export function answer(call: Arguments, json: unknown, lines: readonly string[]): void {
  process.stdout.write(call.has('json') ? `${JSON.stringify(json, null, 2)}\n` : `${lines.join('\n')}\n`);
}

/** A warning on standard error; the command goes on. */
export function warn(text: string): void {
  process.stderr.write(`weft: ${text}\n`);
}

/** A job that Ctrl-C cancels and whose progress is shown where standard error is a terminal. */
export function terminalJob(): JobContext {
  const controller = new AbortController();
  // The new listener comes before the old ones go: with none for a moment, a Ctrl-C that has just arrived would be lost.
  const former = process.listeners('SIGINT');
  process.once('SIGINT', () => controller.abort());
  for (const listener of former) process.off('SIGINT', listener);
  let shown = '';
  return {
    signal: controller.signal,
    progress(phase, fraction) {
      if (!process.stderr.isTTY) return;
      const line = `${phase} ${Math.round(fraction * 100)} %`;
      if (line !== shown) process.stderr.write(`\r\x1b[K${fraction >= 1 ? '' : line}`);
      shown = line;
    },
  };
}
