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

/** Features by id as they now are, null for deleted ones, undefined for those that are again as the table has them. */
export type LayerEdits = readonly (readonly [id: string, feature: Feature | null | undefined])[];

/** What the map's style reads of a feature beside its shape and id: not more, so that large layers stay small on their way. */
const DRAWN_COLUMNS = ['name', 'kind'];

/** Layers kept in one worker as they are drawn, asked for tiles. */
export class LayerTiles {
  readonly #client: WorkerClient;
  /** What was sent last of each source, done when the worker has it. */
  readonly #sent = new Map<string, Promise<null>>();

  constructor(client: WorkerClient) {
    this.#client = client;
  }

  /** Puts a layer in place of the one that a source had; an empty one takes it away. */
  open(source: string, { table, edits }: Layer, look: Pick<DrawnLayer, 'notReached' | 'isNamed'>): void {
    if (table.count === 0 && edits.size === 0) {
      if (this.#sent.delete(source)) void this.#client.run('open-layer', { source, layer: null });
      return;
    }
    const columns = new Map([...table.columns].filter(([name]) => DRAWN_COLUMNS.includes(name)));
    const layer = { table: { ...table, columns }, edits: [...edits], ...look };
    this.#sent.set(source, this.#client.run('open-layer', { source, layer }));
  }

  edit(source: string, edits: LayerEdits): void {
    this.#sent.set(source, this.#client.run('edit-layer', { source, edits }));
  }

  /** The tile as a vector tile whose one layer is called as the source; empty where nothing is. */
  async tile(source: string, z: number, x: number, y: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const sent = this.#sent.get(source);
    if (sent === undefined) return new Uint8Array();
    await sent;
    return this.#client.run('layer-tile', { source, z, x, y }, { signal });
  }
}
