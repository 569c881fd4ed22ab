import { AppError, isAbort } from '../base/app-error.ts';
import { tileAddress, type AddedBasemap } from './basemap.ts';
import { keptAnswer, type KeepList } from './kept-areas.ts';
import { askAdded, hostOf, type Answer } from './network.ts';

/** A source of tiles as the map asks for it. */
export interface GroundSource {
  readonly type: 'raster' | 'vector';
  readonly tilePx: number;
  readonly minZoom: number;
  readonly maxZoom: number;
}

/** A basemap that is open: what the map needs to draw it; its tiles are asked for by the names of its sources. */
export interface OpenBasemap {
  readonly basemap: AddedBasemap;
  readonly sources: ReadonlyMap<string, GroundSource>;
  /** A MapLibre style whose sources are those above; null for a look of our own. */
  readonly style: { readonly layers: readonly unknown[]; readonly hasSprite: boolean } | null;
}

/** Gives the bytes of a tile, null where there is none. */
type LoadTile = (z: number, x: number, y: number, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer> | null>;

interface Opened {
  readonly open: OpenBasemap;
  readonly tiles: ReadonlyMap<string, LoadTile>;
  /** Address of the pictures of a style, without their ending; empty for none. */
  readonly sprite: string;
  /** What has to be kept for it to be drawn without a network; null for an archive, which is one file. */
  readonly keep: KeepList | null;
}

/** What came of asking: told so that the app can go on without a basemap that cannot be had. */
export interface TileReports {
  /** Something came from outside, or from what is kept. */
  arrived(id: string): void;
  failed(id: string, error: AppError): void;
}

/** Opens basemaps that a person added and gets their tiles: from what is kept on this computer, else from where they are. */
export class BasemapTiles {
  readonly #opened = new Map<string, Promise<Opened>>();
  readonly #files = new Map<string, File>();
  readonly #reports: TileReports;

  constructor(reports: TileReports) {
    this.#reports = reports;
  }

  /** The file of an archive from this computer; it is forgotten with the page. */
  giveFile(id: string, file: File): void {
    this.#files.set(id, file);
    this.#opened.delete(id);
  }

  hasFile(id: string): boolean {
    return this.#files.has(id);
  }

  /** @throws AppError where it cannot be read, or as `askAdded` */
  async open(basemap: AddedBasemap): Promise<OpenBasemap> {
    const known = this.#opened.get(basemap.id);
    const opening = known ?? openBasemap(basemap, this.#files.get(basemap.id) ?? null);
    this.#opened.set(basemap.id, opening);
    try {
      return { ...(await opening).open, basemap };
    } catch (error) {
      this.#opened.delete(basemap.id);
      throw error;
    }
  }

  /** A tile of an open basemap; null where there is none, or where it cannot be had, which is reported. */
  async tile(
    id: string,
    source: string,
    place: readonly [number, number, number],
    signal: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const opened = await this.#opened.get(id);
    const load = opened?.tiles.get(source);
    if (load === undefined) return null;
    try {
      const bytes = await load(...place, signal);
      if (!signal.aborted) this.#reports.arrived(id);
      return bytes;
    } catch (error) {
      if (isAbort(error) || !(error instanceof AppError)) throw error;
      this.#reports.failed(id, error);
      return null;
    }
  }

  /** What has to be kept of an open basemap. */
  async keepList(id: string): Promise<KeepList | null> {
    return (await this.#opened.get(id))?.keep ?? null;
  }

  /** One of the two files with the pictures of a style. @throws AppError as `askAdded` */
  async sprite(id: string, ending: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const opened = await this.#opened.get(id);
    if (opened === undefined || opened.sprite === '') return new Uint8Array();
    return (await keptOrAsked(withEnding(opened.sprite, ending), signal))?.bytes ?? new Uint8Array();
  }
}

/** What is kept of an address, else what it answers. */
async function keptOrAsked(address: string, signal: AbortSignal): Promise<Answer | null> {
  return (await keptAnswer(address)) ?? (await askAdded(address, { signal }));
}

const tilesOf =
  (template: string): LoadTile =>
  async (z, x, y, signal) =>
    (await keptOrAsked(tileAddress(template, { z, x, y }), signal))?.bytes ?? null;

async function openBasemap(basemap: AddedBasemap, file: File | null): Promise<Opened> {
  const { kind, address, tilePx, maxZoom, vectorLayers } = basemap;
  if (kind === 'style') return openStyle(basemap);
  const source: GroundSource = { type: vectorLayers === null ? 'raster' : 'vector', tilePx, minZoom: 0, maxZoom };
  if (kind === 'tiles')
    return {
      open: { basemap, sources: new Map([['tiles', source]]), style: null },
      tiles: new Map([['tiles', tilesOf(address)]]),
      sprite: '',
      keep: { templates: [{ template: address, minZoom: 0, maxZoom }], files: [] },
    };
  if (address === '' && file === null)
    throw new AppError('import/file-needed', {
      what: 'Browsers forget a file when the page is closed.',
      where: basemap.title,
      remedy: 'Choose the file again.',
    });
  const { openTileArchive } = await import('./tile-archive.ts');
  const archive = await openTileArchive(file ?? address);
  const { minZoom, maxZoom: finest } = archive.facts;
  return {
    open: { basemap, sources: new Map([['tiles', { ...source, minZoom, maxZoom: finest }]]), style: null },
    tiles: new Map([['tiles', (z, x, y, signal) => archive.tile(z, x, y, signal)]]),
    sprite: '',
    keep: null,
  };
}

const SPRITE_ENDINGS = ['.json', '.png', '@2x.json', '@2x.png'];

/** The parts of a style and of a TileJSON that are read here; JSON of anybody, each value checked. */
type Json = Readonly<Record<string, unknown>>;

async function openStyle(basemap: AddedBasemap): Promise<Opened> {
  const style = await jsonAt(basemap.address);
  const sources = new Map<string, GroundSource>();
  const tiles = new Map<string, LoadTile>();
  const [templates, files]: [{ template: string; minZoom: number; maxZoom: number }[], string[]] = [[], [basemap.address]];
  for (const [name, stated] of Object.entries(objectOf(style['sources']))) {
    const source = objectOf(stated);
    const { type } = source;
    if (type !== 'raster' && type !== 'vector') continue;
    const url = source['url'];
    const from = typeof url === 'string' ? resolved(url, basemap.address) : basemap.address;
    if (typeof url === 'string') files.push(from);
    const about = typeof url === 'string' ? { ...(await jsonAt(from)), ...source } : source;
    const [template]: unknown[] = Array.isArray(about['tiles']) ? about['tiles'] : [];
    if (typeof template !== 'string') continue;
    const number = (key: string, usual: number): number => (typeof about[key] === 'number' ? about[key] : usual);
    const tilePx = type === 'raster' ? number('tileSize', 512) : 512;
    const zooms = { minZoom: number('minzoom', 0), maxZoom: number('maxzoom', 22) };
    sources.set(name, { type, tilePx, ...zooms });
    const absolute = resolved(template, from);
    const asked = about['scheme'] === 'tms' ? absolute.replace('{y}', '{-y}') : absolute;
    tiles.set(name, tilesOf(asked));
    templates.push({ template: asked, ...zooms });
  }
  const layers = (Array.isArray(style['layers']) ? style['layers'] : []).filter((layer: unknown) => {
    const source = objectOf(layer)['source'];
    return objectOf(layer)['type'] === 'background' || (typeof source === 'string' && sources.has(source));
  });
  if (sources.size === 0)
    throw new AppError('import/not-a-basemap', {
      what: 'The style draws nothing from tiles that could be asked for.',
      where: hostOf(basemap.address),
      remedy: 'Sources named mapbox:// need the program of their owner; use a style whose sources are https addresses.',
    });
  const sprite = typeof style['sprite'] === 'string' ? resolved(style['sprite'], basemap.address) : '';
  if (sprite !== '') files.push(...SPRITE_ENDINGS.map((ending) => withEnding(sprite, ending)));
  const open = { basemap, sources, style: { layers, hasSprite: sprite !== '' } };
  return { open, tiles, sprite, keep: { templates, files } };
}

async function jsonAt(address: string): Promise<Json> {
  const answer = await keptOrAsked(address, AbortSignal.timeout(30_000));
  try {
    return objectOf(JSON.parse(new TextDecoder().decode(answer?.bytes)));
  } catch (error) {
    throw new AppError(
      'import/not-a-basemap',
      {
        what: 'A part of the style is missing or is not JSON.',
        where: hostOf(address),
        remedy: 'Look at the address of the style, or ask its owner.',
      },
      error,
    );
  }
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}; // each value is checked where it is read
}

/** An address of a style as it is meant from where the style is, with its {z}/{x}/{y} as they were. */
function resolved(address: string, from: string): string {
  if (!URL.canParse(address, from)) return address;
  return new URL(address, from).href.replaceAll('%7B', '{').replaceAll('%7D', '}');
}

function withEnding(sprite: string, ending: string): string {
  const url = new URL(sprite);
  url.pathname += ending;
  return url.href;
}
