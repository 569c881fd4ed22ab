import type { Map as MapLibreMap, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import type { PointerAt } from '../commands/draw/pointer-at.ts';
import type { MapItem } from '../state/map-item.ts';
import type { MapEvents } from './map-view.ts';
import { TouchLoupe } from './touch-loupe.ts';

type Point = { readonly x: number; readonly y: number };

/** Less than this is a click, pixels. */
const STILL_PX = 4;
/** A finger that rests so long asks for the menu of the place, milliseconds. */
const LONG_PRESS_MS = 550;
/** A resting finger moves less than this, pixels. */
const FINGER_PX = 10;

/** Turns the map's mouse and touch events into what the app hears of the pointer. Two fingers always move the map. */
export function listenToPointer(map: MapLibreMap, events: MapEvents, itemsAround: (point: Point) => readonly MapItem[]): void {
  const loupe = new TouchLoupe(map);
  let start: Point | null = null;
  let last: Point = { x: 0, y: 0 };
  let isMoved = false;
  // A gesture that was taken is followed by a click of the browser's own; it means nothing.
  let swallowsClick = false;

  const at = (point: Point, event: MouseEvent | TouchEvent): PointerAt => {
    const { lng, lat } = map.unproject([point.x, point.y]);
    return { position: [lng, lat], alt: event.altKey, shift: event.shiftKey, touch: 'touches' in event };
  };

  const press = (event: MapMouseEvent | MapTouchEvent): void => {
    swallowsClick = false;
    if (start !== null) abandon();
    const { originalEvent, point } = event;
    if ('touches' in originalEvent ? originalEvent.touches.length > 1 : originalEvent.button !== 0) return;
    map.getCanvas().focus({ preventScroll: true });
    if (!events.press(at(point, originalEvent))) return;
    event.preventDefault();
    start = last = point;
    isMoved = false;
    swallowsClick = true;
    window.addEventListener('mousemove', drag);
    window.addEventListener('mouseup', release);
    window.addEventListener('touchmove', drag, { passive: true });
    window.addEventListener('touchend', release);
    window.addEventListener('touchcancel', abandon);
  };

  let frame = 0;
  const drag = (event: MouseEvent | TouchEvent): void => {
    if ('touches' in event && event.touches.length > 1) return abandon();
    const finger = 'touches' in event ? event.touches[0] : event;
    if (start === null || finger === undefined) return;
    const box = map.getCanvas().getBoundingClientRect();
    last = { x: finger.clientX - box.x, y: finger.clientY - box.y };
    if (!isMoved && Math.hypot(last.x - start.x, last.y - start.y) < STILL_PX) return;
    isMoved = true;
    cancelAnimationFrame(frame);
    if ('touches' in event) loupe.show(last);
    frame = requestAnimationFrame(() => start !== null && events.drag(at(last, event)));
  };

  const release = (event: MouseEvent | TouchEvent): void => {
    cancelAnimationFrame(frame);
    if (isMoved) events.drag(at(last, event));
    end();
    events.release(at(last, event), itemsAround(last), isMoved);
  };

  const abandon = (): void => {
    end();
    events.abandon();
  };

  const end = (): void => {
    cancelAnimationFrame(frame);
    loupe.hide();
    start = null;
    window.removeEventListener('mousemove', drag);
    window.removeEventListener('mouseup', release);
    window.removeEventListener('touchmove', drag);
    window.removeEventListener('touchend', release);
    window.removeEventListener('touchcancel', abandon);
  };

  map.on('mousedown', press);
  map.on('touchstart', press);
  map.on('click', (event) => {
    if (!swallowsClick)
      events.click(at(event.point, event.originalEvent), itemsAround(event.point), event.originalEvent.detail > 1);
    swallowsClick = false;
  });
  // Not every browser makes a context menu of a long press.
  let resting: ReturnType<typeof setTimeout> | undefined;
  let isMenuOpen = false;
  let rested: Point = { x: 0, y: 0 };
  map.on('touchstart', (event) => {
    clearTimeout(resting);
    isMenuOpen = false;
    if (event.originalEvent.touches.length > 1) return;
    rested = event.point;
    resting = setTimeout(() => {
      if (start !== null) {
        if (isMoved) return;
        abandon();
      }
      isMenuOpen = swallowsClick = true;
      events.menu(at(rested, event.originalEvent), rested);
    }, LONG_PRESS_MS);
  });
  map.on('touchmove', ({ point, originalEvent }) => {
    if (originalEvent.touches.length > 1 || Math.hypot(point.x - rested.x, point.y - rested.y) > FINGER_PX) clearTimeout(resting);
  });
  map.on('touchend', () => clearTimeout(resting));
  map.on('touchcancel', () => clearTimeout(resting));
  map.on('contextmenu', (event) => {
    event.originalEvent.preventDefault();
    clearTimeout(resting);
    if (isMenuOpen) return;
    if (start !== null) abandon();
    events.menu(at(event.point, event.originalEvent), event.point);
  });
  // One hit test for each frame is all that a hand can see.
  let hover = 0;
  map.on('mousemove', (event) => {
    cancelAnimationFrame(hover);
    hover = requestAnimationFrame(() => {
      if (start === null) events.hover(at(event.point, event.originalEvent), itemsAround(event.point)[0] ?? null);
    });
  });
  map.on('mouseout', () => {
    cancelAnimationFrame(hover);
    events.hover(null, null);
  });
}
