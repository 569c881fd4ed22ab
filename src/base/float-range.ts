/** What some numbers lie between. */
export interface FloatRange {
  /** Infinity and −Infinity without any that is known. */
  readonly low: number;
  readonly high: number;
  /** False where one is NaN or without end. */
  readonly areAllFinite: boolean;
}

/** Numbers gone through in one call: the loop is compiled for what it does only once it has been called some times. */
const BLOCK = 1 << 16;

/** The lowest and the highest of many numbers. */
export function floatRange(values: Float32Array): FloatRange {
  const found = { low: Infinity, high: -Infinity, sum: 0 };
  for (let from = 0; from < values.length; from += BLOCK) widen(found, values, from, Math.min(from + BLOCK, values.length));
  const { low, high, sum } = found;
  // What is unknown or without end makes the sum so.
  return { low, high, areAllFinite: Number.isFinite(sum) };
}

/** Two at a time, so that neither waits for the other. */
function widen(found: { low: number; high: number; sum: number }, values: Float32Array, from: number, to: number): void {
  let { low, high } = found;
  let [secondLow, secondHigh, sum, secondSum] = [low, high, 0, 0];
  let i = from;
  for (; i + 1 < to; i += 2) {
    const one = values[i] ?? NaN;
    const other = values[i + 1] ?? NaN;
    if (one < low) low = one;
    if (one > high) high = one;
    if (other < secondLow) secondLow = other;
    if (other > secondHigh) secondHigh = other;
    sum += one;
    secondSum += other;
  }
  if (i < to) {
    const last = values[i] ?? NaN;
    if (last < low) low = last;
    if (last > high) high = last;
    sum += last;
  }
  found.low = Math.min(low, secondLow);
  found.high = Math.max(high, secondHigh);
  found.sum += sum + secondSum;
}
