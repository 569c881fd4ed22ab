/** Lots of the south bank, the new subdivision with its school, and the villages. */
import { blockLots, HALF_STREET_M, houseWidths, LOT_DEPTH_M } from './block-lots.mjs';
import { cutStrip, makeLot, weldLots } from './lots.mjs';
import { streetAcross, streetMeadows, streetMeadowsAcross, streetSouth } from './names.mjs';

const MEADOW_WIDTHS = [22, 31];

export function southLots(layout, random) {
  const { sCuts, tCuts } = layout.south;
  const lots = [];
  const base = { axis: 's', district: 'south', style: 'house' };
  for (let col = 0; col + 1 < sCuts.length; col++) {
    const span = { from: sCuts[col] + HALF_STREET_M, to: sCuts[col + 1] - HALF_STREET_M };
    const acrossName = (s) => `South ${streetAcross(layout.sCuts.indexOf(s) - layout.bridgeCol)}`;
    for (let row = 0; row + 1 < tCuts.length; row++) {
      const block = { s0: sCuts[col], s1: sCuts[col + 1], t0: tCuts[row + 1], t1: tCuts[row], district: 'south', style: 'house' };
      const names = {
        low: streetSouth(row + 1),
        high: streetSouth(row),
        west: acrossName(sCuts[col]),
        east: acrossName(sCuts[col + 1]),
      };
      lots.push(...blockLots(block, names, houseWidths(layout), random));
    }
    const [top, low] = [tCuts[0] + HALF_STREET_M, tCuts[tCuts.length - 1] - HALF_STREET_M];
    const river = { ...base, ...span, front: top, back: top + 32, street: streetSouth(0) };
    const bluff = { ...base, ...span, front: low, back: low - LOT_DEPTH_M, street: streetSouth(tCuts.length - 1) };
    lots.push(
      ...weldLots(cutStrip(river, houseWidths(layout), random)),
      ...weldLots(cutStrip(bluff, houseWidths(layout), random)),
    );
  }
  return lots;
}

export function meadowLots(layout, random) {
  const { sCuts, tCuts } = layout.meadows;
  const lots = [];
  const top = tCuts.length - 1;
  const last = sCuts.length - 2;
  const alongName = (row) => (row === 0 ? 'County Rd K' : streetMeadows(row - 1));
  for (let col = 0; col <= last; col++) {
    for (let row = 0; row < top; row++) {
      const block = {
        s0: sCuts[col],
        s1: sCuts[col + 1],
        t0: tCuts[row],
        t1: tCuts[row + 1],
        district: 'meadows',
        style: 'new house',
      };
      const names = {
        low: alongName(row),
        high: alongName(row + 1),
        west: streetMeadowsAcross(col),
        east: streetMeadowsAcross(col + 1),
      };
      lots.push(...blockLots(block, names, MEADOW_WIDTHS, random));
    }
    const front = tCuts[top] + HALF_STREET_M;
    const strip = { axis: 's', front, district: 'meadows', street: alongName(top), style: 'new house' };
    const span = { from: sCuts[col] + HALF_STREET_M, to: sCuts[col + 1] - HALF_STREET_M };
    if (col === last)
      lots.push(...weldLots([{ ...makeLot({ ...strip, back: front + 112 }, span.from, span.to), style: 'school' }]));
    else if (col < last - 1) lots.push(...weldLots(cutStrip({ ...strip, ...span, back: front + 40 }, MEADOW_WIDTHS, random)));
  }
  return lots;
}

export function villageLots(layout, village, random) {
  const { sCuts, tCuts, name } = village;
  const lots = [];
  for (let col = 0; col + 1 < sCuts.length; col++) {
    for (let row = 0; row + 1 < tCuts.length; row++) {
      const block = { s0: sCuts[col], s1: sCuts[col + 1], t0: tCuts[row], t1: tCuts[row + 1], district: name, style: 'house' };
      const along = (r) => (r === 0 ? 'County Rd K' : `${name} ${['North', 'Hill', 'Upper'][r - 1]} St`);
      const names = { low: along(row), high: along(row + 1), west: along(row), east: along(row) };
      lots.push(...blockLots({ ...block, hasAlley: true }, names, [20, 30], random));
    }
    const front = layout.mainT - HALF_STREET_M;
    const strip = {
      axis: 's',
      from: sCuts[col] + 10,
      to: sCuts[col + 1] - 10,
      front,
      back: front - 40,
      street: 'County Rd K',
      district: name,
      style: 'house',
    };
    lots.push(...weldLots(cutStrip(strip, [20, 30], random)));
  }
  return lots;
}
