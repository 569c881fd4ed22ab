/** A complex number. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** The ground under an antenna, for its reflection. */
export interface Ground {
  /** Relative permittivity, ≥ 1; 15 for average ground. */
  readonly permittivity: number;
  /** Conductivity, S/m, > 0; 0.005 for average ground. */
  readonly conductivitySPerM: number;
}

/** Transfer impedance of the ground over that of free space. Source: Hufford, The ITS Irregular Terrain Model, 1982, section 1. */
export function groundImpedance(ground: Ground, frequencyMhz: number, polarisation: 'horizontal' | 'vertical'): Complex {
  const permittivity = { re: ground.permittivity, im: (18_000 * ground.conductivitySPerM) / frequencyMhz };
  const horizontal = squareRoot({ re: permittivity.re - 1, im: permittivity.im });
  return polarisation === 'vertical' ? divide(horizontal, permittivity) : horizontal;
}

/** Reflection at a grazing angle. @param sine of that angle */
export function reflection(sine: number, impedance: Complex): Complex {
  return divide({ re: sine - impedance.re, im: -impedance.im }, { re: sine + impedance.re, im: impedance.im });
}

function divide(a: Complex, b: Complex): Complex {
  const size = b.re ** 2 + b.im ** 2;
  return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size };
}

/** Principal root of a number with a positive imaginary part. */
function squareRoot({ re, im }: Complex): Complex {
  const size = Math.hypot(re, im);
  return { re: Math.sqrt((size + re) / 2), im: Math.sqrt((size - re) / 2) };
}
