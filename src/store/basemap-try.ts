import { AppError } from '../base/app-error.ts';
import type { LngLat } from '../geo/position.ts';
import { isTileTemplate, tileAddress, tileAt, type AddedBasemap } from './basemap.ts';
import { askAdded, hostOf, type Answer } from './network.ts';
import { openTileArchive, type ArchiveFacts } from './tile-archive.ts';
import { wmsLayers, wmsTemplate } from './wms.ts';

/** A basemap as an address turned out to be: all but what only the person can say. */
export type FoundBasemap = Omit<AddedBasemap, 'id' | 'opacity' | 'withGround'>;

/** One of several that a server has. */
export type OfferedLayer = Pick<FoundBasemap, 'title' | 'address' | 'attribution'>;

/** What an address is: one basemap, or a server that has several and wants one chosen. */
export type Found =
  | { readonly kind: 'basemap'; readonly basemap: FoundBasemap }
  | { readonly kind: 'choose'; readonly layers: readonly OfferedLayer[] };

/** Zooms at which a tile is looked for; a map of one country has none elsewhere, a coarse one none near by. */
const TRIED_ZOOMS = [19, 18, 17, 16, 15, 14, 11, 8, 4, 0];
const USUAL_MAX_ZOOM = 19;

/**
 * Asks an address what it is and whether it can be drawn: tiles (XYZ, TMS), WMS, TileJSON, a MapLibre style, a PMTiles archive.
 * @param near where a tile is looked for
 * @throws AppError import/not-an-address, /not-a-basemap, or as `askAdded`
 */
export async function tryBasemap(typed: string, near: LngLat, signal: AbortSignal): Promise<Found> {
  const address = checkedAddress(typed);
  if (isTileTemplate(address)) return oneBasemap(await tryTiles(address, near, signal));
  if (/\.pmtiles(\?|$)/i.test(address))
    return oneBasemap(fromArchive((await openTileArchive(address)).facts, address, hostOf(address)));
  if (/service=wms|[?&]layers=|\/wms\b|mapserver|wmsserver/i.test(address)) return tryWms(address, near, signal);
  const answer = await askAdded(address, { signal });
  if (answer === null) throw notThere(address);
  const text = new TextDecoder().decode(answer.bytes);
  if (/<(WMS_Capabilities|WMT_MS_Capabilities)\b/.test(text)) return tryWms(address, near, signal);
  return oneBasemap(await fromJson(address, jsonOf(text, answer, address), near, signal));
}

/** The basemap that a file of this computer is. @throws AppError import/not-an-archive */
export async function tryArchiveFile(file: File): Promise<FoundBasemap> {
  return fromArchive((await openTileArchive(file)).facts, '', file.name.replace(/\.pmtiles$/i, ''));
}

const oneBasemap = (basemap: FoundBasemap): Found => ({ kind: 'basemap', basemap });

function checkedAddress(typed: string): string {
  const address = typed.trim();
  const isReadable = URL.canParse(address.replace(/[{}]/g, ''));
  const isSafe = /^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\//.test(address);
  if (isReadable && isSafe) return address;
  const isPlain = isReadable && address.startsWith('http://');
  throw new AppError('import/not-an-address', {
    what: isPlain
      ? 'Only https is used, so that nobody on the way can read or change what comes.'
      : 'This is not an address that can be asked.',
    where: address.slice(0, 60),
    remedy: isPlain
      ? 'Most servers have https as well: put https:// in front. On this computer (localhost) http will do.'
      : 'It begins with https:// and is that of tiles, with {z}/{x}/{y} in it, of a style, or of a WMS.',
  });
}

/** Looks for a tile at a place, from near to far. */
async function tryTiles(template: string, near: LngLat, signal: AbortSignal): Promise<FoundBasemap> {
  for (const z of TRIED_ZOOMS) {
    const answer = await askTile(template, near, z, signal);
    if (answer === null || answer.bytes.length === 0) continue;
    const tilePx = await pictureWidth(answer, template);
    const host = hostOf(tileAddress(template, tileAt(near, z)));
    const common = { title: host, kind: 'tiles', address: template, attribution: '', vectorLayers: null } as const;
    return { ...common, tilePx: tilePx >= 512 && !template.includes('bbox') ? 512 : 256, maxZoom: z };
  }
  throw new AppError('import/not-a-basemap', {
    what: 'The server answers, but has no tile where this plan is.',
    where: hostOf(template),
    remedy:
      'Look at the order of {z}, {x} and {y}, write {-y} for rows that count from the south, or move the map to where it has something.',
  });
}

/** A tile, null where there is none; some servers call a zoom that they do not have an error. */
async function askTile(template: string, near: LngLat, z: number, signal: AbortSignal): Promise<Answer | null> {
  try {
    return await askAdded(tileAddress(template, tileAt(near, z)), { signal });
  } catch (error) {
    if (error instanceof AppError && error.code === 'network/failed' && z > 0) return null;
    throw error;
  }
}

