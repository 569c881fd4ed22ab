import { RASTER_COMPANIONS } from '../../io/registry.ts';
import { FEATURE_LAYER_NAMES, type LayerName } from '../../plan/layers.ts';
import type { GivenFile } from '../../workers/given-files.ts';

/** Endings of the files that stand beside a loose `.shp`. */
const SHAPEFILE_PARTS: readonly string[] = ['dbf', 'prj', 'shx', 'cpg'];
const RASTER = /\.(tiff?|asc|png)$/i;

/** Chosen files as inputs of an import: the parts of a loose Shapefile are put together, and what says where a raster lies goes with it. */
export function inputFilesOf(files: readonly File[]): GivenFile[] {
  const stemOf = (name: string): string => name.replace(/\.[^.]+$/, '').toLowerCase();
  const endingOf = (name: string): string => name.split('.').pop()?.toLowerCase() ?? '';
  const endingsBeside = (name: string): readonly string[] =>
    /\.shp$/i.test(name) ? SHAPEFILE_PARTS : RASTER.test(name) ? RASTER_COMPANIONS : [];
  const belongsTo = (part: File, whole: File): boolean =>
    stemOf(part.name) === stemOf(whole.name) && endingsBeside(whole.name).includes(endingOf(part.name));
  const isCompanion = (file: File): boolean => files.some((whole) => belongsTo(file, whole));
  const nodes = files.length > 1 ? meshNodesAmong(files) : undefined;
  return files
    .filter((file) => !isCompanion(file) && file !== nodes)
    .map((file): GivenFile => {
      const companions = new Map(files.filter((other) => belongsTo(other, file)).map((other) => [endingOf(other.name), other]));
      if (nodes !== undefined) companions.set('nodes', nodes);
      return { name: file.name, file, ...(companions.size > 0 ? { companions } : {}) };
    });
}

/** Words in file names that say what a layer is. */
const HINTS: readonly (readonly [RegExp, LayerName])[] = [
  [/(^|_)bdc|availab|fixed_broadband|funded|grant/i, 'grants'],
  [/canopy|(?<!s)tree|cdsm|chm(?![a-z])/i, 'canopy'],
  [/bdsm|ndsm|build\w*[-_ ]?h(eigh)?t/i, 'building-heights'],
  [/surface|dsm|lidar/i, 'surface'],
  [/\.(tiff?|hgt|asc|la[sz]|pmtiles)(\.zip|\.gz)?$/i, 'terrain'],
  [/row|right|street|road|centerline|centreline|highway/i, 'rights-of-way'],
  [/parcel|lot|tax/i, 'parcels'],
  [/build|footprint|structure/i, 'buildings'],
  [/pole|support|tower/i, 'poles'],
  [/span|conductor/i, 'spans'],
  [/barrier|water|river|rail/i, 'barriers'],
  [/cabinet|fdh/i, 'cabinet-sites'],
  [/hut|facilit|office/i, 'facilities'],
  [/site|node|sector|roof|hub|volunteer|mesh/i, 'sites'],
  [/neighbou?rhood|village|district|boundary/i, 'neighbourhoods'],
  [/address/i, 'addresses'],
  [/block/i, 'neighbourhoods'],
  [/premise|meter|location|member|customer/i, 'premises'],
];

/** The layer that files most likely are, by their names. */
export function guessLayer(names: readonly string[]): LayerName {
  const [first = ''] = names;
  const exact = FEATURE_LAYER_NAMES.find((name) => first.toLowerCase().startsWith(name));
  return exact ?? HINTS.find(([pattern]) => pattern.test(first))?.[1] ?? 'premises';
}

/** The exports of NYC Mesh's map: links and sectors name the nodes by number. */
const MESH_FILES = /^(nodes|links|sectors)\.json$/i;

/** The nodes of NYC Mesh's map among files that are all of it. */
function meshNodesAmong(files: readonly File[]): File | undefined {
  return files.every(({ name }) => MESH_FILES.test(name)) ? files.find(({ name }) => /^nodes/i.test(name)) : undefined;
}

/** Chosen files in groups, each of which is most likely for one layer; what belongs together stays together. */
export function filesByLayer(files: readonly File[]): File[][] {
  const nodes = meshNodesAmong(files);
  // The nodes are sites, and go along with what names them.
  if (nodes !== undefined) return [[nodes], ...files.filter((file) => file !== nodes).map((file) => [file, nodes])];
  const groups = new Map<LayerName, File[]>();
  for (const input of inputFilesOf(files)) {
    const beside = [...(input.companions?.values() ?? [])];
    const own = files.filter((file) => file === input.file || beside.includes(file));
    const layer = guessLayer([input.name]);
    groups.set(layer, [...(groups.get(layer) ?? []), ...own]);
  }
  return [...groups.values()];
}
