/** Raster files of heights: recognised by content, read into grids in metres, or refused. */
import { AppError } from '../base/app-error.ts';
import { quietJob, type JobContext } from '../base/job.ts';
import { metresPer, type LengthUnit } from '../base/units.ts';
import { describeCrs, type CrsDescription } from '../geo/crs.ts';
import type { Grid } from '../geo/grid.ts';
import { isAsciiGrid, openAsciiGrid } from './ascii-grid.ts';
import { openGeoTiff } from './geotiff.ts';
import { openHgt } from './hgt.ts';
import { mergeTiles } from './mosaic.ts';
import { isLas } from './las-header.ts';
import { openPointCloud, type CloudSurface } from './point-cloud.ts';
import { isMbtiles, openMbtiles } from './mbtiles.ts';
import { isPmtiles, openPmtiles } from './pmtiles.ts';
import { isPng } from './png.ts';
import { openPngHeights } from './png-heights.ts';
import { isTiff } from './tiff-directory.ts';
import { openTileHeights } from './tile-heights.ts';
import { sourceOfBytes } from './byte-source.ts';
import { noteClipped, northUp, takeVoids } from './raster-cells.ts';
import { RASTER_COMPANIONS } from './registry.ts';
import { withCompanions } from './world-file.ts';
import { isGzip, isZip, readGzip, readZip } from './zip.ts';

/** The cells as the file holds them: its own unit, NaN for nothing. */
export interface RasterContent {
  readonly values: Float32Array;
  /** True where the values are the file's own bytes, every one of them a height: they may be read, and must not be written. */
  readonly areFileBytes?: true;
}

/** What a raster file says about itself; each format fills in what it knows. */
export interface RasterHeader {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  /** As `Grid.toModel`; null where the file does not say where its cells lie. */
  readonly toModel: Grid['toModel'] | null;
  readonly crs: CrsDescription | null;
  readonly verticalUnit: LengthUnit | null;
  readonly verticalDatum: string | null;
  readonly nodata: number | null;
  /** Kind of numbers: `int16`, `float32`, `uint8` … */
  readonly numbers: string;
  readonly errorM: number | null;
  /** True where the format itself fixes system and unit: what the user says is meant for other files then. */
  readonly fixed?: true;
  readonly warnings: readonly string[];
  read(job: JobContext): Promise<RasterContent>;
}

/** What the user says about a file, over what the file says. */
export interface RasterOptions {
  readonly crs?: string;
  readonly verticalUnit?: LengthUnit;
  /** One standard deviation of the heights (RMSE), metres, 0 < … ≤ 100; over what the format is known for. */
  readonly heightErrorM?: number;
  /** Files beside it by their ending in lower case: a world file, a `.prj`. */
  readonly companions?: ReadonlyMap<string, Uint8Array>;
  /** What of a point cloud is wanted; its ground where nothing is said. */
  readonly cloud?: CloudSurface;
}

/** A raster file as `inspect` shows it and as the callers of `readRasterFile` need it to decide. */
export interface RasterInfo {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  /** `EPSG:n` or PROJ text; null where neither the file nor the user says it. */
  readonly crs: string | null;
  readonly crsName: string | null;
  /** Metres per horizontal unit; null for degrees and where the system is not known. */
  readonly horizontalUnitM: number | null;
  /** Outer edges of the cells: minX, minY, maxX, maxY in the file's own system; null where it has no place. */
  readonly bounds: readonly [number, number, number, number] | null;
  readonly nodata: number | null;
  /** Unit of the heights; null where neither the file nor the user states one. */
  readonly verticalUnit: LengthUnit | null;
  readonly verticalDatum: string | null;
  /** One standard deviation of the heights, metres, as the user says or the format is known for; null for neither. */
  readonly heightErrorM: number | null;
  readonly numbers: string;
}

/** The grids of a file. Where `info` states no vertical unit the heights are as the file holds them (see vertical-unit.ts). */
export interface RasterFile {
  readonly grids: readonly Grid[];
  /** One for each raster in the file; there is at least one. */
  readonly info: readonly [RasterInfo, ...RasterInfo[]];
  readonly warnings: readonly string[];
}

