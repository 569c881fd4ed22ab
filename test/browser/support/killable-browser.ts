import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { findBrowser } from '../../support/find-browser.mjs';

/** Flags of a browser that draws no map: these stories are about what is kept, and open the app a hundred times. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--disable-3d-apis',
  '--remote-debugging-port=0',
];

/** A browser with a folder of its own, whose processes can be killed as a crash or a power cut would end them. */
export class KillableBrowser {
  readonly #folder: string;
  #process: ChildProcess | null = null;
  #browser: Browser | null = null;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<KillableBrowser> {
    return new KillableBrowser(await mkdtemp(join(tmpdir(), 'weft-browser-')));
  }

  /** A page of the browser, which is started when it does not run. */
  async page(): Promise<Page> {
    const browser = (this.#browser ??= await this.#start());
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('the browser has no context');
    return context.newPage();
  }

  /** Ends the processes that draw pages, with SIGKILL. */
  async killRenderers(): Promise<void> {
    const session = await this.#browser!.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    for (const { type, id } of processInfo) if (type === 'renderer') killOne(id);
    await session.detach();
  }

  /** Ends the whole browser, with SIGKILL, and waits until it is gone. */
  async killAll(): Promise<void> {
    const child = this.#process;
    if (child?.pid === undefined) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await gone;
    this.#process = null;
    this.#browser = null;
  }

  async end(): Promise<void> {
    await this.killAll();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #start(): Promise<Browser> {
    const executable = findBrowser() ?? chromium.executablePath();
    await rm(join(this.#folder, 'DevToolsActivePort'), { force: true });
    // A group of its own, so that it can be ended as a whole.
    this.#process = spawn(executable, [...FLAGS, `--user-data-dir=${this.#folder}`, 'about:blank'], {
      detached: true,
      stdio: 'ignore',
    });
    return chromium.connectOverCDP(`http://127.0.0.1:${await this.#port()}`);
  }

  async #port(): Promise<number> {
    for (let tries = 0; tries < 300; tries++) {
      const text = await readFile(join(this.#folder, 'DevToolsActivePort'), 'utf8').catch(() => '');
      const port = Number(text.split('\n')[0]);
      if (port > 0) return port;
      await new Promise((resume) => setTimeout(resume, 50));
    }
    throw new Error('the browser did not start');
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
