import { attempt, type Command } from '../command.ts';
import { itemKey } from '../../state/map-item.ts';
import type { LngLat } from '../../geo/position.ts';
import { grabWhole, moveChange } from '../../plan/edits/move-shape.ts';
import type { Workbench } from '../workbench.ts';
import { clickLinkEnd } from '../study/link-study.ts';
import { carryTo, letGo, takeHold } from './hand.ts';
import { selectedFeatures } from './handles.ts';
import { gapPx, type PointerAt } from './pointer-at.ts';
import { sketchTool } from './sketch-tool.ts';
import { finishSketch, putPoint, removeLastPoint, sketchClick, sketchMove, whyNotFinish } from './sketch.ts';
import { wording } from '../../text/wording.ts';

const words = wording.keyCommands;

const PAN_PX = 100;
/** What is carried goes by this much with an arrow key, and by a tenth of it with Shift. */
const CARRY_PX = 10;
const NUDGE_PX = 2;
/** With Shift the arrow keys turn and tilt the view in 3D where nothing is selected, degrees. */
const [TURN_DEG, TILT_DEG] = [15, 10];
/** The crosshair takes up what lies so near to it, pixels. */
const PICK_PX = 24;

const crosshair = ({ camera }: Workbench): PointerAt => ({ position: camera.centre(), alt: false, shift: false, touch: false });

const arrow = (id: 'left' | 'right' | 'up' | 'down', key: string, x: number, y: number): Command[] => [
  {
    id: `view.pan-${id}`,
    title: words.moveMapOrWhatHeld({ way: words[id] }),
    shortcuts: [key],
    run: (bench) => {
      if (bench.draw.grab !== null) carryBy(bench, x * CARRY_PX, y * CARRY_PX);
      else panBy(bench, x * PAN_PX, y * PAN_PX);
    },
  },
  {
    id: `edit.nudge-${id}`,
    title: words.nudgeTheSelection({ way: words[id] }),
    shortcuts: [`shift+${key}`],
    alters: true,
    can: (bench) =>
      bench.draw.grab !== null || selectedFeatures(bench).length > 0 || bench.scene.isOn || wording.everywhere.nothingSelected,
    run: (bench) => {
      if (bench.draw.grab !== null) carryBy(bench, (x * CARRY_PX) / 10, (y * CARRY_PX) / 10);
      else if (selectedFeatures(bench).length > 0) nudge(bench, x * NUDGE_PX, y * NUDGE_PX);
      else bench.camera.turnBy(x * TURN_DEG, -y * TILT_DEG);
    },
  },
];

function panBy({ draw, camera }: Workbench, x: number, y: number): void {
  draw.byKeys = true;
  camera.panBy(x, y);
}

/** The map has come to rest: what is drawn by keys follows its crosshair. */
export function followCrosshair(bench: Workbench): void {
  if (bench.draw.byKeys && sketchTool(bench) !== null) sketchMove(bench, crosshair(bench));
}

function carryBy(bench: Workbench, x: number, y: number): void {
  const { draw, camera } = bench;
  const at = draw.grabTo?.position ?? draw.grab?.from;
  if (at === undefined) return;
  const pixel = camera.project(at);
  // Small steps would never leave what the thing snaps to.
  carryTo(bench, { ...crosshair(bench), position: camera.unproject({ x: pixel.x + x, y: pixel.y + y }), alt: true });
}

function nudge(bench: Workbench, x: number, y: number): void {
  const { camera, plan } = bench;
  const from = camera.centre();
  const pixel = camera.project(from);
  const grab = grabWhole(plan.plan, selectedFeatures(bench), from);
  if (grab !== null) plan.commit(moveChange(grab, camera.unproject({ x: pixel.x + x, y: pixel.y + y })));
}

/** Enter: at the crosshair it puts a point, twice in one place it finishes; with the mouse on the map it finishes. */
const enter: Command = {
  id: 'draw.enter',
  title: ({ draw, view }) =>
    draw.grab !== null
      ? words.putDownWhatHeld
      : view.tool === 'select'
        ? words.selectWhatAtCrosshair
        : words.finishOrPlaceAtCrosshair,
  shortcuts: ['enter'],
  run: async (bench) => {
    const { draw, view, camera } = bench;
    const at = crosshair(bench);
    if (draw.grab !== null) await attempt(bench, () => letGo(bench));
    else if (sketchTool(bench) !== null && !draw.byKeys && draw.points.length > 0) return finishSketch(bench);
    else if (sketchTool(bench) !== null) sketchClick(bench, at);
    else if (view.tool === 'point') putPoint(bench, at);
    else if (view.tool === 'link') await clickLinkEnd(bench, at.position, null);
    else {
      const [top] = camera.itemsAt(at.position, PICK_PX);
      if (top === undefined) return bench.messages.announce(words.nothingAtCrosshair);
      bench.selection.set([top]);
      view.showRight('selection');
    }
    draw.byKeys = true;
  },
};

