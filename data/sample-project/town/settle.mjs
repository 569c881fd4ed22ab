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
  return {
    ...lot,
    ring: ringArea(ring) < 0 ? ring.reverse() : ring,
    corners,
    front,
    middleST,
    isAlong,
    middle: frame.place(middleST),
  };
}

/** Leaves out lots at the town's edge until the wanted number of premises, and some vacant lots, remain. */
function fitToSize(layout, lots, random) {
  const isSpecial = (lot) => NOTABLE.has(lot.style) || lot.isRemote;
  const special = lots.filter(isSpecial);
  const farms = lots.filter((lot) => lot.style === 'farm' && !lot.isRemote).filter((_, i) => i < 0.12 * layout.size);
  const plain = lots.filter((lot) => lot.style !== 'farm' && !isSpecial(lot));
  const wanted = layout.size - special.filter((lot) => lot.style !== 'park').length - farms.length;
  const ranked = plain.map((lot, order) => ({ lot, order, score: edgeScore(lot, layout.size) * random.range(0.7, 1.1) }));
  ranked.sort((a, b) => a.score - b.score || a.order - b.order);
  const kept = ranked.slice(0, Math.round(wanted * (1 + VACANT_SHARE))).sort((a, b) => a.order - b.order);
  const vacant = Math.max(0, kept.length - wanted);
  for (let k = 0; k < vacant; k++) kept[Math.floor(((k + random.range(0.2, 0.9)) * kept.length) / vacant)].lot.isVacant = true;
  return [...special, ...farms, ...kept.map(({ lot }) => lot)];
}

/** How far out a lot lies; villages and the subdivision are hardly thinned. */
function edgeScore({ district, middleST: [s, t] }, size) {
  const away = Math.abs(s) * 0.55 + Math.abs(t) * (t < 0 ? 0.7 : 0.6);
  return district === 'town' || (district === 'south' && size >= 150) ? away : 0.25 * away;
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
    parcel.units = unitsOf(parcel, width, random);
    const isCandidate =
      parcel.style === 'house' && parcel.district === 'town' && !parcel.isVacant && parcel.street === 'Prairie St';
    if (isCandidate && anchors < ANCHORS.length && Math.abs(parcel.middleST[0]) < 160 && width > 17) {
      Object.assign(parcel, { use: 'anchor', ownerType: 'public', style: 'hall', placeName: ANCHORS[anchors++] });
    }
  }
}

/** Dwelling or business units: some houses are split in two, some let as flats; some shops have one above. */
function unitsOf(parcel, width, random) {
  if (parcel.use === 'vacant') return 0;
  if (parcel.style === 'shop') return random.chance(0.45) ? 2 : 1;
  if (parcel.style !== 'house') return 1;
  if (parcel.ownerType === 'company') return width > 20 ? random.integer(4, 8) : 2;
  return random.chance(0.05) ? 2 : 1;
}

function useOf(parcel, random) {
  if (parcel.style === 'park') return ['vacant', 'public'];
  if (parcel.style === 'elevator') return ['business', 'co-op'];
  if (parcel.style === 'hut') return ['anchor', 'co-op'];
  if (parcel.style === 'church') return ['anchor', 'church'];
  if (parcel.style === 'school') return ['anchor', 'public'];
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
    const isFirstSide = parcel.isAlong
      ? parcel.corners[0][1] > parcel.corners[3][1]
      : parcel.corners[0][0] > parcel.corners[3][0];
    number += number % 2 === (isFirstSide ? 0 : 1) ? 1 : 0;
    const letter = parcel.isAlong ? (s < 0 ? 'W' : 'E') : t < 0 ? 'S' : 'N';
    const needsLetter = !isFarNumber && parcel.district === 'town' && parcel.isAlong;
    const write = () =>
      isFarNumber ? `${letter}${number} ${parcel.street}` : `${number} ${needsLetter ? `${letter} ` : ''}${parcel.street}`;
    while (used.has(write())) number += 2;
    used.add(write());
    parcel.address = write();
  }
}

/** Whether a point lies in a parcel, at least `margin` metres from its edge. */
export function holds(parcel, p, margin) {
  return isInside(parcel.ring, p) && edgeDistance(parcel.ring, p) >= margin;
}
