/** Rights-of-way: the street network with exact shared vertices, and which streets carry a line of poles. */
import { streetAcross, streetAlong, streetMeadows, streetMeadowsAcross, streetSouth } from './names.mjs';

const STEP_M = 28;
const TOWN_LINE = { owner: 'co-op', spacingM: [40, 54], offsetM: 7 };
const PHONE_LINE = { owner: 'telephone', spacingM: [38, 50], offsetM: 6.2 };
const RURAL_LINE = { owner: 'co-op', spacingM: [62, 84], offsetM: 8.2 };
const ALLEY_LINE = { owner: 'co-op', spacingM: [36, 48], offsetM: 2.2 };
const STREET = { kind: 'residential', surface: 'asphalt', widthM: 18 };
const PRIMARY = { kind: 'primary', surface: 'asphalt', widthM: 20 };
const ALLEY = { kind: 'track', surface: 'gravel', widthM: 5 };

/** Whether the town has a block in a column and row; the upper corners are open ground. */
export function hasBlock(layout, col, row) {
  if (col < 0 || row < 0 || col >= layout.cols || row >= layout.rows) return false;
  const isCorner = row === layout.rows - 1 && (col === 0 || col === layout.cols - 1);
  return !(isCorner && layout.cols >= 5);
}

/** Rows that have an alley behind the lots: the two oldest. */
export const hasAlley = (row) => row < 2;
export const alleyT = (layout, row) => (layout.tCuts[row] + layout.tCuts[row + 1]) / 2;

/** Lays out all streets. @returns streets with `line` on the ground */
export function makeStreets(layout, frame, waters) {
  const streets = [];
  const add = (name, look, nodes, poles) => {
    streets.push({ id: `R${String(streets.length + 1).padStart(3, '0')}`, name, ...look, poles, ...bend(frame, nodes) });
  };
  addCountyRoadK(layout, add);
  addTownAlong(layout, add);
  addTownAcross(layout, waters, add);
  addSouth(layout, add);
  addMeadows(layout, add);
  for (const village of layout.villages) addVillage(village, add);
  addPaths(layout, waters, add);
  return streets.map((street) => ({ ...street, overWater: legsOverWater(street.line, frame, waters) }));
}

/** Which legs of a line touch the river. */
function legsOverWater(line, frame, waters) {
  return line.slice(1).map((b, i) => {
    const a = line[i];
    return [0, 0.25, 0.5, 0.75, 1].some(
      (u) => waters.shoreDistance(...frame.unplace([a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u])) < 1,
    );
  });
}

/** Puts a vertex every 28 m or less on each leg and bends the whole onto the ground; nodes keep their exact place. */
function bend(frame, nodes) {
  const line = [frame.place(nodes[0])];
  const nodeIndexes = [0];
  for (let i = 1; i < nodes.length; i++) {
    const [a, b] = [nodes[i - 1], nodes[i]];
    const pieces = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / STEP_M));
    for (let k = 1; k < pieces; k++)
      line.push(frame.place([a[0] + ((b[0] - a[0]) * k) / pieces, a[1] + ((b[1] - a[1]) * k) / pieces]));
    line.push(frame.place(b));
    nodeIndexes.push(line.length - 1);
  }
  return { nodes, line, nodeIndexes };
}

/** The road along the valley: Main St in the town, County Rd K outside it. Wires left Main St long ago for the alley. */
function addCountyRoadK(layout, add) {
  const t = layout.mainT;
  const first = layout.sCuts[0];
  const last = layout.sCuts[layout.cols];
  const villageCuts = layout.villages.flatMap((v) => v.sCuts);
  const at = (list) => list.sort((a, b) => a - b).map((s) => [s, t]);
  const trackS = quarryS(layout);
  const west = [layout.minS, ...villageCuts.filter((s) => s < first), trackS, first];
  const east = [last, ...layout.meadows.sCuts, ...villageCuts.filter((s) => s > last), layout.maxS];
  add('Main St', PRIMARY, at([...layout.sCuts]), layout.cols >= 5 ? null : { ...TOWN_LINE, side: 1 });
  add('County Rd K', PRIMARY, at(west), { ...RURAL_LINE, side: 1 });
  add('County Rd K', PRIMARY, at(east), { ...RURAL_LINE, side: -1 });
}

