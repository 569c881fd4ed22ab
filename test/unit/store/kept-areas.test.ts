import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepArea, keptAnswer, keptAreas, type KeepList } from '../../../src/store/kept-areas.ts';

const LIST: KeepList = { files: [], templates: [{ template: 'https://t.example/{z}/{x}/{y}', minZoom: 0, maxZoom: 2 }] };
/** One tile of each zoom. */
const PLACE = [10, 50, 10.0001, 50.0001] as const;
const about = (id: string) => ({ id, basemapId: 'b1', title: 'T', bounds: PLACE, keptAt: 7 });
const quiet = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

/** A browser's stores of answers, its locks and its network, as far as they are asked. */
function fakeBrowser(
  answer: (url: string, nth: number) => Response | Promise<Response>,
  roomForAnswers = Infinity,
): Map<string, Map<string, Response>> {
  const stores = new Map<string, Map<string, Response>>();
  const open = (name: string): Promise<object> => {
    const kept = stores.get(name) ?? new Map<string, Response>();
    stores.set(name, kept);
    return Promise.resolve({
      put: (url: string, response: Response) =>
        kept.size >= roomForAnswers
          ? Promise.reject(new DOMException('full', 'QuotaExceededError'))
          : Promise.resolve(void kept.set(url, response)),
      match: (url: string) => Promise.resolve(kept.get(url)?.clone()),
    });
  };
  const keys = (): Promise<string[]> => Promise.resolve([...stores.keys()]);
  vi.stubGlobal('caches', { open, keys, delete: (name: string) => Promise.resolve(stores.delete(name)) });
  const held = new Set<string>();
  const request = async (name: string, ...rest: unknown[]): Promise<unknown> => {
    const run = rest.at(-1) as (lock: object | null) => Promise<unknown>;
    if (held.has(name)) return run(null);
    held.add(name);
    return run({}).finally(() => held.delete(name));
  };
  vi.stubGlobal('navigator', { onLine: true, locks: { request } });
  vi.stubGlobal('document', { baseURI: 'https://weft.example/' });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  const asked = new Map<string, number>();
  vi.stubGlobal('fetch', (url: string) => {
    const nth = (asked.get(url) ?? 0) + 1;
    asked.set(url, nth);
    return Promise.resolve(answer(url, nth));
  });
  return stores;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const tile = (): Response => new Response(new Uint8Array([1, 2, 3]), { headers: { 'content-type': 'image/png' } });

test('an area is kept though the list of areas is looked at meanwhile', async () => {
  let give: (() => void) | undefined;
  fakeBrowser((url) => (url.endsWith('/2/2/1') ? new Promise((resolve) => (give = () => resolve(tile()))) : tile()));
  const keeping = keepArea(about('a'), LIST, 2, quiet());
  await vi.waitUntil(() => give !== undefined);
  expect(await keptAreas()).toEqual([]);
  give?.();
  expect((await keeping).area).toMatchObject({ tiles: 3, bytes: 9 });
  expect(await keptAreas()).toMatchObject([{ id: 'a', tiles: 3 }]);
  expect(await keptAnswer('https://t.example/2/2/1')).toMatchObject({ type: 'image/png' });
});

test('what a closed page left half done is taken away', async () => {
  const stores = fakeBrowser(tile);
  stores.set('weft-area-old', new Map([['https://t.example/0/0/0', tile()]]));
  expect(await keptAreas()).toEqual([]);
  expect([...stores.keys()]).toEqual([]);
});

test('a server that stumbles is asked again', async () => {
  fakeBrowser((url, nth) => (url.endsWith('/0/0/0') && nth < 3 ? new Response('', { status: 503 }) : tile()));
  const keeping = keepArea(about('a'), LIST, 2, quiet());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await keeping).toMatchObject({ holes: 0, area: { tiles: 3 } });
});

test('a server that goes on failing for more than a few tiles ends it, and nothing stays', async () => {
  const stores = fakeBrowser((url) => (url.endsWith('/0/0/0') ? new Response('', { status: 500 }) : tile()));
  const keeping = expect(keepArea(about('a'), LIST, 2, quiet())).rejects.toMatchObject({ code: 'network/failed' });
  await vi.advanceTimersByTimeAsync(20_000);
  await keeping;
  expect([...stores.keys()]).toEqual([]);
});

test('of many tiles a few may fail: they are counted', async () => {
  fakeBrowser((url) => (url.endsWith('/0/0/0') ? new Response('', { status: 500 }) : tile()));
  const wide = { ...about('a'), bounds: [-179, -80, 179, 80] as const };
  const keeping = keepArea(wide, LIST, 2, quiet());
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await keeping).toMatchObject({ holes: 1, area: { tiles: 20 } });
});

test('cancelled, nothing stays', async () => {
  const stores = fakeBrowser(tile);
  const controller = new AbortController();
  const keeping = keepArea(about('a'), LIST, 2, { signal: controller.signal, onProgress: () => controller.abort() });
  await expect(keeping).rejects.toMatchObject({ name: 'AbortError' });
  expect([...stores.keys()]).toEqual([]);
});

test.each([0, 1, 3])(
  'where there is room for %i answers only it is said so, nothing stays, and another area is there as before',
  async (room) => {
    const stores = fakeBrowser(tile, room);
    stores.set('weft-area-old', new Map([['https://weft.example/kept-area.json', new Response('{"id":"old","keptAt":1}')]]));
    await expect(keepArea(about('a'), LIST, 2, quiet())).rejects.toMatchObject({ code: 'store/no-room' });
    expect([...stores.keys()]).toEqual(['weft-area-old']);
    expect(await keptAreas()).toMatchObject([{ id: 'old' }]);
  },
);
