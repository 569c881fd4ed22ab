import { untrack } from 'svelte';
import { darkPalette, lightPalette } from '../base/palette.ts';
import { attempt } from '../commands/command.ts';
import { followCrosshair } from '../commands/draw/key-commands.ts';
import { mapAbandoned, mapClicked, mapDragged, mapMoved, mapPressed, mapReleased } from '../commands/draw/map-pointer.ts';
import { linkCursor } from '../commands/study/link-study.ts';
import { bearingLine, judgedLinkLines, sightlines } from '../commands/study/radio-lines.ts';
import { openMenu } from '../commands/view/here-commands.ts';
import { openChosen, retryBasemap } from '../commands/view/basemap-commands.ts';
import { airSights } from '../commands/view/scene-commands.ts';
import { planBounds } from '../commands/view/view-commands.ts';
import { AppError } from '../base/app-error.ts';
import type { LngLat } from '../geo/position.ts';
import { linkFeatures, itemFeatures, sightlineFeatures } from '../map/moment-features.ts';
import { draftFeatures } from '../map/draft-features.ts';
import { drawCoverage } from '../map/coverage-drawing.ts';
import type { MapEvents, MapView } from '../map/map-view.ts';
import { airPoint, sceneLines } from '../map/scene-lines.ts';
import { MapWriter, terrainSource } from '../map/sync.ts';
import type { OpenTerrain } from '../workers/terrain-service.ts';
import type { Workbench } from '../commands/workbench.ts';
import { until } from './until.svelte.ts';
import type { Wiring } from './wiring.ts';
import { wording } from '../text/wording.ts';

const words = wording.mapBinding;

/**
 * Draws the map into an element and keeps it the picture of the state: the only effects that write to the map stand here.
 * The map engine is loaded beside the first screen. Returns how to end it.
 */
export function attachMap(wiring: Wiring, container: HTMLElement): () => void {
  const { bench } = wiring;
  let ended = false;
  let end = (): void => undefined;
  void start(wiring, container).then(
    (stop) => {
      end = stop;
      if (ended) stop();
    },
    (error: unknown) => {
      bench.view.mapFailure = error instanceof AppError ? `${error.what} ${error.remedy}` : words.theMapCouldNotBeLoaded;
      if (!(error instanceof AppError)) throw error;
    },
  );
  return () => {
    ended = true;
    end();
  };
}

async function start(wiring: Wiring, container: HTMLElement): Promise<() => void> {
  const { bench } = wiring;
  // First the page, then what the plan holds, then the map: making it takes the page's time, and without a graphics card a lot of it.
  await painted();
  const [{ MapLibreView }] = await Promise.all([import('../map/maplibre-view.ts'), begun(bench).then(painted)]);
  const palette = bench.view.dark ? darkPalette : lightPalette;
  const ground = { terrainTile: bench.terrain.tile.bind(bench.terrain), layers: wiring.layerTiles, basemaps: bench.basemapTiles };
  const map = await MapLibreView.create(container, palette, ground, mapEvents(wiring), planBounds(bench.plan.plan));
  wiring.map = map;
  // A plan that was opened in the meantime.
  const bounds = planBounds(bench.plan.plan);
  if (bounds !== null) map.fit(bounds, { instant: true });
  const stopDrawing = $effect.root(() => drawState(wiring, map));
  const observer = new ResizeObserver(() => map.resize());
  observer.observe(container);
  const backOnline = (): void => {
    if (bench.basemap.trouble !== null || bench.basemap.isPartial) void attempt(bench, () => retryBasemap(bench));
  };
  addEventListener('online', backOnline);
  bench.view.mapReady = true;
  return () => {
    observer.disconnect();
    removeEventListener('online', backOnline);
    stopDrawing();
    map.destroy();
    wiring.map = null;
    bench.view.mapReady = false;
  };
}

/** Until what the page shows now has been painted. */
function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Until there is a plan to draw, or something is asked before one is opened. */
function begun({ plan, view }: Workbench): Promise<void> {
  return until(() => plan.generation !== 0 || view.dialog !== null || view.begun);
}

