import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { readProject, writeProject } from '../../src/io/project-file.ts';
import { smallPlan } from '../support/plan-builder.ts';
import { KillableBrowser, PageIsGone } from './support/killable-browser.ts';
import './workbench.ts';

declare global {
  interface Window {
    /** The last state of which the page was told that it was heard. */
    heard?: number;
  }
}

/** How often the tab is killed, a third as often the whole browser: `WEFT_KILLS=1000` before a release. */
const TAB_KILLS = Number(process.env['WEFT_KILLS'] ?? 30);
const BROWSER_KILLS = Math.ceil(TAB_KILLS / 3);
/** So many browsers live beside each other: while one rests before it writes a generation, or starts, others work. */
const LANES = Number(process.env['WEFT_KILL_LANES'] ?? 3);
/** Every so many browsers draw the map, too; the others open without it in a third of the time. */
const MAP_EVERY = 8;

/**
 * What the page is busy with when it is killed: small changes, imports, saving to a file, writing a build plan, taking over the work
 * of version 0.1.0, writing a new generation.
 */
const OCCUPATIONS = ['edit', 'import', 'save', 'export', 'migrate', 'generation'] as const;
type Occupation = (typeof OCCUPATIONS)[number];

/** Sites of an import: of odd and of even states. One takes the place of the other, so that any other number is half of one. */
const SITES = [1000, 2000] as const;
/** Changes of more bytes than this become a new generation after two seconds of rest. */
const BULK = 4.5 * 2 ** 20;

/** Runs before each document: the app is not installed, and tells when it looks for work of version 0.1.0. */
const SCRIPT = `
  delete Navigator.prototype.serviceWorker;
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (name, ...rest) {
    if (name === 'weft-work') globalThis.tell?.('adopting');
    return open.call(this, name, ...rest);
  };`;

test.describe.configure({ timeout: 120_000 + TAB_KILLS * 20_000 });

/** Many lives of one browser: which states were confirmed, and which was the last one that was tried. */
class Lives {
  confirmed = 0;
  attempted = 0;
  isAdopting = false;
  confirmedInAll = 0;
  files = 0;
  generations = 0;
  /** How many sites the last state found has. */
  sites = 0;
  readonly browser: KillableBrowser;
  readonly #app: string;
  #onTold: () => unknown = () => undefined;
  #fail: (error: Error) => void = () => undefined;

  /** What the page tells goes by way of the browser: where that is killed, too, a word can be lost while what the page then kept is not. */
  readonly #waitsForEcho: boolean;

  private constructor(browser: KillableBrowser, app: string, waitsForEcho: boolean) {
    this.browser = browser;
    this.#app = app;
    this.#waitsForEcho = waitsForEcho;
  }

  /** @param waitsForEcho whether the page begins a state only after it was heard that it will */
  static async create(baseURL: string, waitsForEcho: boolean): Promise<Lives> {
    let lives: Lives | null = null;
    const browser = await KillableBrowser.create((text) => lives?.hear(text));
    return (lives = new Lives(browser, `${baseURL}/?test`, waitsForEcho));
  }

