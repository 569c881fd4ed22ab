/** Invented names. Lists that run out go on with numbers. */

const ALONG = ['Front St', 'Depot St', 'Main St', 'Prairie St', 'Church St', 'Bluff Rd'];
const ALONG_MORE = ['Ridge St', 'Linden St', 'Spring St', 'Hickory St', 'Tamarack St', 'Juniper St', 'Sumac St', 'Larch St'];
const ACROSS = ['Ferry St', 'Cooper St', 'Walnut St', 'Mill St', 'Bridge St', 'Elm St', 'Sawyer St', 'Chestnut St', 'Granary St'];
const ACROSS_MORE = [
  'Basswood',
  'Butternut',
  'Alder',
  'Wren',
  'Plum',
  'Ironwood',
  'Cedar',
  'Quarry',
  'Finch',
  'Locust',
  'Teal',
  'Harvest',
];
const SOUTH = ['River Rd', 'Orchard St', 'Island St', 'Willow St', 'Otter St', 'Sandbar St'];
const MEADOWS = ['Heron Ln', 'Kestrel Way', 'Bobolink Way', 'Sedge Ln', 'Larkspur Ln', 'Bluestem Way'];
const MEADOWS_ACROSS = [
  'Meadow Dr',
  'Plover Ct',
  'Coneflower Dr',
  'School Dr',
  'Thistle Ct',
  'Aster Dr',
  'Clover Dr',
  'Yarrow Ct',
];
const VILLAGES = [
  'Kessler',
  'Arbor Ferry',
  'Stony Ford',
  'Nordahl',
  'Maple Landing',
  'Coon Hollow',
  'Brandt',
  'Vesper',
  'Lund',
  'Tainter Mill',
];
const QUARTERS = [
  'Old Town',
  'Church Hill',
  'Depot Side',
  'Prairie Flats',
  'Cooper Row',
  'Sawmill',
  'Linden Park',
  'Spring Terrace',
  'Granary',
  'Northgate',
];

const ordinal = (n) => `${n}${n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
const nth = (list, index, rest) => list[index] ?? rest(index - list.length + 1);

/** Streets along the valley; row 0 is the one beside the railway, `isTop` the last under the bluff. */
export function streetAlong(row, isTop) {
  if (isTop) return 'Bluff Rd';
  if (row < 4) return ALONG[row + 1];
  return nth(ALONG_MORE, row - 4, (n) => `${ordinal(n)} Ave`);
}

/** Streets across the valley; offset 0 is Bridge St, negative west of it. */
export function streetAcross(offset) {
  const listed = ACROSS[offset + 4];
  if (listed) return listed;
  const index = Math.abs(offset) - 5;
  const side = offset < 0 ? 'W' : 'E';
  const name = ACROSS_MORE[index];
  return name ? `${name} St ${side}` : `${ordinal(Math.abs(offset))} St ${side}`;
}

export const streetSouth = (row) => nth(SOUTH, row, (n) => `South ${ordinal(n + 5)} St`);
export const streetMeadows = (row) => nth(MEADOWS, row, (n) => `Meadow ${ordinal(n)} Ln`);
export const streetMeadowsAcross = (index) => nth(MEADOWS_ACROSS, index, (n) => `Meadow ${ordinal(n)} Dr`);
export const villageName = (index) =>
  nth(VILLAGES, index, (n) => `${VILLAGES[(n - 1) % 10]} Station ${1 + Math.floor((n - 1) / 10)}`);
export const quarterName = (index) => nth(QUARTERS, index, (n) => `Ward ${n}`);
