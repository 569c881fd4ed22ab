import type { Map as MapLibreMap } from 'maplibre-gl';

/** Names of what imitates a graphics card: Chrome's and Android's, Mesa's two, and that of Windows. */
const IMITATED_CARD = /swiftshader|llvmpipe|softpipe|basic render/i;
/** How sharp a moving map is drawn there, and how long after a pull of a hand or a click of the wheel it is sharp again. */
const [COARSE, STILL_MS] = [0.5, 180];
/** While much is on its way the map is drawn no oftener than this, milliseconds after the last time. */
const SELDOM_MS = 700;
/** What people do to a map: from then on it follows them. */
const HANDS = ['pointerdown', 'wheel', 'keydown'] as const;

type Draw = MapLibreMap['painter']['render'];

/** When the map is drawn, how sharp, and what is left out: each frame costs the processor a fifth of a second where it draws in place of a graphics card. */
export class MapFrames {
  /** Whether the processor draws. A browser that keeps the name of what draws to itself is believed to have a card. */
  readonly isCardImitated: boolean;
  readonly #map: MapLibreMap;
  #painter: MapLibreMap['painter'];
  #draw: Draw;
  #isSeldom = false;
  #drawnMs = 0;
  #later: ReturnType<typeof setTimeout> | undefined;
  #isCoarse = false;
  #sharpen: ReturnType<typeof setTimeout> | undefined;

  constructor(map: MapLibreMap) {
    this.#map = map;
    this.isCardImitated = IMITATED_CARD.test(rendererName(map.painter.context.gl));
    this.#painter = map.painter;
    this.#draw = this.#drawInstead();
    // With a context that was lost the map gets another painter.
    map.on('webglcontextrestored', () => {
      if (map.painter === this.#painter) return;
      this.#painter = map.painter;
      this.#draw = this.#drawInstead();
    });
    map.on('idle', this.#beOften);
    for (const hand of HANDS) map.getContainer().addEventListener(hand, this.#beOften, true);
    map.on('movestart', () => clearTimeout(this.#sharpen));
    map.on('moveend', () => this.#rest());
  }

  /** Takes the place of the painter's drawing. @returns that */
  #drawInstead(): Draw {
    const painter = this.#painter;
    const draw = painter.render.bind(painter);
    painter.render = (...frame) => this.#render(...frame);
    return draw;
  }

  /**
   * Draws the map seldom until it rests, or a hand takes hold of it: while it opens, or becomes a view in 3D. Sources, tiles and names arrive one
   * after the other, and each would have all of the picture drawn again: without a graphics card that takes the time of the processor, which those
   * still to come wait for. Everything but the drawing goes on at each frame, so that nothing arrives later.
   */
  drawSeldomUntilRest(): void {
    this.#isSeldom = true;
    this.#drawnMs = performance.now();
  }

  readonly #beOften = (): void => {
    if (!this.#isSeldom) return;
    this.#isSeldom = false;
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#map.triggerRepaint();
  };

  #render(...[style, transform, data]: Parameters<Draw>): void {
    if (this.#isSeldom && performance.now() - this.#drawnMs < SELDOM_MS) {
      // What was left out is drawn in the end, whatever else happens.
      this.#later ??= setTimeout(() => {
        this.#later = undefined;
        this.#map.triggerRepaint();
      }, SELDOM_MS);
      return;
    }
    const isFlat = this.#map.getTerrain() === null;
    // Over terrain the engine reads places back from a picture whose size it takes to be that of a sharp one.
    if (data.moving) this.#isCoarse = this.isCardImitated && isFlat;
    const pixelRatio = data.pixelRatio * (this.#isCoarse ? COARSE : 1);
    this.#size(transform.width, transform.height, pixelRatio);
    // The engine fills the whole picture with sky first, also where none can be seen: without a card that took a quarter of a frame.
    this.#draw(style, transform, { ...data, pixelRatio, sky: isFlat ? undefined : data.sky });
    this.#drawnMs = performance.now();
  }

  /** Gives the picture its size in pixels; not by the map's own setter, which tells everybody that the map was moved. */
  #size(widthPx: number, heightPx: number, pixelRatio: number): void {
    const canvas = this.#map.getCanvas();
    const [width, height] = [Math.round(widthPx * pixelRatio), Math.round(heightPx * pixelRatio)];
    if (canvas.width === width && canvas.height === height) return;
    [canvas.width, canvas.height] = [width, height];
    this.#painter.resize(widthPx, heightPx, pixelRatio);
  }

  #rest(): void {
    clearTimeout(this.#sharpen);
    if (!this.#isCoarse) return;
    this.#sharpen = setTimeout(() => {
      this.#isCoarse = false;
      this.#map.triggerRepaint();
    }, STILL_MS);
  }
}

/** The name of what draws, empty where the browser keeps it to itself. */
function rendererName(gl: WebGL2RenderingContext): string {
  const asked = gl.getExtension('WEBGL_debug_renderer_info');
  return asked === null ? '' : String(gl.getParameter(asked.UNMASKED_RENDERER_WEBGL));
}