/** Reads all rasters of a file, merged where they are tiles of one raster. @throws AppError file/…, import/…, crs/…, terrain/… */
export async function readRasterFile(
  name: string,
  bytes: Uint8Array,
  options: RasterOptions = {},
  job: JobContext = quietJob,
): Promise<RasterFile> {
  const grids: Grid[] = [];
  const info: RasterInfo[] = [];
  const warnings: string[] = [];
  for (const { label, header } of await openRasters(name, bytes, job, options)) {
    const read = await readOne(label, header, options, job);
    grids.push(read.grid);
    info.push(read.info);
    warnings.push(...read.warnings);
  }
  const [first, ...others] = info;
  if (first === undefined) throw noRaster(name);
  return { grids: mergeTiles(grids), info: [first, ...others], warnings };
}

/** Describes the rasters of a file without reading their cells. @throws AppError file/…, crs/… */
export async function inspectRasterFile(
  name: string,
  bytes: Uint8Array,
  options: RasterOptions = {},
  job: JobContext = quietJob,
): Promise<readonly RasterInfo[]> {
  const opened = await openRasters(name, bytes, job, options);
  return Promise.all(opened.map(async ({ header }) => infoOf(header, await crsFor(header, options), options)));
}

/** True where the bytes, or the name of the file, are those of a raster that is read here. */
export function isRasterFile(name: string, bytes: Uint8Array): boolean {
  return (
    isTiff(bytes) ||
    isAsciiGrid(bytes) ||
    isPng(bytes) ||
    isLas(bytes) ||
    isPmtiles(bytes) ||
    isMbtiles(name, bytes) ||
    /\.(hgt|tiff?|asc|la[sz])(\.zip|\.gz)?$/i.test(name)
  );
}

interface OpenRaster {
  readonly label: string;
  readonly header: RasterHeader;
}

async function openRasters(name: string, bytes: Uint8Array, job: JobContext, options: RasterOptions): Promise<OpenRaster[]> {
  if (bytes.length === 0)
    throw new AppError('file/damaged', { what: 'The file is empty.', where: name, remedy: 'Fetch or make the file again.' });
  if (isGzip(bytes)) return openRasters(name.replace(/\.gz$/i, ''), readGzip(name, bytes), job, options);
  if (!isZip(bytes))
    return [
      {
        label: name,
        header: await withCompanions(name, await openRaster(name, bytes, options), options.companions ?? new Map()),
      },
    ];
  const opened: OpenRaster[] = [];
  const files = await readZip(name, bytes, job);
  for (const [inner, content] of files) {
    if (!/\.(hgt|tiff?|asc|png|la[sz])$/i.test(inner)) continue;
    const label = `${name} › ${inner}`;
    opened.push({
      label,
      header: await withCompanions(label, await openRaster(label, content, options), companionsIn(files, inner)),
    });
  }
  if (opened.length === 0) throw noRaster(name);
  return opened;
}

/** The files of the same name in an archive that say where a raster lies. */
function companionsIn(files: ReadonlyMap<string, Uint8Array>, raster: string): Map<string, Uint8Array> {
  const stem = raster.replace(/\.[^.]*$/, '').toLowerCase();
  return new Map(
    [...files].flatMap(([name, content]) => {
      const ending = RASTER_COMPANIONS.find((one) => name.toLowerCase() === `${stem}.${one}`);
      return ending === undefined ? [] : [[ending, content] as const];
    }),
  );
}

function noRaster(name: string): AppError {
  return new AppError('file/unknown-format', {
    what: 'This is not a raster of heights that is read here.',
    where: name,
    remedy:
      'Convert it to a GeoTIFF first (gdal_translate IN OUT.tif, or QGIS). Read are also SRTM tiles (.hgt, .hgt.zip), Esri ASCII grids (.asc), archives of tiles of heights (.pmtiles, .mbtiles) and point clouds (.las, .laz).',
  });
}

async function openRaster(name: string, bytes: Uint8Array, { cloud = 'ground' }: RasterOptions): Promise<RasterHeader> {
  if (isTiff(bytes)) return openGeoTiff(name, bytes);
  if (/\.hgt$/i.test(name)) return openHgt(name, bytes);
  if (isLas(bytes)) return openPointCloud(name, bytes, cloud);
  if (isPng(bytes)) return openPngHeights(name, bytes);
  if (isPmtiles(bytes)) return openTileHeights(await openPmtiles(sourceOfBytes(name, bytes)), 'PMTiles');
  if (isMbtiles(name, bytes)) return openTileHeights(await openMbtiles(name, bytes, quietJob), 'MBTiles');
  if (isAsciiGrid(bytes)) return openAsciiGrid(name, bytes);
  throw noRaster(name);
}

async function crsFor(header: RasterHeader, options: RasterOptions): Promise<CrsDescription | null> {
  return options.crs === undefined || header.fixed === true ? header.crs : describeCrs(options.crs);
}

