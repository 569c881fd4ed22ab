import { rainLoss, type RainPath } from './rain-loss.ts';

/** How much of an average year a link holds in rain. */
export interface RainAvailability {
  /** Percent of the year, 99 … 99.999. */
  readonly availabilityPercent: number;
  /** `exact`, or the edge of what P.530 covers: `at-least` 99.999 %, `at-most` 99 %. */
  readonly bound: 'exact' | 'at-least' | 'at-most';
  /** Minutes a year without the link, from the same number. */
  readonly outageMinutesPerYear: number;
}

const MINUTES_PER_YEAR = 365.25 * 24 * 60;
const MOST_PERCENT = 1;
const LEAST_PERCENT = 0.001;

/**
 * Share of an average year in which rain takes less than the margin. Source: ITU-R P.530-18 section 2.4.1, solved for the time.
 * @param marginDb what the link can lose, dB
 * @throws AppError study/model-range as `rainLoss`
 */
export function rainAvailability(path: Omit<RainPath, 'timePercent'>, marginDb: number): RainAvailability {
  const lossDb = (timePercent: number): number => rainLoss({ ...path, timePercent }).lossDb;
  if (lossDb(LEAST_PERCENT) <= marginDb) return answer(LEAST_PERCENT, 'at-least');
  if (lossDb(MOST_PERCENT) > marginDb) return answer(MOST_PERCENT, 'at-most');
  let [low, high] = [Math.log(LEAST_PERCENT), Math.log(MOST_PERCENT)];
  // Loss falls as the share of time rises; 50 halvings leave nothing of the interval.
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (lossDb(Math.exp(middle)) > marginDb) low = middle;
    else high = middle;
  }
  return answer(Math.exp(high), 'exact');
}

function answer(outagePercent: number, bound: RainAvailability['bound']): RainAvailability {
  return {
    availabilityPercent: Math.round((100 - outagePercent) * 1e6) / 1e6,
    bound,
    outageMinutesPerYear: Math.round((outagePercent / 100) * MINUTES_PER_YEAR * 10) / 10,
  };
}
