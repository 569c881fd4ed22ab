import type { Feature } from '../../plan/feature-table.ts';
import { countLoss, lossOf, NOT_IN_XML, renameLosses, textLosses, type Loss } from './losses.ts';
import { FORMULA, tableColumns, wktOf } from './table.ts';
import { lackedBy, type Encoding } from './text-bytes.ts';
import { LONGEST_TEXT } from './xlsx.ts';

/** What CSV and workbooks do not keep of a layer alike. */
function tableLosses(name: string, features: readonly Feature[], areDegrees: boolean): Loss[] {
  const columns = tableColumns(features, areDegrees);
  const lines = features.filter(({ geometry }) => geometry !== null && geometry.type !== 'Point').length;
  return [
    ...renameLosses(name, columns),
    ...textLosses('apostrophe', name, textsIn(columns), FORMULA, 'Texts that spreadsheets would run get an apostrophe'),
    ...countLoss('shape', name, lines, 'lines and outlines are written as well-known text'),
  ];
}

function* textsIn(columns: ReturnType<typeof tableColumns>): Generator<readonly [string, (typeof columns)[number]['values']]> {
  for (const { field, values } of columns) yield [field, values];
}

/** What CSV does not keep: it has no kinds of values, so that readers guess them. */
export function csvLosses(name: string, features: readonly Feature[], areDegrees: boolean, encoding: Encoding): Loss[] {
  const columns = tableColumns(features, areDegrees);
  const isGuessed = (value: unknown): boolean =>
    typeof value === 'boolean' || (typeof value === 'string' && (/^[-+\d.,eE\s]+$/.test(value) || /^\s|\s$/.test(value)));
  const guessed = columns.filter(({ values }) => values.some(isGuessed)).map(({ field }) => field);
  const lacked = lackedBy(encoding);
  return [
    ...tableLosses(name, features, areDegrees),
    ...lossOf('kind', name, guessed, `CSV does not say what is a number, a text or yes and no; readers may guess otherwise in ${name}: ${guessed.join(', ')}.`), // prettier-ignore
    ...(lacked === null
      ? []
      : textLosses('characters', name, textsIn(columns), lacked, 'Letters that the encoding lacks become "?"')),
  ];
}

/** What a workbook does not keep. */
export function xlsxLosses(name: string, features: readonly Feature[], areDegrees: boolean): Loss[] {
  const columns = tableColumns(features, areDegrees);
  const tooLong = { test: (text: string): boolean => text.length > LONGEST_TEXT };
  const longShapes = features.filter(
    ({ geometry }) => geometry !== null && geometry.type !== 'Point' && tooLong.test(wktOf(geometry)),
  ).length;
  return [
    ...tableLosses(name, features, areDegrees),
    ...countLoss('shape', name, longShapes, 'of them are longer than a cell may be (32,767 characters) and are cut: no program can read those'), // prettier-ignore
    ...textLosses('cut', name, textsIn(columns), tooLong, 'Texts were cut to 32,767 characters'),
    ...textLosses('characters', name, textsIn(columns), NOT_IN_XML, 'Characters that XML cannot hold go'),
  ];
}
