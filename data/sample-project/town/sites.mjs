/** The three mesh sites and the spur of the bluff that stands between two of them, tuned until a 3 m mast is what it takes. */
import { distance } from './geometry.mjs';
import { smoothStep } from './random.mjs';
import { toGround, toLngLat } from './frame.mjs';
import { cellGround, sampleRaster } from './raster.mjs';

const EARTH_RADIUS_M = 6371008.8;
const K = 4 / 3;
const WAVELENGTH_M = 299792458 / 5.5e9;
const STEP_M = 2;
/**
 * What the school's mast must gain for 60 % of the first Fresnel zone, metres: a 3 m mast does it, with more to spare than heights
 * of 0.1 m standard deviation may be wrong by (0.18 m in nine cases of ten), so that the verdict is definite before and after.
 */
const WANTED_RAISE_M = 2.78;
const SPUR_AWAY_M = 52;
const SPUR_HALF_WIDTH_M = 19;

/** @returns sites { id, name, position, heightAglM, structure, consent } */
export function makeSites(parcels) {
  const middleOf = (style) => parcels.find((parcel) => parcel.style === style).mainBuilding.middle;
  return [
    {
      id: 'site-elevator',
      name: 'Millrace Grain Elevator',
      position: middleOf('elevator'),
      // Five metres over its roof, whose height is only assumed to be known.
      heightAglM: 41,
      structure: 'grain elevator',
      consent: 'yes',
    },
    {
      id: 'site-church',
      name: 'St. Olaf Church',
      position: middleOf('church'),
      heightAglM: 19,
      structure: 'church tower',
      consent: 'yes',
    },
    {
      id: 'site-school',
      name: 'Meadows School',
      position: middleOf('school'),
      heightAglM: 10.5,
      structure: 'school roof',
      consent: 'asked',
    },
  ];
}

/** Share (0…1) of the spur's height at a ground position: a rib off the bluff that ends in a steep nose by the school. */
function spurShape(layout, frame, school) {
  const [schoolS, schoolT] = frame.unplace(school);
  const crestS = schoolS - SPUR_AWAY_M;
  return (p) => {
    const [s, t] = frame.unplace(p);
    const up = Math.max(0, t - schoolT);
    const crest = crestS + 0.12 * (t - schoolT) - 16 * Math.sin(up / 55);
    const across = Math.exp(-0.5 * ((s - crest) / (SPUR_HALF_WIDTH_M + 0.14 * up)) ** 2) * (1 + 0.5 * smoothStep(0, 110, up));
    const nose = smoothStep(schoolT - 38, schoolT - 8, t);
    return across * nose * (1 - smoothStep(layout.footNorthT + 160, layout.footNorthT + 330, t));
  };
}

/**
 * Raises the spur cell by cell in the raster until the link church–school needs `WANTED_RAISE_M` at the school.
 * @returns facts of the three links
 */
export function raiseSpur(layout, frame, raster, sites) {
  const [elevator, church, school] = sites;
  const shape = spurShape(layout, frame, school.position);
  const cells = [];
  for (let row = 0; row < raster.height; row++) {
    for (let col = 0; col < raster.width; col++) {
      const p = cellGround(raster, col, row);
      if (distance(p, school.position) > 800) continue;
      const share = shape(p);
      if (share > 1e-4) cells.push({ at: row * raster.width + col, share, ground: raster.heightsM[row * raster.width + col] });
    }
  }
  const setHeight = (crestM) =>
    cells.forEach(({ at, share, ground }) => (raster.heightsM[at] = Math.round((ground + crestM * share) * 100) / 100));
  let low = 0;
  let high = 60;
  for (let k = 0; k < 40; k++) {
    const middle = (low + high) / 2;
    setHeight(middle);
    if (linkFacts(raster, church, school).raiseBM > WANTED_RAISE_M) high = middle;
    else low = middle;
  }
  setHeight(low);
  const pairs = [
    [elevator, church],
    [elevator, school],
    [church, school],
  ];
  return { spurM: low, links: pairs.map(([a, b]) => linkFacts(raster, a, b)) };
}

/** Clearance of a link over the raster: straight line, 4/3 earth, ends left out. */
export function linkFacts(raster, a, b) {
  const [fromPosition, toPosition] = [toLngLat(a.position), toLngLat(b.position)];
  const length = distance(toGround(fromPosition), toGround(toPosition));
  const heightA = sampleRaster(raster, fromPosition) + a.heightAglM;
  const heightB = sampleRaster(raster, toPosition) + b.heightAglM;
  const facts = {
    a: a.name,
    b: b.name,
    distanceM: length,
    minClearanceM: Infinity,
    fresnelFraction: Infinity,
    raiseBM: 0,
    limitM: 0,
  };
  const steps = Math.ceil(length / STEP_M);
  for (let i = 1; i < steps; i++) {
    const u = i / steps;
    const ground = sampleRaster(raster, [
      fromPosition[0] + (toPosition[0] - fromPosition[0]) * u,
      fromPosition[1] + (toPosition[1] - fromPosition[1]) * u,
    ]);
    const bulge = (u * (1 - u) * length * length) / (2 * K * EARTH_RADIUS_M);
    const clearance = heightA + (heightB - heightA) * u - bulge - ground;
    const fresnel = Math.sqrt(WAVELENGTH_M * length * u * (1 - u));
    facts.minClearanceM = Math.min(facts.minClearanceM, clearance);
    facts.raiseBM = Math.max(facts.raiseBM, (0.6 * fresnel - clearance) / u);
    if (clearance / fresnel < facts.fresnelFraction)
      Object.assign(facts, { fresnelFraction: clearance / fresnel, limitM: u * length });
  }
  return facts;
}
