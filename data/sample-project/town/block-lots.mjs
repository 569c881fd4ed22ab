/** One block of lots, and the measures that all blocks share; metres. */
import { cutStrip, weldLots } from './lots.mjs';

export const HALF_STREET_M = 10;
export const LOT_DEPTH_M = 39;
const HALF_ALLEY_M = 2.5;
const HOUSE_WIDTHS = [15, 25];

/** Widths of lots for houses, metres: wider in a small place. */
export const houseWidths = (layout) => HOUSE_WIDTHS.map((width) => width * layout.lotScale);

/**
 * One block. `streets` names low, high (along), west, east (across); returns welded lots.
 * Without an alley the lots meet back to back, and some ends turn to the street across.
 */
export function blockLots(block, streets, widths, random) {
  const [s0, s1] = [block.s0 + HALF_STREET_M, block.s1 - HALF_STREET_M];
  const [t0, t1] = [block.t0 + HALF_STREET_M, block.t1 - HALF_STREET_M];
  const middle = Math.round(((t0 + t1) / 2) * 10) / 10;
  const gap = block.hasAlley ? HALF_ALLEY_M : 0;
  const base = { district: block.district, style: block.style };
  const lots = [];
  const westEnd = !block.hasAlley && random.chance(0.35) ? s0 + 33 : s0;
  const eastEnd = !block.hasAlley && random.chance(0.35) ? s1 - 33 : s1;
  const ends = { axis: 't', from: t0, to: t1, ...base };
  if (westEnd !== s0) lots.push(...cutStrip({ ...ends, front: s0, back: westEnd, street: streets.west }, widths, random));
  if (eastEnd !== s1) lots.push(...cutStrip({ ...ends, front: s1, back: eastEnd, street: streets.east }, widths, random));
  const sides = { axis: 's', from: westEnd, to: eastEnd, ...base };
  lots.push(...cutStrip({ ...sides, front: t0, back: middle - gap, street: streets.low }, block.lowWidths ?? widths, random));
  lots.push(...cutStrip({ ...sides, front: t1, back: middle + gap, street: streets.high }, block.highWidths ?? widths, random));
  return weldLots(lots);
}