  /** Opens the app, as after a crash of its tab or as anew, and takes up what was kept. @returns the number of that state */
  async open(withMap: boolean): Promise<number> {
    const { browser } = this;
    if (browser.isRunning) await browser.reload();
    else {
      await browser.start(SCRIPT, { withMap });
      await browser.goTo(this.#app);
    }
    await browser.until('the app shows what was kept', () => {
      const buttons = [...document.querySelectorAll<HTMLElement>('dialog button')];
      buttons.find(({ textContent }) => textContent.trim() === 'Restore')?.click();
      return /^State \d+$/.test(window.weftTest?.planName() ?? '') && document.querySelector('dialog') === null;
    });
    if (withMap) await browser.until('the map is drawn', () => window.weftTest!.mapReady());
    const [name, sites] = await browser.run(
      () => [window.weftTest!.planName(), window.weftTest!.counts()['sites'] ?? 0] as const,
    );
    this.sites = sites;
    return Number(/\d+/.exec(name)?.[0]);
  }

  /** Puts work into the slot of version 0.1.0, as that version left it. */
  async leaveFormerWork(state: number): Promise<void> {
    const bytes = [...writeProject({ ...smallPlan(), name: `State ${state}` })];
    await this.browser.run(
      async (bytes, planName) => {
        const database = await new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open('weft-work', 1);
          request.onupgradeneeded = () => request.result.createObjectStore('slots');
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error!);
        });
        const transaction = database.transaction('slots', 'readwrite', { durability: 'strict' });
        const work = { bytes: new Uint8Array(bytes), planName, fileName: null, keptAtMs: Date.now() };
        transaction.objectStore('slots').put(work, 'unsaved');
        await new Promise((resolve) => (transaction.oncomplete = resolve));
        database.close();
      },
      bytes,
      `State ${state}`,
    );
    this.confirmed = this.attempted = state;
    this.isAdopting = false;
  }

  /** Lets the page be busy, and returns when it is time to kill it. */
  async live(from: number, occupation: Occupation, round: number): Promise<void> {
    const { browser } = this;
    this.confirmed = this.attempted = from;
    if (occupation === 'migrate') {
      await this.leaveFormerWork(from + 1);
      await browser.reload();
      await this.#told(() => this.isAdopting);
      return pause((round * 7) % 90);
    }
    const generation = occupation === 'generation' ? await browser.run(highestGeneration) : 0;
    void browser.run(beBusy, from, occupation, SITES, BULK, this.#waitsForEcho).catch(unlessGone);
    // Before the first state is kept, or somewhere in the stream of writes.
    const states = occupation === 'generation' ? 1 : round % 4;
    // Half of the saves have come to an end once.
    if (occupation === 'save' && round % 4 === 2)
      await expect.poll(() => this.countFiles(), { timeout: 60_000 }).toBeGreaterThan(0);
    await this.#told(() => this.confirmed - from >= states);
    // Later ones begin only when the changes outweigh what lies in it. The first is written to its end, however busy the machine is.
    if (occupation === 'generation' && this.generations < 2) return this.untilGenerationAfter(generation);
    const afterMs = { edit: (round * 7) % 40, import: (round * 7) % 40, save: (round * 7) % 120 };
    await pause(
      occupation === 'generation'
        ? 1990 + ((round * 37) % 260)
        : occupation === 'export'
          ? (round * 53) % 900
          : afterMs[occupation],
    );
  }

  /** Whatever stands in the folder of downloads under its own name is whole. */
  async checkFiles(): Promise<void> {
    const { downloads } = this.browser;
    for (const name of await readdir(downloads)) {
      const bytes = new Uint8Array(await readFile(join(downloads, name)));
      if (name.endsWith('.weft')) {
        expect((await readProject(bytes, name)).name).toMatch(/^State \d+$/);
        this.files++;
      } else if (name.endsWith('.zip')) {
        expect(Object.keys(unzipSync(bytes)).length).toBeGreaterThan(5);
        this.files++;
      }
    }
    await rm(downloads, { recursive: true });
    await mkdir(downloads);
  }

  private async countFiles(): Promise<number> {
    return (await readdir(this.browser.downloads)).filter((name) => name.endsWith('.weft')).length;
  }

  async countGenerations(): Promise<void> {
    this.generations = Math.max(this.generations, await this.browser.run(highestGeneration));
  }

  private async untilGenerationAfter(before: number): Promise<void> {
    await expect.poll(() => this.browser.run(highestGeneration), { intervals: [20], timeout: 60_000 }).toBeGreaterThan(before);
  }

  private hear(text: string): void {
    const [word, state] = text.split(' ');
    if (word === 'adopting') this.isAdopting = true;
    else if (word === 'attempt') {
      this.attempted = Number(state);
      if (this.#waitsForEcho) void this.browser.run((heard) => void (window.heard = heard), this.attempted).catch(unlessGone);
    } else if (word === 'confirm') this.confirmed = Number(state);
    this.#onTold();
  }

  /** Waits until what the page has told makes something true. */
  async #told(condition: () => boolean): Promise<void> {
    const late = setTimeout(() => this.#fail(new Error('the page told nothing for a minute')), 60_000);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#fail = reject;
        this.#onTold = () => condition() && resolve();
        this.#onTold();
      });
    } finally {
      clearTimeout(late);
      this.#onTold = () => undefined;
    }
  }
}

/** Runs in the page: the highest number of a generation that the browser keeps. */
async function highestGeneration(): Promise<number> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('weft');
  let highest = 0;
  for await (const name of folder.keys()) highest = Math.max(highest, Number(name.split('.').at(-1)));
  return highest;
}

