import type { Geometry } from '../geo/geometry.ts';
import { areaOfRelation, areaOfWay, isClosed, linesOfWay } from './osm-geometry.ts';
import type { OsmData, OsmTags } from './osm-data.ts';
import { checkGeometry } from './geometry-check.ts';
import { ProblemList, type SourceFeature, type SourceLayer } from './source-layer.ts';

type Rule = (tags: OsmTags) => boolean;

/** Which elements of a file make a layer, by their tags (wiki.openstreetmap.org/wiki/Map_features). */
interface OsmLayer {
  readonly name: string;
  readonly meantFor?: SourceLayer['meantFor'];
  readonly nodes?: Rule;
  readonly lines?: Rule;
  readonly areas?: Rule;
}

const isOneOf = (value: string | undefined, values: readonly string[]): boolean => value !== undefined && values.includes(value);
const hasAddress: Rule = (tags) => tags['addr:housenumber'] !== undefined || tags['addr:housename'] !== undefined;
/** Values of `highway` that are no way yet or no longer, or no way at all. */
const NO_ROADS = ['proposed', 'construction', 'abandoned', 'razed', 'platform', 'rest_area', 'services', 'no'];
const NO_LINES_OF_RAIL = ['platform', 'station', 'halt', 'turntable', 'proposed', 'razed', 'abandoned', 'dismantled'];

/** By name, in the order in which they are offered; each is what `--source-layer` calls. */
const LAYERS: readonly OsmLayer[] = [
  {
    name: 'roads',
    meantFor: 'rights-of-way',
    lines: (t) => t['highway'] !== undefined && !NO_ROADS.includes(t['highway']) && t['area'] !== 'yes',
  },
  { name: 'buildings', areas: (t) => t['building'] !== undefined && t['building'] !== 'no' },
  { name: 'poles', nodes: (t) => isOneOf(t['power'], ['pole', 'tower']) || t['man_made'] === 'utility_pole' },
  { name: 'power-lines', meantFor: 'spans', lines: (t) => isOneOf(t['power'], ['line', 'minor_line']) },
  {
    name: 'barriers',
    lines: (t) =>
      (t['railway'] !== undefined && !NO_LINES_OF_RAIL.includes(t['railway'])) ||
      isOneOf(t['waterway'], ['river', 'stream', 'canal', 'ditch', 'drain', 'brook']),
    areas: (t) => t['natural'] === 'water' || t['waterway'] === 'riverbank' || isOneOf(t['landuse'], ['reservoir', 'basin']),
  },
  { name: 'addresses', nodes: hasAddress, areas: hasAddress },
];

/** Metres that a storey is taken for where a building states storeys but no height. */
const LEVEL_M = 3;

/** The layers of an OpenStreetMap file that Weft has a use for, whole: an element whose parts are not all in the file is counted. */
export function osmLayers(data: OsmData): SourceLayer[] {
  const waysById = new Map(data.ways.map((way) => [way.id, way]));
  const areas = data.relations.filter(({ tags }) => isOneOf(tags['type'], ['multipolygon', 'boundary']));
  return LAYERS.map((layer): SourceLayer => {
    const problems = new ProblemList();
    problems.addAll(data.problems.list());
    const features: SourceFeature[] = [];
    let total = 0;
    const add = (id: string, where: string, tags: OsmTags, raw: Geometry | null): void => {
      total++;
      features.push(...featuresOf(layer.name, id, where, tags, raw, problems));
    };
    for (const { id, tags } of data.nodes) {
      const position = data.positionOf(id);
      if (layer.nodes?.(tags) && position !== undefined)
        add(`n${id}`, `node ${id}`, tags, { type: 'Point', coordinates: position });
    }
    for (const way of data.ways) {
      const where = `way ${way.id}`;
      const isArea = isClosed(way.refs) && layer.areas?.(way.tags) === true;
      if (isArea) add(`w${way.id}`, where, way.tags, areaOfWay(data, way.refs));
      else if (layer.lines?.(way.tags)) {
        const { geometry, missing } = linesOfWay(data, way.refs);
        if (missing > 0)
          problems.add(
            'warning',
            'import/incomplete',
            where,
            `${missing} of its nodes are not in the file; it ends before them.`,
          );
        add(`w${way.id}`, where, way.tags, geometry);
      }
    }
    for (const relation of areas) {
      if (layer.areas?.(relation.tags))
        add(`r${relation.id}`, `relation ${relation.id}`, relation.tags, areaOfRelation(data, relation.ways, waysById));
    }
    const { name, meantFor } = layer;
    return {
      name,
      ...(meantFor && { meantFor }),
      crs: 'EPSG:4326',
      unstated: 'degrees',
      total,
      features,
      problems: problems.list(),
    };
  });
}

function featuresOf(
  layer: string,
  id: string,
  where: string,
  tags: OsmTags,
  raw: Geometry | null,
  problems: ProblemList,
): SourceFeature[] {
  if (raw === null) problems.add('warning', 'import/incomplete', where, 'Its outline is not whole in the file; it was left out.');
  const fields = layer === 'buildings' ? withHeight(tags, where, problems) : tags;
  // Positions are whole numbers in range by now: what can be wrong with them is no ground to refuse a file.
  const [geometry = null] = checkGeometry(
    raw,
    (_, code, message) => problems.add('warning', code, where, message),
    () => undefined,
  );
  return [{ id, where, geometry, fields }];
}

function withHeight(tags: OsmTags, where: string, problems: ProblemList): SourceFeature['fields'] {
  if (tags['height'] !== undefined || tags['building:height'] !== undefined) return tags;
  const [levels, roofLevels] = [Number(tags['building:levels'] ?? NaN), Number(tags['roof:levels'] ?? 0)];
  if (!(levels > 0 && levels < 200)) return tags;
  const height = (levels + (roofLevels > 0 && roofLevels < 20 ? roofLevels : 0)) * LEVEL_M;
  problems.add('note', 'import/height-of-levels', where, `Its height of ${height} m is ${LEVEL_M} m for each of its levels.`);
  return { ...tags, height, 'height:source': `levels × ${LEVEL_M} m` };
}
