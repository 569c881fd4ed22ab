import type { Feature, FeatureTable } from '../plan/feature-table.ts';
import type { Layer } from '../plan/layer.ts';
import type { WorkerClient } from './job-client.ts';

/** The finest tiles that are made; nearer than that the map enlarges them. A unit of such a tile is 7 cm at the equator. */
export const FINEST_TILE_ZOOM = 17;

/** A layer as the worker that cuts tiles takes it. */
export interface DrawnLayer {
  readonly table: FeatureTable;
  readonly edits: LayerEdits;
  /** Premises that the design does not reach. */
  readonly notReached: readonly string[];
  readonly isNamed: boolean;
}

/** How a layer is drawn; `fromZoom`: nothing of it farther away. */
type LayerLook = Pick<DrawnLayer, 'notReached' | 'isNamed'> & { readonly fromZoom: number };

/** Features by id as they now are, null for deleted ones, undefined for those that are again as the table has them. */
export type LayerEdits = readonly (readonly [id: string, feature: Feature | null | undefined])[];

/** What the map's style reads of a feature beside its shape and id: not more, so that large layers stay small on their way. */
const DRAWN_COLUMNS = ['name', 'kind'];
/** Of buildings their height, too: they stand in the view in 3D. */
export const HEIGHT_COLUMN = 'heightM';
export const STANDING_SOURCE = 'buildings';
/** Lots that are too small to be told apart are a shade. */
export const SHADED_SOURCE = 'parcels';

/** One that the worker cuts, and one that it finds when it is done. */
const MOST_ASKED = 2;

/** Layers kept in one worker as they are drawn, asked for tiles. */
export class LayerTiles {
  readonly #client: WorkerClient;
  /** What was sent last of each source, done when the worker has it, and the zoom from which it is drawn. */
  readonly #sent = new Map<string, { readonly done: Promise<null>; readonly fromZoom: number }>();

  /** Tiles that the worker has been asked for, and those that wait for their turn. */
  #asked = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(client: WorkerClient) {
    this.#client = client;
  }

  /** Puts a layer in place of the one that a source had; an empty one takes it away. */
  open(source: string, { table, edits }: Layer, { fromZoom, ...look }: LayerLook): void {
    if (table.count === 0 && edits.size === 0) {
      if (this.#sent.delete(source)) void this.#client.run('open-layer', { source, layer: null });
      return;
    }
    const isDrawn = (name: string): boolean =>
      DRAWN_COLUMNS.includes(name) || (source === STANDING_SOURCE && name === HEIGHT_COLUMN);
    const columns = new Map([...table.columns].filter(([name]) => isDrawn(name)));
    const layer = { table: { ...table, columns }, edits: [...edits], ...look };
    this.#sent.set(source, { done: this.#client.run('open-layer', { source, layer }), fromZoom });
  }

  edit(source: string, edits: LayerEdits): void {
    const { fromZoom = 0 } = this.#sent.get(source) ?? {};
    this.#sent.set(source, { done: this.#client.run('edit-layer', { source, edits }), fromZoom });
  }

  /** A vector tile of those of the sources that are drawn at its zoom, one layer each, called as its source; empty where nothing is. */
  async tile(among: readonly string[], z: number, x: number, y: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const drawn = among.filter((source) => (this.#sent.get(source)?.fromZoom ?? Infinity) < z + 1);
    if (drawn.length === 0) return new Uint8Array();
    await Promise.all(drawn.map((source) => this.#sent.get(source)?.done));
    await this.#turn();
    try {
      // Never taken back once the worker has it: a worker that is busy with a large layer would be ended for it, and its layers with it.
      signal.throwIfAborted();
      return await this.#client.run('layer-tile', { sources: drawn, z, x, y });
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#asked--;
      else next();
    }
  }

  /** Waits until few enough tiles are asked for, so that those that nobody wants any more are never cut. */
  #turn(): Promise<void> {
    if (this.#asked >= MOST_ASKED) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#asked++;
    return Promise.resolve();
  }
}
