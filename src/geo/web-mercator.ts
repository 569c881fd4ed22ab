/** Web Mercator on a sphere of radius 1: how far north of the equator a latitude lies, −π … π up to 85.05°. */
export function mercatorOf(latDeg: number): number {
  return Math.asinh(Math.tan((latDeg * Math.PI) / 180));
}

/** The latitude that lies so far north, degrees: the inverse of `mercatorOf`. */
export function latitudeAt(north: number): number {
  return (Math.atan(Math.sinh(north)) * 180) / Math.PI;
}
