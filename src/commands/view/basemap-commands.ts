import { AppError, isAbort } from '../../base/app-error.ts';
import { numberText } from '../../base/quantity-text.ts';
import type { LngLatBounds } from '../../geo/position.ts';
import type { BasemapState } from '../../state/basemap-state.svelte.ts';
import { isBuiltIn, type AddedBasemap, type BuiltInBasemap } from '../../store/basemap.ts';
import type { TileReports } from '../../store/basemap-tiles.ts';
import type { FoundBasemap } from '../../store/basemap-try.ts';
import { deleteArea, keepArea, keptAreas, type KeepList } from '../../store/kept-areas.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.basemapCommands;

export const BUILT_IN_TITLES: Readonly<Record<BuiltInBasemap, string>> = {
  plain: words.plain,
  terrain: words.terrain,
  none: words.none,
};

/** What a basemap is called. */
export function basemapTitle({ added }: BasemapState, id: string): string {
  return isBuiltIn(id) ? BUILT_IN_TITLES[id] : (added.find((one) => one.id === id)?.title ?? '');
}

/** Shows another basemap; the plan stays as it is. */
export function chooseBasemap({ basemap, messages }: Workbench, id: string): void {
  basemap.chosen = id;
  basemap.trouble = null;
  basemap.isPartial = false;
  messages.announce(words.chosen({ title: basemapTitle(basemap, id) }));
}

/** Opens the one that was chosen, unless it is built in. What cannot be had leaves the plain one, and says why. */
export async function openChosen(bench: Workbench): Promise<void> {
  const { basemap, basemapTiles } = bench;
  const { chosen } = basemap;
  if (isBuiltIn(chosen)) return;
  if (basemap.kept.length === 0) await readKept(bench);
  const wanted = basemap.added.find(({ id }) => id === chosen);
  if (wanted === undefined) {
    basemap.chosen = 'plain';
    return;
  }
  try {
    const open = await basemapTiles.open(wanted);
    if (basemap.chosen === chosen) basemap.open = open;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (basemap.chosen === chosen) basemap.trouble = { ...told(error), needsFile: error.code === 'import/file-needed' };
  }
}

const told = ({ where, what, remedy }: AppError): { what: string; remedy: string } => ({
  what: where === '' ? what : `${where}: ${what}`,
  remedy,
});

/** So many tiles in a row that could not be had: the basemap cannot be had. */
const MOST_FAILURES = 3;

/** Turns what comes of single tiles into what is told of a basemap. */
export function basemapReports(basemap: BasemapState): TileReports {
  let failures = 0;
  return {
    arrived: () => {
      failures = 0;
    },
    failed: (id, error) => {
      // A server that stumbles over one tile has others; a hole is left.
      if (id !== basemap.chosen || error.code === 'network/failed' || ++failures < MOST_FAILURES) return;
      // What is kept goes on being shown, with holes where nothing was kept.
      if (basemap.keptOf(id).length > 0) basemap.isPartial = true;
      else basemap.trouble ??= { ...told(error), needsFile: false };
    },
  };
}

/** Enters a basemap and shows it. @returns its id */
export function addBasemap(bench: Workbench, found: FoundBasemap, file: File | null): string {
  const { basemap, basemapTiles } = bench;
  const id = `b${Math.max(0, ...basemap.added.map((one) => Number(one.id.slice(1)) || 0)) + 1}`;
  if (file !== null) basemapTiles.giveFile(id, file);
  basemap.added = [...basemap.added, { ...found, id, opacity: 1, withGround: false }];
  chooseBasemap(bench, id);
  return id;
}

export function changeBasemap({ basemap }: Workbench, id: string, change: Partial<AddedBasemap>): void {
  basemap.added = basemap.added.map((one) => (one.id === id ? { ...one, ...change } : one));
}

/** Takes a basemap out of this browser, with what is kept of it. */
export async function removeBasemap(bench: Workbench, id: string): Promise<void> {
  const { basemap } = bench;
  if (basemap.chosen === id) chooseBasemap(bench, 'plain');
  basemap.added = basemap.added.filter((one) => one.id !== id);
  for (const area of basemap.keptOf(id)) await deleteArea(area.id);
  await readKept(bench);
}

/** Chooses the file of an archive again. */
export async function giveFileAgain(bench: Workbench): Promise<void> {
  const [file] = await bench.files.choose('.pmtiles', false);
  if (file === undefined) return;
  bench.basemapTiles.giveFile(bench.basemap.chosen, file);
  bench.basemap.trouble = null;
  await openChosen(bench);
}

/** Tries once more to have the one that was chosen. */
export async function retryBasemap(bench: Workbench): Promise<void> {
  bench.basemap.trouble = null;
  bench.basemap.isPartial = false;
  bench.basemap.open = null;
  await openChosen(bench);
}

export async function readKept({ basemap }: Workbench): Promise<void> {
  basemap.kept = await keptAreas();
}

/** The title under which work lists that an area of a basemap is being kept. */
export function keepingTitle(basemap: BasemapState, id: string): string {
  return words.keeping({ title: basemapTitle(basemap, id) });
}

/** Keeps what is in view of the basemap that is shown, with progress and a way to cancel. */
export async function keepView(bench: Workbench, bounds: LngLatBounds, list: KeepList, finest: number): Promise<void> {
  const { basemap, jobs, messages } = bench;
  const { chosen } = basemap;
  const controller = new AbortController();
  const listed = jobs.start(keepingTitle(basemap, chosen), () => controller.abort());
  const about = { id: crypto.randomUUID(), basemapId: chosen, title: bench.plan.plan.name, bounds, keptAt: bench.now() };
  try {
    const { area, holes } = await keepArea(about, list, finest, {
      signal: controller.signal,
      onProgress: (done, of) => listed.progress(words.keptSoFar({ done: numberText(done), of: numberText(of) }), done / of),
    });
    const said = [words.kept({ count: area.tiles }), holes === 0 ? '' : words.holes({ count: holes })];
    messages.say(said.filter(Boolean).join(' '));
  } catch (error) {
    if (isAbort(error)) messages.say(words.cancelled);
    else throw error;
  } finally {
    listed.end();
    await readKept(bench);
  }
}

const nextBasemap: Command = {
  id: 'view.next-basemap',
  title: ({ basemap }) => words.next({ title: basemapTitle(basemap, following(basemap)) }),
  keywords: words.nextKeywords,
  shortcuts: ['b'],
  run: (bench) => chooseBasemap(bench, following(bench.basemap)),
};

function following({ order, chosen }: BasemapState): string {
  return order[(order.indexOf(chosen) + 1) % order.length] ?? 'plain';
}

const showBasemaps: Command = {
  id: 'view.basemaps',
  title: words.show,
  keywords: words.showKeywords,
  run: async (bench) => {
    bench.view.dialog = { kind: 'basemaps' };
    await readKept(bench);
  },
};

export const basemapCommands: readonly Command[] = [nextBasemap, showBasemaps];
