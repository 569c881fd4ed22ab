import { METRES_PER_FOOT, METRES_PER_MILE } from './units.ts';

/**
 * Numbers as people read them: on screen, on paper and on the command line alike. The unit stands next to every number.
 * Decimal point and comma separators in every locale that Weft speaks. `mixed` is what the British do: miles on the road, metres for
 * whatever one builds and for heights.
 */
export type UnitSystem = 'us' | 'metric' | 'mixed';

const SQUARE_METRES_PER_ACRE = 4046.8564224;
/** No-break space: a number never parts from its unit at the end of a line. */
const SPACE = '\u00a0';

/** A number with thousands separators and a fixed count of decimals; minus is U+2212. */
export function numberText(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) return '–';
  const [whole = '0', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** Count and noun: `1 pole`, `12 poles`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)}${SPACE}${count === 1 ? one : many}`;
}

/** Length of what is bought or built (span, cable, duct, drop), metres in: `1,234 ft` or `376 m`. */
export function spanText(lengthM: number, units: UnitSystem): string {
  return units === 'us' ? `${numberText(lengthM / METRES_PER_FOOT)}${SPACE}ft` : `${numberText(lengthM)}${SPACE}m`;
}

/** A distance, metres in: feet below a quarter mile, else miles; metres below a kilometre, else kilometres. Up to three figures: `1.46 mi`, `1.4 mi`, `25.5 km`. */
export function distanceText(distanceM: number, units: UnitSystem): string {
  if (units === 'us') {
    if (distanceM < METRES_PER_MILE / 4) return spanText(distanceM, units);
    return `${upToThreeFigures(distanceM / METRES_PER_MILE)}${SPACE}mi`;
  }
  if (units === 'mixed' && distanceM >= METRES_PER_MILE / 4) return `${upToThreeFigures(distanceM / METRES_PER_MILE)}${SPACE}mi`;
  return distanceM < 999.5 ? spanText(distanceM, units) : `${upToThreeFigures(distanceM / 1000)}${SPACE}km`;
}

function upToThreeFigures(value: number): string {
  return value < 9.995 ? numberText(value, 2).replace(/0$/, '') : numberText(value, 1);
}

/** Total of a route, metres in: `12.41 mi (65,500 ft)`, feet to three figures or more; or `19.97 km`. */
export function routeText(lengthM: number, units: UnitSystem): string {
  if (units === 'metric') return `${numberText(lengthM / 1000, 2)}${SPACE}km`;
  if (units === 'mixed') return `${numberText(lengthM / METRES_PER_MILE, 2)}${SPACE}mi (${spanText(lengthM, units)})`;
  const feet = lengthM / METRES_PER_FOOT;
  const step = feet < 1000 ? 1 : feet < 10_000 ? 10 : 100;
  return `${numberText(lengthM / METRES_PER_MILE, 2)}${SPACE}mi (${numberText(Math.round(feet / step) * step)}${SPACE}ft)`;
}

/** Total of a route in its large unit alone, metres in: `12.41 mi` or `19.97 km`. */
export function shortRouteText(lengthM: number, units: UnitSystem): string {
  return units === 'metric'
    ? `${numberText(lengthM / 1000, 2)}${SPACE}km`
    : `${numberText(lengthM / METRES_PER_MILE, 2)}${SPACE}mi`;
}

/** Height or elevation, metres in: `35 ft` or `10.7 m`; feet get a decimal below 3 m. */
export function heightText(heightM: number, units: UnitSystem): string {
  if (units !== 'us') return `${numberText(heightM, 1)}${SPACE}m`;
  return `${numberText(heightM / METRES_PER_FOOT, Math.abs(heightM) < 3 ? 1 : 0)}${SPACE}ft`;
}

/**
 * How far one thing is above or below another, metres in, no finer than such things are known: `23 ft`, `7.0 m`, `under 0.1 m`.
 * Never negative: the words around it say which way.
 */
export function clearanceText(clearanceM: number, units: UnitSystem): string {
  const [size, unit] = units === 'us' ? [Math.abs(clearanceM) / METRES_PER_FOOT, 'ft'] : [Math.abs(clearanceM), 'm'];
  if (size < 0.05) return `under 0.1${SPACE}${unit}`;
  return `${numberText(size, size < (units === 'us' ? 2.95 : 9.95) ? 1 : 0)}${SPACE}${unit}`;
}

/** A height to build to, metres in, rounded up so that the promise holds: whole feet, or half metres. */
export function mastText(heightM: number, units: UnitSystem): string {
  if (units === 'us') return `${numberText(Math.ceil(heightM / METRES_PER_FOOT - 1e-9))}${SPACE}ft`;
  const metres = Math.ceil(heightM * 2 - 1e-9) / 2;
  return `${numberText(metres, Number.isInteger(metres) ? 0 : 1)}${SPACE}m`;
}

/** Area, square metres in: `3.2 acres`, `1.4 mi²`, `1.3 ha`, `3.6 km²`. */
export function areaText(areaM2: number, units: UnitSystem): string {
  if (units === 'us') {
    const miles2 = areaM2 / METRES_PER_MILE ** 2;
    return miles2 < 1 ? `${numberText(areaM2 / SQUARE_METRES_PER_ACRE, 1)}${SPACE}acres` : `${numberText(miles2, 1)}${SPACE}mi²`;
  }
  return areaM2 < 1e6 ? `${numberText(areaM2 / 1e4, 1)}${SPACE}ha` : `${numberText(areaM2 / 1e6, 1)}${SPACE}km²`;
}

/** A loss, gain or level with one decimal: `112.4 dB`, `−62.1 dBm`. */
export function levelText(value: number, unit: 'dB' | 'dBi' | 'dBm'): string {
  return `${numberText(value, unit === 'dBi' ? 0 : 1)}${SPACE}${unit}`;
}

/** A true bearing in three figures: `087°`. */
export function bearingText(degrees: number): string {
  return `${String(Math.round(((degrees % 360) + 360) % 360) % 360).padStart(3, '0')}°`;
}

/** A share: 0.784 → `78 %`; a dash where there is none. */
export function percentText(share: number, decimals = 0): string {
  return Number.isFinite(share) ? `${numberText(share * 100, decimals)}${SPACE}%` : '–';
}

/** How much of a Fresnel zone is free: a whole per cent between 0 and 100, rounded down. */
export function zoneShareText(fraction: number): string {
  return percentText(Math.floor(Math.max(0, Math.min(1, fraction)) * 100 + 1e-9) / 100);
}

/** Money in whole units of its currency (dollars, not cents): `$48,200`. */
export function moneyText(amount: number, currency: string): string {
  return withCurrency(numberText(amount), currency);
}

/** Money with its cents, for tables that must add up: `48,200.00`; the currency stands in the title of the column. */
export function centsText(cents: number): string {
  return numberText(cents / 100, 2);
}

/** A unit price with its sign and cents: `$6.55`. */
export function priceText(amount: number, currency: string): string {
  return withCurrency(numberText(amount, 2), currency);
}

/** A range of money, rounded to two figures or more: `$41k–$57k`. */
export function moneyRangeText(low: number, high: number, currency: string): string {
  return `${shortMoneyText(low, currency)}–${shortMoneyText(high, currency)}`;
}

function shortMoneyText(amount: number, currency: string): string {
  const size = Math.abs(amount);
  if (size < 1000) return moneyText(amount, currency);
  if (size < 999_500) return withCurrency(`${numberText(amount / 1000, size < 9950 ? 1 : 0)}k`, currency);
  return withCurrency(`${numberText(amount / 1e6, 2)}M`, currency);
}

const SIGNS: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£' };

function withCurrency(text: string, currency: string): string {
  const sign = SIGNS[currency];
  if (sign === undefined) return `${currency}${SPACE}${text}`;
  return text.startsWith('−') ? `−${sign}${text.slice(1)}` : `${sign}${text}`;
}

/** A text with common spaces in place of no-break ones, for terminals and files. */
export function plainSpaces(text: string): string {
  return text.replaceAll(SPACE, ' ');
}
