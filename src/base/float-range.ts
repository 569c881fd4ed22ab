/** What some numbers lie between. */
export interface FloatRange {
  /** Infinity and −Infinity of no numbers. */
  readonly low: number;
  readonly high: number;
  /** False where one is NaN or without end; then `low` and `high` may be anything. */
  readonly areAllFinite: boolean;
}

/** Numbers gone through in one call: the loop is compiled for what it does only once it has been called some times. */
const BLOCK = 1 << 13;
/** The bits of Infinity; those of NaN follow. */
const ENDLESS = 0x7f800000;
const SIGN = 1 << 31;

/** The lowest and the highest of many numbers. */
export function floatRange(values: Float32Array): FloatRange {
  if (values.length === 0) return { low: Infinity, high: -Infinity, areAllFinite: true };
  const bits = bitsOf(values);
  const found = { low: ENDLESS, high: ~ENDLESS };
  for (let from = 0; from < bits.length; from += BLOCK) widen(found, bits, from, Math.min(from + BLOCK, bits.length));
  const ends = new Float32Array(Int32Array.of(found.low, found.high).map(turned).buffer);
  return { low: ends[0] ?? NaN, high: ends[1] ?? NaN, areAllFinite: found.low > ~ENDLESS && found.high < ENDLESS };
}

/** A number that none of some numbers from 0 up exceeds: its bits are all that one of them has. Infinity where one is below 0, NaN or without end, and where those bits together are no number. */
export function boundOfPositive(values: Float32Array): number {
  const bits = bitsOf(values);
  let all = 0;
  for (let from = 0; from < bits.length && all >= 0 && all < ENDLESS; from += BLOCK)
    all |= allBits(bits, from, Math.min(from + BLOCK, bits.length));
  if (all < 0 || all >= ENDLESS) return Infinity;
  scratchBits[0] = all;
  return scratch[0] ?? NaN;
}

/** Every bit that one of them has. Two at a time, so that neither waits for the other. */
function allBits(bits: Int32Array, from: number, to: number): number {
  let [all, second] = [0, 0];
  let i = from;
  for (; i + 1 < to; i += 2) {
    all |= bits[i] ?? 0;
    second |= bits[i + 1] ?? 0;
  }
  return all | second | (bits[to - 1] ?? 0);
}

const scratch = new Float32Array(1);
const scratchBits = bitsOf(scratch);

/** The highest of some numbers that are known, by their bits; −Infinity where none is. */
export function highestOf(bits: Int32Array, from: number, to: number): number {
  const most = mostOf(bits, from, to);
  // Else all lie below 0, or some are unknown.
  scratchBits[0] = most >= 0 && most < ENDLESS ? most : turned(mostKnown(bits, from, to));
  return scratch[0] ?? NaN;
}

/** Four at a time, so that none waits for the one before it. */
function mostOf(bits: Int32Array, from: number, to: number): number {
  let most = bits[from] ?? 0;
  let [second, third, fourth] = [most, most, most];
  let i = from;
  for (; i + 3 < to; i += 4) {
    const a = bits[i] ?? 0;
    const b = bits[i + 1] ?? 0;
    const c = bits[i + 2] ?? 0;
    const d = bits[i + 3] ?? 0;
    if (a > most) most = a;
    if (b > second) second = b;
    if (c > third) third = c;
    if (d > fourth) fourth = d;
  }
  for (; i < to; i++) most = Math.max(most, bits[i] ?? 0);
  return Math.max(most, second, third, fourth);
}

function mostKnown(bits: Int32Array, from: number, to: number): number {
  let most = turned(ENDLESS | SIGN);
  for (let i = from; i < to; i++) {
    const one = bits[i] ?? 0;
    if ((one & ~SIGN) <= ENDLESS) most = Math.max(most, turned(one));
  }
  return most;
}

/** The same memory as whole numbers, which are compared sooner: from 0 up they are in the order of the floats, below 0 in the reverse one. */
export function bitsOf({ buffer, byteOffset, length }: Float32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

/** Bits in the order of the floats, and back. */
function turned(bits: number): number {
  return bits ^ ((bits >> 31) & ~SIGN);
}

/** Mostly heights are positive, and their bits in order as they are. Two at a time, so that neither waits for the other. */
function widen(found: { low: number; high: number }, bits: Int32Array, from: number, to: number): void {
  let low = bits[from] ?? 0;
  let [high, secondLow, secondHigh] = [low, low, low];
  let i = from;
  for (; i + 1 < to; i += 2) {
    const one = bits[i] ?? 0;
    const other = bits[i + 1] ?? 0;
    if (one < low) low = one;
    if (one > high) high = one;
    if (other < secondLow) secondLow = other;
    if (other > secondHigh) secondHigh = other;
  }
  const last = bits[to - 1] ?? 0;
  low = Math.min(low, secondLow, last);
  high = Math.max(high, secondHigh, last);
  if (low < 0) [low, high] = turnedRange(bits, from, to);
  found.low = Math.min(found.low, low);
  found.high = Math.max(found.high, high);
}

function turnedRange(bits: Int32Array, from: number, to: number): [low: number, high: number] {
  let low = turned(bits[from] ?? 0);
  let high = low;
  for (let i = from; i < to; i++) {
    const one = turned(bits[i] ?? 0);
    if (one < low) low = one;
    if (one > high) high = one;
  }
  return [low, high];
}
