import { channelsOf } from '../../base/colour.ts';
import { shapeOf, type Shape } from '../../geo/geometry.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { escapeXml } from './kml.ts';
import { lookOf, type ClassLook, type LayerLook } from './layer-look.ts';

/** How QGIS calls the shapes: in expressions, and the kinds of symbols that draw them. */
const SHAPES: Readonly<Record<Shape, { readonly name: string; readonly symbol: string; readonly symbolLayer: string }>> = {
  point: { name: 'Point', symbol: 'marker', symbolLayer: 'SimpleMarker' },
  line: { name: 'Line', symbol: 'line', symbolLayer: 'SimpleLine' },
  polygon: { name: 'Polygon', symbol: 'fill', symbolLayer: 'SimpleFill' },
};

/** A class of features of one shape, which one symbol draws. */
interface Entry {
  readonly value: string;
  readonly shape: Shape;
  readonly look: ClassLook;
}

/**
 * A style of QGIS (QML 3.22): the layer's look, class by class. Where shapes are mixed QGIS shows each as a layer of its own and gives
 * all of them the one style: rules then pick the symbol of the shape.
 * @param columnOf the column in which a field stands
 */
export function qgisStyle(layer: string, features: readonly Feature[], columnOf: (field: string) => string): string {
  const look = lookOf(layer, features);
  const shapes = new Set<Shape>();
  for (const { geometry } of features) if (geometry !== null) shapes.add(shapeOf(geometry.type));
  const entries = [...shapes].flatMap((shape) => [...look.classes].map(([value, one]): Entry => ({ value, shape, look: one })));
  const column = `"${columnOf(look.field).replaceAll('"', '""')}"`;
  const isDivided = look.classes.size > 1 || !look.classes.has('');
  const renderer = shapes.size > 1 ? rules(entries, isDivided ? column : null) : isDivided ? categories(entries, column) : SINGLE;
  const symbols = entries.map((entry, index) => symbolElement(look, entry, index)).join('');
  return (
    '<!DOCTYPE qgis>\n' +
    `<qgis version="3.22.0" styleCategories="Symbology"><renderer-v2 symbollevels="0" enableorderby="0" forceraster="0" ${renderer}` +
    `<symbols>${symbols}</symbols></renderer-v2></qgis>\n`
  );
}

const SINGLE = 'type="singleSymbol">';

function categories(entries: readonly Entry[], column: string): string {
  const elements = entries.map(
    ({ value }, index) =>
      `<category value="${escapeXml(value)}" symbol="${index}" label="${escapeXml(labelOf(value))}" render="true"/>`,
  );
  return `type="categorizedSymbol" attr="${escapeXml(column)}"><categories>${elements.join('')}</categories>`;
}

/** @param column null where there is but one class */
function rules(entries: readonly Entry[], column: string | null): string {
  const elements = entries.map(({ value, shape }, index) => {
    const conditions = [
      `geometry_type($geometry) = '${SHAPES[shape].name}'`,
      ...(column === null ? [] : [`coalesce(${column}, '') = '${value.replaceAll("'", "''")}'`]),
    ];
    return `<rule key="${index}" symbol="${index}" label="${escapeXml(labelOf(value))}" filter="${escapeXml(conditions.join(' AND '))}"/>`;
  });
  return `type="RuleRenderer"><rules key="root">${elements.join('')}</rules>`;
}

function labelOf(value: string): string {
  return value || 'others';
}

function symbolElement(look: LayerLook, { shape, look: { color, isDashed } }: Entry, index: number): string {
  const { symbol, symbolLayer } = SHAPES[shape];
  const opaque = rgba(color, 1);
  const props: Readonly<Record<Shape, Readonly<Record<string, string>>>> = {
    point: {
      name: look.marker,
      color: opaque,
      outline_color: rgba('#ffffff', 1),
      outline_width: '0.2',
      size: String(look.sizeMm),
      size_unit: 'MM',
    },
    line: {
      line_color: opaque,
      line_width: String(look.widthMm),
      line_width_unit: 'MM',
      line_style: isDashed ? 'dash' : 'solid',
    },
    polygon: {
      color: rgba(color, look.fill),
      outline_color: opaque,
      outline_width: String(look.widthMm / 2),
      outline_width_unit: 'MM',
      style: look.fill > 0 ? 'solid' : 'no',
    },
  };
  const values = Object.entries(props[shape]).map(([key, value]) => `<prop k="${key}" v="${value}"/>`);
  return `<symbol type="${symbol}" name="${index}" alpha="1" clip_to_extent="1" force_rhr="0"><layer class="${symbolLayer}" enabled="1" locked="0" pass="0">${values.join('')}</layer></symbol>`;
}

/** @param opacity 0 … 1 */
function rgba(color: string, opacity: number): string {
  return [...channelsOf(color), Math.round(255 * opacity)].join(',');
}
