type Convert = (x: number, y: number) => [number, number];

/** A power of two: a few thousand neighbouring lots and their corners. */
const PLACES = 1 << 17;
/** So many conversions are made before anything is remembered: a single position needs no table. */
const FIRST = 1000;

/** Remembers what was converted last: corners that parcels share, and the ends of rings, are converted once. */
export function rememberedConversion(convert: Convert): Convert {
  // x, y, longitude and latitude of each place.
  let known: Float64Array | null = null;
  let calls = 0;
  const bits = new Float64Array(2);
  const words = new Uint32Array(bits.buffer);
  return (x, y) => {
    if (known === null) {
      if (++calls > FIRST) known = new Float64Array(4 * PLACES).fill(NaN);
      return convert(x, y);
    }
    bits[0] = x;
    bits[1] = y;
    const ofX = Math.imul((words[0] ?? 0) ^ Math.imul(words[1] ?? 0, 0x9e3779b1), 0x85ebca6b);
    const ofY = Math.imul((words[2] ?? 0) ^ Math.imul(words[3] ?? 0, 0xc2b2ae35), 0x27d4eb2f);
    const mixed = ofX ^ ofY;
    const at = 4 * ((mixed ^ (mixed >>> 15)) & (PLACES - 1));
    if (known[at] === x && known[at + 1] === y) return [known[at + 2] ?? NaN, known[at + 3] ?? NaN];
    const place = convert(x, y);
    known[at] = x;
    known[at + 1] = y;
    known[at + 2] = place[0];
    known[at + 3] = place[1];
    return place;
  };
}
