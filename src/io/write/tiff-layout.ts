/** Where everything stands in a TIFF file: directories first, then the smallest image's tiles, the full image's last. */

type Kind = 'short' | 'long' | 'double' | 'text';
export type Tag = readonly [number: number, kind: Kind, values: readonly number[] | string];
const KINDS: Readonly<Record<Kind, readonly [type: number, bytes: number]>> = {
  short: [3, 2],
  long: [4, 4],
  double: [12, 8],
  text: [2, 1],
};

/** An image of a file: its tags without those of its tiles, and these, packed, row by row. */
export interface TiffLevel {
  readonly tags: readonly Tag[];
  readonly tiles: readonly Uint8Array[];
}

/**
 * What readers may take for granted, as GDAL's COG driver writes it: directories before the data, tiles row by row, before each its
 * size and after it its last four bytes again.
 */
const PROMISES =
  'LAYOUT=IFDS_BEFORE_DATA\nBLOCK_ORDER=ROW_MAJOR\nBLOCK_LEADER=SIZE_AS_UINT4\nBLOCK_TRAILER=LAST_4_BYTES_REPEATED\nKNOWN_INCOMPATIBLE_EDITION=NO\n ';
const LEADER = 4;
const TRAILER = 4;
const HEADER = `GDAL_STRUCTURAL_METADATA_SIZE=${String(PROMISES.length).padStart(6, '0')} bytes\n${PROMISES}`;
const OFFSETS = 324;
const BYTE_COUNTS = 325;

/** @param levels from the full image to the smallest */
export function layOutTiff(levels: readonly TiffLevel[]): Uint8Array {
  const directories = levels.map(({ tags, tiles }) => {
    const withTiles: Tag[] = [
      ...tags,
      [OFFSETS, 'long', tiles.map(() => 0)],
      [BYTE_COUNTS, 'long', tiles.map(({ length }) => length)],
    ];
    return withTiles.sort((a, b) => a[0] - b[0]);
  });
  const starts: number[] = [];
  let at = 8 + HEADER.length + (HEADER.length % 2);
  for (const tags of directories) {
    starts.push(at);
    at += directoryBytes(tags);
  }
  const offsets: number[][] = levels.map(() => []);
  for (let level = levels.length - 1; level >= 0; level--) {
    for (const tile of levels[level]?.tiles ?? []) {
      offsets[level]?.push(at + LEADER);
      at += LEADER + tile.length + TRAILER;
    }
  }
  const bytes = new Uint8Array(at);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, starts[0] ?? 0, true);
  bytes.set(new TextEncoder().encode(HEADER), 8);
  directories.forEach((tags, level) => {
    const filled = tags.map((tag): Tag => (tag[0] === OFFSETS ? [OFFSETS, 'long', offsets[level] ?? []] : tag));
    writeDirectory(view, starts[level] ?? 0, filled, starts[level + 1] ?? 0);
    levels[level]?.tiles.forEach((tile, index) => {
      const start = offsets[level]?.[index] ?? 0;
      view.setUint32(start - LEADER, tile.length, true);
      bytes.set(tile, start);
      bytes.copyWithin(start + tile.length, start + tile.length - TRAILER, start + tile.length);
    });
  });
  return bytes;
}

function directoryBytes(tags: readonly Tag[]): number {
  return 2 + tags.length * 12 + 4 + tags.reduce((sum, tag) => sum + outsideBytes(tag), 0);
}

function writeDirectory(view: DataView, start: number, tags: readonly Tag[], next: number): void {
  view.setUint16(start, tags.length, true);
  let outside = start + 2 + tags.length * 12 + 4;
  tags.forEach((tag, index) => {
    const entry = start + 2 + index * 12;
    const [number, kind] = tag;
    const values = valuesOf(tag);
    view.setUint16(entry, number, true);
    view.setUint16(entry + 2, KINDS[kind][0], true);
    view.setUint32(entry + 4, values.length, true);
    const beyond = outsideBytes(tag);
    if (beyond > 0) view.setUint32(entry + 8, outside, true);
    writeValues(view, beyond > 0 ? outside : entry + 8, kind, values);
    outside += beyond;
  });
  view.setUint32(start + 2 + tags.length * 12, next, true);
}

function valuesOf([, , values]: Tag): readonly number[] {
  return typeof values === 'string' ? [...new TextEncoder().encode(`${values}\0`)] : values;
}

/** Bytes of a tag's values outside the directory, even in number; 0 where they fit inside. */
function outsideBytes(tag: Tag): number {
  const bytes = valuesOf(tag).length * KINDS[tag[1]][1];
  return bytes <= 4 ? 0 : bytes + (bytes % 2);
}

function writeValues(view: DataView, at: number, kind: Kind, values: readonly number[]): void {
  const [, size] = KINDS[kind];
  values.forEach((value, index) => {
    const to = at + index * size;
    if (kind === 'short') view.setUint16(to, value, true);
    else if (kind === 'long') view.setUint32(to, value, true);
    else if (kind === 'double') view.setFloat64(to, value, true);
    else view.setUint8(to, value);
  });
}
