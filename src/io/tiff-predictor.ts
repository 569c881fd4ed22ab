import type { TiffImage } from './tiff-image.ts';

/**
 * Undoes a TIFF predictor in place: differences along a row (2), or differences of the bytes of floats with their
 * bytes sorted by weight (3; Adobe Photoshop TIFF Technical Note 3). `content` holds `rows` rows of a block.
 */
export function undoPredictor(content: Uint8Array, image: TiffImage, rows: number, littleEndian: boolean): void {
  if (image.predictor === 1) return;
  const samples = image.planarConfiguration === 1 ? image.samplesPerPixel : 1;
  const bytes = image.bitsPerSample / 8;
  const rowBytes = image.blockWidth * samples * bytes;
  const sorted = new Uint8Array(rowBytes);
  for (let row = 0; row < rows; row++) {
    const line = content.subarray(row * rowBytes, (row + 1) * rowBytes);
    if (image.predictor === 3) {
      addAlong(line, samples);
      sorted.set(line);
      unsort(sorted, line, bytes, littleEndian);
    } else if (bytes === 1) addAlong(line, samples);
    else addNumbersAlong(line, samples, bytes, littleEndian);
  }
}

function addAlong(line: Uint8Array, step: number): void {
  for (let i = step; i < line.length; i++) line[i] = (line[i] ?? 0) + (line[i - step] ?? 0);
}

function addNumbersAlong(line: Uint8Array, samples: number, bytes: number, littleEndian: boolean): void {
  const view = new DataView(line.buffer, line.byteOffset, line.byteLength);
  const step = samples * bytes;
  for (let at = step; at + bytes <= line.length; at += bytes) {
    if (bytes === 2) view.setUint16(at, view.getUint16(at, littleEndian) + view.getUint16(at - step, littleEndian), littleEndian);
    else if (bytes === 4)
      view.setUint32(at, view.getUint32(at, littleEndian) + view.getUint32(at - step, littleEndian), littleEndian);
    else view.setBigUint64(at, view.getBigUint64(at, littleEndian) + view.getBigUint64(at - step, littleEndian), littleEndian);
  }
}

/** The row's most significant bytes stand first, then the next ones, whatever the file's byte order. */
function unsort(sorted: Uint8Array, line: Uint8Array, bytes: number, littleEndian: boolean): void {
  const count = line.length / bytes;
  for (let weight = 0; weight < bytes; weight++) {
    const place = littleEndian ? bytes - 1 - weight : weight;
    for (let i = 0; i < count; i++) line[i * bytes + place] = sorted[weight * count + i] ?? 0;
  }
}
