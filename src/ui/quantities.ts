import { METRES_PER_FOOT, METRES_PER_MILE } from '../base/units.ts';

/** What people read: US customary or metric. */
export type Units = 'us' | 'metric';

const SQUARE_METRES_PER_ACRE = 4046.8564224;

const number = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Spans, cable, duct: what is bought and built. Feet or metres, never miles. */
export function formatLength(lengthM: number, units: Units): string {
  return units === 'us' ? `${number(lengthM / METRES_PER_FOOT, 0)} ft` : `${number(lengthM, 0)} m`;
}

/** How far: feet below a quarter mile, else miles; metres below a kilometre, else kilometres. */
export function formatDistance(distanceM: number, units: Units): string {
  if (units === 'us') return distanceM < METRES_PER_MILE / 4 ? formatLength(distanceM, units) : `${number(distanceM / METRES_PER_MILE, 2)} mi`;
  return distanceM < 1000 ? formatLength(distanceM, units) : `${number(distanceM / 1000, 2)} km`;
}

/** A route's total: miles, with feet for the crew. */
export function formatRoute(lengthM: number, units: Units): string {
  if (units === 'us') return `${number(lengthM / METRES_PER_MILE, 2)} mi (${formatLength(lengthM, units)})`;
  return `${number(lengthM / 1000, 2)} km`;
}

/** A route's total in its large unit only. */
export function formatRouteShort(lengthM: number, units: Units): string {
  return units === 'us' ? `${number(lengthM / METRES_PER_MILE, 2)} mi` : `${number(lengthM / 1000, 2)} km`;
}

/** Heights and elevations. */
export function formatHeight(heightM: number, units: Units): string {
  return units === 'us' ? `${number(heightM / METRES_PER_FOOT, heightM < 3 ? 1 : 0)} ft` : `${number(heightM, 1)} m`;
}

export function formatArea(areaM2: number, units: Units): string {
  if (units === 'us') {
    const squareMiles = areaM2 / METRES_PER_MILE ** 2;
    return squareMiles >= 0.5 ? `${number(squareMiles, 1)} mi²` : `${number(areaM2 / SQUARE_METRES_PER_ACRE, 1)} acres`;
  }
  return areaM2 >= 1e6 ? `${number(areaM2 / 1e6, 1)} km²` : `${number(areaM2 / 1e4, 1)} ha`;
}

/** Whole units of a currency. */
export function formatMoney(amount: number, currency: string): string {
  return amount.toLocaleString('en-US', { style: 'currency', currency, maximumFractionDigits: 0 });
}

/** Money to the cent, for lines of a bill. */
export function formatMoneyExact(amount: number, currency: string): string {
  return amount.toLocaleString('en-US', { style: 'currency', currency });
}

/** "$41k–$57k": a range to three significant figures. */
export function formatMoneyRange(low: number, high: number, currency: string): string {
  const short = (amount: number): string =>
    amount.toLocaleString('en-US', { style: 'currency', currency, notation: 'compact', maximumSignificantDigits: 3 }).replace('K', 'k');
  return `${short(low)}–${short(high)}`;
}

export function formatCount(count: number): string {
  return number(count, 0);
}

/** A share of 0 … 1 as per cent. */
export function formatShare(share: number): string {
  return Number.isFinite(share) ? `${number(share * 100, 0)} %` : '–';
}

/** A true bearing: "087°". */
export function formatBearing(bearingDeg: number): string {
  return `${String(Math.round(bearingDeg) % 360).padStart(3, '0')}°`;
}

/** What was typed as a length or height, in metres; without a unit it is in `units`. */
export function parseLengthM(typed: string, units: Units): { readonly metres: number } | { readonly problem: string } {
  const match = /^\s*([+-]?[\d., ]*\d)\s*(m|km|ft|feet|foot|'|′|mi|miles?|in|")?\s*$/i.exec(typed);
  const value = match?.[1] === undefined ? NaN : parseNumber(match[1]);
  if (Number.isNaN(value)) return { problem: units === 'us' ? 'Type a number such as 35, 35 ft or 10.7 m.' : 'Type a number such as 10.7, 10.7 m or 35 ft.' };
  const unit = (match?.[2] ?? (units === 'us' ? 'ft' : 'm')).toLowerCase();
  return { metres: value * metresPerTyped(unit) };
}

function metresPerTyped(unit: string): number {
  if (unit === 'm') return 1;
  if (unit === 'km') return 1000;
  if (unit.startsWith('mi')) return METRES_PER_MILE;
  return unit === 'in' || unit === '"' ? METRES_PER_FOOT / 12 : METRES_PER_FOOT;
}

/** A number as people write it: "1,200", "12,5", "1 200.5". NaN when it is none. */
export function parseNumber(typed: string): number {
  const text = typed.replace(/\s/g, '');
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return Number(text.replaceAll(',', ''));
  if (/^[+-]?\d+,\d+$/.test(text)) return Number(text.replace(',', '.'));
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
}

/** A length in metres as one types it: "35 ft", "10.7 m", without thousands. */
export function editableLength(lengthM: number, units: Units): string {
  const value = units === 'us' ? lengthM / METRES_PER_FOOT : lengthM;
  return `${Number(value.toFixed(units === 'us' ? 1 : 2))} ${units === 'us' ? 'ft' : 'm'}`;
}