/** Pixels across a picture. @throws AppError where the answer is none */
async function pictureWidth({ bytes, type }: Answer, template: string): Promise<number> {
  if (/protobuf|mvt|x-vector/.test(type) || /\.(pbf|mvt)(\?|$)/.test(template))
    throw new AppError('import/not-a-basemap', {
      what: 'These are vector tiles without a style: nothing says how they look.',
      where: hostOf(template),
      remedy: 'Give the address of their style or of their TileJSON; both end with .json as a rule.',
    });
  try {
    const picture = await createImageBitmap(new Blob([bytes], { type }));
    const { width } = picture;
    picture.close();
    return width;
  } catch (error) {
    const isText = /text|html|xml|json/.test(type);
    throw new AppError(
      'import/not-a-basemap',
      {
        what: `The server sent ${isText ? 'a text' : `something (${type || 'of no stated kind'})`} where a picture was asked for.`,
        where: hostOf(template),
        remedy: isText
          ? `It says: “${new TextDecoder()
              .decode(bytes.subarray(0, 160))
              .replace(/<[^>]*>|\s+/g, ' ')
              .trim()}”`
          : 'Look whether the address is that of map tiles.',
      },
      error,
    );
  }
}

async function tryWms(address: string, near: LngLat, signal: AbortSignal): Promise<Found> {
  if (/[?&]layers=[^&]/i.test(address)) {
    const template = wmsTemplate(address, /[?&]layers=([^&]*)/i.exec(address)?.[1] ?? '');
    return oneBasemap({ ...(await tryTiles(template, near, signal)), title: hostOf(address) });
  }
  const layers = await wmsLayers(address, signal);
  const [first] = layers;
  if (layers.length === 1 && first !== undefined) {
    const found = await tryTiles(first.address, near, signal);
    return oneBasemap({ ...found, title: first.title, attribution: first.attribution });
  }
  return { kind: 'choose', layers };
}

/** A style, or a TileJSON. */
async function fromJson(
  address: string,
  json: Record<string, unknown>,
  near: LngLat,
  signal: AbortSignal,
): Promise<FoundBasemap> {
  const text = (name: string): string => (typeof json[name] === 'string' ? json[name] : '');
  const title = text('name') || hostOf(address);
  if (json['version'] === 8 && Array.isArray(json['layers']) && typeof json['sources'] === 'object')
    return {
      title,
      kind: 'style',
      address,
      attribution: attributionsOf(json['sources']),
      tilePx: 512,
      maxZoom: USUAL_MAX_ZOOM,
      vectorLayers: null,
    };
  const [tiles]: unknown[] = Array.isArray(json['tiles']) ? json['tiles'] : [];
  if (typeof tiles !== 'string')
    throw new AppError('import/not-a-basemap', {
      what: 'What is at this address is neither a MapLibre style nor a TileJSON.',
      where: hostOf(address),
      remedy: 'Look for the address of a style (version 8), of tiles with {z}/{x}/{y}, or of a WMS.',
    });
  const template = new URL(tiles, address).href.replaceAll('%7B', '{').replaceAll('%7D', '}');
  const maxZoom = typeof json['maxzoom'] === 'number' ? json['maxzoom'] : USUAL_MAX_ZOOM;
  const attribution = plainText(text('attribution'));
  const layers: unknown = json['vector_layers'];
  if (Array.isArray(layers)) {
    const vectorLayers = layers.flatMap((layer: unknown) =>
      typeof layer === 'object' && layer !== null && 'id' in layer && typeof layer.id === 'string' ? [layer.id] : [],
    );
    return { title, kind: 'tiles', address: template, attribution, tilePx: 512, maxZoom, vectorLayers };
  }
  return { ...(await tryTiles(template, near, signal)), title, attribution, maxZoom };
}

function fromArchive(facts: ArchiveFacts, address: string, name: string): FoundBasemap {
  return {
    title: facts.title || name,
    kind: 'archive',
    address,
    attribution: plainText(facts.attribution),
    tilePx: facts.isVector ? 512 : 256,
    maxZoom: facts.maxZoom,
    vectorLayers: facts.isVector ? facts.vectorLayers : null,
  };
}

function attributionsOf(sources: unknown): string {
  const stated = Object.values(sources as Record<string, unknown>).flatMap((source) =>
    typeof source === 'object' && source !== null && 'attribution' in source && typeof source.attribution === 'string'
      ? [plainText(source.attribution)]
      : [],
  );
  return [...new Set(stated)].join(' · ');
}

/** The text of an attribution that was written as HTML: it is read, and never drawn as such. */
function plainText(html: string): string {
  return (new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '').replace(/\s+/g, ' ').trim();
}

function jsonOf(text: string, { type }: Answer, address: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null) return json as Record<string, unknown>; // an object; each value is checked where it is read
  } catch {
    // Told below.
  }
  throw new AppError('import/not-a-basemap', {
    what: `What is at this address is ${type.startsWith('image/') ? 'one picture' : /html/.test(type) ? 'a web page' : 'not a map'}.`,
    where: hostOf(address),
    remedy: 'Look for the address of tiles, with {z}/{x}/{y} in it, of a style, which ends with .json as a rule, or of a WMS.',
  });
}

function notThere(address: string): AppError {
  return new AppError('import/not-a-basemap', {
    what: 'The server has nothing at this address (404).',
    where: hostOf(address),
    remedy: 'Look for a slip in it.',
  });
}
