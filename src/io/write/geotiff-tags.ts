import { describeCrs } from '../../geo/crs.ts';
import type { Grid } from '../../geo/grid.ts';
import { escapeXml } from './kml.ts';
import type { GeoTiffRaster } from './geotiff.ts';
import type { Tag } from './tiff-layout.ts';

/** Where the cells lie: the file counts from the outer corner of the first cell. */
export function placeTags([x, xc, xr, y, yc, yr]: Grid['toModel']): Tag[] {
  const [cornerX, cornerY] = [x - (xc + xr) / 2, y - (yc + yr) / 2];
  if (xr !== 0 || yc !== 0 || xc < 0 || yr > 0) {
    return [[34264, 'double', [xc, xr, 0, cornerX, yc, yr, 0, cornerY, 0, 0, 0, 0, 0, 0, 0, 1]]];
  }
  return [
    [33550, 'double', [xc, -yr, 0]],
    [33922, 'double', [0, 0, 0, cornerX, cornerY, 0]],
  ];
}

const USER_DEFINED = 32767;

/** The GeoTIFF keys: model (1 projected, 2 geographic), cells are areas, the system's code or its text. @throws AppError crs/… */
export async function systemTags(crs: string): Promise<Tag[]> {
  const { unit } = await describeCrs(crs);
  const isProjected = unit !== null;
  const code = Number(/^EPSG:(\d+)$/.exec(crs)?.[1] ?? USER_DEFINED);
  const citation = code === USER_DEFINED ? `${crs}|` : '';
  const keys: (readonly [key: number, place: number, count: number, value: number])[] = [
    [1024, 0, 1, isProjected ? 1 : 2],
    [1025, 0, 1, 1],
    ...(citation === '' ? [] : [[1026, 34737, citation.length, 0] as const]),
    [isProjected ? 3072 : 2048, 0, 1, code],
  ];
  return [
    [34735, 'short', [1, 1, 1, keys.length, ...keys.flat()]],
    ...(citation === '' ? [] : [[34737, 'text', citation] as const]),
  ];
}

/** What the values are, as GDAL notes it, and which of them means nothing; overviews say the latter alone. */
export function valueTags({ description, unit, nodata }: GeoTiffRaster, isOverview: boolean): Tag[] {
  const items = [
    description === undefined ? '' : `<Item name="DESCRIPTION" sample="0" role="description">${escapeXml(description)}</Item>`,
    unit === undefined ? '' : `<Item name="UNITTYPE" sample="0" role="unittype">${escapeXml(unit)}</Item>`,
  ].join('');
  return [
    ...(items === '' || isOverview ? [] : [[42112, 'text', `<GDALMetadata>${items}</GDALMetadata>`] as const]),
    ...(nodata === undefined ? [] : [[42113, 'text', String(nodata).toLowerCase()] as const]),
  ];
}
