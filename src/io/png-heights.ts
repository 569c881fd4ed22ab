import { AppError } from '../base/app-error.ts';
import { pngSize, readPng } from './png.ts';
import type { RasterHeader } from './raster-file.ts';
import { damagedRaster } from './tiff-directory.ts';
import { MAX_CELLS } from './tiff-image.ts';

/** Opens a PNG whose greys are heights; where they lie says a world file beside it. @throws AppError file/… where it is a picture of colours */
export function openPngHeights(name: string, bytes: Uint8Array): RasterHeader {
  const { width, height, depth, isGrey } = pngSize(name, bytes);
  if (!isGrey || (depth !== 8 && depth !== 16))
    throw new AppError('file/unsupported', {
      what: 'The file is a PNG picture of colours, not a raster of heights.',
      where: name,
      remedy: 'Choose the elevation model itself, as a GeoTIFF or a PNG of greys.',
    });
  if (width * height > MAX_CELLS)
    throw new AppError('file/too-large', {
      what: `The raster states ${width} × ${height} cells; at most ${MAX_CELLS} can be read.`,
      where: name,
      remedy: 'Cut it to the area that is needed.',
    });
  if (width < 1 || height < 1) throw damagedRaster(name, 'it states no width or height');
  return {
    format: 'PNG',
    width,
    height,
    toModel: null,
    crs: null,
    verticalUnit: null,
    verticalDatum: null,
    nodata: null,
    numbers: `uint${depth}`,
    errorM: null,
    warnings: [],
    read: () => {
      const { data, channels } = readPng(name, bytes);
      const values = Float32Array.from({ length: width * height }, (_, i) => data[i * channels] ?? NaN);
      return Promise.resolve({ values });
    },
  };
}
