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

test("the files of NYC Mesh's map name one another and stay together", () => {
  expect(names(filesByLayer(['links.json', 'nodes.json', 'sectors.json'].map(file)))).toEqual([
    ['links.json', 'nodes.json', 'sectors.json'],
  ]);
});

test.each([
  ['blocks2020.geojson', 'neighbourhoods'],
  ['MasterAddressBlocks.geojson', 'addresses'],
  ['parcel_blocks.shp', 'parcels'],
])('%s is taken for %s', (name, layer) => {
  expect(guessLayer([name])).toBe(layer);
});
