/** Lines of poles beside the streets: one side, 30–90 m apart, off the water, the railway and other roadways. */
import { makeRandom } from './random.mjs';
import { arcLengths, distance, makeSegmentGrid, pointAlong } from './geometry.mjs';

const MIN_SPAN_M = 31;
const MAX_SPAN_M = 89;
const SHARED_M = 21;
const CELL_M = 60;

/**
 * @returns poles { id, position, street, owner, heightM, class, year, substation, feeder, zone }
 * A pole of a street that comes within 21 m of an earlier line's pole uses that one.
 */
export function makePoles(layout, frame, waters, streets, rail, parcels, buildings) {
  const random = makeRandom(layout.seed, 'poles');
  const grid = makeSegmentGrid(CELL_M);
  for (const street of streets) for (let i = 1; i < street.line.length; i++) grid.add(street.line[i - 1], street.line[i], street);
  for (let i = 1; i < rail.length; i++) grid.add(rail[i - 1], rail[i], 'rail');
  for (const { ring } of buildings) ring.forEach((p, i) => grid.add(p, ring[(i + 1) % ring.length], 'wall'));
  const standing = makeSegmentGrid(CELL_M);
  const poles = [];
  for (const street of streets) {
    if (!street.poles) continue;
    for (const position of standAlong(street, { grid, standing, frame, waters, random })) {
      standing.add(position, position, 'pole');
      poles.push({ position, ...describe(layout, frame, street, position, random) });
    }
  }
  return numberPoles(poles);
}

/** Walks along a street and puts each pole at the place nearest to the wanted span where one may stand. */
function standAlong(street, { grid, standing, frame, waters, random }) {
  const { offsetM, side, spacingM } = street.poles;
  const arcs = arcLengths(street.line);
  const end = arcs[arcs.length - 1] - 3;
  const at = (arc) => pointAlong(street.line, arcs, arc, side * offsetM);
  const free = [];
  for (let arc = 0; arc <= end; arc++) free.push(arc >= 4 && isFreeGround(at(arc), street, grid, frame, waters));
  const stands = [];
  for (let arc = free.indexOf(true); arc >= 0;) {
    stands.push(arc);
    const next = nextStand(free, at, arc, arc + random.range(...spacingM));
    arc = next ?? crossGap(free, at, stands);
  }
  return stands.map(at).filter((p) => standing.nearestDistance(p, () => true) > SHARED_M);
}

/** The free place nearest to the wanted one, a plausible span from the last; null where there is none. */
function nextStand(free, at, last, wanted) {
  const from = at(last);
  const isGood = (arc) => free[arc] && distance(at(arc), from) >= MIN_SPAN_M && distance(at(arc), from) <= MAX_SPAN_M;
  for (let step = 0; step < MAX_SPAN_M; step++) {
    if (isGood(Math.round(wanted) + step)) return Math.round(wanted) + step;
    if (Math.round(wanted) - step > last && isGood(Math.round(wanted) - step)) return Math.round(wanted) - step;
  }
  return null;
}

/**
 * Before a river: moves the last pole to the bank (or adds one there) so that the span over the water is as short as it
 * can be, and returns the first free place beyond; −1 at the street's end.
 */
function crossGap(free, at, stands) {
  const last = stands[stands.length - 1];
  const far = free.findIndex((isFree, arc) => isFree && arc > last + MAX_SPAN_M * 0.6 && !free[arc - 1]);
  if (far < 0) return -1;
  let bank = last;
  for (let arc = last; arc < far; arc++) if (free[arc]) bank = arc;
  if (distance(at(bank), at(last)) >= MIN_SPAN_M) stands.push(bank);
  else if (stands.length === 1 || distance(at(bank), at(stands[stands.length - 2])) <= MAX_SPAN_M)
    stands[stands.length - 1] = bank;
  return far;
}

function isFreeGround(p, street, grid, frame, waters) {
  const [s, t] = frame.unplace(p);
  if (waters.shoreDistance(s, t) < 4) return false;
  if (t > -150 && Math.abs(s - waters.creekS(t)) < 4) return false;
  if (grid.nearestDistance(p, (tag) => tag === 'rail') < 8) return false;
  if (grid.nearestDistance(p, (tag) => tag === 'wall') < 0.8) return false;
  return grid.nearestDistance(p, (tag) => tag !== street && tag.id && tag.name !== street.name) > 5.2;
}

/** Height over the ground of a pole sold by length, metres: a tenth of it and two feet are in the ground. */
function aboveGround(lengthFt) {
  return Math.round((lengthFt * 0.9 - 2) * 3.048) / 10;
}

/** Owner, size, age and circuit. Some are old and short; telephone poles carry no supply. */
function describe(layout, frame, street, position, random) {
  const [s, t] = frame.unplace(position);
  const isPhone = street.poles.owner === 'telephone';
  const isRural = street.name.startsWith('County') || street.kind === 'easement';
  const isOld = random.chance(isPhone ? 0.16 : isRural ? 0.06 : 0.1);
  const feeder = t < -172 ? 'MB-3' : s > layout.creekS ? 'MB-4' : t > (layout.mainT + layout.topT) / 2 ? 'MB-2' : 'MB-1';
  const base = { kind: 'pole', street: street.name, owner: isPhone ? 'Millrace Telephone Co.' : 'Coulee Valley Electric Co-op' };
  const circuit = isPhone ? { substation: null, feeder: null } : { substation: 'Millrace', feeder };
  if (isOld) {
    return {
      ...base,
      heightM: aboveGround(30),
      class: random.chance(0.6) ? 6 : 7,
      year: random.integer(1951, 1964),
      ...circuit,
      zone: isPhone ? 'communications' : 'supply',
    };
  }
  const lengthFt = isPhone
    ? random.pick([30, 35, 35])
    : isRural
      ? random.pick([35, 40, 40, 45])
      : random.pick([35, 40, 40, 45, 45]);
  const grade = isPhone ? random.pick([5, 6]) : random.pick([3, 4, 4, 5]);
  return {
    ...base,
    heightM: aboveGround(lengthFt),
    class: grade,
    year: random.integer(1968, 2019),
    ...circuit,
    zone: 'communications',
  };
}

/** C-0001… for the co-op, T-0001… for the telephone company, from west to east as the crews tagged them. */
function numberPoles(poles) {
  poles.sort((a, b) => a.position[0] - b.position[0] || a.position[1] - b.position[1]);
  const counts = { C: 0, T: 0 };
  return poles.map((pole) => {
    const letter = pole.owner.startsWith('Millrace') ? 'T' : 'C';
    counts[letter] += 1;
    return { id: `${letter}-${String(counts[letter]).padStart(4, '0')}`, ...pole };
  });
}
