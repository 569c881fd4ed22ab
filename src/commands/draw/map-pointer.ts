import { attempt } from '../command.ts';
import { planFeature } from '../../plan/change.ts';
import type { LngLat } from '../../geo/position.ts';
import type { MapItem } from '../../state/map-item.ts';
import { clickLinkEnd } from '../study/link-study.ts';
import { selectInside } from '../select/select-inside.ts';
import type { Workbench } from '../workbench.ts';
import { dragRoute, dropRoute, takeRoute } from './drag-route.ts';
import { carryTo, letGo, takeHold } from './hand.ts';
import type { PointerAt } from './pointer-at.ts';
import { draftPoint } from './pointer-at.ts';
import { sketchTool } from './sketch-tool.ts';
import { putPoint, sketchClick, sketchMove } from './sketch.ts';

/** What the map tells of the pointer, turned into what the active tool does. The same functions serve mouse and touch. */
export function mapMoved(bench: Workbench, at: PointerAt): void {
  bench.draw.byKeys = false;
  if (sketchTool(bench) !== null) sketchMove(bench, at);
  else if (bench.view.tool === 'point') bench.draw.pointer = draftPoint(bench, at);
}

/** A button or a finger went down. True when the tool takes the gesture: the map then stands still. */
export function mapPressed(bench: Workbench, at: PointerAt): boolean {
  const { draw, view } = bench;
  draw.byKeys = false;
  if (view.tool !== 'select') return false;
  if (takeHold(bench, at) || takeRoute(bench, at)) return true;
  if (!at.shift) return false;
  draw.box = [at.position, at.position];
  return true;
}

export function mapDragged(bench: Workbench, at: PointerAt): void {
  const { draw } = bench;
  if (draw.box !== null) draw.box = [draw.box[0], at.position];
  else if (draw.grab !== null) carryTo(bench, at);
  else if (draw.route !== null) dragRoute(bench, at);
}

/** The gesture ended; without a move a box is a Shift + click, and what is held was clicked. */
export function mapReleased(bench: Workbench, at: PointerAt, items: readonly MapItem[], isMoved: boolean): void {
  const { draw } = bench;
  if (draw.box === null) {
    const isClick = !isMoved && draw.vertex === null && items[0] !== undefined;
    if (isClick) draw.drop();
    if (isClick && items[0] !== undefined) select(bench, items[0], at.shift);
    else if (draw.route !== null) void attempt(bench, () => dropRoute(bench));
    else void attempt(bench, () => letGo(bench));
    return;
  }
  const [a, b] = draw.box;
  draw.box = null;
  if (isMoved) selectInside(bench, boxRing(a, b), true);
  else if (items[0] !== undefined) select(bench, items[0], true);
}

/** A second finger came, or the window lost the pointer: nothing happened. */
export function mapAbandoned({ draw }: Workbench): void {
  draw.grab = draw.grabTo = draw.route = null;
  draw.box = null;
}

export async function mapClicked(bench: Workbench, at: PointerAt, items: readonly MapItem[], isRepeated: boolean): Promise<void> {
  const { view, selection, plan, draw } = bench;
  draw.byKeys = false;
  if (view.tool === 'link') {
    const site = items.find((item) => item.kind === 'feature' && item.layer === 'sites');
    await clickLinkEnd(bench, at.position, site === undefined ? null : (planFeature(plan.plan, 'sites', site.id) ?? null));
  } else if (view.tool === 'point') {
    // A double-click means one point.
    if (!isRepeated) putPoint(bench, at);
  } else if (sketchTool(bench) !== null) {
    sketchClick(bench, at);
  } else {
    draw.vertex = null;
    const top = items.find((item) => selection.from === null || (item.kind === 'feature' && item.layer === selection.from));
    if (top !== undefined) select(bench, top, at.shift);
    else if (!at.shift) selection.clear();
  }
}

function select({ selection, view, draw }: Workbench, item: MapItem, isAdded: boolean): void {
  draw.vertex = null;
  if (isAdded) selection.toggle(item);
  else selection.set([item]);
  view.showRight('selection');
}

function boxRing(a: LngLat, b: LngLat): LngLat[] {
  return [a, [b[0], a[1]], b, [a[0], b[1]]];
}
