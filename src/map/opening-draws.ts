import type { Map as MapLibreMap } from 'maplibre-gl';

/** While the map opens it is drawn no oftener than this, milliseconds after the last time. */
const SELDOM_MS = 700;
/** What people do to a map: from then on it follows them. */
const HANDS = ['pointerdown', 'wheel', 'keydown'] as const;

/**
 * Draws the map seldom until it rests for the first time, or a hand takes hold of it. Sources, tiles and names arrive one after the other, and each
 * would have all of the picture drawn again: without a graphics card that takes the processor's time, which those still to come wait for.
 * Everything but the drawing goes on at each frame, so that nothing arrives later; the ground is the page's own until then.
 */
export function drawSeldomWhileOpening(map: MapLibreMap): void {
  const { painter } = map;
  const container = map.getContainer();
  let drawnMs = performance.now();
  let later: ReturnType<typeof setTimeout> | undefined;
  const draw = painter.render.bind(painter);
  painter.render = (...what) => {
    if (performance.now() - drawnMs < SELDOM_MS) {
      // What was left out is drawn in the end, whatever else happens.
      later ??= setTimeout(() => {
        later = undefined;
        map.triggerRepaint();
      }, SELDOM_MS);
      return;
    }
    draw(...what);
    drawnMs = performance.now();
  };
  const end = (): void => {
    painter.render = draw;
    clearTimeout(later);
    map.off('idle', end);
    for (const hand of HANDS) container.removeEventListener(hand, end, true);
    map.triggerRepaint();
  };
  map.on('idle', end);
  for (const hand of HANDS) container.addEventListener(hand, end, true);
}
