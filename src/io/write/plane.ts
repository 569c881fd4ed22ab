import { AppError } from '../../base/app-error.ts';
import { describeCrs, fromWgs84, wktOfCrs } from '../../geo/crs.ts';
import { type Feature } from '../../plan/feature-table.ts';
import { geometryOfParts, partsOf } from '../../plan/geometry-columns.ts';
import type { LngLat } from '../../geo/position.ts';

/** The coordinate system of a file that is written, as the formats want to name it. */
export interface WrittenSystem {
  /** EPSG's number. */
  readonly code: number;
  readonly name: string;
  readonly wkt: string;
  /** Metres per unit; null for degrees. */
  readonly unitM: number | null;
}

/** Longitude and latitude. */
export const WGS84_SYSTEM: WrittenSystem = {
  code: 4326,
  name: 'WGS 84',
  unitM: null,
  wkt:
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],' +
    'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],' +
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
};

/** The system called so. @throws AppError crs/…, export/plane for one without a number */
export async function writtenSystem(crs: string | undefined): Promise<WrittenSystem> {
  if (crs === undefined) return WGS84_SYSTEM;
  const { crs: code, name, unit } = await describeCrs(crs);
  if (code === 'EPSG:4326') return WGS84_SYSTEM;
  const wkt = await wktOfCrs(code);
  if (wkt !== null) return { code: Number(code.slice('EPSG:'.length)), name: name ?? code, wkt, unitM: unit };
  throw new AppError('export/plane', {
    what: `${crs} has no definition that files can carry.`,
    where: '--crs',
    remedy: 'Name a system by its number: EPSG:n.',
  });
}

/** Features with their positions in a system. @throws AppError export/plane where it cannot hold one of them */
export async function inSystem(features: readonly Feature[], system: WrittenSystem): Promise<readonly Feature[]> {
  if (system === WGS84_SYSTEM) return features;
  const convert = await fromWgs84(`EPSG:${system.code}`);
  return features.map((feature) => {
    if (feature.geometry === null) return feature;
    const place = ([lng, lat]: LngLat): LngLat => {
      const [x, y] = convert(lng, lat);
      if (Number.isFinite(x) && Number.isFinite(y)) return [x, y];
      throw new AppError('export/plane', {
        what: `The position ${lng}, ${lat} of "${feature.id}" has none in EPSG:${system.code}.`,
        where: '--crs',
        remedy: 'Choose a system for this part of the Earth.',
      });
    };
    const parts = partsOf(feature.geometry).map((part) => part.map((path) => path.map(place)));
    return { ...feature, geometry: geometryOfParts(feature.geometry.type, parts) };
  });
}
