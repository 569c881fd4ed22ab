import { expect } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';

/** The object that the app offers when its address says `?test`; see src/app/test-window.ts. */
interface WeftTest {
  revision(): number;
  checksum(): Promise<string>;
  counts(): Record<string, number>;
  camera(): { centre: [number, number]; zoom: number };
  renderedAt(position: readonly [number, number]): string[];
  pixelOf(position: readonly [number, number]): { x: number; y: number };
  runningJobs(): string[];
  runCommand(id: string): Promise<void>;
  mapReady(): boolean;
  mapIdle(): boolean;
  isKept(): boolean;
  planName(): string;
  commit(change: { note: string; name?: string; features?: readonly object[] }): void;
  marker(): [number, number] | null;
  selectedPositions(): [number, number][];
}
declare global {
  interface Window {
    weftTest?: WeftTest;
  }
}

/** Where the hut of the sample town stands. */
export const HUT: readonly [number, number] = [-91.2005733, 43.9009936];

/** Opens the app with the sample town and waits until a known feature is drawn, not only for the canvas. */
export async function openSample(page: Page): Promise<void> {
  await page.goto('/?test');
  await page.waitForFunction(() => window.weftTest?.mapReady() === true && (window.weftTest.counts()['premises'] ?? 0) > 0);
  await waitUntilDrawn(page, 'feature/facilities/');
}

/** From now on a page, or all of a context, draws no map: it says so, and everything else works. */
export async function refuseMap(page: Page | BrowserContext): Promise<void> {
  await page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl') ? null : Reflect.apply(original, this, [kind, ...rest]);
    } as typeof original;
  });
}

/** Opens the sample town for a story that has nothing to do with the map, which is most of what opening costs. */
export async function openWithoutMap(page: Page): Promise<void> {
  await refuseMap(page);
  await page.goto('/?test');
  await page.waitForFunction(() => (window.weftTest?.counts()['premises'] ?? 0) > 0);
}

/** Waits until something whose key begins so is drawn at the hut. */
export async function waitUntilDrawn(page: Page, start: string, position = HUT): Promise<void> {
  await page.waitForFunction(
    ({ start, position }) => window.weftTest?.renderedAt(position).some((key) => key.startsWith(start)) === true,
    { start, position },
  );
}

export const checksum = (page: Page): Promise<string> => page.evaluate(() => window.weftTest!.checksum());
export const revision = (page: Page): Promise<number> => page.evaluate(() => window.weftTest!.revision());
export const counts = (page: Page): Promise<Record<string, number>> => page.evaluate(() => window.weftTest!.counts());
export const run = (page: Page, id: string): Promise<void> =>
  page.evaluate((command) => window.weftTest!.runCommand(command), id);

/** Alters the newest file that the browser keeps; no page may have it open. */
export async function damageKeptWork(page: Page, how: 'flip' | 'cut' | 'remove'): Promise<void> {
  await page.evaluate(async (how) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('weft');
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    const name = names.sort().at(-1)!;
    if (how === 'remove') return folder.removeEntry(name);
    const handle = await folder.getFileHandle(name);
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    if (how === 'flip') bytes[bytes.length - 9]! ^= 4;
    const stream = await handle.createWritable();
    await stream.write(how === 'cut' ? bytes.slice(0, 100) : bytes);
    await stream.close();
  }, how);
}

/** Clicks the map at a place. */
export async function clickMap(page: Page, position: readonly [number, number]): Promise<void> {
  const { x, y } = await page.evaluate((place) => window.weftTest!.pixelOf(place), position);
  await page.mouse.click(x, y);
}

/** Takes everything back and expects the plan to be what it was. */
export async function undoTo(page: Page, start: string): Promise<void> {
  const undo = page.getByRole('button', { name: /^Undo/ });
  for (let step = 0; step < 50 && (await undo.getAttribute('aria-disabled')) !== 'true'; step++) await undo.click();
  expect(await checksum(page)).toBe(start);
}
