/** The measures of the town in the valley frame (metres along `s` and across `t`), grown from the number of premises. */
import { clamp, makeRandom } from './random.mjs';
import { villageName } from './names.mjs';

const BLOCK_M = 110;
const ROW_M = 98;
const PREMISES_PER_BLOCK = 8.6;

/**
 * @param {number} size about how many premises
 * @param {number} seed
 */
export function makeLayout(size, seed) {
  const random = makeRandom(seed, 'layout');
  const gridShare = 0.5 + 0.025 * Math.max(0, Math.log2(size / 1500));
  const blocks = (gridShare * size) / PREMISES_PER_BLOCK;
  const rows = clamp(Math.round(Math.sqrt(blocks / 1.9)), 2, 30);
  const cols = Math.max(2, Math.round(blocks / rows + (size < 90 ? 0 : 1)));
  const bridgeCol = Math.floor(cols / 2);
  const sCuts = cuts(cols, BLOCK_M, 9, random).map((s, _, all) => s - all[bridgeCol]);
  const tCuts = cuts(rows, ROW_M, 5, random).map((t) => t + 52);
  const meadowRows = Math.max(1, rows - 2);
  const meadowCols = clamp(Math.round((0.1 * size) / PREMISES_PER_BLOCK / meadowRows + 0.4), size < 90 ? 1 : 2, 40);
  const creekS = sCuts[cols] + 78;
  const meadows = {
    sCuts: cuts(meadowCols, 112, 6, random).map((s) => s + creekS + 72),
    tCuts: tCuts.slice(1, meadowRows + 2),
  };
  const southRows = clamp(Math.round(rows / 2.6), 1, 12);
  const southCols = clamp(Math.round((0.13 * size) / PREMISES_PER_BLOCK / southRows - 0.4), size < 90 ? 1 : 2, cols);
  const southFrom = clamp(bridgeCol - Math.ceil(southCols / 2), 0, cols - southCols);
  const south = {
    sCuts: sCuts.slice(southFrom, southFrom + southCols + 1),
    tCuts: cuts(southRows, ROW_M, 4, random).map((t) => -302 - t),
  };
  const base = {
    size,
    seed,
    /** Small places have wide lots. */
    lotScale: clamp(2 - size / 100, 1, 1.7),
    rows,
    cols,
    bridgeCol,
    sCuts,
    tCuts,
    creekS,
    meadows,
    south,
    mainT: tCuts[1],
    topT: tCuts[rows],
    frontT: -42,
    meadowsEndS: meadows.sCuts[meadowCols],
    crossingCols: pickEvery(cols, bridgeCol, 3),
    bridgeCols: pickEvery(cols, bridgeCol, 20),
  };
  const villages = makeVillages(base, random);
  return { ...base, villages, ...makeExtent(base, villages) };
}

/** `count` + 1 positions about `step` apart, the first at 0, each moved by up to `jitter`. */
function cuts(count, step, jitter, random) {
  return Array.from({ length: count + 1 }, (_, i) => Math.round(i * step + (i === 0 ? 0 : random.range(-jitter, jitter))));
}

/** Every n-th street across that has a level crossing or a bridge, Bridge St always among them. */
function pickEvery(cols, from, step) {
  return Array.from({ length: cols + 1 }, (_, i) => i).filter((i) => (i - from) % step === 0);
}

/** Villages on the county road, in turn east and west of the town; none where the town is small. */
function makeVillages(base, random) {
  const premises = clamp(14 + base.size / 150, 14, 320);
  const count = base.size < 250 ? 0 : Math.max(1, Math.round((0.1 * base.size) / premises - 1));
  const rows = clamp(Math.round(Math.sqrt(premises / 60)), 1, 3);
  const cols = Math.max(1, Math.round(premises / 12 / rows));
  let east = base.meadowsEndS + 640;
  let west = base.sCuts[0] - 620;
  return Array.from({ length: count }, (_, index) => {
    const sCuts = cuts(cols, BLOCK_M, 8, random);
    const width = sCuts[cols];
    const isEast = index % 2 === 0;
    const start = isEast ? east : west - width;
    if (isEast) east += width + random.range(650, 900);
    else west -= width + random.range(650, 900);
    return {
      name: villageName(index),
      sCuts: sCuts.map((s) => Math.round(s + start)),
      tCuts: cuts(rows, ROW_M, 4, random).map((t) => t + base.mainT),
    };
  });
}

/** Where the bluffs begin, and the edges of the map. */
function makeExtent(base, villages) {
  const ends = villages.flatMap((v) => [v.sCuts[0], v.sCuts[v.sCuts.length - 1]]);
  const meadowsTop = base.meadows.tCuts[base.meadows.tCuts.length - 1];
  const footNorthT = Math.max(base.topT + 105, meadowsTop + 185);
  const footSouthT = base.south.tCuts[base.south.tCuts.length - 1] - 140;
  const margin = base.size < 250 ? 950 : 1150;
  return {
    footNorthT,
    footSouthT,
    minS: Math.min(base.sCuts[0] - margin, ...ends.map((s) => s - 500)),
    maxS: Math.max(base.meadowsEndS + margin, ...ends.map((s) => s + 500)),
    minT: footSouthT - 1500,
    maxT: footNorthT + 900,
  };
}
