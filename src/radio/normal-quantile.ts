/**
 * Standard normal deviate that is exceeded with a probability, positive below one half. Source: Abramowitz and Stegun 26.2.23 with
 * the first constant of ITU-R P.1812-7 Attachment 2; within 4.5e-4.
 * @param probability 0 … 1, both excluded
 */
export function exceededDeviate(probability: number): number {
  if (probability > 0.5) return -exceededDeviate(1 - probability);
  const t = Math.sqrt(-2 * Math.log(probability));
  const above = (0.010328 * t + 0.802853) * t + 2.515516698;
  const below = ((0.001308 * t + 0.189269) * t + 1.432788) * t + 1;
  return t - above / below;
}
