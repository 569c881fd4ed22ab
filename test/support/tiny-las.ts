/** A point of a cloud, in the map's units. */
export interface TinyPoint {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** ASPRS class. */
  readonly kind: number;
  readonly isWithheld?: boolean;
}

/** An LAS file (1.2 with points of format 1, 1.4 with format 6) whose keys name a projected system, to test a reader with. */
export function tinyLas(points: readonly TinyPoint[], pointFormat: 1 | 6, epsg: number): Uint8Array {
  const isNew = pointFormat === 6;
  const headerBytes = isNew ? 375 : 227;
  const recordBytes = isNew ? 30 : 28;
  const keys = [1, 1, 0, 2, 1024, 0, 1, 1, 3072, 0, 1, epsg];
  const pointsAt = headerBytes + 54 + keys.length * 2;
  const bytes = new Uint8Array(pointsAt + points.length * recordBytes);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string): void => bytes.set(new TextEncoder().encode(value), at);
  text(0, 'LASF');
  bytes.set([1, isNew ? 4 : 2], 24);
  view.setUint16(94, headerBytes, true);
  view.setUint32(96, pointsAt, true);
  view.setUint32(100, 1, true);
  view.setUint8(104, pointFormat);
  view.setUint16(105, recordBytes, true);
  if (isNew) view.setBigUint64(247, BigInt(points.length), true);
  else view.setUint32(107, points.length, true);
  const scale = 0.001;
  const offset = [points[0]?.x ?? 0, points[0]?.y ?? 0, 0].map(Math.floor);
  for (let axis = 0; axis < 3; axis++) {
    const values = points.map((point) => [point.x, point.y, point.z][axis] ?? 0);
    view.setFloat64(131 + 8 * axis, scale, true);
    view.setFloat64(155 + 8 * axis, offset[axis] ?? 0, true);
    view.setFloat64(179 + 16 * axis, Math.max(...values), true);
    view.setFloat64(187 + 16 * axis, Math.min(...values), true);
  }
  text(headerBytes + 2, 'LASF_Projection');
  view.setUint16(headerBytes + 18, 34735, true);
  view.setUint16(headerBytes + 20, keys.length * 2, true);
  keys.forEach((key, i) => view.setUint16(headerBytes + 54 + 2 * i, key, true));
  points.forEach(({ x, y, z, kind, isWithheld }, i) => {
    const at = pointsAt + i * recordBytes;
    [x, y, z].forEach((value, axis) => view.setInt32(at + 4 * axis, Math.round((value - (offset[axis] ?? 0)) / scale), true));
    if (isNew) {
      view.setUint8(at + 15, isWithheld === true ? 4 : 0);
      view.setUint8(at + 16, kind);
    } else view.setUint8(at + 15, kind | (isWithheld === true ? 128 : 0));
  });
  return bytes;
}
