/** A basemap that a person added. It belongs to this browser, never to a plan: its address may hold a key. */
export interface AddedBasemap {
  readonly id: string;
  readonly title: string;
  /** `tiles`: an address with {z}/{x}/{y} or a box (WMS); `style`: a MapLibre style; `archive`: PMTiles, by address or from this computer. */
  readonly kind: 'tiles' | 'style' | 'archive';
  /** Empty for an archive from this computer, which is a file. */
  readonly address: string;
  /** Whose it is, as plain text: stands on the map and on what is printed. */
  readonly attribution: string;
  /** Pixels across a tile on the screen, and the finest zoom that there is. */
  readonly tilePx: 256 | 512;
  readonly maxZoom: number;
  /** The layers of vector tiles that come without a style; null for pictures and for styles. */
  readonly vectorLayers: readonly string[] | null;
  /** How much of it is seen, 0.1 … 1. */
  readonly opacity: number;
  /** Whether the plan's own streets, water and houses are drawn over it. */
  readonly withGround: boolean;
}

/** The basemaps that need nothing from outside: the plan's own ground, its shading alone, and nothing. */
export const BUILT_IN_BASEMAPS = ['plain', 'terrain', 'none'] as const;
export type BuiltInBasemap = (typeof BUILT_IN_BASEMAPS)[number];

export function isBuiltIn(id: string): id is BuiltInBasemap {
  return (BUILT_IN_BASEMAPS as readonly string[]).includes(id);
}

/** The basemaps among stored values; whatever is not one is left out. */
export function readBasemaps(stored: unknown): readonly AddedBasemap[] {
  return Array.isArray(stored) ? stored.map(basemapOf).filter((one) => one !== null) : [];
}

function basemapOf(stored: unknown): AddedBasemap | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { id, title, kind, address, attribution, tilePx, maxZoom, vectorLayers, opacity, withGround } = stored as Record<
    string,
    unknown
  >; // an object, each value checked below
  if (typeof id !== 'string' || typeof title !== 'string' || typeof address !== 'string' || typeof attribution !== 'string')
    return null;
  if (kind !== 'tiles' && kind !== 'style' && kind !== 'archive') return null;
  if (typeof maxZoom !== 'number' || !(maxZoom >= 0 && maxZoom <= 24)) return null;
  const isSeen = typeof opacity === 'number' && opacity >= 0.1 && opacity <= 1;
  const layers = Array.isArray(vectorLayers) ? vectorLayers.filter((name) => typeof name === 'string') : null;
  const common = { id, title, kind, address, attribution, maxZoom, vectorLayers: layers } as const;
  return { ...common, tilePx: tilePx === 512 ? 512 : 256, opacity: isSeen ? opacity : 1, withGround: withGround === true };
}

/** A tile of the web Mercator pyramid, x from the west, y from the north. */
export interface TilePlace {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** True where an address is that of tiles: it says where each goes. */
export function isTileTemplate(address: string): boolean {
  return /\{z\}/.test(address) ? /\{x\}/.test(address) && /\{-?y\}/.test(address) : /\{(quadkey|bbox-epsg-3857)\}/.test(address);
}

/** Half the width of the web Mercator square, metres. */
const HALF_WORLD_M = 20037508.342789244;

/**
 * The address of one tile. Understood are {z} {x} {y}, {-y} (rows from the south, TMS), {quadkey}, {bbox-epsg-3857} (WMS), {s}, {a-c} and
 * {switch:a,b} (servers that share the work), {r} and {ratio}.
 */
export function tileAddress(template: string, { z, x, y }: TilePlace): string {
  const size = (2 * HALF_WORLD_M) / 2 ** z;
  const [west, north] = [-HALF_WORLD_M + x * size, HALF_WORLD_M - y * size];
  const pick = (servers: readonly string[]): string => servers[(x + y) % servers.length] ?? '';
  return template
    .replaceAll('{z}', String(z))
    .replaceAll('{x}', String(x))
    .replaceAll('{y}', String(y))
    .replaceAll('{-y}', String(2 ** z - 1 - y))
    .replaceAll('{quadkey}', quadKey({ z, x, y }))
    .replaceAll('{bbox-epsg-3857}', [west, north - size, west + size, north].join(','))
    .replace(/\{r\}|\{ratio\}/g, '')
    .replace(/\{s\}/g, pick(['a', 'b', 'c']))
    .replace(/\{([a-z0-9])-([a-z0-9])\}/g, (_, from: string, to: string) => pick(range(from, to)))
    .replace(/\{switch:([^}]*)\}/g, (_, list: string) => pick(list.split(',')));
}

function quadKey({ z, x, y }: TilePlace): string {
  return Array.from({ length: z }, (_, i) => ((x >> (z - 1 - i)) & 1) + 2 * ((y >> (z - 1 - i)) & 1)).join('');
}

function range(from: string, to: string): string[] {
  const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => String.fromCharCode(first + i));
}

/** The tile of a zoom that a place lies in. */
export function tileAt([lng, lat]: readonly [number, number], z: number): TilePlace {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  const share = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  const inside = (value: number): number => Math.max(0, Math.min(2 ** z - 1, Math.floor(value * 2 ** z)));
  return { z, x: inside(lng / 360 + 0.5), y: inside(share) };
}
