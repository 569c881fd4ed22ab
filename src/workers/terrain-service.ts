import { AppError } from '../base/app-error.ts';
import type { Summit } from '../geo/highest-within.ts';
import type { LngLat, LngLatBounds } from '../geo/position.ts';
import type { RasterLayer } from '../plan/plan.ts';
import type { WorkerClient } from './job-client.ts';
import type { Obstacles } from '../studies/obstacles/obstacles.ts';
import type { LinkResult } from '../studies/link/result.ts';
import type { JobInputs, TerrainTile } from './jobs.ts';
import type { ShadingLook } from './terrain-shading.ts';

/** What is known of an opened terrain. */
export interface OpenTerrain {
  readonly key: number;
  readonly bounds: LngLatBounds;
  readonly cellM: number;
  /** About the lowest ground, metres: from there heights are counted in the view in 3D. */
  readonly lowestM: number;
}

/** What of the plan a link is judged on. */
export interface LinkScene {
  readonly terrain: RasterLayer;
  readonly surface: RasterLayer | null;
  /** Buildings and trees; null where the plan has none. */
  readonly obstacles: Obstacles | null;
}

/** What is asked of a link. */
export type LinkQuestion = Omit<JobInputs['study-link'], 'terrainKey' | 'surfaceKey' | 'obstaclesKey'>;

/** The terrain, what stands on it, what is shaded, and one to spare. */
const MOST_KEPT = 4;

/** Terrain kept in one worker: opened once for each raster layer of the plan, then asked for tiles and elevations. */
export class TerrainService {
  readonly #client: WorkerClient;
  #raster: RasterLayer | null = null;
  /** What the map shades. */
  #shaded: RasterLayer | null = null;
  /** The rasters that the worker keeps, the one asked for last at the end. */
  readonly #kept = new Map<RasterLayer, { readonly key: number; readonly opened: Promise<OpenTerrain> }>();
  /** The obstacles that were sent last. */
  #obstacles: { readonly of: Obstacles; readonly key: Promise<number> } | null = null;
  #next = 1;
  /** Counts the workers that were given terrains. */
  #worker = 1;

  constructor(client: WorkerClient) {
    this.#client = client;
  }

  /** Opens the raster unless it is open already; null closes. */
  open(raster: RasterLayer | null): Promise<OpenTerrain | null> {
    this.#raster = raster;
    return this.#opened();
  }

  /** From now on tiles of shading are of these heights: the terrain, or what stands on it. */
  shade(raster: RasterLayer | null): Promise<OpenTerrain | null> {
    this.#shaded = raster;
    return this.#openedOf(raster);
  }

  #opened(): Promise<OpenTerrain | null> {
    return this.#openedOf(this.#raster);
  }

  #openedOf(raster: RasterLayer | null): Promise<OpenTerrain | null> {
    return raster === null ? Promise.resolve(null) : this.#keep(raster);
  }

  /** The box around heights of the plan. */
  async boundsOf(raster: RasterLayer): Promise<LngLatBounds> {
    return (await this.#keep(raster)).bounds;
  }

  /** Judges a link on the plan's terrain and what stands on it. */
  async studyLink(scene: LinkScene, question: LinkQuestion, signal: AbortSignal): Promise<LinkResult> {
    return this.#ask(async () => {
      const [terrain, surface, obstaclesKey] = await Promise.all([
        this.#keep(scene.terrain),
        scene.surface ? this.#keep(scene.surface) : null,
        scene.obstacles ? this.#keepObstacles(scene.obstacles) : null,
      ]);
      const keys = { terrainKey: terrain.key, surfaceKey: surface?.key ?? null, obstaclesKey };
      return this.#client.run('study-link', { ...question, ...keys }, { signal });
    });
  }

  /** Asks the worker; one that took the place of another, which was ended since it did not answer, is given everything anew first. */
  async #ask<T>(question: () => Promise<T>): Promise<T> {
    const worker = this.#worker;
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'terrain/not-open') throw error;
      if (worker === this.#worker) {
        this.#worker++;
        this.#kept.clear();
        this.#obstacles = null;
      }
      return question();
    }
  }

  #keepObstacles(obstacles: Obstacles): Promise<number> {
    if (this.#obstacles?.of === obstacles) return this.#obstacles.key;
    const key = this.#next++;
    this.#obstacles = { of: obstacles, key: this.#client.run('open-obstacles', { key, obstacles }).then(() => key) };
    return this.#obstacles.key;
  }

  /** Opens what the worker does not keep; what was asked for longest ago makes room, and is opened again when it is asked for. */
  #keep(raster: RasterLayer): Promise<OpenTerrain> {
    const known = this.#kept.get(raster);
    this.#kept.delete(raster);
    if (known !== undefined) {
      this.#kept.set(raster, known);
      return known.opened;
    }
    const [oldest] = this.#kept.size < MOST_KEPT ? [] : [...this.#kept];
    if (oldest !== undefined) this.#kept.delete(oldest[0]);
    const key = this.#next++;
    const opened = this.#client
      .run('open-terrain', { key, grids: raster.grids, ...(oldest && { dropKey: oldest[1].key }) })
      .then((about) => ({ key, ...about }));
    this.#kept.set(raster, { key, opened });
    return opened;
  }

  /** A tile of shading; without a look, of the terrain's heights. */
  async tile(look: ShadingLook | null, z: number, x: number, y: number, signal: AbortSignal): Promise<TerrainTile> {
    return this.#ask(async () => {
      const opened = await this.#openedOf(look === null ? this.#raster : this.#shaded);
      return opened === null ? null : this.#client.run('terrain-tile', { key: opened.key, look, z, x, y }, { signal });
    });
  }

  /** Elevation at a position, metres, null where nothing is known. */
  async elevationM(position: LngLat): Promise<number | null> {
    return this.#ask(async () => {
      const opened = await this.#opened();
      if (opened === null) return null;
      const [value = null] = await this.#client.run('elevation', { key: opened.key, positions: [position] });
      return value;
    });
  }

  /** The highest ground within metres of a place; null where nothing is known. */
  async highestWithin(centre: LngLat, radiusM: number): Promise<Summit | null> {
    return this.#ask(async () => {
      const opened = await this.#opened();
      return opened === null ? null : this.#client.run('highest-within', { key: opened.key, centre, radiusM });
    });
  }
}
