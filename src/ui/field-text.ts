import type { FieldValue } from '../plan/feature-table.ts';
import { fieldInWords } from '../plan/field-words.ts';
import { FEATURE_LAYERS, type FeatureLayerName, type FieldDefinition } from '../plan/layers.ts';
import type { UnitSystem } from '../base/quantity-text.ts';
import { editableLength, parseLengthM, parseTypedNumber } from '../base/typed-quantity.ts';
import { spelled, wording } from '../text/wording.ts';

const words = wording.fieldText;

/** The definition of a field of a layer; null for a column that only the file knew. */
export function fieldDefinition(layer: FeatureLayerName, name: string): FieldDefinition | null {
  const fields: readonly FieldDefinition[] = FEATURE_LAYERS[layer].fields;
  return fields.find((field) => field.name === name) ?? null;
}

/** A field's name as a label: "makeReadyCents" becomes "Make ready". */
export function fieldLabel(name: string): string {
  const text = fieldInWords(name);
  return spelled(text.charAt(0).toUpperCase() + text.slice(1));
}

/** A value as one types it. */
export function editableValue(value: FieldValue | undefined, definition: FieldDefinition | null, units: UnitSystem): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (definition?.unit === 'm') return editableLength(value, units);
  return definition?.unit === 'cents' ? String(value / 100) : String(value);
}

/** What was typed as a value of the field; empty clears it. */
export function parseValue(
  typed: string,
  kind: 'number' | 'text' | 'boolean',
  definition: FieldDefinition | null,
  units: UnitSystem,
): { readonly value: FieldValue | undefined } | { readonly problem: string } {
  const text = typed.trim();
  if (text === '') return { value: undefined };
  if (kind === 'text') return { value: text };
  if (kind === 'boolean') {
    if (/^(yes|true|1)$/i.test(text)) return { value: true };
    return /^(no|false|0)$/i.test(text) ? { value: false } : { problem: words.typeYesOrNo };
  }
  if (definition?.unit === 'm') {
    const length = parseLengthM(text, units);
    return 'problem' in length ? length : length.metres < 0 ? { problem: words.itCannotBeNegative } : { value: length.metres };
  }
  const value = parseTypedNumber(text.replace(/^[$€]/, ''));
  if (Number.isNaN(value)) return { problem: words.typeANumber };
  return { value: definition?.unit === 'cents' ? Math.round(value * 100) : value };
}
