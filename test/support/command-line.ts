import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../../src/cli/weft.mjs');

/** What one call of the command line did: its exit code and all that it said. */
export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder of a test's own, in which it calls the command line as a person would. */
export interface Workbench {
  readonly folder: string;
  path(name: string): string;
  /** Runs `weft …` there and waits for it, two minutes at most. */
  weft(...words: string[]): Promise<Answer>;
  /** Runs `weft …`, which must succeed; returns its answer in JSON. */
  json<T>(...words: string[]): Promise<T>;
  /** Starts `weft …` for a test that interrupts it. */
  start(...words: string[]): { child: ChildProcess; answer: Promise<Answer> };
  remove(): void;
}

/** Makes a new empty folder to work in. */
export function workbench(): Workbench {
  const folder = mkdtempSync(join(tmpdir(), 'weft-contract-'));
  const start = (...words: string[]) => run(folder, words);
  const weft = (...words: string[]) => start(...words).answer;
  return {
    folder,
    path: (name) => join(folder, name),
    weft,
    start,
    async json<T>(...words: string[]): Promise<T> {
      const { code, out, err } = await weft(...words, '--json');
      if (code !== 0) throw new Error(`weft ${words.join(' ')} ended with ${String(code)}: ${err}`);
      return JSON.parse(out) as T;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function run(folder: string, words: readonly string[]): { child: ChildProcess; answer: Promise<Answer> } {
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const answer = new Promise<Answer>((done) => {
    const said = { out: '', err: '' };
    const timer = setTimeout(() => child.kill('SIGKILL'), 120_000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    child.on('close', (code) => {
      clearTimeout(timer);
      done({ code, ...said });
    });
  });
  return { child, answer };
}
