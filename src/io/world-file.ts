import { AppError } from '../base/app-error.ts';
import { describeCrs } from '../geo/crs.ts';
import { RASTER_COMPANIONS } from './registry.ts';
import type { RasterHeader } from './raster-file.ts';

const MOST_BYTES = 100_000;

/** A raster's header with what the files beside it say where it says nothing itself. @throws AppError file/damaged, crs/… */
export async function withCompanions(
  name: string,
  header: RasterHeader,
  companions: ReadonlyMap<string, Uint8Array>,
): Promise<RasterHeader> {
  if (header.fixed === true) return header;
  const ending = RASTER_COMPANIONS.find((one) => one !== 'prj' && companions.has(one));
  const world = ending === undefined ? undefined : companions.get(ending);
  const system = companions.get('prj');
  return {
    ...header,
    toModel:
      header.toModel ?? (world === undefined ? null : placeOfWorldFile(`${name}, the .${ending ?? ''} file beside it`, world)),
    crs: header.crs ?? (system === undefined ? null : await describeCrs(textOf(`${name}, the .prj file beside it`, system))),
  };
}

/** The six numbers of a world file: x a column, y a column, x a row, y a row, and the centre of the first cell. */
function placeOfWorldFile(where: string, bytes: Uint8Array): RasterHeader['toModel'] {
  const numbers = textOf(where, bytes)
    .trim()
    .split(/\s+/)
    .map((text) => Number(text.replace(',', '.')));
  const [xc = NaN, yc = NaN, xr = NaN, yr = NaN, x = NaN, y = NaN] = numbers;
  if (numbers.length === 6 && numbers.every(Number.isFinite) && Math.abs(xc * yr - xr * yc) > 1e-300)
    return [x, xc, xr, y, yc, yr];
  throw new AppError('file/damaged', {
    what: 'A world file has six numbers that span an area; this one has not.',
    where,
    remedy: 'Export it again, or leave it out.',
  });
}

function textOf(where: string, bytes: Uint8Array): string {
  if (bytes.length <= MOST_BYTES) return new TextDecoder().decode(bytes);
  throw new AppError('file/damaged', {
    what: 'The file is far larger than such a file is.',
    where,
    remedy: 'Export it again, or leave it out.',
  });
}
