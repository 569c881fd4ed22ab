import type { Geometry } from '../../geo/geometry.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { typedColumns, type TypedColumn } from './columns.ts';
import { AROUND, columnLosses, NOT_IN_XML, textLosses, textsOf, type Loss } from './losses.ts';

/** How the placemarks of a kind are drawn. Colours are `#rrggbb`; opacity 0 … 1. */
export interface KmlStyle {
  readonly id: string;
  readonly color: string;
  readonly widthPx?: number;
  readonly fillOpacity?: number;
  readonly iconScale?: number;
}

/** A folder of placemarks; `styleOf` names one of the document's styles, `nameOf` what is written beside the feature. */
export interface KmlFolder {
  readonly name: string;
  readonly features: readonly Feature[];
  readonly styleOf?: (feature: Feature) => string | null;
  readonly nameOf?: (feature: Feature) => string;
}

/** The name under which the id of a feature stands among its data: other programs keep those, and rarely the placemark's own id. */
export const KML_ID = 'weft_id';

export interface KmlDocument {
  readonly name: string;
  /** For whom it is and whose data it holds. */
  readonly about?: string;
  readonly styles: readonly KmlStyle[];
  readonly folders: readonly KmlFolder[];
}

/**
 * Writes a KML 2.2 document: folders of placemarks with stable ids, shared styles, every field as extended data of a declared type.
 * All text is escaped; nothing refers to the network.
 */
export function writeKml(document: KmlDocument): Uint8Array {
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<kml xmlns="http://www.opengis.net/kml/2.2">',
    `<Document><name>${escapeXml(document.name)}</name>`,
    ...(document.about === undefined || document.about === '' ? [] : [`<description>${escapeXml(document.about)}</description>`]),
    ...document.styles.map(styleElement),
    ...document.folders.map(folderElement),
    '</Document>',
    '</kml>',
    '',
  ].join('\n');
  return new TextEncoder().encode(text);
}

/** What KML does not keep of these folders. */
export function kmlLosses(folders: readonly KmlFolder[]): Loss[] {
  return folders.flatMap((folder) => {
    // Fields keep their names here.
    const columns = dataColumns(folder).map((column) => ({ ...column, name: column.field }));
    return [
      ...columnLosses(folder.name, columns),
      ...textLosses('spaces', folder.name, textsOf(columns), AROUND, 'Spaces around texts go'),
      ...textLosses('characters', folder.name, textsOf(columns), NOT_IN_XML, 'Characters that XML cannot hold go'),
    ];
  });
}

/** Text as XML content or as an attribute's value in double quotes; characters that XML cannot hold are left out. */
export function escapeXml(text: string): string {
  const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}

function styleElement(style: KmlStyle): string {
  const color = kmlColor(style.color, 1);
  return (
    `<Style id="${escapeXml(style.id)}">` +
    `<IconStyle><color>${color}</color><scale>${style.iconScale ?? 0.8}</scale></IconStyle>` +
    `<LineStyle><color>${color}</color><width>${style.widthPx ?? 2}</width></LineStyle>` +
    `<PolyStyle><color>${kmlColor(style.color, style.fillOpacity ?? 0.25)}</color></PolyStyle></Style>`
  );
}

/** KML writes colours as aabbggrr. */
function kmlColor(color: string, opacity: number): string {
  const [, red = 'ff', green = 'ff', blue = 'ff'] = /^#(..)(..)(..)$/.exec(color) ?? [];
  const alpha = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0');
  return `${alpha}${blue}${green}${red}`.toLowerCase();
}

function schemaElement(folder: KmlFolder, index: number): string {
  const types = { integer: 'double', number: 'double', boolean: 'bool', text: 'string' };
  const fields = dataColumns(folder).map(({ field, kind }) => `<SimpleField name="${escapeXml(field)}" type="${types[kind]}"/>`);
  const id = `<SimpleField name="${KML_ID}" type="string"/>`;
  return `<Schema id="${schemaId(index)}" name="${escapeXml(folder.name)}">${id}${fields.join('')}</Schema>`;
}

