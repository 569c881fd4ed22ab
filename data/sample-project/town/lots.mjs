/** Lots: rectangles in the valley frame cut from strips beside a street, with the points where neighbours meet. */

/**
 * Cuts a strip beside a street into lots.
 * @param strip `axis` 's' or 't' is the street's direction; from…to along it; `front` and `back` across it
 */
export function cutStrip(strip, widths, random) {
  const length = strip.to - strip.from;
  if (length < widths[0] * 0.8) return [];
  const pieces = [];
  for (let sum = 0; sum < length;) {
    const width = random.range(widths[0], widths[1]);
    pieces.push(width);
    sum += width;
  }
  const total = pieces.reduce((a, b) => a + b, 0);
  if (pieces.length > 1 && total - length > pieces[pieces.length - 1] / 2) pieces.pop();
  const scale = length / pieces.reduce((a, b) => a + b, 0);
  let at = strip.from;
  return pieces.map((width, i) => {
    const start = at;
    at = i === pieces.length - 1 ? strip.to : Math.round((at + width * scale) * 10) / 10;
    return makeLot(strip, start, at);
  });
}

/** One lot of a strip: corners begin with the two on the street. */
export function makeLot(strip, from, to) {
  const at = (along, across) => (strip.axis === 's' ? [along, across] : [across, along]);
  return {
    corners: [at(from, strip.front), at(to, strip.front), at(to, strip.back), at(from, strip.back)],
    street: strip.street,
    district: strip.district,
    style: strip.style,
  };
}

/** Adds to each lot's ring the corners of its neighbours that lie on its edges, so that common edges bend alike. */
export function weldLots(lots) {
  const all = lots.flatMap((lot) => lot.corners);
  for (const lot of lots) {
    lot.ring = lot.corners.flatMap((a, i) => {
      const b = lot.corners[(i + 1) % 4];
      const axis = a[0] === b[0] ? 1 : 0;
      const on = all.filter((p) => p[1 - axis] === a[1 - axis] && (p[axis] - a[axis]) * (p[axis] - b[axis]) < 0);
      const unique = [...new Map(on.map((p) => [p[axis], p])).values()];
      return [a, ...unique.sort((p, q) => Math.sign(b[axis] - a[axis]) * (p[axis] - q[axis]))];
    });
  }
  return lots;
}
