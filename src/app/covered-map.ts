import type { LngLatBounds } from '../geo/position.ts';
import type { ViewState } from '../state/view-state.svelte.ts';

/** How much of the map's edges is covered, pixels. */
export interface Covered {
  readonly topPx: number;
  readonly rightPx: number;
  readonly bottomPx: number;
  readonly leftPx: number;
}

/** The map and what lies over it, pixels from the map's upper left corner. */
export interface MapFloor {
  readonly width: number;
  readonly height: number;
  /** Lower edge of the tools over the map, left edge of the buttons at its right. */
  readonly toolsBottom: number;
  readonly buttonsLeft: number;
  /** A card in the lower left corner: its upper and its right edge. */
  readonly card: { readonly top: number; readonly right: number } | null;
}

/** What of the map lies under a dialog beside it (DialogFrame.svelte): its width less that of the left panel. */
const [BESIDE_MAP_PX, LEFT_PANEL_PX] = [600, 280];
/** Share of a narrow screen that a half sheet takes (NarrowShell.svelte). */
const HALF_SHEET = 0.46;
/** What is fitted needs so much room; if that is not there, what covers the map is not made way for. */
const LEAST_ROOM_PX = 160;

/** How much of the map's edges tools, sheets, the import dialog and a card cover; of the card, the side that leaves more room for these bounds. */
export function coveredMap(bounds: LngLatBounds, view: ViewState, floor: MapFloor | null): Covered {
  const { narrow, sheet, sheetHeight, dialog } = view;
  const isBeside = dialog?.kind === 'import';
  const isLow = narrow && (isBeside || (sheet !== null && sheetHeight === 'half'));
  const bottomPx = isLow ? Math.round(innerHeight * HALF_SHEET) : 0;
  const leftPx = isBeside && !narrow ? BESIDE_MAP_PX - LEFT_PANEL_PX : 0;
  const sides = { topPx: 0, rightPx: 0, bottomPx, leftPx };
  if (floor === null || isBeside) return sides;
  const tools = { ...sides, topPx: floor.toolsBottom, rightPx: floor.width - floor.buttonsLeft };
  const besideCard = floor.card === null || isLow ? [] : [
    { ...tools, leftPx: floor.card.right },
    { ...tools, bottomPx: floor.height - floor.card.top },
  ]; // prettier-ignore
  const [best] = (besideCard.length > 0 ? besideCard : [tools])
    .filter((one) => roomOf(one, floor).every((px) => px >= LEAST_ROOM_PX))
    .sort((a, b) => scaleIn(b, floor, bounds) - scaleIn(a, floor, bounds));
  return best ?? sides;
}

function roomOf({ topPx, rightPx, bottomPx, leftPx }: Covered, { width, height }: MapFloor): [number, number] {
  return [width - leftPx - rightPx, height - topPx - bottomPx];
}

/** How large the bounds can be drawn there; only ratios mean something. */
function scaleIn(covered: Covered, floor: MapFloor, [west, south, east, north]: LngLatBounds): number {
  const [width, height] = roomOf(covered, floor);
  const across = (east - west) * Math.cos(((south + north) / 2) * (Math.PI / 180));
  return Math.min(width / Math.max(across, 1e-9), height / Math.max(north - south, 1e-9));
}

/** Measures what lies over the map in the page; null where there is none. */
export function measureFloor(): MapFloor | null {
  const over = (what: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-over-map="${what}"]`);
  const [tools, buttons, card] = [over('tools'), over('buttons'), over('card')];
  const pane = buttons?.offsetParent;
  if (!tools || !buttons || !pane) return null;
  return {
    width: pane.clientWidth,
    height: pane.clientHeight,
    toolsBottom: tools.offsetTop + tools.offsetHeight,
    buttonsLeft: buttons.offsetLeft,
    card: card && { top: card.offsetTop, right: card.offsetLeft + card.offsetWidth },
  };
}
