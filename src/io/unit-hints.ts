import { layerDefinition, type FeatureLayerName } from '../plan/layers.ts';
import type { FieldSource } from './field-mapping.ts';
import type { ProblemList, SourceFeature } from './source-layer.ts';

/** Usual heights in metres; a column whose middle value lies above is probably in feet. Poles: ANSI O5.1 classes end at 38 m, streets have 8–15 m. */
const USUAL_MOST_M: Readonly<Partial<Record<FeatureLayerName, Readonly<Record<string, number>>>>> = {
  poles: { heightM: 20 },
  buildings: { heightM: 60 },
  'rights-of-way': { widthM: 40 },
};

/** Warns when a length without a stated unit looks like feet taken for metres. */
export function hintAtUnits(
  layer: FeatureLayerName,
  features: readonly SourceFeature[],
  mapping: readonly FieldSource[],
  problems: ProblemList,
): void {
  for (const { field, column, unit } of mapping) {
    const most = USUAL_MOST_M[layer]?.[field];
    if (column === undefined || unit !== undefined || most === undefined) continue;
    const isLength = layerDefinition(layer).fields.some(({ name, unit: own }) => name === field && own === 'm');
    const values = features
      .filter((feature) => feature.fields['kind'] !== 'tower' && feature.fields['power'] !== 'tower')
      .flatMap((feature) => (typeof feature.fields[column] === 'number' ? [feature.fields[column]] : []))
      .sort((a, b) => a - b);
    const middle = values[values.length >> 1];
    if (isLength && middle !== undefined && middle > most) {
      problems.add(
        'warning',
        'import/feet',
        column,
        `"${column}" was read as metres; its middle value is ${middle}. If these are feet, import with --map ${field}=${column}:ft.`,
      );
    }
  }
}
