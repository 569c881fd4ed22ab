import { AppError } from '../base/app-error.ts';
import { breathe, type JobContext } from '../base/job.ts';
import type { PmtilesArchive } from './pmtiles.ts';
import { readSqlite, type Sqlite } from './sqlite.ts';

/** Where SQLite keeps its list of tables in small databases, and most of it in large ones. */
const SCHEMA_BYTES = 65_536;
/** No finer tile has cells of a size that matters. */
const MOST_ZOOM = 26;

/** True where the bytes are a SQLite database that lists tables of tiles (MBTiles 1.x) and none of a GeoPackage, or is called so. */
export function isMbtiles(name: string, bytes: Uint8Array): boolean {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, SCHEMA_BYTES));
  if (!beginning.startsWith('SQLite format 3\0')) return false;
  return /\.mbtiles$/i.test(name) || (/\btile_column\b/i.test(beginning) && !/\bgpkg_contents\b/i.test(beginning));
}

/**
 * Reads an archive of tiles, MBTiles 1.3 (https://github.com/mapbox/mbtiles-spec): of a table `tiles`, or of the tables `map` and `images` that many writers
 * put under a view of that name. @throws AppError import/damaged, file/unsupported
 */
export async function openMbtiles(name: string, bytes: Uint8Array, job: JobContext): Promise<PmtilesArchive> {
  return readSqlite(name, bytes, async (db) => {
    const from = sourceOf(db);
    if (from === null) throw unsupported(name, 'The database holds no table of tiles.');
    const [counted] = db.rows(`SELECT count(*) AS n FROM ${from}`);
    const metadata = metadataOf(db);
    const tiles = new Map<string, Uint8Array>();
    let rows = 0;
    for (const { z, x, y, data } of db.rows(
      `SELECT zoom_level AS z, tile_column AS x, tile_row AS y, tile_data AS data FROM ${from}`,
    )) {
      if (++rows % 500 === 0) await breathe(job);
      const [zoom, column, row] = [Number(z), Number(x), Number(y)];
      const most = 2 ** zoom - 1;
      if (
        ![zoom, column, row].every(Number.isInteger) ||
        zoom < 0 ||
        zoom > MOST_ZOOM ||
        column < 0 ||
        column > most ||
        row < 0 ||
        row > most
      )
        throw damaged(name, `a tile states the place ${String(z)}/${String(x)}/${String(y)}`);
      // Rows are counted from the south there.
      if (data instanceof Uint8Array) tiles.set(keyOf(zoom, column, most - row), data);
    }
    if (rows !== counted?.['n']) throw damaged(name, `it gives ${rows} tiles where ${String(counted?.['n'])} were counted`);
    if (tiles.size === 0) throw unsupported(name, 'The database holds no tiles.');
    return archiveOf(name, tiles, metadata);
  });
}

function archiveOf(
  name: string,
  tiles: ReadonlyMap<string, Uint8Array>,
  metadata: Readonly<Record<string, string>>,
): PmtilesArchive {
  const places = Array.from(tiles.keys(), (key) => key.split('/').map(Number) as [number, number, number]);
  const zooms = places.map(([zoom]) => zoom);
  const [minZoom, maxZoom] = [least(zooms), -least(zooms.map((zoom) => -zoom))];
  return {
    name,
    tileKind: kindOf(tiles.values().next().value ?? new Uint8Array()),
    minZoom,
    maxZoom,
    bounds: boundsOf(places.filter(([zoom]) => zoom === maxZoom)),
    metadata,
    tile: (zoom, column, row) => Promise.resolve(copied(tiles.get(keyOf(zoom, column, row)))),
  };
}

const keyOf = (zoom: number, column: number, row: number): string => `${zoom}/${column}/${row}`;
const copied = (tile: Uint8Array | undefined): Uint8Array<ArrayBuffer> | null =>
  tile === undefined ? null : new Uint8Array(tile);
const least = (values: readonly number[]): number => values.reduce((low, value) => Math.min(low, value), Infinity);

/** What the tiles are, by their first bytes: what the metadata say is wrong in some files. */
function kindOf(tile: Uint8Array): PmtilesArchive['tileKind'] {
  const first = String.fromCharCode(...tile.subarray(0, 12));
  if (first.startsWith('\x89PNG')) return 'png';
  if (/^RIFF....WEBP/s.test(first)) return 'webp';
  if (first.startsWith('\xff\xd8\xff')) return 'jpeg';
  return first.startsWith('\x1f\x8b') || first.startsWith('\x1a') ? 'mvt' : 'unknown';
}

/** The box of tiles of one zoom, degrees, drawn in by a hair so that its edges lie in them. */
function boundsOf(places: readonly (readonly [zoom: number, column: number, row: number])[]): PmtilesArchive['bounds'] {
  const count = 2 ** (places[0]?.[0] ?? 0);
  const columns = places.map(([, column]) => column);
  const rows = places.map(([, , row]) => row);
  const hair = 1e-6;
  const lng = (column: number): number => (column / count) * 360 - 180;
  const lat = (row: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / count))) * 180) / Math.PI;
  const [east, south] = [1 - least(columns.map((column) => -column)), 1 - least(rows.map((row) => -row))];
  return [lng(least(columns) + hair), lat(south - hair), lng(east - hair), lat(least(rows) + hair)];
}

/** The tables, never a view: what that asks may never end. */
function sourceOf(db: Sqlite): string | null {
  const tables = new Set(
    Array.from(
      db.rows("SELECT lower(name) AS name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"),
      ({ name }) => name,
    ),
  );
  if (tables.has('tiles')) return 'tiles';
  return tables.has('map') && tables.has('images') ? 'map JOIN images ON images.tile_id = map.tile_id' : null;
}

function metadataOf(db: Sqlite): Record<string, string> {
  const [found] = db.rows("SELECT count(*) AS n FROM sqlite_schema WHERE lower(name) = 'metadata' AND type = 'table'");
  if (found?.['n'] !== 1) return {};
  return Object.fromEntries(
    Array.from(db.rows('SELECT name, value FROM metadata'), ({ name, value }) => [String(name), String(value)]),
  );
}

function damaged(where: string, what: string): AppError {
  return new AppError('import/damaged', {
    what: `The archive of tiles is damaged: ${what}.`,
    where,
    remedy: 'Fetch or make the file again.',
  });
}

function unsupported(where: string, what: string): AppError {
  return new AppError('file/unsupported', { what, where, remedy: 'Give an archive of heights (terrarium) or a GeoTIFF.' });
}