/** Runs in the page: makes one state after another, and tells of each that it was kept. Never ends. */
async function beBusy(
  from: number,
  occupation: Occupation,
  sites: readonly [number, number],
  bulk: number,
  waitsForEcho: boolean,
): Promise<void> {
  const { tell } = window as unknown as { tell(text: string): void };
  const app = window.weftTest!;
  const rows = (state: number) => {
    const row = (i: number, isThere: boolean) => {
      const id = `${state % 2}-${i}`;
      return { layer: 'sites', id, feature: isThere ? { id, geometry: null, fields: { name: `state ${state}` } } : null };
    };
    return Array.from({ length: sites[state % 2 === 0 ? 0 : 1] }, (_, i) => row(i, true));
  };
  const gone = (state: number) => rows(state).map((row) => ({ ...row, feature: null }));
  const bulky = (state: number) => {
    const fields = { text: String(state % 10).repeat(bulk) };
    return [{ layer: 'parcels', id: 'bulk', feature: { id: 'bulk', geometry: null, fields } }];
  };
  if (occupation === 'export')
    void (async () => {
      for (;;) await app.runCommand('file.build-plan');
    })();
  for (let state = from + 1; ; state++) {
    tell(`attempt ${state}`);
    while (waitsForEcho && window.heard !== state) await new Promise((resume) => setTimeout(resume, 1));
    const features =
      occupation === 'import' ? [...gone(state - 1), ...rows(state)] : occupation === 'generation' ? bulky(state) : [];
    app.commit({ note: `state ${state}`, name: `State ${state}`, features });
    if (occupation === 'save') void app.runCommand('file.save');
    while (!app.isKept()) await new Promise((resume) => setTimeout(resume, 1));
    tell(`confirm ${state}`);
    // A new generation is written while nothing happens.
    if (occupation === 'generation') return;
  }
}

function unlessGone(error: unknown): void {
  if (!(error instanceof PageIsGone)) throw error;
}

const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

/** What came of the lives of one browser. */
interface Survived {
  readonly confirmed: number;
  readonly files: number;
  readonly generations: number;
}

/** Kills one browser, or its tab, time after time. @param rounds the numbers of its kills among all: they decide what it is busy with, and when it is killed */
async function killAgain(what: 'tab' | 'whole browser', rounds: readonly number[], baseURL: string): Promise<Survived> {
  const lives = await Lives.create(baseURL, what === 'whole browser');
  const { browser } = lives;
  try {
    await browser.start(SCRIPT);
    await browser.goTo(`${baseURL}/icons/weft.svg`);
    await browser.until('the page is there', () => location.pathname.endsWith('.svg'));
    await lives.leaveFormerWork(1);
    await browser.killAll();
    let occupation: Occupation = 'migrate';
    let from = 0;
    let sites = 0;
    for (const [at, round] of [...rounds, null].entries()) {
      const found = await lives.open(what !== 'tab' && round !== null && round % MAP_EVERY === 2);
      const where = `kill ${rounds[at - 1] ?? 'before all'}, while busy with ${occupation}`;
      expect(found, where).toBeGreaterThanOrEqual(lives.confirmed);
      expect(found, where).toBeLessThanOrEqual(Math.max(lives.attempted, lives.confirmed));
      if (occupation === 'migrate' && found > from) sites = 0;
      if (occupation === 'import' && found > from) sites = SITES[found % 2 === 0 ? 0 : 1];
      expect(lives.sites, where).toBe(sites);
      await lives.checkFiles();
      if (occupation === 'generation') await lives.countGenerations();
      if (round === null) break;
      from = found;
      occupation = OCCUPATIONS[round % OCCUPATIONS.length] ?? 'edit';
      await lives.live(from, occupation, round);
      await (what === 'tab' ? browser.killRenderers() : browser.killAll());
      lives.confirmedInAll += lives.confirmed - from;
    }
    return { confirmed: lives.confirmedInAll, files: lives.files, generations: lives.generations };
  } finally {
    await browser.end();
  }
}

for (const [what, kills] of [
  ['tab', TAB_KILLS],
  ['whole browser', BROWSER_KILLS],
] as const) {
  test(`nothing that was confirmed is lost, and nothing is half, when the ${what} is killed (${kills} times)`, async ({
    baseURL,
  }) => {
    const rounds = Array.from({ length: kills }, (_, round) => round);
    const share = Math.ceil(kills / LANES);
    const lanes = Array.from({ length: LANES }, (_, lane) => rounds.slice(lane * share, (lane + 1) * share));
    const survived = await Promise.all(lanes.map((lane) => killAgain(what, lane, baseURL ?? '')));
    const sum = (part: keyof Survived): number => survived.reduce((whole, one) => whole + one[part], 0);
    const generations = Math.max(...survived.map((one) => one.generations));
    console.log(
      `${kills} kills of the ${what}: ${sum('confirmed')} confirmed states, ${sum('files')} whole files, generation ${generations}.`,
    );
    expect(sum('confirmed')).toBeGreaterThan(kills / 2);
    if (kills < 30) return;
    expect(sum('files'), 'whole files').toBeGreaterThan(0);
    expect(generations, 'generation').toBeGreaterThan(1);
  });
}
