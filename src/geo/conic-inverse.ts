/** What a Lambert conformal conic projection was set up with, as the projection library names it; angles in radians. */
export interface Conic {
  /** Half axis of the ellipsoid, metres, and its eccentricity. */
  readonly a: number;
  readonly e: number;
  /** The cone's constant, and the factor F of its formulae. */
  readonly ns: number;
  readonly f0: number;
  /** Radius at the latitude of origin, metres. */
  readonly rh: number;
  readonly k0: number;
  readonly x0: number;
  readonly y0: number;
  readonly long0: number;
}

/** True where a projection is such a cone. */
export function isConic(projection: object): projection is Conic {
  const { ns, f0, rh, e, over } = projection as Partial<Conic> & { over?: boolean };
  return [ns, f0, rh, e].every(Number.isFinite) && ns !== 0 && over !== true;
}

/**
 * From metres of a Lambert conformal conic to radians. The latitude is a series in the conformal latitude instead of an iteration: state plane systems have
 * millions of corners to convert. Off by less than 10 µm. Source: Snyder, "Map Projections", USGS 1987, formulae 14-9 to 14-11 and 3-5.
 */
export function conicInverse({
  a,
  e,
  ns,
  f0,
  rh,
  k0,
  x0,
  y0,
  long0,
}: Conic): (point: { x: number; y: number }) => { x: number; y: number } {
  const [e2, e4, e6, e8] = [e ** 2, e ** 4, e ** 6, e ** 8];
  const of2 = e2 / 2 + (5 * e4) / 24 + e6 / 12 + (13 * e8) / 360;
  const of4 = (7 * e4) / 48 + (29 * e6) / 240 + (811 * e8) / 11520;
  const of6 = (7 * e6) / 120 + (81 * e8) / 1120;
  const of8 = (4279 * e8) / 161280;
  // The sines of multiples of twice the conformal latitude, as powers of its cosine.
  const [c0, c1, c2, c3] = [of2 - of6, 2 * of4 - 4 * of8, 4 * of6, 8 * of8];
  const sign = ns > 0 ? 1 : -1;
  return (point) => {
    const [x, y] = [(point.x - x0) / k0, rh - (point.y - y0) / k0];
    const t = Math.pow(Math.sqrt(x * x + y * y) / Math.abs(a * f0), sign / Math.abs(ns));
    if (t > 1e100) return Object.assign(point, { x: long0, y: -Math.PI / 2 });
    const theta = x === 0 && y === 0 ? 0 : Math.atan2(sign * x, sign * y);
    // The conformal latitude is a right angle less twice the arc tangent of t.
    const [sine, cosine] = [(2 * t) / (1 + t * t), (1 - t * t) / (1 + t * t)];
    const [sin2, cos2] = [2 * sine * cosine, (sine - cosine) * (sine + cosine)];
    point.y = Math.PI / 2 - 2 * Math.atan(t) + sin2 * (c0 + cos2 * (c1 + cos2 * (c2 + cos2 * c3)));
    const lng = theta / ns + long0;
    point.x = Math.abs(lng) <= Math.PI ? lng : lng - Math.sign(lng) * 2 * Math.PI;
    return point;
  };
}
