import type { UnitSystem } from '../../base/quantity-text.ts';
import { METRES_PER_FOOT, METRES_PER_MILE } from '../../base/units.ts';

/** A mark on an axis: where, and what stands beside it. */
export interface AxisTick {
  readonly at: number;
  readonly label: string;
}

/** What an axis shows: a range in metres and how many marks it has room for. */
export interface AxisRange {
  readonly lowM: number;
  readonly highM: number;
  readonly most: number;
  readonly kind: 'distance' | 'height';
  readonly units: UnitSystem;
}

/** Marks at round numbers of the unit that people read, the unit beside each number. @param place from metres to pixels */
export function axisTicks(range: AxisRange, place: (valueM: number) => number): AxisTick[] {
  const unit = unitOf(range);
  const [low, high] = [range.lowM / unit.metres, range.highM / unit.metres];
  const step = roundStep((high - low) / range.most);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: AxisTick[] = [];
  for (let count = Math.ceil(low / step - 1e-9); count * step <= high + step * 1e-9; count++) {
    // + 0: never "-0".
    const value = count * step + 0;
    const text = value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    ticks.push({ at: place(value * unit.metres), label: `${text} ${unit.name}` });
  }
  return ticks;
}

function unitOf({ highM, kind, units }: AxisRange): { name: string; metres: number } {
  const isFar = kind === 'distance' && highM >= (units === 'metric' ? 1500 : METRES_PER_MILE / 2);
  if (units === 'us') return isFar ? { name: 'mi', metres: METRES_PER_MILE } : { name: 'ft', metres: METRES_PER_FOOT };
  if (isFar && units === 'mixed') return { name: 'mi', metres: METRES_PER_MILE };
  return isFar ? { name: 'km', metres: 1000 } : { name: 'm', metres: 1 };
}

/** The next of 1, 2, 5 × 10ⁿ at or above a size. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5, 10].find((each) => each * power >= size * (1 - 1e-9)) ?? 10;
  return factor * power;
}
