import type { UnitSystem } from './quantity-text.ts';
import { METRES_PER_FOOT, METRES_PER_MILE } from './units.ts';

/** What was typed as a length or height, in metres; without a unit it is in `units`. */
export function parseLengthM(typed: string, units: UnitSystem): { readonly metres: number } | { readonly problem: string } {
  const match = /^\s*([+-]?[\d., ]*\d)\s*(m|km|ft|feet|foot|'|′|mi|miles?|in|")?\s*$/i.exec(typed);
  const value = match?.[1] === undefined ? NaN : parseTypedNumber(match[1]);
  if (Number.isNaN(value)) {
    const examples = units === 'us' ? '35, 35 ft or 10.7 m' : '10.7, 10.7 m or 35 ft';
    return { problem: `Type a number such as ${examples}.` };
  }
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
export function parseTypedNumber(typed: string): number {
  const text = typed.replace(/\s/g, '');
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return Number(text.replaceAll(',', ''));
  if (/^[+-]?\d+,\d+$/.test(text)) return Number(text.replace(',', '.'));
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
}

/** A length in metres as one types it: "35 ft", "10.7 m", without thousands. */
export function editableLength(lengthM: number, units: UnitSystem): string {
  const value = units === 'us' ? lengthM / METRES_PER_FOOT : lengthM;
  return `${Number(value.toFixed(units === 'us' ? 1 : 2))} ${units === 'us' ? 'ft' : 'm'}`;
}
