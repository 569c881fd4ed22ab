/** Converts the position x, y at a place among coordinates where it lies. */
export type ConvertAt = (coordinates: Float64Array, at: number) => void;

/** A power of two: a few thousand neighbouring lots and their corners. */
const PLACES = 1 << 17;
/** So many conversions are made before anything is remembered: a single position needs no table. */
const FIRST = 1000;

/** Remembers what was converted last: corners that parcels share, and the ends of rings, are converted once. */
export function rememberedConversion(convert: ConvertAt): ConvertAt {
  // x, y, longitude and latitude of each place.
  let known: Float64Array | null = null;
  let calls = 0;
  const bits = new Float64Array(2);
  const words = new Uint32Array(bits.buffer);
  return (coordinates, at) => {
    if (known === null) {
      if (++calls > FIRST) known = new Float64Array(4 * PLACES).fill(NaN);
      convert(coordinates, at);
      return;
    }
    const x = (bits[0] = coordinates[at] ?? NaN);
    const y = (bits[1] = coordinates[at + 1] ?? NaN);
    const ofX = Math.imul((words[0] ?? 0) ^ Math.imul(words[1] ?? 0, 0x9e3779b1), 0x85ebca6b);
    const ofY = Math.imul((words[2] ?? 0) ^ Math.imul(words[3] ?? 0, 0xc2b2ae35), 0x27d4eb2f);
    const mixed = ofX ^ ofY;
    const place = 4 * ((mixed ^ (mixed >>> 15)) & (PLACES - 1));
    if (known[place] === x && known[place + 1] === y) {
      coordinates[at] = known[place + 2] ?? NaN;
      coordinates[at + 1] = known[place + 3] ?? NaN;
      return;
    }
    convert(coordinates, at);
    known[place] = x;
    known[place + 1] = y;
    known[place + 2] = coordinates[at] ?? NaN;
    known[place + 3] = coordinates[at + 1] ?? NaN;
  };
}
