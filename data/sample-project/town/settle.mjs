/** Turns lots into parcels: bends them onto the ground, drops what cannot be, says what each is used for, numbers them. */
import { makeRandom } from './random.mjs';
import { edgeDistance, isInside, midpoint, ringArea } from './geometry.mjs';

const NOTABLE = new Set(['park', 'elevator', 'hut', 'church', 'school', 'cabin']);
const VACANT_SHARE = 0.045;
const ANCHORS = ['town hall', 'library', 'post office', 'clinic', 'fire station'];

/** @returns parcels { id, use, ownerType, address, ring, front, style, district, … } in the order of their numbers */
export function settleParcels(layout, frame, waters, lots) {
  const random = makeRandom(layout.seed, 'settle');
  const onGround = lots.filter((lot) => NOTABLE.has(lot.style) || isBuildable(waters, lot)).map((lot) => bendLot(frame, lot));
  const kept = fitToSize(layout, onGround, random);
  assignUses(layout, kept, random);
  addressAll(kept);
  kept.sort((a, b) => a.middle[0] - b.middle[0] || a.middle[1] - b.middle[1]);
  kept.forEach((parcel, i) => (parcel.id = `P${String(i + 1).padStart(4, '0')}`));
  return kept;
}

function isBuildable(waters, lot) {
  return lot.corners.every(([s, t]) => waters.shoreDistance(s, t) > 9 && (t < 0 || Math.abs(s - waters.creekS(t)) > 14));
}

function bendLot(frame, lot) {
  const ring = lot.ring.map(frame.place);
  const corners = lot.corners.map(frame.place);
  const middleST = [(lot.corners[0][0] + lot.corners[2][0]) / 2, (lot.corners[0][1] + lot.corners[2][1]) / 2];
  const isAlong = lot.corners[0][1] === lot.corners[1][1];
  const front = midpoint(corners[0], corners[1]);
  return { ...lot, ring: ringArea(ring) < 0 ? ring.reverse() : ring, corners, front, middleST, isAlong, middle: frame.place(middleST) };
}

/** Leaves out lots at the town's edge until the wanted number of premises, and some vacant lots, remain. */
function fitToSize(layout, lots, random) {
  const special = lots.filter((lot) => NOTABLE.has(lot.style) || lot.isRemote);
  const premisesInSpecial = special.filter((lot) => lot.style !== 'park').length;
  const plain = lots.filter((lot) => !special.includes(lot));
  const wanted = Math.round((layout.size - premisesInSpecial) * (1 + VACANT_SHARE));
  const surplus = plain.length - wanted;
  const edge = (lot) => Math.abs(lot.middleST[0]) * 0.55 + Math.abs(lot.middleST[1]) * (lot.middleST[1] < 0 ? 0.9 : 0.6);
  const score = (lot) => (lot.district === 'town' ? edge(lot) : 0.6 * edge(lot)) * random.range(0.6, 1.15);
  const ranked = plain.map((lot, order) => ({ lot, order, score: score(lot) })).sort((a, b) => a.score - b.score || a.order - b.order);
  const kept = surplus > 0 ? ranked.slice(0, wanted) : ranked;
  const vacant = Math.max(0, kept.length - (layout.size - premisesInSpecial));
  const houses = kept.filter(({ lot }) => lot.style !== 'farm');
  for (let k = 0; k < vacant; k++) houses[Math.floor(((k + random.range(0.2, 0.9)) * houses.length) / vacant)].lot.isVacant = true;
  return [...special, ...kept.sort((a, b) => a.order - b.order).map(({ lot }) => lot)];
}

/** Use and owner of each; public places take lots on Main St and Depot St. */
function assignUses(layout, parcels, random) {
  let anchors = 0;
  for (const parcel of parcels) {
    const width = Math.hypot(parcel.corners[0][0] - parcel.corners[1][0], parcel.corners[0][1] - parcel.corners[1][1]);
    const isShop = width < 14.5 && parcel.street === 'Main St' && parcel.style === 'house';
    if (isShop) parcel.style = 'shop';
    const [use, ownerType] = parcel.isVacant ? ['vacant', random.chance(0.3) ? 'public' : 'private'] : useOf(parcel, random);
    parcel.use = use;
    parcel.ownerType = ownerType;
    const isCandidate = parcel.style === 'house' && parcel.district === 'town' && !parcel.isVacant && parcel.street === 'Prairie St';
    if (isCandidate && anchors < ANCHORS.length && Math.abs(parcel.middleST[0]) < 160 && width > 17) {
      Object.assign(parcel, { use: 'institution', ownerType: 'public', style: 'hall', placeName: ANCHORS[anchors++] });
    }
  }
}

function useOf(parcel, random) {
  if (parcel.style === 'park') return ['vacant', 'public'];
  if (parcel.style === 'elevator') return ['business', 'co-op'];
  if (parcel.style === 'hut') return ['institution', 'co-op'];
  if (parcel.style === 'church') return ['institution', 'church'];
  if (parcel.style === 'school') return ['institution', 'public'];
  if (parcel.style === 'farm') return ['farm', 'private'];
  if (parcel.style === 'shop' || parcel.style === 'yard') return ['business', random.chance(0.6) ? 'company' : 'private'];
  return ['residential', random.chance(0.12) ? 'company' : 'private'];
}

/** House numbers count from the railway and from Bridge St, odd on one side; farms have grid numbers. */
function addressAll(parcels) {
  const used = new Set();
  for (const parcel of parcels) {
    const [s, t] = parcel.middleST;
    const along = parcel.isAlong ? s : t;
    const isFarNumber = parcel.style === 'farm' || parcel.style === 'cabin';
    let number = isFarNumber ? 1000 + Math.round(Math.abs(along) * 1.6) : 100 + Math.floor(Math.abs(along) / 1.05);
    const isFirstSide = parcel.isAlong ? parcel.corners[0][1] > parcel.corners[3][1] : parcel.corners[0][0] > parcel.corners[3][0];
    number += number % 2 === (isFirstSide ? 0 : 1) ? 1 : 0;
    const letter = parcel.isAlong ? (s < 0 ? 'W' : 'E') : t < 0 ? 'S' : 'N';
    const needsLetter = !isFarNumber && parcel.district === 'town' && parcel.isAlong;
    const write = () => (isFarNumber ? `${letter}${number} ${parcel.street}` : `${number} ${needsLetter ? `${letter} ` : ''}${parcel.street}`);
    while (used.has(write())) number += 2;
    used.add(write());
    parcel.address = write();
  }
}

/** Whether a point lies in a parcel, at least `margin` metres from its edge. */
export function holds(parcel, p, margin) {
  return isInside(parcel.ring, p) && edgeDistance(parcel.ring, p) >= margin;
}
