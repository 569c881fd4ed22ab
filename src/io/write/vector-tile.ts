import { TILE_EXTENT, type TileShape } from '../../geo/tile-shapes.ts';
import { PbfWriter } from '../protobuf.ts';

type TileValue = string | boolean | number;

/** Writes one layer of a Mapbox Vector Tile (version 2.1): features one by one, then the tile. */
export class VectorTileWriter {
  readonly #layer = new PbfWriter();
  readonly #keys = new Map<string, number>();
  readonly #values = new Map<TileValue, number>();

  constructor(name: string) {
    this.#layer.writeStringField(1, name);
  }

  add({ kind, paths }: TileShape, properties: Readonly<Record<string, TileValue | undefined>>): void {
    const tags: number[] = [];
    for (const [name, value] of Object.entries(properties))
      if (value !== undefined) tags.push(numberOf(this.#keys, name), numberOf(this.#values, value));
    this.#layer.writeMessage(
      2,
      (_, feature) => {
        feature.writePackedVarint(2, tags);
        feature.writeVarintField(3, kind);
        feature.writePackedVarint(4, commandsOf(kind, paths));
      },
      null,
    );
  }

  finish(): Uint8Array<ArrayBuffer> {
    for (const key of this.#keys.keys()) this.#layer.writeStringField(3, key);
    for (const value of this.#values.keys())
      this.#layer.writeMessage(
        4,
        (_, message) => {
          if (typeof value === 'string') message.writeStringField(1, value);
          else if (typeof value === 'number') message.writeDoubleField(3, value);
          else message.writeBooleanField(7, value);
        },
        null,
      );
    this.#layer.writeVarintField(5, TILE_EXTENT);
    this.#layer.writeVarintField(15, 2);
    const tile = new PbfWriter();
    tile.writeBytesField(3, this.#layer.finish());
    return tile.finish().slice();
  }
}

/** The number of a text in the order in which texts came. */
function numberOf<T>(known: Map<T, number>, value: T): number {
  let number = known.get(value);
  if (number === undefined) known.set(value, (number = known.size));
  return number;
}

const [MOVE_TO, LINE_TO, CLOSE] = [1, 2, 7];

/** Paths as drawing commands: each position as its difference from the one before, made positive by zigzag. */
function commandsOf(kind: TileShape['kind'], paths: TileShape['paths']): number[] {
  const commands: number[] = [];
  let [x, y] = [0, 0];
  const step = (path: readonly number[], at: number): void => {
    const [dx, dy] = [(path[at] ?? 0) - x, (path[at + 1] ?? 0) - y];
    commands.push((dx << 1) ^ (dx >> 31), (dy << 1) ^ (dy >> 31));
    [x, y] = [x + dx, y + dy];
  };
  const start = (command: number | undefined, count: number): void => void commands.push(((count << 3) | (command ?? 0)) >>> 0);
  if (kind === 1) {
    start(MOVE_TO, paths.length);
    for (const path of paths) step(path, 0);
    return commands;
  }
  for (const path of paths) {
    start(MOVE_TO, 1);
    step(path, 0);
    start(LINE_TO, path.length / 2 - 1);
    for (let at = 2; at < path.length; at += 2) step(path, at);
    if (kind === 3) start(CLOSE, 1);
  }
  return commands;
}
