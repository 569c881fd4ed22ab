/** Streets of the town: the road along the valley, the grid with its alleys, the level crossings and the bridge. */
import { streetAcross, streetAlong } from './names.mjs';
import { alleyT, hasAlley, hasBlock, onFront, quarryS } from './plan-rules.mjs';
import { ALLEY, ALLEY_LINE, PHONE_LINE, PRIMARY, RURAL_LINE, STREET, TOWN_LINE } from './street-looks.mjs';

/** The road along the valley: Main St in the town, County Rd K outside it. Wires left Main St long ago for the alley. */
export function addCountyRoadK(layout, add) {
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

/** Streets along the valley and the two alleys, wherever a block lies beside them. */
export function addTownAlong(layout, add) {
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
export function addTownAcross(layout, waters, add) {
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
