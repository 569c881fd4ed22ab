import type { JobContext } from '../base/job.ts';
import { farWindow, fetchWindow, openFarRaster, type FarRaster } from '../io/far-raster.ts';
import { openRemote } from '../io/remote-source.ts';
import { fetchAdded } from '../store/network.ts';
import type { JobInputs, JobOutputs } from './jobs.ts';

/** Reads what a raster at an address is, and what an area of each of its copies would take. */
export async function lookAtAddress(
  input: JobInputs['look-at-address'],
  job: JobContext,
): Promise<JobOutputs['look-at-address']> {
  const raster = await opened(input.address, job);
  const levels = [];
  for (const level of raster.levels) {
    const window = await farWindow(raster, level, input.area);
    levels.push({ cellM: level.cellM, cells: window === null ? 0 : window.width * window.height, bytes: window?.bytes ?? 0 });
  }
  return { bytes: raster.source.size, crs: raster.crs?.crs ?? null, levels };
}

/** Fetches an area of one of the copies as a GeoTIFF of its own; null where the raster does not reach there. */
export async function fetchAddress(input: JobInputs['fetch-address'], job: JobContext): Promise<Uint8Array | null> {
  const raster = await opened(input.address, job);
  const window = await farWindow(raster, raster.levels[input.level] ?? raster.levels[0], input.area);
  return window === null ? null : fetchWindow(raster, window, job);
}

async function opened(address: string, job: JobContext): Promise<FarRaster> {
  job.progress('Asking the server', 0);
  return openFarRaster(await openRemote(address, fetchAdded, job));
}
