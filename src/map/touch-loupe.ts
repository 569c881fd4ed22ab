import type { Map as MapLibreMap } from 'maplibre-gl';

type Point = { readonly x: number; readonly y: number };

/** Size of the loupe on the page, and how many times larger it shows the map. */
const SIZE_PX = 112;
const TIMES = 2;
/** A finger hides about this much: the loupe stands so far above it. */
const ABOVE_PX = 44;

/** Shows what lies under a finger that carries something, above it and twice as large. */
export class TouchLoupe {
  readonly #map: MapLibreMap;
  readonly #canvas = document.createElement('canvas');
  #point: Point | null = null;

  constructor(map: MapLibreMap) {
    this.#map = map;
    this.#canvas.className = 'touch-loupe';
    this.#canvas.hidden = true;
    this.#canvas.setAttribute('aria-hidden', 'true');
    map.getContainer().append(this.#canvas);
    // What is drawn can be read right after it was drawn, and then no more.
    map.on('render', () => this.#draw());
  }

  show(point: Point): void {
    this.#point = point;
    this.#canvas.hidden = false;
    const { clientWidth } = this.#map.getContainer();
    const left = Math.min(Math.max(point.x - SIZE_PX / 2, 4), clientWidth - SIZE_PX - 4);
    const above = point.y - ABOVE_PX - SIZE_PX;
    this.#canvas.style.left = `${left}px`;
    this.#canvas.style.top = `${above >= 4 ? above : point.y + ABOVE_PX}px`;
    this.#map.triggerRepaint();
  }

  hide(): void {
    this.#point = null;
    this.#canvas.hidden = true;
  }

  #draw(): void {
    if (this.#point === null) return;
    const source = this.#map.getCanvas();
    const ratio = source.width / source.clientWidth;
    const side = Math.round(SIZE_PX * ratio);
    this.#canvas.width = this.#canvas.height = side;
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    const seen = side / TIMES;
    context.drawImage(source, this.#point.x * ratio - seen / 2, this.#point.y * ratio - seen / 2, seen, seen, 0, 0, side, side);
    context.strokeStyle = getComputedStyle(this.#canvas).color;
    context.lineWidth = 1.5 * ratio;
    const [middle, gap, end] = [side / 2, 5 * ratio, 16 * ratio];
    context.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
      context.moveTo(middle + dx * gap, middle + dy * gap);
      context.lineTo(middle + dx * end, middle + dy * end);
    } // prettier-ignore
    context.stroke();
  }
}