function drawState({ bench }: Wiring, map: MapView): void {
  const { view, plan, selection, link, radio, basemap, scene } = bench;
  const writer = new MapWriter(map);
  let terrain = $state.raw<OpenTerrain | null>(null);
  let shaded = $state.raw<OpenTerrain | null>(null);
  const raster = $derived(plan.plan.rasters.get('terrain') ?? null);
  const shadedRaster = $derived(plan.plan.rasters.get(view.shadedRaster) ?? raster);
  const highlight = $derived(itemFeatures(plan.plan, selection.items));
  const hover = $derived(itemFeatures(plan.plan, selection.hovered === null ? [] : [selection.hovered]));
  const linkDrawn = $derived([
    ...sightlineFeatures([...judgedLinkLines(bench), ...sightlines(bench), ...bearingLine(bench)]),
    ...linkFeatures(link.a, link.b, link.result),
  ]);
  const marker = $derived(linkCursor(bench));
  const draft = $derived.by(() => {
    void view.camera; // handles stand apart by pixels
    return draftFeatures(bench);
  });
  $effect(() => {
    const wanted = raster;
    void attempt(bench, async () => {
      const opened = await bench.terrain.open(wanted);
      if (wanted === raster) terrain = opened;
    });
  });
  $effect(() => {
    const wanted = shadedRaster;
    void attempt(bench, async () => {
      const opened = await bench.terrain.shade(wanted);
      if (wanted === shadedRaster) shaded = opened;
    });
  });
  $effect(() => {
    const { layers, fiber, settings, display } = plan.plan;
    writer.show({
      layers: view.mapFilter === null ? new Map(layers) : new Map(layers).set(view.mapFilter.layer, view.mapFilter.shown),
      fiber,
      terrain: shaded,
      display,
      basemap: basemap.shown,
      palette: view.dark ? darkPalette : lightPalette,
      units: settings.units,
      link: linkDrawn,
      highlight,
      hover,
      marker,
      draft,
      preview: view.preview,
    });
  });
  $effect(() => {
    void [basemap.chosen, basemap.added];
    untrack(() => void openChosen(bench));
  });
  $effect(() => {
    const { coverageLayer: layer, thresholdDbm } = radio;
    const { result: answer } = radio.coverage;
    const palette = view.dark ? darkPalette : lightPalette;
    const look = { layer, thresholdDbm, palette, units: plan.plan.settings.units };
    map.setCoverage(answer === null ? null : { bounds: answer.picture.bounds, canvas: drawCoverage(answer, look) });
  });
  $effect(() => {
    const wanted = view.wantedCamera;
    if (wanted === null) return;
    bench.camera.moveTo(wanted.centre, wanted.zoom);
    untrack(() => (view.wantedCamera = null));
  });
  const scale = $derived(scene.isOn && terrain !== null ? { lowestM: terrain.lowestM, raise: scene.raise } : null);
  $effect(() => {
    const source = terrainSource(terrain);
    map.setScene(scale === null || source === null ? null : { terrain: source, exaggeration: scale.raise });
  });
  $effect(() => {
    const palette = view.dark ? darkPalette : lightPalette;
    map.setAirLines(scale === null ? [] : sceneLines(airSights(bench), scale, palette));
  });
  $effect(() => {
    const wanted = scene.wantedEye;
    if (wanted === null || scale === null) return;
    map.lookFrom(airPoint(wanted.eye, scale), airPoint(wanted.at, scale));
    untrack(() => (scene.wantedEye = null));
  });
  $effect(() => map.setCoverageOpacity(radio.opacity));
  $effect(() => map.setCursor(view.tool !== 'select' ? 'crosshair' : selection.hovered === null ? 'grab' : 'pointer'));
  // While something is drawn a double-click ends it.
  $effect(() => map.setDoubleClickZoom(view.tool === 'select'));
  // The chosen point was one of what is no longer selected.
  $effect(() => {
    void selection.items;
    untrack(() => (bench.draw.vertex = null));
  });
  // Another plan, or a plan that was taken back: what was half drawn belonged to the one before.
  $effect(() => {
    void plan.generation;
    untrack(() => bench.draw.drop());
  });
}

function mapEvents(wiring: Wiring): MapEvents {
  const { bench } = wiring;
  const { view, selection } = bench;
  let hoverTimer: ReturnType<typeof setTimeout> | undefined;
  return {
    click: (at, items, isRepeated) => void attempt(bench, () => mapClicked(bench, at, items, isRepeated)),
    press: (at) => mapPressed(bench, at),
    drag: (at) => mapDragged(bench, at),
    release: (at, items, isMoved) => mapReleased(bench, at, items, isMoved),
    abandon: () => mapAbandoned(bench),
    menu: (at, pixel) => openMenu(bench, at.position, pixel),
    hover: (at, item) => {
      const position = at?.position ?? null;
      if (at !== null) mapMoved(bench, at);
      else bench.draw.pointer = null;
      view.pointer = position;
      selection.hovered = item;
      followPath(wiring, position);
      clearTimeout(hoverTimer);
      view.pointerElevationM = null;
      if (position === null) return;
      // The height is asked for when the hand rests.
      hoverTimer = setTimeout(() => {
        void bench.terrain.elevationM(position).then((elevationM) => {
          if (view.pointer === position) view.pointerElevationM = elevationM;
        });
      }, 60);
    },
    cameraMoved: (camera) => {
      view.camera = camera;
      followCrosshair(bench);
    },
    lost: (isLost) => {
      view.mapFailure = isLost ? words.theGraphicsCardStoppedAnswering : null;
    },
  };
}

/** Pixels within which the pointer is on the link's path. */
const PATH_REACH_PX = 14;

/** The pointer on the link's path moves the profile's cursor. */
function followPath({ bench, map }: Wiring, position: LngLat | null): void {
  const { link } = bench;
  if (link.result === null || link.a === null || link.b === null || map === null) return;
  if (position === null) return;
  const [p, a, b] = [map.project(position), map.project(link.a.position), map.project(link.b.position)];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const share = Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  const off = Math.hypot(p.x - a.x - share * dx, p.y - a.y - share * dy);
  if (off <= PATH_REACH_PX) link.cursorM = share * (link.result.profile.distanceM.at(-1) ?? 0);
  else link.cursorM = null;
}
