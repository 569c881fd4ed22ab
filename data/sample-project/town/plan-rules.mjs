/** Questions about the layout that streets, lots and farms ask alike. */

/** Whether the town has a block in a column and row; the upper corners are open ground. */
export function hasBlock(layout, col, row) {
  if (col < 0 || row < 0 || col >= layout.cols || row >= layout.rows) return false;
  const isCorner = row === layout.rows - 1 && (col === 0 || col === layout.cols - 1);
  return !(isCorner && layout.cols >= 5);
}

/** Rows that have an alley behind the lots: the two oldest. */
export const hasAlley = (row) => row < 2;
export const alleyT = (layout, row) => (layout.tCuts[row] + layout.tCuts[row + 1]) / 2;

/** Where the track to the quarry leaves the county road. */
export const quarryS = (layout) => layout.sCuts[0] - 390;

/** Whether a street across reaches Front St. */
export function onFront(layout, s) {
  const cols = layout.crossingCols.filter((i) => i > 0 || layout.crossingCols.length < 3);
  return cols.some((i) => layout.sCuts[i] === s) || (cols.length === 1 && s === layout.sCuts[layout.bridgeCol - 1]);
}

/** Where the co-op's line across the fields ends. */
export function easementEnd({ south, footSouthT }) {
  return [south.sCuts[south.sCuts.length - 1] + 520, Math.max(south.tCuts[0] - 150, footSouthT + 40)];
}

/** The church's column: about 700 m west of the last street, never in a cut-off corner. */
export function churchColumn(layout) {
  return Math.max(layout.cols >= 5 ? 1 : 0, layout.cols - 7);
}
