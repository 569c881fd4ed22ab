import { AppError } from '../base/app-error.ts';
import type { LngLatBounds } from '../geo/position.ts';
import { tileAddress, tileAt, type TilePlace } from './basemap.ts';
import { askAdded, type Answer } from './network.ts';

/** An area of a basemap that is kept on this computer. */
export interface KeptArea {
  readonly id: string;
  readonly basemapId: string;
  readonly title: string;
  readonly bounds: LngLatBounds;
  readonly tiles: number;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
}

/** What of a basemap has to be there for it to be drawn without a network. */
export interface KeepList {
  readonly templates: readonly { readonly template: string; readonly minZoom: number; readonly maxZoom: number }[];
  /** Style, TileJSON, pictures of a style: whole files. */
  readonly files: readonly string[];
}

/** How much there is to keep. */
export interface KeepSize {
  readonly tiles: number;
  /** From some tiles of the area; null while nothing could be weighed. */
  readonly bytes: number | null;
  /** Room that the browser gives, bytes; null where it does not say. */
  readonly freeBytes: number | null;
}

/** More than that is no area but a country, and no owner of tiles is glad of it. */
export const MOST_TILES = 20_000;
const PREFIX = 'weft-area-';
const SAMPLED = 6;
/** So many requests at a time: what browsers of one person ask for anyway. */
const AT_ONCE = 6;
/** A server that stumbles is asked again after so long, milliseconds. */
const PAUSES_MS = [500, 2000, 6000];
/** Of so many tiles one may be missing in the end: servers have holes, and the map shows them as such. */
const HOLE_IN = 20;

/** Tiles of an area at one zoom, row by row. */
function* tilesAt([west, south, east, north]: LngLatBounds, z: number): Generator<TilePlace> {
  const [first, last] = [tileAt([west, north], z), tileAt([east, south], z)];
  for (let y = first.y; y <= last.y; y++) for (let x = first.x; x <= last.x; x++) yield { z, x, y };
}

/** How many tiles an area has from zoom 0 to the finest asked for. */
export function countTiles(bounds: LngLatBounds, { templates }: KeepList, finest: number): number {
  let count = 0;
  for (const { minZoom, maxZoom } of templates)
    for (let z = minZoom; z <= Math.min(finest, maxZoom); z++) count += countAt(bounds, z);
  return count;
}

function countAt([west, south, east, north]: LngLatBounds, z: number): number {
  const [first, last] = [tileAt([west, north], z), tileAt([east, south], z)];
  return (last.x - first.x + 1) * (last.y - first.y + 1);
}

/** Weighs an area: counts its tiles and asks for a few of them. @throws AppError as `askAdded` */
export async function weighArea(bounds: LngLatBounds, list: KeepList, finest: number, signal: AbortSignal): Promise<KeepSize> {
  const tiles = countTiles(bounds, list, finest);
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  const freeBytes = quota === undefined || usage === undefined ? null : quota - usage;
  const sampled = list.templates.flatMap(({ template, maxZoom }) => {
    const z = Math.min(finest, maxZoom);
    return [...evenly(tilesAt(bounds, z), countAt(bounds, z))].map((place) => tileAddress(template, place));
  });
  let weighed = 0;
  for (const address of sampled) weighed += (await askPatiently(address, signal))?.bytes.length ?? 0;
  return { tiles, freeBytes, bytes: sampled.length === 0 ? null : Math.round((weighed / sampled.length) * tiles) };
}

function* evenly(places: Iterable<TilePlace>, count: number): Generator<TilePlace> {
  const step = Math.max(1, Math.ceil(count / SAMPLED));
  let at = 0;
  for (const place of places) if (at++ % step === 0) yield place;
}

/**
 * Keeps an area: asks for all its tiles, and enters it once they are there. Cancelled or failed, nothing of it stays.
 * @returns the area, and how many tiles the server failed to give
 * @throws AppError store/no-room, or as `askAdded`
 */
export function keepArea(
  about: Omit<KeptArea, 'tiles' | 'bytes'>,
  list: KeepList,
  finest: number,
  progress: { readonly signal: AbortSignal; onProgress(done: number, of: number): void },
): Promise<{ readonly area: KeptArea; readonly holes: number }> {
  // Held while it is kept: so whoever lists the areas knows that it is not one that a closed page left.
  return navigator.locks.request(PREFIX + about.id, () => fillArea(about, list, finest, progress));
}

