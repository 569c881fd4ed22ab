import { AppError } from '../base/app-error.ts';

/** Where a model holds. Both bounds belong to it. */
export interface ValidRange {
  readonly min: number;
  readonly max: number;
  /** Printed behind the bounds; empty for bare numbers. */
  readonly unit: string;
}

/**
 * Refuses an input outside a model's range; NaN lies outside every range.
 * @param model the model as people call it; @param ranges by the name of the field
 * @throws AppError study/model-range, naming the first field that is outside
 */
export function requireValid<Field extends string>(
  model: string,
  input: Readonly<Record<NoInfer<Field>, number>>,
  ranges: Readonly<Record<Field, ValidRange>>,
): void {
  for (const field in ranges) {
    const { min, max, unit } = ranges[field];
    const value = input[field];
    if (value >= min && value <= max) continue;
    // Nine digits: a sum of decimals must not show its binary tail.
    const shown = Number(value.toPrecision(9));
    const bounds = `${min} to ${max}${unit === '' ? '' : ` ${unit}`}`;
    throw outsideModel(model, field, `${shown} is outside ${bounds}, where ${model} holds.`);
  }
}

/** The refusal of an input for which a model says nothing. @param field name of the input's field */
export function outsideModel(model: string, field: string, what: string): AppError {
  return new AppError('study/model-range', {
    what,
    where: field,
    remedy: `Give a value that ${model} covers, or choose another model.`,
  });
}
