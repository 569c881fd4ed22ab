/** Streets outside the old town: south bank, subdivision, villages, and the ways that are no streets. */
import { streetAcross, streetMeadows, streetMeadowsAcross, streetSouth } from './names.mjs';
import { easementEnd, onFront, quarryS } from './plan-rules.mjs';
import { PHONE_LINE, RURAL_LINE, STREET, TOWN_LINE } from './street-looks.mjs';

export function addSouth(layout, add) {
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

/** The new subdivision: everything is under the ground, so there are no poles. */
export function addMeadows(layout, add) {
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

export function addVillage({ name, sCuts, tCuts }, add) {
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
export function addPaths(layout, waters, add) {
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
    [layout.sCuts[col] - 3, layout.topT + 62],
    [layout.sCuts[col] - 24, layout.topT + 96],
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