async function fillArea(
  about: Omit<KeptArea, 'tiles' | 'bytes'>,
  list: KeepList,
  finest: number,
  { signal, onProgress }: Parameters<typeof keepArea>[3],
): ReturnType<typeof keepArea> {
  const store = PREFIX + about.id;
  const cache = await caches.open(store);
  const addresses = [...list.files, ...addressesOf(about.bounds, list, finest)];
  let [next, done, bytes, holes] = [0, 0, 0, 0];
  const work = async (): Promise<void> => {
    while (next < addresses.length) {
      const at = next++;
      const address = addresses[at] ?? '';
      const answer = await askPatiently(address, signal).catch((error: unknown) => {
        if (at < list.files.length || !isStumble(error) || ++holes * HOLE_IN > addresses.length) throw error;
        return null;
      });
      if (answer !== null) {
        await cache.put(address, new Response(answer.bytes, { headers: { 'content-type': answer.type } }));
        bytes += answer.bytes.length;
      }
      onProgress(++done, addresses.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    // Whoever pressed Cancel has cancelled, even when the last tile was on its way.
    signal.throwIfAborted();
    const area: KeptArea = { ...about, tiles: addresses.length - list.files.length - holes, bytes };
    await cache.put(entryAddress(), new Response(JSON.stringify(area)));
    stores = null;
    return { area, holes };
  } catch (error) {
    next = addresses.length;
    await caches.delete(store);
    if (error instanceof DOMException && error.name === 'QuotaExceededError')
      throw new AppError(
        'store/no-room',
        {
          what: 'This browser has no room left for the area. Nothing of it was kept.',
          remedy: 'Keep a smaller area or less detail, or delete an area that you no longer need.',
        },
        error,
      );
    throw error;
  }
}

/** True where a server answered with an error of its own, and may do better the next time. */
function isStumble(error: unknown): boolean {
  return error instanceof AppError && error.code === 'network/failed';
}

/** Asks an address, and a server that stumbles again after a while. @throws AppError as `askAdded` */
async function askPatiently(address: string, signal: AbortSignal): Promise<Answer | null> {
  for (const ms of PAUSES_MS) {
    try {
      return await askAdded(address, { signal });
    } catch (error) {
      if (!isStumble(error)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, ms));
    signal.throwIfAborted();
  }
  return askAdded(address, { signal });
}

function* addressesOf(bounds: LngLatBounds, { templates }: KeepList, finest: number): Generator<string> {
  for (const { template, minZoom, maxZoom } of templates)
    for (let z = minZoom; z <= Math.min(finest, maxZoom); z++)
      for (const place of tilesAt(bounds, z)) yield tileAddress(template, place);
}

/** The areas that are kept; what a page that was closed left half done is taken away. */
export async function keptAreas(): Promise<readonly KeptArea[]> {
  if (!('caches' in globalThis)) return [];
  const areas: KeptArea[] = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const entry = await (await caches.open(name)).match(entryAddress());
    if (entry === undefined) await removeLeft(name);
    else areas.push((await entry.json()) as KeptArea); // our own, written above
  }
  stores = null;
  return areas.sort((a, b) => a.keptAt - b.keptAt);
}

/** Takes away what a closed page left, but not an area that is being kept now, in this tab or another. */
async function removeLeft(name: string): Promise<void> {
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock !== null) await caches.delete(name);
  });
}

export async function deleteArea(id: string): Promise<void> {
  await caches.delete(PREFIX + id);
  stores = null;
}

/** Where the entry of an area stands among its tiles: an address that nobody asks for. */
const entryAddress = (): string => new URL('kept-area.json', document.baseURI).href;

/** The stores of the areas, opened once: every tile asks. */
let stores: Promise<readonly Cache[]> | null = null;

/** What is kept of an address in any area; null for nothing. */
export async function keptAnswer(address: string): Promise<Answer | null> {
  if (!('caches' in globalThis)) return null;
  stores ??= caches
    .keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith(PREFIX)).map((name) => caches.open(name))));
  for (const cache of await stores) {
    const kept = await cache.match(address);
    if (kept === undefined) continue;
    return { bytes: new Uint8Array(await kept.arrayBuffer()), type: kept.headers.get('content-type') ?? '', isPart: false };
  }
  return null;
}
