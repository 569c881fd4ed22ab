import { AppError } from '../base/app-error.ts';
import { joinedBytes } from '../base/joined-bytes.ts';
import { stableJson } from '../base/stable-json.ts';
import type { Change } from '../plan/change.ts';
import { featuresOfLayer, layerOf, type Layer } from '../plan/layer.ts';
import { isFeatureLayerName, isRasterLayerName, type FeatureLayerName, type RasterLayerName } from '../plan/layers.ts';
import type { RasterLayer } from '../plan/plan.ts';
import { checkedFeature, featureLinePieces, readFeatureLines } from './feature-lines.ts';
import { floatBytes, floatsOf } from './float-bytes.ts';
import {
  parseChangeHeader,
  parseCostBook,
  parseDisplay,
  parseEquipment,
  parseFieldClasses,
  parseIgnored,
  parseNetwork,
  parseSettings,
  type ChangeHeader,
} from './schema.ts';

/** The version of stored changes that is written; docs/FILE_FORMAT.md describes it. */
const CHANGE_VERSION = 1;

type Part<N extends 'layers' | 'rasters'> = NonNullable<ChangeHeader[N]>[number];

/** How each part of a change is stored; a part that is added to changes has to be added here. */
const STORED: Readonly<Record<keyof Change, true>> = {
  note: true,
  name: true,
  features: true,
  layers: true,
  rasters: true,
  settings: true,
  costBook: true,
  fiber: true,
  display: true,
  fieldClasses: true,
  equipment: true,
  ignored: true,
};

/** A change as bytes: the length of a header, the header as JSON, then the bytes of whole layers and of rasters in its order. */
export function writeChange(change: Change): Uint8Array {
  return joinedBytes(changePieces(change));
}

/** As `writeChange`, in pieces one behind the other, so that a large layer need not be there twice. */
export function changePieces(change: Change): Uint8Array[] {
  const blobs: Uint8Array[] = [];
  const { layers, rasters, ...plain } = change;
  const unknown = Object.keys(change).find((name) => !Object.hasOwn(STORED, name));
  if (unknown !== undefined) throw new Error(`a change has a part "${unknown}" that is not stored`);
  const header = {
    ...plain,
    version: CHANGE_VERSION,
    ...(layers === undefined ? {} : { layers: layers.map(({ name, layer }) => layerPart(name, layer, blobs)) }),
    ...(rasters === undefined ? {} : { rasters: rasters.map(({ name, raster }) => rasterPart(name, raster, blobs)) }),
  };
  const json = new TextEncoder().encode(stableJson(header));
  const start = new Uint8Array(4 + json.length);
  new DataView(start.buffer).setUint32(0, json.length, true);
  start.set(json, 4);
  return [start, ...blobs];
}

/** What a stored change is called, without reading the rest of it. */
export function noteOfChange(bytes: Uint8Array): string {
  return readHeader(bytes, '').note;
}

/** Reads what `writeChange` wrote, every value checked. @param where for messages @throws AppError project/damaged, project/newer */
export function readChange(bytes: Uint8Array, where: string): Change {
  const header = readHeader(bytes, where);
  let at = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw damaged(where, 'it is cut short');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const { note, name, features, layers, rasters } = header;
  return {
    note,
    ...(name === undefined ? {} : { name }),
    ...(layers === undefined ? {} : { layers: layers.map((part) => readLayerPart(part, take, where)) }),
    ...(features === undefined
      ? {}
      : {
          features: features.map(({ layer, id, feature }) => ({
            layer: layerName(layer, where),
            id,
            feature: feature === null ? null : checkedFeature(feature, where),
          })),
        }),
    ...(rasters === undefined ? {} : { rasters: rasters.map((part) => readRasterPart(part, take, where)) }),
    ...('settings' in header ? { settings: parseSettings(header.settings, where) } : {}),
    ...('costBook' in header ? { costBook: parseCostBook(header.costBook, where) } : {}),
    ...('display' in header ? { display: parseDisplay(header.display, where) } : {}),
    ...('fieldClasses' in header ? { fieldClasses: parseFieldClasses(header.fieldClasses, where) } : {}),
    ...('equipment' in header ? { equipment: parseEquipment(header.equipment, where) } : {}),
    ...('ignored' in header ? { ignored: parseIgnored(header.ignored, where) } : {}),
    ...('fiber' in header ? { fiber: header.fiber === null ? null : parseNetwork(header.fiber, where) } : {}),
  };
}

function readHeader(bytes: Uint8Array, where: string): ChangeHeader {
  const length = bytes.length < 4 ? Infinity : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (4 + length > bytes.length) throw damaged(where, 'it is cut short');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(4, 4 + length)));
  } catch (error) {
    throw damaged(where, 'it is not JSON', error);
  }
  const header = parseChangeHeader(value, where);
  if (header.version > CHANGE_VERSION) {
    throw new AppError('project/newer', {
      what: 'A change was kept by a newer Weft. Nothing was changed.',
      where,
      remedy: 'Reload the page to get the newer Weft, then open the plan again.',
    });
  }
  return header;
}

function layerPart(name: string, layer: Layer | null, blobs: Uint8Array[]): Part<'layers'> {
  if (layer === null) return { name, layer: null };
  let bytes = 0;
  for (const piece of featureLinePieces(featuresOfLayer(layer))) {
    blobs.push(piece);
    bytes += piece.length;
  }
  return { name, layer: { bytes, sources: [...layer.sources] } };
}

function readLayerPart(
  { name, layer }: Part<'layers'>,
  take: (length: number) => Uint8Array,
  where: string,
): { name: FeatureLayerName; layer: Layer | null } {
  return {
    name: layerName(name, where),
    layer: layer === null ? null : layerOf(readFeatureLines(take(layer.bytes), `${where}, ${name}`), layer.sources),
  };
}

function rasterPart(name: string, raster: RasterLayer | null, blobs: Uint8Array[]): Part<'rasters'> {
  if (raster === null) return { name, raster: null };
  const grids = raster.grids.map(({ values, toModel, ...rest }) => {
    const cells = floatBytes(values);
    blobs.push(cells);
    return { ...rest, toModel: [...toModel] as [number, number, number, number, number, number], bytes: cells.length };
  });
  return { name, raster: { sources: [...raster.sources], grids } };
}

function readRasterPart(
  { name, raster }: Part<'rasters'>,
  take: (length: number) => Uint8Array,
  where: string,
): { name: RasterLayerName; raster: RasterLayer | null } {
  if (!isRasterLayerName(name)) throw damaged(where, `it has a raster "${name}", which no version knows`);
  if (raster === null) return { name, raster: null };
  const grids = raster.grids.map(({ bytes, ...grid }) => {
    if (bytes !== grid.width * grid.height * 4)
      throw damaged(where, `${name} does not have ${grid.width} × ${grid.height} values`);
    return { ...grid, values: floatsOf(take(bytes)) };
  });
  return { name, raster: { sources: raster.sources, grids } };
}

function layerName(name: string, where: string): FeatureLayerName {
  if (!isFeatureLayerName(name)) throw damaged(where, `it has a layer "${name}", which no version knows`);
  return name;
}

function damaged(where: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'project/damaged',
    { what: `A kept change is damaged: ${what}.`, where, remedy: 'Go on from the state before it; nothing was changed.' },
    cause,
  );
}