function schemaId(index: number): string {
  return `fields-${index + 1}`;
}

/** All fields of a folder; the id has a place of its own. */
function dataColumns({ features }: KmlFolder): TypedColumn[] {
  return typedColumns(features).slice(1);
}

/** A document of its own, which programs show as a folder: GDAL finds the declared fields of an archive only there. */
function folderElement(folder: KmlFolder, index: number): string {
  const columns = dataColumns(folder);
  const placemarks = folder.features.map((feature, row) => placemark(folder, feature, { columns, row, schema: schemaId(index) }));
  return [`<Document><name>${escapeXml(folder.name)}</name>`, schemaElement(folder, index), ...placemarks, '</Document>'].join(
    '\n',
  );
}

interface PlacemarkData {
  readonly columns: readonly TypedColumn[];
  readonly row: number;
  readonly schema: string;
}

function placemark(folder: KmlFolder, feature: Feature, { columns, row, schema }: PlacemarkData): string {
  const style = folder.styleOf?.(feature) ?? null;
  const name = folder.nameOf?.(feature) ?? String(feature.fields['name'] ?? feature.id);
  const data = columns.flatMap(({ field, values }) => {
    const value = values[row] ?? null;
    // The name that is shown is the name, so that it is altered where people alter it; the id in its place is none.
    if (value === null || (field === 'name' && value === name && name !== feature.id)) return [];
    return [`<SimpleData name="${escapeXml(field)}">${escapeXml(String(value))}</SimpleData>`];
  });
  return (
    `<Placemark id="${escapeXml(xmlId(`${folder.name}.${feature.id}`))}"><name>${escapeXml(name)}</name>` +
    (style === null ? '' : `<styleUrl>#${escapeXml(style)}</styleUrl>`) +
    `<ExtendedData><SchemaData schemaUrl="#${schema}"><SimpleData name="${KML_ID}">${escapeXml(feature.id)}</SimpleData>` +
    `${data.join('')}</SchemaData></ExtendedData>` +
    (feature.geometry === null ? '' : geometryElement(feature.geometry)) +
    '</Placemark>'
  );
}

/** An XML id: begins with a letter, holds letters, digits, dot, hyphen and underscore; other characters by their code. */
function xmlId(text: string): string {
  const safe = text.replace(/[^A-Za-z0-9.-]/g, (character) => `_${character.codePointAt(0)?.toString(16) ?? ''}_`);
  return /^[A-Za-z_]/.test(safe) ? safe : `_${safe}`;
}

function geometryElement(geometry: Geometry): string {
  const many = (elements: readonly string[]): string => `<MultiGeometry>${elements.join('')}</MultiGeometry>`;
  switch (geometry.type) {
    case 'Point':
      return point(geometry.coordinates);
    case 'MultiPoint':
      return many(geometry.coordinates.map(point));
    case 'LineString':
      return line(geometry.coordinates);
    case 'MultiLineString':
      return many(geometry.coordinates.map(line));
    case 'Polygon':
      return polygon(geometry.coordinates);
    case 'MultiPolygon':
      return many(geometry.coordinates.map(polygon));
  }
}

function coordinates(positions: readonly LngLat[]): string {
  return `<coordinates>${positions.map((position) => `${position[0]},${position[1]}`).join(' ')}</coordinates>`;
}

function point(position: LngLat): string {
  return `<Point>${coordinates([position])}</Point>`;
}

function line(path: readonly LngLat[]): string {
  return `<LineString><tessellate>1</tessellate>${coordinates(path)}</LineString>`;
}

function polygon(rings: readonly (readonly LngLat[])[]): string {
  const boundary = rings.map((ring, index) => {
    const side = index === 0 ? 'outerBoundaryIs' : 'innerBoundaryIs';
    return `<${side}><LinearRing>${coordinates(ring)}</LinearRing></${side}>`;
  });
  return `<Polygon>${boundary.join('')}</Polygon>`;
}
