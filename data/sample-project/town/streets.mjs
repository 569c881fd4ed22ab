/** Rights-of-way: the street network with exact shared vertices, and which streets carry a line of poles. */
import { addMeadows, addPaths, addSouth, addVillage } from './streets-outside.mjs';
import { addCountyRoadK, addTownAcross, addTownAlong } from './streets-town.mjs';

const STEP_M = 28;

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
