import { gzipSync, strToU8 } from 'fflate';
import { tileId } from '../../src/io/pmtiles.ts';

const KINDS = ['unknown', 'mvt', 'png', 'jpeg', 'webp'];

/** An archive of a few tiles (PMTiles 3), one directory, everything in it packed with gzip but the tiles. */
export function tinyPmtiles(
  kind: 'mvt' | 'png' | 'webp',
  tiles: readonly (readonly [zoom: number, column: number, row: number, bytes: Uint8Array])[],
): Uint8Array {
  const sorted = tiles.map(([z, x, y, bytes]) => ({ id: tileId(z, x, y), bytes })).sort((a, b) => a.id - b.id);
  const numbers = [
    sorted.length,
    ...sorted.map(({ id }, i) => id - (sorted[i - 1]?.id ?? 0)),
    ...sorted.map(() => 1),
    ...sorted.map(({ bytes }) => bytes.length),
    ...sorted.map((_, i) => (i === 0 ? 1 : 0)),
  ];
  const directory = gzipSync(Uint8Array.from(numbers.flatMap(varint)));
  const metadata = gzipSync(strToU8('{}'));
  const [rootAt, metadataAt] = [127, 127 + directory.length];
  const dataAt = metadataAt + metadata.length;
  const dataBytes = sorted.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const out = new Uint8Array(dataAt + dataBytes);
  const view = new DataView(out.buffer);
  out.set(strToU8('PMTiles\u0003'));
  const places = [rootAt, directory.length, metadataAt, metadata.length, dataAt, 0, dataAt, dataBytes, tiles.length, tiles.length, tiles.length]; // prettier-ignore
  places.forEach((place, i) => {
    view.setBigUint64(8 + 8 * i, BigInt(place), true);
  });
  const zooms = tiles.map(([zoom]) => zoom);
  out.set([1, 2, 1, KINDS.indexOf(kind), Math.min(...zooms), Math.max(...zooms)], 96);
  const [z = 0] = zooms;
  const lng = (x: number): number => (x / 2 ** z) * 360 - 180;
  const lat = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) * 180) / Math.PI;
  const [columns, rows] = [tiles.map(([, x]) => x), tiles.map(([, , y]) => y)];
  const inside = 1e-6;
  const bounds = [lng(Math.min(...columns)) + inside, lat(Math.max(...rows) + 1) + inside, lng(Math.max(...columns) + 1) - inside, lat(Math.min(...rows)) - inside]; // prettier-ignore
  bounds.forEach((value, i) => {
    view.setInt32(102 + 4 * i, Math.round(value * 1e7), true);
  });
  out.set(directory, rootAt);
  out.set(metadata, metadataAt);
  let at = dataAt;
  for (const { bytes } of sorted) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  return [...bytes, left];
}
