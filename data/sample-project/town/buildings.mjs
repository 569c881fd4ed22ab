/** Footprints inside the parcels, with setbacks, turned to the street. */
import { makeRandom } from './random.mjs';
import { distance, midpoint } from './geometry.mjs';
import { holds } from './settle.mjs';

/** Setback from the street, width and depth of the main building, its height; metres, low and high. */
const STYLES = {
  house: { setback: [5, 8], width: [8, 11.5], depth: [9, 13.5], heightM: [5.2, 8.6], garage: 0.55 },
  'new house': { setback: [7.5, 10], width: [11, 15], depth: [9.5, 13], heightM: [5.2, 7.4], garage: 0.2 },
  shop: { setback: [1, 1.4], width: [7.2, 12.4], depth: [17, 27], heightM: [5.5, 11], garage: 0 },
  yard: { setback: [5, 7], width: [14, 22], depth: [10, 13], heightM: [5, 8], garage: 0.2 },
  hall: { setback: [4, 6], width: [12, 16], depth: [14, 20], heightM: [6.5, 9.5], garage: 0 },
  hut: { setback: [5, 5], width: [4, 4], depth: [6, 6], heightM: [3.2, 3.2], garage: 0 },
  church: { setback: [7, 7], width: [13, 13], depth: [24, 24], heightM: [14, 14], garage: 0 },
  elevator: { setback: [6, 6], width: [26, 26], depth: [12, 12], heightM: [36, 36], garage: 0 },
  school: { setback: [24, 24], width: [58, 58], depth: [34, 34], heightM: [4, 4], garage: 0 },
  farm: { setback: [12, 20], width: [10, 13], depth: [9, 12], heightM: [6, 8.5], garage: 0, barn: true },
  cabin: { setback: [6, 6], width: [6.5, 6.5], depth: [7.5, 7.5], heightM: [4.2, 4.2], garage: 0 },
};

/** @returns buildings { id, parcel, ring, middle, heightM, kind }; the main one of each parcel first */
export function makeBuildings(layout, parcels) {
  const random = makeRandom(layout.seed, 'buildings');
  const buildings = [];
  const add = (parcel, kind, box, heightM) => {
    if (box)
      buildings.push({
        id: `B${String(buildings.length + 1).padStart(4, '0')}`,
        parcel,
        kind,
        heightM: Math.round(heightM * 10) / 10,
        ...box,
      });
  };
  for (const parcel of parcels) {
    if (parcel.use === 'vacant') continue;
    const style = STYLES[parcel.style];
    const [low, high] = style.heightM;
    const main = fitBox(
      parcel,
      random.range(...style.setback),
      random.range(...style.width),
      random.range(...style.depth),
      sideways(parcel, random),
      random.chance(0.3) && parcel.style.endsWith('house'),
    );
    parcel.mainBuilding = main;
    add(parcel, parcel.style, main, random.range(low, high));
    if (random.chance(style.garage)) add(parcel, 'garage', fitBack(parcel, 6.2, 6.2, main, random), random.range(3, 4));
    if (style.barn) addBarns(parcel, main, random, add);
  }
  return buildings;
}

const sideways = (parcel, random) => (parcel.style.endsWith('house') || parcel.style === 'farm' ? random.range(-0.1, 0.1) : 0);

function addBarns(parcel, main, random, add) {
  add(parcel, 'barn', fitBack(parcel, random.range(11, 15), random.range(18, 26), main, random), random.range(8, 12));
  if (random.chance(0.6)) add(parcel, 'shed', fitBack(parcel, 9, 13, main, random), random.range(4, 6));
}

/** The middles of the parcel's street side and back. */
function axisOf(parcel) {
  const [a, b, c, d] = parcel.corners;
  return {
    front: midpoint(a, b),
    back: midpoint(c, d),
    width: distance(a, b),
    depth: distance(midpoint(a, b), midpoint(c, d)),
    along: [(b[0] - a[0]) / distance(a, b), (b[1] - a[1]) / distance(a, b)],
  };
}

/** A box that fits 1 m inside the parcel, smaller where it must be. */
function fitBox(parcel, setback, width, depth, shift, isEll) {
  const axis = axisOf(parcel);
  for (let scale = 1; scale > 0.35; scale -= 0.06) {
    const w = Math.min(width * scale, axis.width - 2.2);
    const d = depth * scale;
    const share = (setback + d / 2) / axis.depth;
    const middle = [
      axis.front[0] + (axis.back[0] - axis.front[0]) * share + axis.along[0] * shift * axis.width,
      axis.front[1] + (axis.back[1] - axis.front[1]) * share + axis.along[1] * shift * axis.width,
    ];
    const ring = boxRing(middle, axis, w, d, isEll);
    if (ring.every((p) => holds(parcel, p, 0.9))) return { ring, middle };
  }
  return null;
}

/** A second building in a back corner, clear of the main one. */
function fitBack(parcel, width, depth, main, random) {
  const axis = axisOf(parcel);
  const first = random.chance(0.5) ? 1 : -1;
  for (const back of [depth / 2 + 1.6, depth / 2 + 9]) {
    for (const side of [first, -first]) {
      const share = 1 - back / axis.depth;
      const across = side * (axis.width / 2 - width / 2 - 1.8);
      const middle = [
        axis.front[0] + (axis.back[0] - axis.front[0]) * share + axis.along[0] * across,
        axis.front[1] + (axis.back[1] - axis.front[1]) * share + axis.along[1] * across,
      ];
      const ring = boxRing(middle, axis, width, depth, false);
      const isFree =
        !main || distance(middle, main.middle) > (Math.hypot(width, depth) + Math.hypot(...sizeOf(main.ring))) / 2 + 1;
      const others = parcel.backBuildings ?? [];
      const isApart = others.every((m) => distance(m, middle) > Math.max(width, depth) + 12);
      if (isFree && isApart && ring.every((p) => holds(parcel, p, 0.7))) {
        parcel.backBuildings = [...others, middle];
        return { ring, middle };
      }
    }
  }
  return null;
}

const sizeOf = (ring) => [distance(ring[0], ring[1]), distance(ring[0], ring[ring.length - 1])];

/** A rectangle, or an L with a corner left out, along the street's direction. */
function boxRing(middle, { along, front, back }, width, depth, isEll) {
  const normal = [-along[1], along[0]];
  const sign = (back[0] - front[0]) * normal[0] + (back[1] - front[1]) * normal[1] > 0 ? 1 : -1;
  const at = (u, v) => [
    middle[0] + along[0] * u * width + normal[0] * sign * v * depth,
    middle[1] + along[1] * u * width + normal[1] * sign * v * depth,
  ];
  const shape = isEll
    ? [
        [-0.5, -0.5],
        [0.5, -0.5],
        [0.5, 0.12],
        [0.08, 0.12],
        [0.08, 0.5],
        [-0.5, 0.5],
      ]
    : [
        [-0.5, -0.5],
        [0.5, -0.5],
        [0.5, 0.5],
        [-0.5, 0.5],
      ];
  const ring = shape.map(([u, v]) => at(u, v));
  return sign > 0 ? ring : ring.reverse();
}
