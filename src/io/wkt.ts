import { readWkb, wkbSystem } from './wkb.ts';

/** A geometry in GeoJSON's nesting, still to be checked, and the system it states (EWKT's SRID). */
export interface WktGeometry {
  readonly geometry: { readonly type: string; readonly coordinates?: unknown; readonly geometries?: unknown } | null;
  readonly crs: string | null;
}

const TYPES: Readonly<Record<string, string>> = {
  POINT: 'Point',
  MULTIPOINT: 'MultiPoint',
  LINESTRING: 'LineString',
  MULTILINESTRING: 'MultiLineString',
  POLYGON: 'Polygon',
  MULTIPOLYGON: 'MultiPolygon',
  GEOMETRYCOLLECTION: 'GeometryCollection',
};

/**
 * Reads well-known text (OGC 06-103r4 section 7), Z and M values included, and PostGIS's `SRID=n;` before it, or the same as binary in hexadecimal digits,
 * as PostGIS writes tables; null where it is broken.
 */
export function parseWkt(text: string): WktGeometry | null {
  const bytes = hexBytes(text);
  if (bytes !== null) return parseBinary(bytes);
  const [, srid, body = ''] = /^\s*(?:SRID\s*=\s*(\d+)\s*;)?\s*([\s\S]*?)\s*$/i.exec(text) ?? [];
  const parser = new Parser(body);
  const geometry = parser.geometry();
  return geometry === undefined || !parser.atEnd ? null : { geometry, crs: srid === undefined ? null : `EPSG:${srid}` };
}

/** The bytes of well-known binary in hexadecimal digits; null for a text that is none. */
function hexBytes(text: string): Uint8Array | null {
  const digits = text.trim();
  if (digits.length % 2 !== 0 || !/^0[01][0-9a-f]{8,}$/i.test(digits)) return null;
  const bytes = Uint8Array.from({ length: digits.length / 2 }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
  const kind = new DataView(bytes.buffer).getUint32(1, bytes[0] === 1) & 0x0fffffff;
  return kind < 4000 && kind % 1000 >= 1 && kind % 1000 <= 7 ? bytes : null;
}

function parseBinary(bytes: Uint8Array): WktGeometry | null {
  try {
    const srid = wkbSystem(bytes);
    return { geometry: readWkb(bytes), crs: srid === null ? null : `EPSG:${srid}` };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Whether a text looks like well-known text, or binary in hexadecimal digits. */
export function looksLikeWkt(text: string): boolean {
  if (hexBytes(text) !== null) return true;
  return /^\s*(SRID\s*=\s*\d+\s*;\s*)?(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(Z|M|ZM)?\s*(\(|EMPTY)/i.test(text);
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/[A-Za-z]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|\S/g) ?? [];
  }

  get atEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  /** Undefined where the text is broken, null for an empty geometry. */
  geometry(): WktGeometry['geometry'] | undefined {
    const [, word = '', suffix] = /^([A-Z]+?)(ZM|Z|M)?$/.exec(this.#next().toUpperCase()) ?? [];
    const type = TYPES[word];
    if (type === undefined) return undefined;
    if (suffix === undefined && /^(ZM?|M)$/i.test(this.#peek())) this.#at++;
    if (/^EMPTY$/i.test(this.#peek())) {
      this.#at++;
      return null;
    }
    if (type === 'GeometryCollection') return this.#collection();
    const inner = this.#list();
    if (inner === undefined) return undefined;
    return { type, coordinates: type === 'Point' ? inner[0] : type === 'MultiPoint' ? inner.map(unwrapped) : inner };
  }

  #collection(): WktGeometry['geometry'] | undefined {
    if (this.#next() !== '(') return undefined;
    const geometries: unknown[] = [];
    do {
      const geometry = this.geometry();
      if (geometry === undefined) return undefined;
      if (geometry !== null) geometries.push(geometry);
    } while (this.#accept(','));
    return this.#accept(')') ? { type: 'GeometryCollection', geometries } : undefined;
  }

  /** A bracketed list of positions or of lists. */
  #list(): unknown[] | undefined {
    if (!this.#accept('(')) return undefined;
    const items: unknown[] = [];
    do {
      const item = this.#peek() === '(' ? this.#list() : this.#position();
      if (item === undefined) return undefined;
      items.push(item);
    } while (this.#accept(','));
    return this.#accept(')') ? items : undefined;
  }

  #position(): number[] | undefined {
    const numbers: number[] = [];
    while (/^[-+.\d]/.test(this.#peek())) numbers.push(Number(this.#next()));
    return numbers.length >= 2 && numbers.every(Number.isFinite) ? numbers : undefined;
  }

  #accept(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#at++;
    return true;
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #next(): string {
    return this.#tokens[this.#at++] ?? '';
  }
}

/** Points of a multi-point may stand in brackets of their own. */
function unwrapped(item: unknown): unknown {
  return Array.isArray(item) && Array.isArray(item[0]) ? item[0] : item;
}
