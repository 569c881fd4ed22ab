import { shapeOf, type GeometryType, type Shape } from '../../geo/geometry.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { escapeXml } from './kml.ts';
import { kindColors } from './layer-colors.ts';

/** The layers of symbols that QGIS draws shapes with, and their properties; `color` stands for the colour. */
const SYMBOLS: Readonly<Record<Shape, { type: string; class: string; props: Readonly<Record<string, string>> }>> = {
  point: {
    type: 'marker',
    class: 'SimpleMarker',
    props: { name: 'circle', color: 'color', outline_color: '255,255,255,255', outline_width: '0.2', size: '2', size_unit: 'MM' },
  },
  line: { type: 'line', class: 'SimpleLine', props: { line_color: 'color', line_width: '0.6', line_width_unit: 'MM' } },
  polygon: {
    type: 'fill',
    class: 'SimpleFill',
    props: { color: 'pale', outline_color: 'color', outline_width: '0.3', outline_width_unit: 'MM', style: 'solid' },
  },
};

/** A style of QGIS (QML) for a layer of one kind of shape: a colour for each value of the field `kind`, and names beside the features. */
export function qgisStyle(layer: string, type: GeometryType, features: readonly Feature[]): string {
  const colors = [...kindColors(layer, features)];
  const symbols = colors.map(([, color], index) => symbolElement(shapeOf(type), String(index), color));
  const categories = colors.map(
    ([kind], index) =>
      `<category value="${escapeXml(kind)}" symbol="${index}" label="${escapeXml(kind || 'others')}" render="true"/>`,
  );
  const byKind = colors.length > 1 || (colors[0]?.[0] ?? '') !== '';
  const renderer = byKind
    ? `<renderer-v2 type="categorizedSymbol" attr="kind" symbollevels="0" enableorderby="0" forceraster="0"><categories>${categories.join('')}</categories>`
    : '<renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0" forceraster="0">';
  return (
    '<!DOCTYPE qgis>\n' +
    `<qgis version="3.22.0" styleCategories="Symbology">${renderer}<symbols>${symbols.join('')}</symbols></renderer-v2></qgis>\n`
  );
}

function symbolElement(shape: Shape, name: string, color: string): string {
  const { type, class: layerClass, props } = SYMBOLS[shape];
  const values = Object.entries(props).map(([key, value]) => {
    const text = value === 'color' ? rgba(color, 255) : value === 'pale' ? rgba(color, 64) : value;
    return `<prop k="${key}" v="${text}"/>`;
  });
  return `<symbol type="${type}" name="${name}" alpha="1" clip_to_extent="1" force_rhr="0"><layer class="${layerClass}" enabled="1" locked="0" pass="0">${values.join('')}</layer></symbol>`;
}

function rgba(color: string, alpha: number): string {
  const parts = /^#(..)(..)(..)$/.exec(color)?.slice(1) ?? [];
  return [...parts.map((part) => Number.parseInt(part, 16)), alpha].join(',');
}
