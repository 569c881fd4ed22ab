/** One tag of a TIFF file: its number and its values; texts are closed with a NUL. */
export type TiffTag = readonly [tag: number, type: 'short' | 'long' | 'double' | 'text', values: readonly number[] | string];

const TYPES = { short: [3, 2], long: [4, 4], double: [12, 8], text: [2, 1] } as const;

/**
 * A TIFF file of one uncompressed strip, to test a reader with. `cells` are the strip's bytes; `tags` are added to, or take the place of, those
 * of a plain image of width × height cells of 16-bit signed integers.
 */
export function tinyTiff(
  width: number,
  height: number,
  cells: Uint8Array,
  tags: readonly TiffTag[] = [],
  littleEndian = true,
): Uint8Array {
  const plain: TiffTag[] = [
    [256, 'long', [width]],
    [257, 'long', [height]],
    [258, 'short', [16]],
    [259, 'short', [1]],
    [262, 'short', [1]],
    [273, 'long', [8]],
    [277, 'short', [1]],
    [278, 'long', [height]],
    [279, 'long', [cells.length]],
    [339, 'short', [2]],
  ];
  const all = new Map([...plain, ...tags].map((tag) => [tag[0], tag]));
  const sorted = [...all.values()].sort((a, b) => a[0] - b[0]);
  const directoryAt = 8 + cells.length + (cells.length % 2);
  let dataAt = directoryAt + 2 + sorted.length * 12 + 4;
  const bytes = new Uint8Array(dataAt + sorted.reduce((sum, tag) => sum + 8 + tag[2].length * 8, 0));
  const view = new DataView(bytes.buffer);
  bytes.set(littleEndian ? [0x49, 0x49] : [0x4d, 0x4d]);
  view.setUint16(2, 42, littleEndian);
  view.setUint32(4, directoryAt, littleEndian);
  bytes.set(cells, 8);
  view.setUint16(directoryAt, sorted.length, littleEndian);
  sorted.forEach(([tag, kind, given], i) => {
    const values = typeof given === 'string' ? [...new TextEncoder().encode(`${given}\0`)] : given;
    const [type, size] = TYPES[kind];
    const at = directoryAt + 2 + i * 12;
    view.setUint16(at, tag, littleEndian);
    view.setUint16(at + 2, type, littleEndian);
    view.setUint32(at + 4, values.length, littleEndian);
    const inside = values.length * size <= 4;
    const valuesAt = inside ? at + 8 : dataAt;
    if (!inside) {
      view.setUint32(at + 8, dataAt, littleEndian);
      dataAt += values.length * size + ((values.length * size) % 2);
    }
    values.forEach((value, j) => {
      const to = valuesAt + j * size;
      if (kind === 'short') view.setUint16(to, value, littleEndian);
      else if (kind === 'long') view.setUint32(to, value, littleEndian);
      else if (kind === 'double') view.setFloat64(to, value, littleEndian);
      else view.setUint8(to, value);
    });
  });
  return bytes.subarray(0, dataAt);
}

/** Cells as 16-bit integers. */
export function cells16(values: readonly number[], littleEndian = true): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setInt16(i * 2, value, littleEndian));
  return bytes;
}

/** Cells as 32-bit floats, with the tags that say so. */
export function floatCells(values: readonly number[]): { cells: Uint8Array; tags: TiffTag[] } {
  const bytes = new Uint8Array(Float32Array.from(values).buffer);
  return {
    cells: bytes,
    tags: [
      [258, 'short', [32]],
      [339, 'short', [3]],
    ],
  };
}

/** Tags that place the first cell's corner (or centre, for `point`) at x, y in a system, cells of one unit. */
export function placed(
  x: number,
  y: number,
  epsg: { projected?: number; geographic?: number },
  point = false,
  more: readonly number[] = [],
): TiffTag[] {
  const keys = [
    [1024, epsg.projected === undefined ? 2 : 1],
    [1025, point ? 2 : 1],
  ];
  if (epsg.geographic !== undefined) keys.push([2048, epsg.geographic]);
  if (epsg.projected !== undefined) keys.push([3072, epsg.projected]);
  for (let i = 0; i + 1 < more.length; i += 2) keys.push([more[i] ?? 0, more[i + 1] ?? 0]);
  const entries = keys.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)).flatMap(([key = 0, value = 0]) => [key, 0, 1, value]);
  return [
    [33550, 'double', [1, 1, 0]],
    [33922, 'double', [0, 0, 0, x, y, 0]],
    [34735, 'short', [1, 1, 0, keys.length, ...entries]],
  ];
}
