/** Neighbourhoods that meet without gaps: cut along the river, the creek and the back-lot lines between streets. */
import { clamp } from './random.mjs';
import { quarterName } from './names.mjs';

const STEP_M = 60;
/** Parcels (about) in one neighbourhood of a large town. */
const LARGE = 340;

/** @returns [{ id, name, ring }] with rings on the ground */
export function makeNeighbourhoods(layout, frame, waters) {
  const cells = [...townCells(layout, waters), ...eastCells(layout, waters), ...southCells(layout, waters)];
  return cells.map(({ name, ring }, i) => ({ id: `N${String(i + 1).padStart(2, '0')}`, name, ring: ring.map(frame.place) }));
}

/** Neighbourhoods wanted besides the subdivision and the south bank: two where the town is small. */
function wantedCells(layout) {
  return layout.size < 900 ? 2 : 2 + Math.round((layout.size - 420) / LARGE);
}

function townCells(layout, waters) {
  const count = wantedCells(layout);
  const bands = clamp(Math.round(Math.sqrt(count * (layout.rows / layout.cols) * 2)), 2, layout.rows);
  const columns = Math.max(1, Math.round(count / bands));
  const tSplits = Array.from({ length: bands - 1 }, (_, i) =>
    backLot(layout.tCuts, Math.round(((i + 1) * layout.rows) / bands) - (layout.rows > 2 ? 0 : 1)),
  );
  const sSplits = Array.from({ length: columns - 1 }, (_, i) =>
    middleOf(layout.sCuts, Math.round(((i + 1) * layout.cols) / columns)),
  );
  const westVillages = layout.size < 900 ? [] : villageSplits(layout, -1);
  const sEdges = [layout.minS, ...westVillages, ...sSplits];
  const tEdges = [...tSplits, layout.maxT];
  const cells = [];
  let quarter = 0;
  sEdges.forEach((west, i) => {
    const east = sEdges[i + 1] ?? null;
    const isVillage = i < westVillages.length;
    const rows = isVillage ? [[null, layout.maxT]] : tEdges.map((t, j) => [j === 0 ? null : tEdges[j - 1], t]);
    for (const [low, high] of rows) {
      const name = isVillage ? villageOf(layout, west, east) : quarterName(quarter++);
      cells.push({ name, ring: cellRing(layout, waters, west, east, low, high, tSplits) });
    }
  });
  return cells;
}

const backLot = (cuts, row) => (cuts[clamp(row, 0, cuts.length - 2)] + cuts[clamp(row, 0, cuts.length - 2) + 1]) / 2;
const middleOf = (cuts, col) => (cuts[clamp(col, 0, cuts.length - 2)] + cuts[clamp(col, 0, cuts.length - 2) + 1]) / 2;

/** Cuts half-way between the places on the county road, west (−1) or east (1) of the town. */
function villageSplits(layout, side) {
  const spans = layout.villages.map((v) => [v.sCuts[0], v.sCuts[v.sCuts.length - 1]]).filter(([s]) => s * side > 0);
  const town = [layout.sCuts[0], layout.meadowsEndS];
  const all = [...spans, town].sort((a, b) => a[0] - b[0]);
  return all.slice(1).map(([s], i) => Math.round((all[i][1] + s) / 2));
}

function villageOf(layout, west, east) {
  const found = layout.villages.find((v) => v.sCuts[0] > west && v.sCuts[v.sCuts.length - 1] < (east ?? Infinity));
  return found ? found.name : 'County Rd K';
}

/** A cell between two cuts along the valley; null stands for the creek (east) or the river (low). */
function cellRing(layout, waters, west, east, low, high, tSplits) {
  const bottom =
    low === null ? alongRiver(waters, west, east ?? waters.creekMouthS) : alongLine(low, west, east ?? waters.creekS(low));
  const top = alongLine(high, west, east ?? waters.creekS(high)).reverse();
  const eastLow = low ?? (east === null ? waters.creekMouthT : waters.riverT(east));
  const right = east === null ? alongCreek(waters, eastLow, high) : upright(east, eastLow, high, tSplits);
  const left = upright(west, low ?? waters.riverT(west), high, tSplits).reverse();
  return openRing([...bottom, ...right, ...top, ...left]);
}

/** The subdivision and, in a larger place, each village east of it. */
function eastCells(layout, waters) {
  const splits = layout.size < 900 ? [] : villageSplits(layout, 1);
  const edges = [...splits, layout.maxS];
  return edges.map((east, i) => {
    const west = i === 0 ? null : edges[i - 1];
    const bottom = alongRiver(waters, west ?? waters.creekMouthS, east);
    const right = upright(east, waters.riverT(east), layout.maxT, []);
    const top = alongLine(layout.maxT, west ?? waters.creekS(layout.maxT), east).reverse();
    const left =
      west === null
        ? alongCreek(waters, waters.creekMouthT, layout.maxT).reverse()
        : upright(west, waters.riverT(west), layout.maxT, []).reverse();
    return {
      name: i === 0 ? 'Heron Meadows' : villageOf(layout, west, east),
      ring: openRing([...bottom, ...right, ...top, ...left]),
    };
  });
}

function southCells(layout, waters) {
  const { sCuts } = layout.south;
  const count = layout.size < 2500 ? 1 : Math.max(1, Math.round((0.13 * layout.size) / LARGE));
  const splits = Array.from({ length: count - 1 }, (_, i) => middleOf(sCuts, Math.round(((i + 1) * (sCuts.length - 1)) / count)));
  const edges = [layout.minS, ...new Set(splits), layout.maxS];
  return edges.slice(1).map((east, i) => {
    const west = edges[i];
    const top = alongRiver(waters, west, east, waters.creekMouthS).reverse();
    const bottom = alongLine(layout.minT, west, east);
    const right = upright(east, layout.minT, waters.riverT(east), []);
    const left = upright(west, layout.minT, waters.riverT(west), []).reverse();
    return { name: i === 0 ? 'Southbank' : `Southbank ${i + 1}`, ring: openRing([...bottom, ...right, ...top, ...left]) };
  });
}

/** Points at multiples of the step between two ends, ends included: two cells along one curve get the same points. */
function stations(from, to) {
  const points = [from];
  for (let at = Math.floor(from / STEP_M) * STEP_M + STEP_M; at < to; at += STEP_M) points.push(at);
  return [...points, to];
}

/** The river's middle; the south side passes the creek's mouth as a mark, where the two sides' neighbours change. */
const alongRiver = (waters, from, to, mark = from) =>
  [...new Set([...stations(from, to), mark])]
    .filter((s) => s >= from && s <= to)
    .sort((a, b) => a - b)
    .map((s) => [s, waters.riverT(s)]);
const alongLine = (t, from, to) => stations(from, to).map((s) => [s, t]);
const alongCreek = (waters, from, to) => stations(from, to).map((t) => [waters.creekS(t), t]);
const upright = (s, from, to, marks) =>
  [...new Set([...stations(from, to), ...marks.filter((t) => t > from && t < to)])].sort((a, b) => a - b).map((t) => [s, t]);

/** Drops a point that repeats the one before it. */
function openRing(points) {
  return points.filter((p, i) => {
    const q = points[(i + points.length - 1) % points.length];
    return Math.hypot(p[0] - q[0], p[1] - q[1]) > 0.05;
  });
}