async function readOne(
  name: string,
  header: RasterHeader,
  options: RasterOptions,
  job: JobContext,
): Promise<{ grid: Grid; info: RasterInfo; warnings: string[] }> {
  const crs = await crsFor(header, options);
  const info = infoOf(header, crs, options);
  const { toModel, verticalDatum } = header;
  if (toModel === null)
    throw new AppError('import/no-place', {
      what: 'The file does not say where its cells lie.',
      where: name,
      remedy: 'Give a world file beside it (.tfw, .wld), or a place in another program (gdal_translate -a_ullr).',
    });
  if (crs === null)
    throw new AppError('import/no-crs', {
      what: 'The file does not say which coordinate system it is in.',
      where: name,
      remedy: 'Name it with --crs EPSG:n.',
    });
  checkRange(name, crs, info);
  const content = await header.read(job);
  const warnings = [...header.warnings, ...takeVoids(name, header, content), ...noteClipped(name, header, content.values)];
  warnings.push(...overruled(name, header, info), ...noteShift(name, crs));
  const grid = northUp({
    width: header.width,
    height: header.height,
    values: scaled(content, info.verticalUnit === null ? 1 : metresPer(info.verticalUnit)),
    toModel,
    crs: crs.crs,
    verticalDatum,
    errorM: info.heightErrorM,
  });
  return { grid, info, warnings };
}

/** Metres from which on the shift to WGS 84 is worth a word: a street's width. */
const NOTED_SHIFT_M = 5;

function noteShift(name: string, { accuracyM, crs }: CrsDescription): string[] {
  if (accuracyM === null || accuracyM <= NOTED_SHIFT_M) return [];
  return [`${name}: positions in ${crs} may be off by up to ${accuracyM} m: datum-shift grids are not available offline`];
}

/** What the user says wins over what the file says; that it does is said. */
function overruled(name: string, header: RasterHeader, info: RasterInfo): string[] {
  const warnings: string[] = [];
  if (header.crs !== null && info.crs !== header.crs.crs)
    warnings.push(`${name}: the file states ${header.crs.crs}; it is read in ${info.crs ?? ''}, as asked`);
  if (header.verticalUnit !== null && info.verticalUnit !== header.verticalUnit) {
    warnings.push(
      `${name}: the file states heights in ${header.verticalUnit}; they are read in ${info.verticalUnit ?? ''}, as asked`,
    );
  }
  return warnings;
}

function scaled({ values, areFileBytes }: RasterContent, factor: number): Float32Array {
  if (factor === 1) return values;
  const into = areFileBytes === true ? new Float32Array(values.length) : values;
  for (let i = 0; i < values.length; i++) into[i] = (values[i] ?? NaN) * factor;
  return into;
}

function infoOf(header: RasterHeader, crs: CrsDescription | null, options: RasterOptions): RasterInfo {
  return {
    format: header.format,
    width: header.width,
    height: header.height,
    crs: crs?.crs ?? null,
    crsName: crs?.name ?? null,
    horizontalUnitM: crs?.unit ?? null,
    bounds: boundsOf(header),
    nodata: header.nodata,
    verticalUnit: (header.fixed === true ? undefined : options.verticalUnit) ?? header.verticalUnit,
    verticalDatum: header.verticalDatum,
    heightErrorM: options.heightErrorM ?? header.errorM,
    numbers: header.numbers,
  };
}

function boundsOf({ toModel, width, height }: RasterHeader): RasterInfo['bounds'] {
  if (toModel === null) return null;
  const [x0, xc, xr, y0, yc, yr] = toModel;
  const corners = [-0.5, width - 0.5].flatMap((c) =>
    [-0.5, height - 0.5].map((r): [number, number] => [x0 + xc * c + xr * r, y0 + yc * c + yr * r]),
  );
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Degrees beyond ±180 and ±90 (with a tile's rim) are metres or feet under a wrong name. */
function checkRange(name: string, crs: CrsDescription, { bounds }: RasterInfo): void {
  if (crs.unit !== null || bounds === null) return;
  const [west, south, east, north] = bounds;
  if (west >= -181 && east <= 361 && south >= -91 && north <= 91) return;
  throw new AppError('crs/out-of-range', {
    what: `The coordinates (${west.toFixed(0)}, ${south.toFixed(0)}) are not degrees, as ${crs.name ?? crs.crs} has them.`,
    where: name,
    remedy: 'Name the right system with --crs EPSG:n.',
  });
}
