import { AppError } from '../base/app-error.ts';
import type { LngLatBounds } from '../geo/position.ts';
import { chosenWindow, farWindow, fetchWindow, openFarRaster, type FarRaster } from '../io/far-raster.ts';
import type { InputFile } from '../io/import-layer.ts';
import { isAddress, openRemote } from '../io/remote-source.ts';
import { tableOfLayer } from '../plan/layer.ts';
import type { Plan } from '../plan/plan.ts';
import type { Arguments } from './arguments.ts';
import { readInputs } from './input-files.ts';
import { askServer } from './network.ts';
import { terminalJob, warn } from './terminal.ts';

/** Around what the plan has, degrees: links and drops look a little beyond. */
const MARGIN_DEGREES = 0.02;

/** The raster at an address, of which only the directories have been read. */
export async function openFar(address: string, crs: string | undefined): Promise<FarRaster> {
  const job = terminalJob();
  return openFarRaster(await openRemote(address.trim(), askServer, job), crs);
}

/**
 * Files and addresses as inputs of an import of rasters: of an address the part that lies around the plan, or in `--within`, is fetched, from the copy of the
 * raster whose cells are fine enough for `--cell`. @throws AppError remote/…, import/outside where the raster does not reach there
 */
export async function readRasterInputs(call: Arguments, plan: Plan, paths: readonly string[]): Promise<InputFile[]> {
  const inputs: InputFile[] = [];
  for (const path of paths) inputs.push(...(isAddress(path) ? [await fetched(call, plan, path)] : readInputs([path])));
  return inputs;
}

async function fetched(call: Arguments, plan: Plan, address: string): Promise<InputFile> {
  const area = areaOf(call) ?? aroundPlan(plan);
  const raster = await openFar(address, call.text('crs'));
  const window = await chosenWindow(raster, area, call.number('cell') ?? 0);
  if (window === null)
    throw new AppError('import/outside', {
      what: 'The raster does not reach the area that is wanted.',
      where: address,
      remedy: 'Choose another raster, or name an area with --within W,S,E,N.',
    });
  const { width, height, bytes, level } = window;
  const cells = level.cellM === null ? '' : ` of ${level.cellM.toPrecision(3)} m`;
  warn(`Fetching ${width} × ${height} cells${cells}: ${megabytes(bytes)} of ${megabytes(raster.source.size)}.`);
  return { name: nameIn(address), bytes: await fetchWindow(raster, window, terminalJob()) };
}

/** The name of the file at an address. */
function nameIn(address: string): string {
  const name = decodeURIComponent(new URL(address).pathname.split('/').pop() ?? '');
  return /\.tiff?$/i.test(name) ? name : `${name || 'raster'}.tif`;
}

/** The area of `--within`; null where it is not given. */
export function areaOf(call: Arguments): LngLatBounds | null {
  const text = call.text('within');
  if (text === undefined) return null;
  const [west = NaN, south = NaN, east = NaN, north = NaN, ...more] = text.split(',').map(Number);
  if (more.length > 0 || !(west < east && south < north && Math.abs(south) <= 90 && Math.abs(north) <= 90))
    throw call.wrong(`"${text}" is not an area.`, '--within');
  return [west, south, east, north];
}

/** The box of all layers of a plan with a margin; null where it has none. */
function aroundPlan(plan: Plan): LngLatBounds | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const layer of plan.layers.values()) {
    const { coordinates } = tableOfLayer(layer);
    for (let i = 0; i + 1 < coordinates.length; i += 2) {
      const [lng = NaN, lat = NaN] = [coordinates[i], coordinates[i + 1]];
      [west, south, east, north] = [Math.min(west, lng), Math.min(south, lat), Math.max(east, lng), Math.max(north, lat)];
    }
  }
  return west > east ? null : [west - MARGIN_DEGREES, south - MARGIN_DEGREES, east + MARGIN_DEGREES, north + MARGIN_DEGREES];
}

/** What a raster at an address is, and what each of its copies would take to fetch. */
export async function describeFar(call: Arguments, address: string): Promise<{ json: object; lines: string[] }> {
  const raster = await openFar(address, call.text('crs'));
  const area = areaOf(call);
  const levels = [];
  for (const level of raster.levels) {
    const window = await farWindow(raster, level, area);
    levels.push({
      width: level.width,
      height: level.height,
      cellM: level.cellM,
      ...(window === null ? { bytes: 0, cells: 0 } : { bytes: window.bytes, cells: window.width * window.height }),
    });
  }
  const crs = raster.crs?.crs ?? null;
  const where = area === null ? 'all of it' : 'the area';
  return {
    json: { format: 'GeoTIFF', address, bytes: raster.source.size, crs, levels, problems: [] },
    lines: [
      `GeoTIFF at an address, ${megabytes(raster.source.size)}, ${crs ?? 'coordinate system not stated'}`,
      ...levels.map(({ width, height, cellM, bytes, cells }) => {
        const size = cellM === null ? '' : ` of ${cellM.toPrecision(3)} m`;
        return `  ${width} × ${height} cells${size}; ${where}: ${cells} cells, ${megabytes(bytes)}`;
      }),
    ],
  };
}

function megabytes(bytes: number): string {
  return bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
