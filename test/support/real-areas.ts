import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testDataFolder } from './test-data.ts';

/** The real areas that Weft is proved on. */
export type AreaName = 'cambridge' | 'north-bayreuth';

/** How an area is made: the words of each call of the command line, one after the other. */
export interface AreaRecipe {
  readonly project: string;
  readonly calls: readonly (readonly string[])[];
}

/** Runs one call; throws where it fails. */
export type Run = (...words: string[]) => Promise<unknown>;

const HUT = 'id,name,kind,lon,lat\nhut,Hut at the townhall of Harsdorf,hut,11.56889,50.02646\n';

/**
 * The calls that make an area's project, up to its design, in a folder.
 * @param dataFolder the folder of the real input, absolute
 */
export function areaRecipe(area: AreaName, dataFolder: string = testDataFolder): AreaRecipe {
  return area === 'cambridge'
    ? cambridge(join(dataFolder, 'areas/cambridge-ma'))
    : bayreuth(join(dataFolder, 'areas/north-bayreuth'));
}

/** Makes an area's project, and its design, in a folder. @returns the path of the project */
export async function makeArea(area: AreaName, folder: string, run: Run): Promise<string> {
  const { project, calls } = areaRecipe(area);
  mkdirSync(folder, { recursive: true });
  if (area === 'north-bayreuth') writeFileSync(join(folder, 'hut.csv'), HUT);
  for (const words of calls) await run(...words);
  return join(folder, project);
}

function cambridge(data: string): AreaRecipe {
  const project = 'cambridge.weft';
  const near = join(data, 'neighbourhood-wellington-harrington');
  const take = (file: string, layer: string, ...more: string[]) => ['import', project, file, '--as', layer, ...more];
  return {
    project,
    calls: [
      ['new', project, '--name', 'Wellington-Harrington, Cambridge'],
      take(join(data, 'derived/cambridge_ground_ft_epsg2249.tif'), 'terrain', '--vertical-unit', 'us-ft'),
      take(join(near, 'parcels_2249_shp.zip'), 'parcels'),
      take(join(near, 'poles.geojson'), 'poles'),
      take(join(near, 'centerlines.geojson'), 'rights-of-way'),
      take(join(near, 'boundary.geojson'), 'neighbourhoods'),
      take(join(data, 'raw/TRANS_Rail.geojson'), 'barriers'),
      take(join(data, 'raw/LANDMARK_PublicSchools.geojson'), 'facilities', '--where', "SITE_NAME = 'King Open School'"),
      ['derive', project, 'premises', '--from', 'parcels'],
      ['derive', project, 'spans'],
      ['design', project, 'fiber'],
    ],
  };
}

function bayreuth(data: string): AreaRecipe {
  const project = 'north-bayreuth.weft';
  const take = (layer: string, ...files: string[]) => ['import', project, ...files, '--as', layer];
  const tiles = ['N49E011', 'N50E011'].map((tile) => join(data, `terrain/${tile}.hgt.zip`));
  return {
    project,
    calls: [
      ['new', project, '--name', 'North of Bayreuth', '--currency', 'EUR'],
      take('rights-of-way', join(data, 'osm/roads.geojson')),
      take('buildings', join(data, 'osm/buildings.geojson')),
      take('poles', join(data, 'osm/poles.geojson')),
      take('spans', join(data, 'osm/powerlines.geojson')),
      take('barriers', join(data, 'osm/barriers.geojson')),
      take('facilities', 'hut.csv'),
      take('terrain', ...tiles),
      ['derive', project, 'premises', '--from', 'buildings', '--where', 'areaM2>=60'],
      ['derive', project, 'neighbourhoods', '--size', '250'],
      ['design', project, 'fiber'],
    ],
  };
}
