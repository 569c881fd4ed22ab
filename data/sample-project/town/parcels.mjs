/** Parcels of the town: blocks of lots on both sides, corner lots, lots along the edges, and the places of note. */
import { makeRandom } from './random.mjs';
import { streetAcross, streetAlong, streetMeadows, streetMeadowsAcross, streetSouth } from './names.mjs';
import { cutStrip, makeLot, weldLots } from './lots.mjs';
import { hasAlley, hasBlock, onFront } from './streets.mjs';

const HALF_STREET_M = 10;
const HALF_ALLEY_M = 2.5;
const LOT_DEPTH_M = 39;
const HOUSE_WIDTHS = [15, 25];
const SHOP_WIDTHS = [9, 15];
const MEADOW_WIDTHS = [22, 31];

/** Widths of lots for houses, metres: wider in a small place. */
const houseWidths = (layout) => HOUSE_WIDTHS.map((width) => width * layout.lotScale);

/** All lots of town, south bank, subdivision and villages; farms come from farms.mjs. */
export function makeLots(layout) {
  const random = makeRandom(layout.seed, 'lots');
  const lots = [...townLots(layout, random), ...southLots(layout, random), ...meadowLots(layout, random)];
  for (const village of layout.villages) lots.push(...villageLots(layout, village, random));
  return lots;
}

/**
 * One block. `streets` names low, high (along), west, east (across); returns welded lots.
 * Without an alley the lots meet back to back, and some ends turn to the street across.
 */
function blockLots(block, streets, widths, random) {
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

function townLots(layout, random) {
  const lots = [];
  const alongName = (row) => streetAlong(row, row === layout.rows);
  const squareCol = Math.min(layout.bridgeCol, layout.cols - 1);
  for (let row = 0; row < layout.rows; row++) {
    for (let col = 0; col < layout.cols; col++) {
      if (!hasBlock(layout, col, row)) continue;
      const block = blockAt(layout, col, row);
      if (layout.rows > 2 && row === 2 && col === squareCol) {
        lots.push(squareLot(block, alongName(row)));
        continue;
      }
      const names = { low: alongName(row), high: alongName(row + 1) };
      names.west = streetAcross(col - layout.bridgeCol);
      names.east = streetAcross(col + 1 - layout.bridgeCol);
      lots.push(...blockLots(block, names, houseWidths(layout), random));
    }
  }
  return [...lots, ...depotLots(layout, random), ...frontLots(layout, random), ...hillLots(layout, random)];
}

/** Where a block lies; both sides of Main St near the bridge are shops on narrow lots. */
function blockAt(layout, col, row) {
  const isCentre = layout.size >= 150 && Math.abs(col + 0.5 - layout.bridgeCol) < Math.max(1, layout.cols * 0.22);
  return {
    s0: layout.sCuts[col],
    s1: layout.sCuts[col + 1],
    t0: layout.tCuts[row],
    t1: layout.tCuts[row + 1],
    hasAlley: hasAlley(row),
    district: 'town',
    style: 'house',
    ...(isCentre && row === 0 ? { highWidths: SHOP_WIDTHS } : {}),
    ...(isCentre && row === 1 ? { lowWidths: SHOP_WIDTHS } : {}),
  };
}

/** The town square: a whole block of grass. */
function squareLot(block, street) {
  const strip = {
    axis: 's',
    front: block.t0 + HALF_STREET_M,
    back: block.t1 - HALF_STREET_M,
    street,
    district: 'town',
    style: 'park',
  };
  return weldLots([makeLot(strip, block.s0 + HALF_STREET_M, block.s1 - HALF_STREET_M)])[0];
}

/** Between Depot St and the railway: the grain elevator, the co-op's yard with the hut, sheds and sidings. */
function depotLots(layout, random) {
  const lots = [];
  for (let col = 0; col < layout.cols; col++) {
    const [from, to] = [layout.sCuts[col] + HALF_STREET_M, layout.sCuts[col + 1] - HALF_STREET_M];
    const strip = {
      axis: 's',
      front: layout.tCuts[0] - HALF_STREET_M,
      back: 14,
      street: 'Depot St',
      district: 'town',
      style: 'yard',
    };
    const isElevator = col === layout.cols - 1;
    const isHut = col === Math.max(0, layout.bridgeCol - 1);
    if (isElevator) lots.push({ ...makeLot(strip, from, from + 46), style: 'elevator' });
    if (isHut) lots.push({ ...makeLot(strip, to - 30, to), style: 'hut' });
    const rest = { ...strip, from: isElevator ? from + 46 : from, to: isHut ? to - 30 : to };
    if (isElevator || isHut || random.chance(0.55)) lots.push(...cutStrip(rest, [28, 45], random));
  }
  return weldLots(lots);
}

/** River side of Front St. */
function frontLots(layout, random) {
  const ends = layout.sCuts.filter((s) => onFront(layout, s));
  const strips = ends.slice(1).map((s, i) => [ends[i] + HALF_STREET_M + 2, s - HALF_STREET_M - 2]);
  const strip = {
    axis: 's',
    front: layout.frontT - HALF_STREET_M,
    back: layout.frontT - 44,
    street: 'Front St',
    district: 'town',
    style: 'house',
  };
  return strips.flatMap(([from, to]) => weldLots(cutStrip({ ...strip, from, to }, houseWidths(layout), random)));
}

/** Uphill side of the last street; the church stands where one sees the valley. */
function hillLots(layout, random) {
  const lots = [];
  const churchCol = churchColumn(layout);
  for (let col = 0; col < layout.cols; col++) {
    const row = hasBlock(layout, col, layout.rows - 1) ? layout.rows : layout.rows - 1;
    const street = streetAlong(row, row === layout.rows);
    const front = layout.tCuts[row] + HALF_STREET_M;
    const strip = { axis: 's', front, back: front + LOT_DEPTH_M + 3, street, district: 'town', style: 'house' };
    const from = layout.sCuts[col] + HALF_STREET_M;
    const isChurch = col === churchCol;
    const start = isChurch ? from + 44 : from;
    const own = cutStrip({ ...strip, from: start, to: layout.sCuts[col + 1] - HALF_STREET_M }, houseWidths(layout), random);
    if (isChurch) own.push({ ...makeLot(strip, from, start), style: 'church' });
    lots.push(...weldLots(own));
  }
  return lots;
}

/** The church's column: about 700 m west of the last street, never in a cut-off corner. */
export function churchColumn(layout) {
  return Math.max(layout.cols >= 5 ? 1 : 0, layout.cols - 7);
}

function southLots(layout, random) {
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

function meadowLots(layout, random) {
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

function villageLots(layout, village, random) {
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
