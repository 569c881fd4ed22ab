import { cellsToCopy, copiedCells } from '../../io/csv-records.ts';
import type { UnitSystem } from '../../base/quantity-text.ts';
import type { Change } from '../../plan/change.ts';
import { featureAt, type Feature, type FeatureTable, type FieldValue } from '../../plan/feature-table.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import { METRES_PER_FOOT } from '../../base/units.ts';
import { fieldDefinition, fieldLabel, parseValue } from '../field-text.ts';
import { cellValue, ID } from './table-rows.ts';
import { wording } from '../../text/wording.ts';

const words = wording.cells;

/** What a column holds; a column that nothing is in holds what its definition says. */
export function columnKind(table: FeatureTable, layer: FeatureLayerName, column: string): 'number' | 'text' | 'boolean' {
  return fieldDefinition(layer, column)?.kind ?? table.columns.get(column)?.kind ?? 'text';
}

/** The unit of a column's numbers on screen, empty for other columns. */
export function columnUnit(layer: FeatureLayerName, column: string, units: UnitSystem): string {
  const unit = fieldDefinition(layer, column)?.unit;
  return unit === 'm' ? (units === 'us' ? 'ft' : 'm') : '';
}

/** The heading of a column, with its unit. */
export function columnTitle(layer: FeatureLayerName, column: string, units: UnitSystem): string {
  if (column === ID) return words.id;
  const unit = columnUnit(layer, column, units);
  return unit === '' ? fieldLabel(column) : `${fieldLabel(column)} (${unit})`;
}

/** A cell as plain text: numbers in the unit of the heading, without it. */
export function cellText(value: FieldValue | undefined, layer: FeatureLayerName, column: string, units: UnitSystem): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  const unit = fieldDefinition(layer, column)?.unit;
  if (unit === 'm') return String(Number((units === 'us' ? value / METRES_PER_FOOT : value).toFixed(units === 'us' ? 1 : 2)));
  return unit === 'cents' ? String(value / 100) : String(value);
}

/** Rows and their headings as a spreadsheet takes them. */
export function copyRows(
  table: FeatureTable,
  rows: Iterable<number>,
  columns: readonly string[],
  layer: FeatureLayerName,
  units: UnitSystem,
): string {
  const body = [...rows].map((row) => columns.map((column) => cellText(cellValue(table, column, row), layer, column, units)));
  return cellsToCopy([columns.map((column) => columnTitle(layer, column, units)), ...body]);
}

/**
 * What was copied in a spreadsheet, put over cells from one row and column on; one step. Nothing is taken when one cell makes no sense.
 * @param rows rows of the table in the order shown, from the first that is pasted over
 * @param columns columns in the order shown, likewise
 */
export function pasteCells(
  text: string,
  table: FeatureTable,
  rows: ArrayLike<number>,
  columns: readonly string[],
  layer: FeatureLayerName,
  units: UnitSystem,
): Change | string {
  const cells = copiedCells(text);
  const edited: { layer: FeatureLayerName; id: string; feature: Feature }[] = [];
  for (const [at, line] of cells.entries()) {
    const row = rows[at];
    if (row === undefined) return words.thereRowsToPasteAnd({ pasted: cells.length, places: rows.length });
    let feature = featureAt(table, row);
    for (const [offset, cell] of line.entries()) {
      const column = columns[offset];
      if (column === undefined) return words.thereColumnsToPasteAnd({ pasted: line.length, places: columns.length });
      if (column === ID) return words.idsCannotBeChangedPaste;
      const parsed = parseValue(cell, columnKind(table, layer, column), fieldDefinition(layer, column), units);
      if ('problem' in parsed)
        return words.rowProblem({ at: at + 1, fieldLabel: fieldLabel(column), cell, problem: parsed.problem });
      const { [column]: _, ...others } = feature.fields;
      feature = { ...feature, fields: parsed.value === undefined ? others : { ...others, [column]: parsed.value } };
    }
    edited.push({ layer, id: feature.id, feature });
  }
  return {
    note: words.pasteInto({ count: edited.length, rows: edited.length === 1 ? words.rowWord : words.rowsWord }),
    features: edited,
  };
}
