import { joinedBytes } from '../base/joined-bytes.ts';
import { AREA, LINE, POINT, TileShapes, type TileKind, type TileShape } from '../geo/tile-shapes.ts';
import { representativePoint } from '../geo/polygon.ts';
import { VectorTileWriter } from '../io/write/vector-tile.ts';
import { emptyTable, featureAt, idAt, rowOf, tableOf, valueAt, type Feature, type FeatureTable } from '../plan/feature-table.ts';
import { GEOMETRY_TYPES } from '../plan/geometry-columns.ts';
import type { JobInputs, JobOutputs } from './jobs.ts';
import { FINEST_TILE_ZOOM, HEIGHT_COLUMN, SHADED_SOURCE, STANDING_SOURCE } from './layer-tiles.ts';

/** Rows with their shapes ready to be cut. */
interface Sheet {
  readonly table: FeatureTable;
  readonly shapes: TileShapes;
}

/** A layer as it is drawn: what was imported, what was edited over it, and which rows are therefore not drawn. */
interface OpenLayer {
  readonly base: Sheet;
  readonly edits: Map<string, Feature | null>;
  edited: Sheet;
  readonly covered: Uint8Array;
  readonly notReached: ReadonlySet<string>;
  /** A point in each area for its name, which is so written once; null where names are written along the shapes. */
  names: Sheet | null;
  /** Tiles that were cut last, until something of the layer changes. */
  readonly cut: Map<string, Uint8Array<ArrayBuffer>>;
}

/** What is seen of a map, and a little more: when one layer changes, the others need not be cut again. */
const MOST_CUT = 40;

const open = new Map<string, OpenLayer>();

/** Keeps a layer under the name of its source, in place of the one before. */
export function openLayer({ source, layer }: JobInputs['open-layer']): Promise<null> {
  if (layer === null) {
    open.delete(source);
    return Promise.resolve(null);
  }
  const { table, edits, notReached, isNamed } = layer;
  const opened: OpenLayer = {
    base: sheetOf(table),
    edits: new Map(),
    edited: sheetOf(emptyTable),
    covered: new Uint8Array(table.count),
    notReached: new Set(notReached),
    names: isNamed ? sheetOf(emptyTable) : null,
    cut: new Map(),
  };
  open.set(source, opened);
  edit(opened, edits);
  return Promise.resolve(null);
}

/** Puts edits over a layer that is open; a feature that is taken back counts as the table has it. */
export function editLayer({ source, edits }: JobInputs['edit-layer']): Promise<null> {
  const layer = open.get(source);
  if (layer !== undefined) edit(layer, edits);
  return Promise.resolve(null);
}

/** A vector tile of the layers of some sources, each called as its source; empty where nothing is. */
export function layerTile({ sources, z, x, y }: JobInputs['layer-tile']): Promise<JobOutputs['layer-tile']> {
  const pieces = sources.map((source) => pieceOf(source, z, x, y));
  // Tiles of one layer each, one after the other, are a tile of all these layers.
  return Promise.resolve(joinedBytes(pieces));
}

function pieceOf(source: string, z: number, x: number, y: number): Uint8Array<ArrayBuffer> {
  const layer = open.get(source);
  if (layer === undefined) return new Uint8Array();
  const key = `${z}/${x}/${y}`;
  const piece = layer.cut.get(key) ?? cutTile(source, layer, z, x, y);
  layer.cut.delete(key);
  layer.cut.set(key, piece);
  for (const old of [...layer.cut.keys()].slice(0, -MOST_CUT)) layer.cut.delete(old);
  return piece;
}

function cutTile(source: string, layer: OpenLayer, z: number, x: number, y: number): Uint8Array<ArrayBuffer> {
  const tile = new VectorTileWriter(source);
  let count = 0;
  for (const { table, shapes } of [layer.base, layer.edited]) {
    const isBase = table === layer.base.table;
    const [names, kinds] = [table.columns.get('name'), table.columns.get('kind')];
    const heights = source === STANDING_SOURCE ? table.columns.get(HEIGHT_COLUMN) : undefined;
    const isLost = (row: number): boolean => layer.notReached.size > 0 && layer.notReached.has(idAt(table, row));
    const groupOf = (row: number): number => (isLost(row) ? 1 : 0);
    const shade = (shape: TileShape): void => {
      count++;
      tile.add(shape, { shade: true });
    };
    const draw = (row: number, shape: TileShape): void => {
      if (isBase && layer.covered[row] === 1) return;
      count++;
      const [name, kind, heightM] = [valueAt(names, row), valueAt(kinds, row), valueAt(heights, row)];
      const properties = {
        id: idAt(table, row),
        name: name === undefined ? undefined : String(name),
        kind: kind === undefined ? undefined : String(kind),
        reached: isLost(row) ? false : undefined,
        heightM: typeof heightM === 'number' ? heightM : undefined,
      };
      tile.add(shape, properties);
    };
    shapes.cut({ z, x, y }, FINEST_TILE_ZOOM, groupOf, draw, source === SHADED_SOURCE ? shade : undefined);
  }
  layer.names?.shapes.cut(
    { z, x, y },
    0,
    () => 0,
    (row, shape) => {
      count++;
      const { id, fields } = featureAt(layer.names?.table ?? emptyTable, row);
      tile.add(shape, { id, label: true, name: fields['name'] === undefined ? undefined : String(fields['name']) });
    },
  );
  return count === 0 ? new Uint8Array() : tile.finish();
}

function edit(layer: OpenLayer, edits: JobInputs['edit-layer']['edits']): void {
  layer.cut.clear();
  for (const [id, feature] of edits) {
    if (feature === undefined) layer.edits.delete(id);
    else layer.edits.set(id, feature);
    const row = rowOf(layer.base.table, id);
    if (row >= 0) layer.covered[row] = feature === undefined ? 0 : 1;
  }
  layer.edited = sheetOf(tableOf([...layer.edits.values()].filter((feature) => feature !== null)));
  if (layer.names !== null) layer.names = sheetOf(tableOf(middlesOf(layer)));
}

function sheetOf(table: FeatureTable): Sheet {
  return { table, shapes: new TileShapes(table, (row) => kindOf(table, row)) };
}

function kindOf({ types }: FeatureTable, row: number): TileKind | null {
  const type = GEOMETRY_TYPES[types[row] ?? GEOMETRY_TYPES.length];
  if (type === undefined) return null;
  return type.endsWith('Point') ? POINT : type.endsWith('LineString') ? LINE : AREA;
}

/** Features in the middle of each area. */
function* middlesOf({ base, edited, covered }: OpenLayer): Generator<Feature> {
  for (const { table } of [base, edited]) {
    for (let row = 0; row < table.count; row++) {
      const { geometry, ...rest } = featureAt(table, row);
      if (geometry === null || (table === base.table && covered[row] === 1)) continue;
      yield { ...rest, geometry: { type: 'Point', coordinates: representativePoint(geometry) } };
    }
  }
}
