import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { chromium } from '@playwright/test';
import { browserStart } from '../../support/app-browser.mjs';

const FLAGS = [...browserStart.args, '--remote-debugging-pipe'];
/** What is kept needs no map: a page opens in a third of the time. */
const WITHOUT_MAP = ['--disable-gpu', '--disable-3d-apis'];
/** How long a page may take for what is asked of it. */
const PATIENCE_MS = 120_000;

/** A page was killed while it was to answer. */
export class PageIsGone extends Error {}

type Answer = Record<string, unknown>;
interface Waiting {
  readonly page: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A browser with a folder of its own and one page, whose processes can be killed as a crash or a power cut would end them. Spoken to by the
 * browser's own protocol over a pipe: such a page opens a thousand times, and a driver for stories would take most of that time.
 */
export class KillableBrowser {
  /** Where the page's downloads go. */
  readonly downloads: string;
  readonly #folder: string;
  readonly #onTold: (text: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onEvent = new Set<(method: string, params: Answer) => void>();
  #process: ChildProcess | null = null;
  #next = 1;
  #page = '';

  private constructor(folder: string, onTold: (text: string) => void) {
    this.#folder = folder;
    this.downloads = join(folder, 'downloads');
    this.#onTold = onTold;
  }

  /** @param onTold hears what the page tells with `tell(text)` */
  static async create(onTold: (text: string) => void): Promise<KillableBrowser> {
    return new KillableBrowser(await mkdtemp(join(tmpdir(), 'weft-browser-')), onTold);
  }

  get isRunning(): boolean {
    return this.#process !== null;
  }

  /** Starts the browser with one empty page, in which `script` runs before each document. */
  async start(script: string, { withMap = false } = {}): Promise<void> {
    await mkdir(this.downloads, { recursive: true });
    const executable = browserStart.executablePath ?? chromium.executablePath();
    const flags = [...FLAGS, ...(withMap ? [] : WITHOUT_MAP), `--user-data-dir=${this.#folder}/profile`, 'about:blank'];
    // A group of its own, so that it can be ended as a whole.
    const child = spawn(executable, flags, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.#process = child;
    this.#listen(child.stdio[4] as Readable);
    child.stdio[3]?.on('error', () => this.#giveUp());
    const { targetInfos } = (await this.#send('Target.getTargets')) as { targetInfos: { targetId: string; type: string }[] };
    const targetId =
      targetInfos.find(({ type }) => type === 'page')?.targetId ??
      (await this.#send('Target.createTarget', { url: 'about:blank' }))['targetId'];
    const { sessionId } = await this.#send('Target.attachToTarget', { targetId, flatten: true });
    this.#page = String(sessionId);
    await this.#send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: this.downloads });
    for (const domain of ['Page', 'Runtime', 'Inspector', 'Network']) await this.#ask(`${domain}.enable`);
    if (!withMap) await this.#ask('Network.setBlockedURLs', { urls: ['*maplibre*'] });
    await this.#ask('Runtime.addBinding', { name: 'tell' });
    await this.#ask('Page.addScriptToEvaluateOnNewDocument', { source: script });
  }

  /** Shows an address; does not wait for what it shows. */
  async goTo(url: string): Promise<void> {
    await this.#ask('Page.navigate', { url });
  }

  /** Shows the page again, as a person does whose tab has crashed. */
  async reload(): Promise<void> {
    const shown = this.#event('Page.frameNavigated');
    await this.#ask('Page.reload');
    await shown;
  }

  /** Runs a function in the page with arguments that JSON can hold. @throws PageIsGone when the page is killed meanwhile */
  async run<A extends readonly unknown[], T>(action: (...args: A) => T, ...args: A): Promise<Awaited<T>> {
    const expression = `(${action.toString()})(...${JSON.stringify(args)})`;
    const { result, exceptionDetails } = await this.#ask('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(`in the page: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value: Awaited<T> }).value; // what the function returned, through JSON
  }

  /** Waits until a function of the page returns what is true. */
  async until<A extends readonly unknown[]>(what: string, condition: (...args: A) => boolean, ...args: A): Promise<void> {
    for (const start = performance.now(); !(await this.run(condition, ...args).catch(() => false));) {
      if (performance.now() - start > PATIENCE_MS) throw new Error(`waited in vain until ${what}`);
      await new Promise((resume) => setTimeout(resume, 20));
    }
  }

  /** Ends the processes that draw pages, with SIGKILL, and waits until the browser has noticed. */
  async killRenderers(): Promise<void> {
    const { processInfo } = (await this.#send('SystemInfo.getProcessInfo')) as { processInfo: { type: string; id: number }[] };
    const noticed = this.#event('Inspector.targetCrashed');
    for (const { type, id } of processInfo) if (type === 'renderer') killOne(id);
    await noticed;
    this.#giveUp();
  }

  /** Ends the whole browser, with SIGKILL, and waits until it is gone. */
  async killAll(): Promise<void> {
    const child = this.#process;
    if (child?.pid === undefined) return;
    // After all that it had said before was read.
    const gone = new Promise((resolve) => child.once('close', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await gone;
    this.#process = null;
    this.#giveUp();
  }

  async end(): Promise<void> {
    await this.killAll();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #ask(method: string, params: Answer = {}): Promise<Answer> {
    return this.#send(method, params, this.#page);
  }

  #send(method: string, params: Answer = {}, page = ''): Promise<Answer> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { page, resolve, reject });
      const message = { id, method, params, ...(page === '' ? {} : { sessionId: page }) };
      (this.#process?.stdio[3] as Writable | undefined)?.write(`${JSON.stringify(message)}\0`);
    });
  }

  #event(wanted: string): Promise<void> {
    return new Promise((resolve) => {
      const hear = (method: string): void => {
        if (method !== wanted) return;
        this.#onEvent.delete(hear);
        resolve();
      };
      this.#onEvent.add(hear);
    });
  }

  #listen(from: Readable): void {
    let text = '';
    from.setEncoding('utf8').on('data', (piece: string) => {
      const messages = (text + piece).split('\0');
      text = messages.pop() ?? '';
      for (const message of messages) this.#hear(JSON.parse(message) as Answer);
    });
  }

  #hear({ id, result, error, method, params }: Answer): void {
    if (typeof method === 'string') {
      if (method === 'Runtime.bindingCalled') this.#onTold(String((params as Answer)['payload']));
      for (const hear of [...this.#onEvent]) hear(method, params as Answer);
      return;
    }
    const waiting = this.#waiting.get(Number(id));
    this.#waiting.delete(Number(id));
    if (error === undefined) waiting?.resolve(result as Answer);
    else waiting?.reject(new Error(JSON.stringify(error)));
  }

  /** What the page was still to answer it never will. */
  #giveUp(): void {
    for (const [id, { page, reject }] of [...this.#waiting]) {
      if (page === '' && this.isRunning) continue;
      this.#waiting.delete(id);
      reject(new PageIsGone('the page was killed'));
    }
  }
}

function killOne(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
    return;
  }
}