const pickUp: Command = {
  id: 'draw.pick-up',
  title: ({ draw }) => (draw.grab === null ? words.pickUpNearestPoint : words.putDownWhatHeld),
  keywords: words.moveDrag,
  shortcuts: ['space'],
  alters: true,
  can: ({ view }) => view.tool === 'select' || words.chooseSelectToolFirst,
  run: async (bench) => {
    const { draw, camera, selection, messages } = bench;
    if (draw.grab !== null) {
      await attempt(bench, () => letGo(bench));
      return;
    }
    draw.byKeys = true;
    const centre = camera.centre();
    if (!takeHold(bench, { ...crosshair(bench), position: nearestHandle(bench, centre) ?? centre })) {
      const point = camera.itemsAt(centre, PICK_PX).find((item) => item.kind === 'feature');
      if (point !== undefined) selection.set([point]);
      const place = nearestHandle(bench, centre);
      if (place === null || !takeHold(bench, { ...crosshair(bench), position: place })) {
        messages.announce(words.nothingNearCrosshairCanBe);
        return;
      }
    }
    messages.announce(words.arrowKeysMoveEnterPuts({ note: bench.draw.grab?.note ?? '' }));
  },
};

/** The point of the selection that is nearest to a place. */
function nearestHandle(bench: Workbench, from: LngLat): LngLat | null {
  const positions = selectedFeatures(bench).flatMap(({ feature }): LngLat[] => {
    const { geometry } = feature;
    if (geometry?.type === 'Point') return [geometry.coordinates];
    if (geometry?.type === 'LineString') return [...geometry.coordinates];
    return geometry?.type === 'Polygon' ? geometry.coordinates.flat() : [];
  });
  const [nearest] = positions.map((position) => ({ position, px: gapPx(bench, position, from) })).sort((a, b) => a.px - b.px);
  return nearest?.position ?? null;
}

const removeLast: Command = {
  id: 'draw.remove-last',
  title: words.removeLastPointThatWas,
  shortcuts: ['backspace'],
  can: ({ draw }) => draw.points.length > 0 || words.nothingBeingDrawn,
  run: removeLastPoint,
};

const finish: Command = {
  id: 'draw.finish',
  title: ({ view }) =>
    view.tool === 'measure' ? words.doneMeasuring : view.tool === 'lasso' ? words.selectWhatLiesInside : words.finishTheShape,
  can: (bench) => whyNotFinish(bench) ?? true,
  run: finishSketch,
};

const toggleSnapping: Command = {
  id: 'draw.snapping',
  title: ({ draw }) => (draw.snapping ? words.switchSnappingOff : words.switchSnappingOn),
  keywords: words.snapMagnet,
  run: ({ draw }) => {
    draw.snapping = !draw.snapping;
  },
};

const step = (id: string, title: string, key: string, by: 1 | -1): Command => ({
  id: `view.${id}`,
  title,
  keywords: words.stepThroughListInView,
  shortcuts: [key],
  run: (bench) => {
    const { camera, selection, view, messages } = bench;
    const items = camera.itemsInView();
    if (items.length === 0) return messages.announce(words.nothingInView);
    const now = selection.single === null ? -1 : items.findIndex((item) => itemKey(item) === itemKey(selection.single ?? item));
    const next = items[(now < 0 ? (by > 0 ? 0 : items.length - 1) : now + by + items.length) % items.length];
    if (next === undefined) return;
    selection.set([next]);
    if (!view.narrow) view.showRight('selection');
    messages.announce(words.ofInView({ id: next.id, indexOf: items.indexOf(next) + 1, count: items.length }));
  },
});

export const keyCommands: readonly Command[] = [
  enter,
  pickUp,
  removeLast,
  finish,
  toggleSnapping,
  ...arrow('left', 'arrowleft', -1, 0),
  ...arrow('right', 'arrowright', 1, 0),
  ...arrow('up', 'arrowup', 0, -1),
  ...arrow('down', 'arrowdown', 0, 1),
  step('next', words.selectNextThingInView, '.', 1),
  step('previous', words.selectPreviousThingInView, ',', -1),
];
