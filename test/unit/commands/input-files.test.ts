import { expect, test } from 'vitest';
import { filesByLayer, guessLayer, inputFilesOf } from '../../../src/commands/file/input-files.ts';

const file = (name: string): File => new File(['x'], name);
const names = (groups: readonly (readonly File[])[]): string[][] => groups.map((group) => group.map((one) => one.name));

test('files that are dropped together are imported layer by layer; tiles of one raster and parts of a shapefile stay together', () => {
  const dropped = ['parcels.shp', 'poles.geojson', 'n49.tif', 'parcels.dbf', 'n50.tif', 'parcels.prj', 'more poles.csv'].map(
    file,
  );
  expect(names(filesByLayer(dropped))).toEqual([
    ['parcels.shp', 'parcels.dbf', 'parcels.prj'],
    ['poles.geojson', 'more poles.csv'],
    ['n49.tif', 'n50.tif'],
  ]);
  expect(inputFilesOf(dropped).map(({ name, companions }) => [name, [...(companions?.keys() ?? [])]])).toContainEqual([
    'parcels.shp',
    ['dbf', 'prj'],
  ]);
});

test("the nodes of NYC Mesh's map are imported first, and go along with the links and the sectors that name them", () => {
  const groups = filesByLayer(['links.json', 'nodes.json', 'sectors.json'].map(file));
  expect(names(groups)).toEqual([['nodes.json'], ['links.json', 'nodes.json'], ['sectors.json', 'nodes.json']]);
  expect(groups.map((group) => guessLayer(group.map(({ name }) => name)))).toEqual(['sites', 'links', 'sites']);
  expect(
    groups.map((group) => inputFilesOf(group).map(({ name, companions }) => [name, [...(companions?.keys() ?? [])]])),
  ).toEqual([[['nodes.json', []]], [['links.json', ['nodes']]], [['sectors.json', ['nodes']]]]);
});

test.each([
  ['blocks2020.geojson', 'neighbourhoods'],
  ['MasterAddressBlocks.geojson', 'addresses'],
  ['parcel_blocks.shp', 'parcels'],
  ['bilbao_CDSM.tif', 'canopy'],
  ['bdc_23_Copper_fixed_broadband_063022.zip', 'grants'],
  ['funded.geojson', 'grants'],
  ['bilbao_BDSM.tif', 'building-heights'],
  ['city_dsm.tif', 'surface'],
])('%s is taken for %s', (name, layer) => {
  expect(guessLayer([name])).toBe(layer);
});