const quarryS = (layout) => layout.sCuts[0] - 390;

/** Streets along the valley and the two alleys, wherever a block lies beside them. */
function addTownAlong(layout, add) {
  const run = (row, isPresent) => {
    const cols = Array.from({ length: layout.cols }, (_, i) => i).filter(isPresent);
    return Array.from({ length: cols.length + 1 }, (_, i) => cols[0] + i).map((col) => layout.sCuts[col]);
  };
  for (let row = 0; row <= layout.rows; row++) {
    if (row === 1) continue;
    const span = run(row, (i) => row === 0 || hasBlock(layout, i, row - 1) || hasBlock(layout, i, row));
    const line = row === 0 ? PHONE_LINE : TOWN_LINE;
    const nodes = span.map((s) => [s, layout.tCuts[row]]);
    add(streetAlong(row, row === layout.rows), STREET, nodes, { ...line, side: row % 2 === 0 ? 1 : -1 });
  }
  for (let row = 0; row < 2; row++) {
    const poles = row === 1 ? { ...ALLEY_LINE, side: 1 } : null;
    add(
      row === 0 ? 'Depot Alley' : 'Main Alley',
      ALLEY,
      run(row, (i) => hasBlock(layout, i, row)).map((s) => [s, alleyT(layout, row)]),
      poles,
    );
  }
  const front = layout.crossingCols.filter((i) => i > 0 || layout.crossingCols.length < 3).map((i) => layout.sCuts[i]);
  const frontEnds = front.length > 1 ? front : [layout.sCuts[layout.bridgeCol - 1], layout.sCuts[layout.bridgeCol]];
  add(
    'Front St',
    STREET,
    frontEnds.map((s) => [s, layout.frontT]),
    { ...TOWN_LINE, side: 1 },
  );
}

/** Streets across: some cross the railway to Front St, Bridge St goes on over the river and up the coulee as County Rd O. */
function addTownAcross(layout, waters, add) {
  for (let i = 0; i <= layout.cols; i++) {
    const s = layout.sCuts[i];
    const ts = [];
    for (let row = 0; row < layout.rows; row++) {
      if (!hasBlock(layout, i - 1, row) && !hasBlock(layout, i, row)) continue;
      ts.push(layout.tCuts[row], ...(hasAlley(row) ? [alleyT(layout, row)] : []), layout.tCuts[row + 1]);
    }
    if (onFront(layout, s)) ts.push(layout.frontT);
    const isBridge = layout.bridgeCols.includes(i) && layout.south.sCuts.includes(s);
    if (isBridge) ts.push(...layout.south.tCuts);
    const nodes = [...new Set(ts)].sort((a, b) => b - a).map((t) => [s, t]);
    const hasPoles = i === layout.bridgeCol || i % 2 === layout.bridgeCol % 2;
    const look = i === layout.bridgeCol ? PRIMARY : STREET;
    add(streetAcross(i - layout.bridgeCol), look, nodes, hasPoles ? { ...TOWN_LINE, side: i % 4 < 2 ? 1 : -1 } : null);
  }
  const climb = [[0, waters.southRoadT]];
  for (let t = waters.southRoadT - 30; t >= layout.minT; t -= 30) climb.push([waters.coulee(t), t]);
  add('County Rd O', PRIMARY, climb, { ...RURAL_LINE, side: 1 });
}

/** Whether a street across reaches Front St. */
export function onFront(layout, s) {
  const cols = layout.crossingCols.filter((i) => i > 0 || layout.crossingCols.length < 3);
  return cols.some((i) => layout.sCuts[i] === s) || (cols.length === 1 && s === layout.sCuts[layout.bridgeCol - 1]);
}

