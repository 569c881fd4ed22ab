import { METRES_PER_FOOT, METRES_PER_MILE } from '../../base/units.ts';

/** Units that people read. */
export type ReadUnits = 'us' | 'metric';

/** A height or short length for people, one decimal where it is small. Never negative: the words say which way. */
export function heightText(valueM: number, units: ReadUnits): string {
  const [size, unit] = units === 'us' ? [Math.abs(valueM) / METRES_PER_FOOT, 'ft'] : [Math.abs(valueM), 'm'];
  if (size < 0.05) return `under 0.1 ${unit}`;
  const oneDecimalBelow = units === 'us' ? 3 : 10;
  return `${size < oneDecimalBelow - 0.05 ? size.toFixed(1) : grouped(Math.round(size))} ${unit}`;
}

/** A height to build to, rounded up so that the promise holds: whole feet, or half metres. */
export function heightUpText(valueM: number, units: ReadUnits): string {
  if (units === 'us') return `${grouped(Math.ceil(valueM / METRES_PER_FOOT - 1e-9))} ft`;
  const metres = Math.ceil(valueM * 2 - 1e-9) / 2;
  return `${metres} m`;
}

/** A distance for people: feet up to a quarter mile, then miles; metres up to a kilometre, then kilometres. */
export function distanceText(valueM: number, units: ReadUnits): string {
  if (units === 'us') {
    const miles = valueM / METRES_PER_MILE;
    return miles < 0.25 ? `${grouped(Math.round(valueM / METRES_PER_FOOT))} ft` : `${decimals(miles)} mi`;
  }
  return valueM < 1000 ? `${Math.round(valueM)} m` : `${decimals(valueM / 1000)} km`;
}

/** A share of the Fresnel zone for people: a whole per cent between 0 and 100, rounded down. */
export function percentText(fraction: number): string {
  return `${Math.floor(Math.max(0, Math.min(1, fraction)) * 100 + 1e-9)} %`;
}

function decimals(value: number): string {
  return value < 10 ? value.toFixed(2).replace(/0$/, '') : value.toFixed(1);
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
