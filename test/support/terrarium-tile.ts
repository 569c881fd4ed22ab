import { writePng } from '../../src/io/png.ts';

/** A square tile of heights in terrarium coding, as a PNG; the cell `voidAt` is black: unknown. @param heightAt metres, of column and row */
export function terrariumTile(side: number, heightAt: (x: number, y: number) => number, voidAt = -1): Uint8Array {
  const data = new Uint8Array(3 * side * side);
  for (let i = 0; i < side * side; i++) {
    if (i === voidAt) continue;
    const coded = heightAt(i % side, Math.floor(i / side)) + 32768;
    data.set([Math.floor(coded / 256), Math.floor(coded) % 256, Math.round((coded % 1) * 256)], 3 * i);
  }
  return writePng({ width: side, height: side, rgb: data });
}
