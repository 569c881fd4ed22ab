import { makeSqlite } from '../../src/io/sqlite.ts';

/** An archive of a few tiles in one table (MBTiles 1.3), whose rows count from the south. */
export function tinyMbtiles(
  tiles: readonly (readonly [zoom: number, column: number, row: number, bytes: Uint8Array])[],
): Promise<Uint8Array> {
  return makeSqlite((db) => {
    db.run('CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)');
    db.runMany('INSERT INTO tiles VALUES (?, ?, ?, ?)', tiles.map(([z, x, y, data]) => [z, x, 2 ** z - 1 - y, data])); // prettier-ignore
    return Promise.resolve();
  });
}