function addSouth(layout, add) {
  const { sCuts, tCuts } = layout.south;
  tCuts.forEach((t, row) => {
    const line = row === 1 ? PHONE_LINE : TOWN_LINE;
    add(
      streetSouth(row),
      STREET,
      sCuts.map((s) => [s, t]),
      { ...line, side: row % 2 === 0 ? -1 : 1 },
    );
  });
  sCuts.forEach((s, i) => {
    const col = layout.sCuts.indexOf(s);
    if (layout.bridgeCols.includes(col)) return;
    const name = `South ${streetAcross(col - layout.bridgeCol)}`;
    add(
      name,
      STREET,
      [...tCuts].map((t) => [s, t]),
      i === 0 || i % 3 === 2 ? { ...TOWN_LINE, side: 1 } : null,
    );
  });
  const easement = { kind: 'easement', surface: 'grass', widthM: 12 };
  const start = [sCuts[sCuts.length - 1], tCuts[0]];
  add('Co-op line easement', easement, [start, easementEnd(layout)], { ...RURAL_LINE, offsetM: 0, side: 1 });
}

/** Where the co-op's line across the fields ends. */
export function easementEnd({ south, footSouthT }) {
  return [south.sCuts[south.sCuts.length - 1] + 520, Math.max(south.tCuts[0] - 150, footSouthT + 40)];
}

/** The new subdivision: everything is under the ground, so there are no poles. */
function addMeadows(layout, add) {
  const { sCuts, tCuts } = layout.meadows;
  tCuts.slice(1).forEach((t, row) =>
    add(
      streetMeadows(row),
      STREET,
      sCuts.map((s) => [s, t]),
      null,
    ),
  );
  sCuts.forEach((s, i) =>
    add(
      streetMeadowsAcross(i),
      STREET,
      tCuts.map((t) => [s, t]),
      null,
    ),
  );
}

function addVillage({ name, sCuts, tCuts }, add) {
  tCuts.slice(1).forEach((t, row) =>
    add(
      `${name} ${['North', 'Hill', 'Upper'][row]} St`,
      STREET,
      sCuts.map((s) => [s, t]),
      { ...TOWN_LINE, side: 1 },
    ),
  );
  sCuts.forEach((s, i) => {
    const label = `${name} ${['West', 'Mill', 'Church', 'School', 'Creamery', 'Store', 'Station', 'Hall'][i] ?? `No. ${i + 1}`} St`;
    add(
      label,
      STREET,
      tCuts.map((t) => [s, t]),
      i % 2 === 0 && tCuts.length > 1 ? { ...TOWN_LINE, side: 1 } : null,
    );
  });
}

/** A rail-trail over the old trestle, a path up to the overlook, a track to the quarry. */
function addPaths(layout, waters, add) {
  const [s, t] = [Math.min(...layout.sCuts.filter((cut) => onFront(layout, cut))), layout.frontT];
  const landing = waters.riverT(s - 330) - waters.halfWidth(s - 330) - 34;
  const trail = [
    [s, t],
    [s - 90, t - 8],
    [s - 190, waters.riverT(s - 190) + waters.halfWidth(s - 190) + 22],
    [s - 330, landing],
  ];
  for (let along = s - 420; along > layout.minS; along -= 90)
    trail.push([along, waters.riverT(along) - waters.halfWidth(along) - 42]);
  add('Millrace Trail', { kind: 'rail-trail', surface: 'gravel', widthM: 15 }, roundOff(roundOff(trail)), null);
  const col = Math.min(2, layout.cols - 1);
  const up = [
    [layout.sCuts[col], layout.topT],
    [layout.sCuts[col] - 22, layout.topT + 70],
    [layout.sCuts[col] + 10, layout.topT + 135],
  ];
  add('Overlook Path', { kind: 'path', surface: 'dirt', widthM: 3 }, up, null);
  const quarry = [
    [quarryS(layout), layout.mainT],
    [quarryS(layout) + 25, layout.mainT + 130],
    [quarryS(layout) - 10, Math.min(layout.mainT + 250, layout.footNorthT - 40)],
  ];
  add('Quarry Track', { kind: 'track', surface: 'gravel', widthM: 8 }, quarry, null);
}

/** Cuts the corners of a line at a quarter and three quarters of each leg; the ends stay. */
function roundOff(nodes) {
  const cut = nodes
    .slice(1)
    .flatMap((b, i) => [0.25, 0.75].map((u) => [nodes[i][0] + (b[0] - nodes[i][0]) * u, nodes[i][1] + (b[1] - nodes[i][1]) * u]));
  return [nodes[0], ...cut, nodes[nodes.length - 1]];
}
