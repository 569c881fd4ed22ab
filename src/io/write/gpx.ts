import { compareText } from '../../base/compare.ts';
import type { LngLat } from '../../geo/position.ts';
import { type Feature } from '../../plan/feature-table.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import { escapeXml } from './kml.ts';
import { countLoss, lossOf, placelessLosses, type Loss } from './losses.ts';
import { fieldNamesOf } from './table.ts';

/**
 * Writes layers as GPX 1.1 for devices in the field: points as waypoints, lines as tracks, outlines as closed tracks.
 * Names, and all other fields as a comment: devices show nothing else.
 */
export function writeGpx(
  title: string,
  layers: readonly { readonly name: string; readonly features: readonly Feature[] }[],
  about = '',
): Uint8Array {
  const all = layers.flatMap(({ name, features }) => features.map((feature) => ({ layer: name, feature })));
  const isPoint = (feature: Feature): boolean => feature.geometry?.type.endsWith('Point') ?? false;
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gpx version="1.1" creator="Weft" xmlns="http://www.topografix.com/GPX/1/1">',
    `<metadata><name>${escapeXml(title)}</name>${about === '' ? '' : `<desc>${escapeXml(about)}</desc>`}</metadata>`,
    ...all.filter(({ feature }) => isPoint(feature)).map(({ layer, feature }) => waypoints(layer, feature)),
    ...all
      .filter(({ feature }) => feature.geometry !== null && !isPoint(feature))
      .map(({ layer, feature }) => track(layer, feature)),
    '</gpx>',
    '',
  ].join('\n');
  return new TextEncoder().encode(text);
}

/** What GPX does not keep of these layers. */
export function gpxLosses(layers: readonly { readonly name: string; readonly features: readonly Feature[] }[]): Loss[] {
  return layers.flatMap(({ name, features }) => {
    const fields = fieldNamesOf(features).filter((field) => field !== 'name');
    const counted = (type: RegExp): number =>
      features.filter(({ geometry }) => geometry !== null && type.test(geometry.type)).length;
    return [
      ...lossOf('comment', name, fields, `Fields of ${name} become one comment: ${fields.join(', ')}.`),
      ...countLoss('shape', name, counted(/Polygon/), 'outlines become closed tracks'),
      ...countLoss('shape', name, counted(/MultiPoint/), 'groups of points become single ones'),
      ...placelessLosses({ name, features }),
    ];
  });
}

function waypoints(layer: string, feature: Feature): string {
  const places = feature.geometry === null ? [] : partsOf(feature.geometry).flat(2);
  return places.map((place) => `<wpt ${at(place)}>${texts(layer, feature)}</wpt>`).join('\n');
}

function track(layer: string, feature: Feature): string {
  const paths = feature.geometry === null ? [] : partsOf(feature.geometry).flat();
  const segments = paths.map((path) => `<trkseg>${path.map((place) => `<trkpt ${at(place)}/>`).join('')}</trkseg>`);
  return `<trk>${texts(layer, feature)}${segments.join('')}</trk>`;
}

function at([lon, lat]: LngLat): string {
  return `lat="${lat}" lon="${lon}"`;
}

/** Name, comment and layer in the order that the schema demands. */
function texts(layer: string, { id, fields }: Feature): string {
  const { name = id, ...others } = fields;
  const comment = Object.entries(others)
    .sort((a, b) => compareText(a[0], b[0]))
    .map(([field, value]) => `${field}: ${value}`);
  return (
    `<name>${escapeXml(String(name))}</name>` +
    (comment.length > 0 ? `<cmt>${escapeXml(comment.join('\n'))}</cmt>` : '') +
    `<src>${escapeXml(id)}</src><type>${escapeXml(layer)}</type>`
  );
}
