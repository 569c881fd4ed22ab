/** Lots of the old town: blocks, the square, the yards along the railway, Front St and the church's hill. */
import { blockLots, HALF_STREET_M, houseWidths, LOT_DEPTH_M } from './block-lots.mjs';
import { cutStrip, makeLot, weldLots } from './lots.mjs';
import { streetAcross, streetAlong } from './names.mjs';
import { churchColumn, hasAlley, hasBlock, onFront } from './plan-rules.mjs';

const SHOP_WIDTHS = [9, 15];

export function townLots(layout, random) {
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
